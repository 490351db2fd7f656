import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../../access/user.entity.js';
import { Pilot } from '../pilot.entity.js';

/** That a person is asked once in a month. It knows whether they answered, not what. */
@Entity('pulse_invitations')
@Unique('pulse_invitations_once', ['pilotId', 'month', 'userId'])
@Index('pulse_invitations_user', ['userId'])
@Index('pulse_invitations_expires', ['expiresAt'])
@Check('pulse_invitations_group', `group_name IN ('operators', 'supervisors', 'campus-it')`)
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pulse_invitations_pilot_fk', onDelete: 'CASCADE' })
@ForeignKey(() => User, ['userId'], ['id'], { name: 'pulse_invitations_user_fk', onDelete: 'CASCADE' })
export class PulseInvitation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'pilot_id' }) pilotId: string;
  @Column('text') month: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('text', { name: 'group_name' }) groupName: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('boolean', { name: 'is_answered', default: false }) isAnswered: boolean;
}

/** A link that was sent. A message that is sent again carries another one; each of them works. */
@Entity('pulse_links')
@Index('pulse_links_invitation', ['invitationId'])
@ForeignKey(() => PulseInvitation, ['invitationId'], ['id'], {
  name: 'pulse_links_invitation_fk',
  onDelete: 'CASCADE',
})
export class PulseLink {
  @PrimaryColumn('bytea') digest: Buffer;
  @Column('uuid', { name: 'invitation_id' }) invitationId: string;
}

/** How often a group gave an answer. No row belongs to a person, and none has a time. */
@Entity('pulse_counts')
@Check('pulse_counts_group', `group_name IN ('operators', 'supervisors', 'campus-it')`)
@Check('pulse_counts_question', `question IN ('wouldTakeOn', 'knowsOther', 'fastHelp')`)
@Check('pulse_counts_answer', 'answer BETWEEN 0 AND 5')
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pulse_counts_pilot_fk', onDelete: 'CASCADE' })
export class PulseCountEntity {
  @PrimaryColumn('uuid', { name: 'pilot_id' }) pilotId: string;
  @PrimaryColumn('text') month: string;
  @PrimaryColumn('text', { name: 'group_name' }) groupName: string;
  @PrimaryColumn('text') question: string;
  /** 1 to 5; 0 for "cannot say". */
  @PrimaryColumn('smallint') answer: number;
  @Column('int') count: number;
}
