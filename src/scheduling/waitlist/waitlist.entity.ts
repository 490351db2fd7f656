import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Operator } from '../../people/position.entity.js';
import { Shift } from '../roster/shift.entity.js';

/**
 * An operator who waits for a seat of a full shift. Free seats are held for operators with an offer, and for
 * those who have not been passed over since the seat came free.
 */
@Entity('waitlist_entries')
@Index('waitlist_entries_one_each', ['shiftId', 'operatorId'], {
  unique: true,
  where: `status IN ('waiting', 'offered')`,
})
@Index('waitlist_entries_operator', ['operatorId'])
@Check('waitlist_entries_status', `status IN ('waiting', 'offered', 'taken', 'left', 'expired', 'closed')`)
@Check('waitlist_entries_offer', `status <> 'offered' OR offer_ends_at IS NOT NULL`)
@ForeignKey(() => Shift, ['shiftId'], ['id'], { name: 'waitlist_entries_shift_fk' })
@ForeignKey(() => Operator, ['operatorId'], ['id'], { name: 'waitlist_entries_operator_fk' })
export class WaitlistEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'shift_id' }) shiftId: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('text') status: string;
  @Column('timestamptz', { name: 'passed_at', nullable: true }) passedAt: Date | null;
  @Column('timestamptz', { name: 'offer_ends_at', nullable: true }) offerEndsAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}
