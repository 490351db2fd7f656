import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Claim } from '../roster/shift.entity.js';

/** A correction of work that was recorded wrongly or not at all. */
@Entity('attendance_corrections')
@Index('attendance_corrections_claim', ['claimId'])
@Index('attendance_corrections_one_each', ['claimId'], { unique: true, where: `status = 'pending'` })
@Check('attendance_corrections_status', `status IN ('pending', 'approved', 'rejected')`)
@Check('attendance_corrections_span', 'checked_out_at > checked_in_at')
@ForeignKey(() => Claim, ['claimId'], ['id'], { name: 'attendance_corrections_claim_fk' })
export class AttendanceCorrection {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'claim_id' }) claimId: string;
  @Column('timestamptz', { name: 'checked_in_at' }) checkedInAt: Date;
  @Column('timestamptz', { name: 'checked_out_at' }) checkedOutAt: Date;
  @Column('text') reason: string;
  @Column('text') status: string;
  @Column('text', { name: 'decision_reason', nullable: true }) decisionReason: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}

/**
 * Dates in the institution's zone that are paid together. Once locked, recorded work on them does not change.
 */
@Entity('pay_periods')
@Check('pay_periods_dates', 'ends_on >= starts_on')
@Exclusion('pay_periods_disjoint', `USING gist (daterange(starts_on, ends_on, '[]') WITH &&)`)
export class PayPeriod {
  @PrimaryColumn('uuid') id: string;
  @Column('date', { name: 'starts_on' }) startsOn: string;
  @Column('date', { name: 'ends_on' }) endsOn: string;
  @Column('timestamptz', { name: 'locked_at', nullable: true }) lockedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}
