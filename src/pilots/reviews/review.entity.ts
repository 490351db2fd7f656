import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from '../../access/user.entity.js';
import { Pilot } from '../pilot.entity.js';

@Entity('pilot_reviews')
@Index('pilot_reviews_pilot', ['pilotId', 'heldOn', 'id'])
@Check('pilot_reviews_decision', `decision IN ('go-on', 'change', 'pause', 'stop')`)
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pilot_reviews_pilot_fk', onDelete: 'CASCADE' })
export class PilotReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'pilot_id' }) pilotId: string;
  @Column('date', { name: 'held_on' }) heldOn: string;
  @Column('text', { array: true }) people: string[];
  @Column('text') decision: string;
  @Column('text') why: string;
  @Column('int', { default: 1 }) version: number;
}

/** What somebody is to do after a review. Its owner is a user, who is reminded, or a name. */
@Entity('pilot_review_actions')
@Index('pilot_review_actions_review', ['reviewId'])
@Index('pilot_review_actions_due', ['dueOn'], { where: 'NOT is_done AND owner_id IS NOT NULL' })
@Check('pilot_review_actions_owner', '(owner_id IS NULL) <> (owner_name IS NULL)')
@ForeignKey(() => PilotReview, ['reviewId'], ['id'], {
  name: 'pilot_review_actions_review_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => User, ['ownerId'], ['id'], { name: 'pilot_review_actions_owner_fk' })
export class PilotReviewAction {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'review_id' }) reviewId: string;
  @Column('smallint') ordinal: number;
  @Column('text') text: string;
  @Column('uuid', { name: 'owner_id', nullable: true }) ownerId: string | null;
  @Column('text', { name: 'owner_name', nullable: true }) ownerName: string | null;
  @Column('date', { name: 'due_on' }) dueOn: string;
  @Column('boolean', { name: 'is_done', default: false }) isDone: boolean;
}
