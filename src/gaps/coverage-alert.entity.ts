import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../coverage/location.entity.js';
import { Position } from '../people/position.entity.js';

@Entity('coverage_alerts')
@Unique('coverage_alerts_once', ['locationId', 'positionId', 'date'])
@Index('coverage_alerts_open', ['locationId', 'date'], { where: `status = 'open'` })
@Check('coverage_alerts_status', `status IN ('open', 'filled', 'past', 'withdrawn')`)
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'coverage_alerts_location_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Position, ['positionId'], ['id'], {
  name: 'coverage_alerts_position_fk',
  onDelete: 'CASCADE',
})
export class CoverageAlert {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('uuid', { name: 'position_id' }) positionId: string;
  @Column('date') date: string;
  @Column('text') status: string;
  @Column('jsonb') stretches: object;
  @Column('timestamptz', { name: 'first_seen_at' }) firstSeenAt: Date;
  @Column('timestamptz', { name: 'last_seen_at' }) lastSeenAt: Date;
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt: Date | null;
  /** When it last opened or grew. Null: when it was first seen. */
  @Column('timestamptz', { name: 'changed_at', nullable: true }) changedAt: Date | null;
  /** When supervisors got a message about it; reset to null when it reopens or grows. */
  @Column('timestamptz', { name: 'told_at', nullable: true }) toldAt: Date | null;
}

@Entity('coverage_scans')
export class CoverageScan {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt: Date;
  @Column('timestamptz', { name: 'finished_at' }) finishedAt: Date;
  @Column('timestamptz', { name: 'scanned_to' }) scannedTo: Date;
  @Column('int') locations: number;
  @Column('int') opened: number;
  @Column('int') closed: number;
  @Column('int') open: number;
}

/** The time of a location's last scan: alerts that are open were seen at that time. */
@Entity('scanned_locations')
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'scanned_locations_location_fk',
  onDelete: 'CASCADE',
})
export class ScannedLocation {
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
  @Column('timestamptz', { name: 'scanned_at' }) scannedAt: Date;
  /** The local date of the location's last morning digest of gaps. */
  @Column('date', { name: 'digested_on', nullable: true }) digestedOn: string | null;
}
