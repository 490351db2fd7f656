import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';
import { Operator, Position } from '../../people/position.entity.js';
import { Schedule } from '../schedules/schedule.entity.js';

@Entity('shifts')
@Unique('shifts_claimed_facts', ['id', 'startsAt', 'endsAt', 'seats'])
@Index('shifts_location_start', ['locationId', 'startsAt'])
@Index('shifts_start', ['startsAt', 'id'])
@Check('shifts_span', `ends_at > starts_at AND ends_at - starts_at <= interval '24 hours'`)
@Check('shifts_seats', 'seats BETWEEN 1 AND 200')
@Check('shifts_status', `status IN ('draft', 'published', 'cancelled')`)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'shifts_location_fk' })
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'shifts_position_fk' })
@ForeignKey(() => Schedule, ['scheduleId'], ['id'], { name: 'shifts_schedule_fk', onDelete: 'SET NULL' })
@Index('shifts_schedule', ['scheduleId'], { where: 'schedule_id IS NOT NULL' })
@Index('shifts_import', ['importId'], { where: 'import_id IS NOT NULL' })
export class Shift {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('uuid', { name: 'position_id' }) positionId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  @Column('smallint') seats: number;
  @Column('text') status: string;
  @Column('text', { name: 'cancel_reason', nullable: true }) cancelReason: string | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt: Date | null;
  @Column('timestamptz', { name: 'claimable_from', nullable: true }) claimableFrom: Date | null;
  /**
   * The schedule whose last night it covers after midnight. Null: it belongs to the schedule of its start
   * date.
   */
  @Column('uuid', { name: 'schedule_id', nullable: true }) scheduleId: string | null;
  /** The import of a past roster that it comes from; then it is in no schedule. */
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('int', { default: 1 }) version: number;
}

/**
 * A claim copies its shift's span and seats; a composite foreign key keeps the copies true. So constraints
 * alone guarantee: no operator in two places, no seat taken twice, no seat beyond the shift's number, one
 * active claim per operator and shift.
 */
@Entity('claims')
@Exclusion(
  'claims_no_overlap',
  `USING gist (operator_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('pending', 'approved'))`,
)
@Index('claims_one_seat', ['shiftId', 'seat'], {
  unique: true,
  where: `status IN ('pending', 'approved') AND relieves_id IS NULL AND NOT is_shadow`,
})
@Index('claims_one_shadow', ['shiftId', 'seat'], {
  unique: true,
  where: `status IN ('pending', 'approved') AND is_shadow`,
})
@Index('claims_one_relief', ['relievesId'], { unique: true, where: 'relieves_id IS NOT NULL' })
@Index('claims_one_each', ['shiftId', 'operatorId'], {
  unique: true,
  where: `status IN ('pending', 'approved')`,
})
@Index('claims_shift', ['shiftId'])
@Index('claims_operator', ['operatorId', 'startsAt'])
@Index('claims_pending', ['id'], { where: `status = 'pending'` })
@Check('claims_status', `status IN ('pending', 'approved', 'rejected', 'withdrawn', 'cancelled')`)
@Check('claims_seat', `(seat IS NOT NULL) = (status IN ('pending', 'approved')) AND seat BETWEEN 1 AND seats`)
@Check(
  'claims_attendance',
  '(checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at > checked_in_at)) AND (checked_in_at IS NULL OR NOT no_show)',
)
@Check('claims_shadow', 'NOT is_shadow OR relieves_id IS NULL')
@Check('claims_signed_off', 'signed_off_at IS NULL OR is_shadow')
@Check(
  'claims_cancelled_from',
  `cancelled_from IS NULL OR (status = 'cancelled' AND cancelled_from IN ('pending', 'approved', 'relief'))`,
)
@Check('claims_relief', `relieves_id IS NULL OR status = 'pending'`)
@ForeignKey(() => Claim, ['relievesId'], ['id'], { name: 'claims_relieves_fk' })
@ForeignKey(() => Shift, ['shiftId', 'startsAt', 'endsAt', 'seats'], ['id', 'startsAt', 'endsAt', 'seats'], {
  name: 'claims_shift_fk',
  onUpdate: 'CASCADE',
})
@ForeignKey(() => Operator, ['operatorId'], ['id'], { name: 'claims_operator_fk' })
export class Claim {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'shift_id' }) shiftId: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  @Column('smallint') seats: number;
  @Column('smallint', { nullable: true }) seat: number | null;
  @Column('text') status: string;
  /** The claim that this one replaces when it is approved; until then they share a seat. */
  @Column('uuid', { name: 'relieves_id', nullable: true }) relievesId: string | null;
  /** In training, beside another operator: takes no seat and is not coverage. */
  @Column('boolean', { name: 'is_shadow', default: false }) isShadow: boolean;
  @Column('timestamptz', { name: 'signed_off_at', nullable: true }) signedOffAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { name: 'override_reason', nullable: true }) overrideReason: string | null;
  @Column('timestamptz', { name: 'checked_in_at', nullable: true }) checkedInAt: Date | null;
  @Column('timestamptz', { name: 'checked_out_at', nullable: true }) checkedOutAt: Date | null;
  @Column('boolean', { name: 'no_show', default: false }) noShow: boolean;
  /** Its status when it was cancelled together with its shift; it gets it back with the shift. */
  @Column('text', { name: 'cancelled_from', nullable: true }) cancelledFrom: string | null;
  /** The import of a past roster that it comes from: work that was planned and paid elsewhere. */
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('int', { default: 1 }) version: number;
}

/** An imported claim that the file of a later import holds too. Until that one is taken back, it stays. */
@Entity('claim_confirmations')
@Index('claim_confirmations_import', ['importId'])
@ForeignKey(() => Claim, ['claimId'], ['id'], { name: 'claim_confirmations_claim_fk', onDelete: 'CASCADE' })
export class ClaimConfirmation {
  @PrimaryColumn('uuid', { name: 'claim_id' }) claimId: string;
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
}
