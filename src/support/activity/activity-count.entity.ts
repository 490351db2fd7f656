import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';
import type { ActivitySeries } from '../../domain/activity/series.js';

@Entity('activity_counts')
@Unique('activity_counts_once', ['locationId', 'series', 'area', 'at'])
@Index('activity_counts_at', ['locationId', 'series', 'at', 'id'])
@Check('activity_counts_series', `series IN ('headcount', 'workstations-in-use', 'gate')`)
@Check('activity_counts_cumulative', `NOT cumulative OR series = 'gate'`)
@Check('activity_counts_count', 'count >= 0 AND count <= CASE WHEN cumulative THEN 999999999 ELSE 100000 END')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'activity_counts_location_fk' })
export class ActivityCount {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  /** Empty: the whole location. */
  @Column('text') area: string;
  @Column('timestamptz') at: Date;
  @Column('int') count: number;
  @Column('text') series: ActivitySeries;
  /** A counter that goes on: what came is the difference to the reading before. */
  @Column('boolean', { default: false }) cumulative: boolean;
  /** Who counted it last; null for what was imported, pushed or counted before this was stored. */
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('int', { default: 1 }) version: number;
  /** As of a request. */
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('int', { name: 'import_version', nullable: true }) importVersion: number | null;
}
