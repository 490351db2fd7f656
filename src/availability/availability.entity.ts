import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Operator } from '../people/position.entity.js';
import type { LineMessage } from './timetable/event-reader.js';
import type { StoredEvent } from './timetable/stored-event.js';

/** When an operator cannot work, would rather not, or would like to: weekly or once. */
@Entity('unavailability')
@Index('unavailability_operator', ['operatorId'])
@Check('unavailability_kind', `kind IN ('weekly', 'once')`)
@Check('unavailability_preference', `preference IN ('cannot', 'rather-not', 'prefer')`)
@Check(
  'unavailability_weekly',
  `(kind = 'weekly') = (weekday IS NOT NULL AND local_start IS NOT NULL AND local_end IS NOT NULL AND effective_from IS NOT NULL)`,
)
@Check('unavailability_once', `(kind = 'once') = (starts_at IS NOT NULL AND ends_at IS NOT NULL)`)
@Check('unavailability_span', 'ends_at > starts_at')
@Check('unavailability_weekday', 'weekday BETWEEN 1 AND 7')
@Check('unavailability_effective', 'effective_to >= effective_from')
@ForeignKey(() => Operator, ['operatorId'], ['id'], {
  name: 'unavailability_operator_fk',
  onDelete: 'CASCADE',
})
export class Unavailability {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('text') kind: string;
  @Column('text') preference: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('smallint', { nullable: true }) weekday: number | null;
  @Column('time', { name: 'local_start', nullable: true }) localStart: string | null;
  @Column('time', { name: 'local_end', nullable: true }) localEnd: string | null;
  @Column('date', { name: 'effective_from', nullable: true }) effectiveFrom: string | null;
  @Column('date', { name: 'effective_to', nullable: true }) effectiveTo: string | null;
  @Column('timestamptz', { name: 'starts_at', nullable: true }) startsAt: Date | null;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt: Date | null;
}

/** What was understood of an operator's calendar file. */
@Entity('timetables')
@ForeignKey(() => Operator, ['operatorId'], ['id'], { name: 'timetables_operator_fk', onDelete: 'CASCADE' })
export class TimetableEntity {
  @PrimaryColumn('uuid', { name: 'operator_id' }) operatorId: string;
  @Column('timestamptz', { name: 'uploaded_at' }) uploadedAt: Date;
  @Column('jsonb') understood: StoredEvent[];
  /** Lines that the owner left out. */
  @Column('jsonb', { default: [] }) skipped: StoredEvent[];
  @Column('jsonb') ignored: LineMessage[];
  @Column('int', { default: 1 }) version: number;
}

/** One occurrence of a class in a timetable. */
@Entity('timetable_classes')
@Index('timetable_classes_operator', ['operatorId', 'startsAt'])
@Check('timetable_classes_span', 'ends_at > starts_at')
@ForeignKey(() => TimetableEntity, ['operatorId'], ['operatorId'], {
  name: 'timetable_classes_timetable_fk',
  onDelete: 'CASCADE',
})
export class TimetableClass {
  @PrimaryColumn('uuid', { name: 'operator_id' }) operatorId: string;
  @PrimaryColumn('int') ordinal: number;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
}
