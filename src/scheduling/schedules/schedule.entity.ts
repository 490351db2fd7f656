import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';
import { Position } from '../../people/position.entity.js';
import type { PlannedShift } from './schedule-differences.js';

/** A location's schedule: the shifts that start on these local dates. */
@Entity('schedules')
@Check('schedules_status', `status IN ('draft', 'published', 'approved', 'archived')`)
@Check('schedules_dates', 'ends_on >= starts_on')
@Exclusion(
  'schedules_disjoint',
  `USING gist (location_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)`,
)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'schedules_location_fk' })
export class Schedule {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('date', { name: 'starts_on' }) startsOn: string;
  @Column('date', { name: 'ends_on' }) endsOn: string;
  @Column('text') status: string;
  @Column('timestamptz', { name: 'claimable_from', nullable: true }) claimableFrom: Date | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt: Date | null;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt: Date | null;
  /** The shifts at the time of approval. */
  @Column('jsonb', { name: 'approved_plan', nullable: true }) approvedPlan: PlannedShift[] | null;
  @Column('int', { default: 1 }) version: number;
}

/** A weekly pattern of shifts, in the location's wall-clock time. */
@Entity('shift_templates')
@Index('shift_templates_location', ['locationId'])
@Check('shift_templates_weekdays', 'cardinality(weekdays) BETWEEN 1 AND 7')
@Check('shift_templates_seats', 'seats BETWEEN 1 AND 200')
@Check('shift_templates_effective', 'effective_to >= effective_from')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'shift_templates_location_fk' })
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'shift_templates_position_fk' })
export class ShiftTemplate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('uuid', { name: 'position_id' }) positionId: string;
  @Column('smallint', { array: true }) weekdays: number[];
  @Column('time', { name: 'starts_at' }) startsAt: string;
  @Column('time', { name: 'ends_at' }) endsAt: string;
  @Column('smallint') seats: number;
  @Column('date', { name: 'effective_from' }) effectiveFrom: string;
  @Column('date', { name: 'effective_to', nullable: true }) effectiveTo: string | null;
  @Column('int', { default: 1 }) version: number;
}
