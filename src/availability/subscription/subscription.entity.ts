import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Operator } from '../../people/position.entity.js';

/**
 * The address of an operator's published timetable. It is a secret: whoever has it can read the timetable.
 */
@Entity('timetable_subscriptions')
@Index('timetable_subscriptions_due', ['nextFetchAt'])
@ForeignKey(() => Operator, ['operatorId'], ['id'], {
  name: 'timetable_subscriptions_operator_fk',
  onDelete: 'CASCADE',
})
export class TimetableSubscription {
  @PrimaryColumn('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('text') url: string;
  @Column('timestamptz', { name: 'fetched_at' }) fetchedAt: Date;
  @Column('timestamptz', { name: 'next_fetch_at' }) nextFetchAt: Date;
  @Column('text', { nullable: true }) problem: string | null;
  @Column('int', { default: 1 }) version: number;
}
