import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What happened at a location on a local date, counted (domain/metrics/counts). */
@Entity('location_days')
@Index('location_days_starts', ['locationId', 'startsAt'])
@Check('location_days_span', 'ends_at > starts_at AND reaches_at >= ends_at')
export class LocationDay {
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
  @PrimaryColumn('date') date: string;
  /** The zone by which they were counted; in another one they are of no use. */
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  /** The last time on which the counts depend. */
  @Column('timestamptz', { name: 'reaches_at' }) reachesAt: Date;
  /** How they are written: `COUNTS_FORMAT`. */
  @Column('int') format: number;
  /** Something of the day changed since; it must be counted again. */
  @Column('boolean') stale: boolean;
  @Column('bytea') whole: Buffer;
  @Column('bytea') hours: Buffer;
}

/** A time in which something that is counted changed, at one location or at all; triggers write it. */
@Entity('stale_spans')
export class StaleSpan {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: string;
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
}
