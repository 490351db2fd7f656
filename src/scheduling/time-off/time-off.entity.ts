import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Unavailability } from '../../availability/availability.entity.js';
import { Operator } from '../../people/position.entity.js';

/**
 * An operator's request for time off. When approved, it becomes an absence and their seats in it are free.
 */
@Entity('time_off_requests')
@Index('time_off_requests_operator', ['operatorId'])
@Index('time_off_requests_entry', ['unavailabilityId'], { where: 'unavailability_id IS NOT NULL' })
@Check('time_off_requests_status', `status IN ('pending', 'approved', 'rejected', 'cancelled')`)
@Check('time_off_requests_span', 'ends_at > starts_at')
@ForeignKey(() => Operator, ['operatorId'], ['id'], {
  name: 'time_off_requests_operator_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Unavailability, ['unavailabilityId'], ['id'], {
  name: 'time_off_requests_entry_fk',
  onDelete: 'SET NULL',
})
export class TimeOffRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text') status: string;
  @Column('text', { name: 'decision_reason', nullable: true }) decisionReason: string | null;
  @Column('uuid', { name: 'unavailability_id', nullable: true }) unavailabilityId: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}
