import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Position } from '../people/position.entity.js';
import { Location } from './location.entity.js';

@Entity('coverage_hours')
@Index('coverage_hours_location', ['locationId'])
@Check('coverage_hours_required', 'required BETWEEN 0 AND 200')
@Check('coverage_hours_effective', 'effective_to >= effective_from')
@Check('coverage_hours_weekdays', 'cardinality(weekdays) BETWEEN 1 AND 7')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'coverage_hours_location_fk' })
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'coverage_hours_position_fk' })
export class CoverageHours {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('uuid', { name: 'position_id' }) positionId: string;
  @Column('smallint', { array: true }) weekdays: number[];
  @Column('time', { name: 'starts_at' }) startsAt: string;
  @Column('time', { name: 'ends_at' }) endsAt: string;
  @Column('smallint') required: number;
  @Column('date', { name: 'effective_from' }) effectiveFrom: string;
  @Column('date', { name: 'effective_to', nullable: true }) effectiveTo: string | null;
  @Column('int', { default: 1 }) version: number;
}

@Entity('coverage_exceptions')
@Index('coverage_exceptions_location', ['locationId', 'untilDate'])
@Check('coverage_exceptions_dates', 'until_date >= date AND until_date - date < 400')
@Exclusion(
  'coverage_exceptions_disjoint',
  `USING gist (location_id WITH =, daterange(date, until_date, '[]') WITH &&)`,
)
@Check('coverage_exceptions_kind', `kind IN ('closed', 'special')`)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'coverage_exceptions_location_fk' })
export class CoverageExceptionEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('date') date: string;
  /** The last date, inclusive. */
  @Column('date', { name: 'until_date' }) untilDate: string;
  @Column('text') kind: string;
  @Column('text') reason: string;
  @Column('int', { default: 1 }) version: number;
}

/** The hours of an exception of kind `special`. */
@Entity('coverage_exception_hours')
@Check('coverage_exception_hours_required', 'required BETWEEN 0 AND 200')
@ForeignKey(() => CoverageExceptionEntity, ['exceptionId'], ['id'], {
  name: 'coverage_exception_hours_exception_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'coverage_exception_hours_position_fk' })
export class CoverageExceptionHours {
  @PrimaryColumn('uuid', { name: 'exception_id' }) exceptionId: string;
  @PrimaryColumn('smallint') ordinal: number;
  @Column('uuid', { name: 'position_id' }) positionId: string;
  @Column('time', { name: 'starts_at' }) startsAt: string;
  @Column('time', { name: 'ends_at' }) endsAt: string;
  @Column('smallint') required: number;
}
