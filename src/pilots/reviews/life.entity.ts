import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Pilot } from '../pilot.entity.js';

/** A time in which a pilot was paused; open until it is resumed or ended. */
@Entity('pilot_pauses')
@Index('pilot_pauses_pilot', ['pilotId'])
@Index('pilot_pauses_one_open', ['pilotId'], { unique: true, where: 'resumed_at IS NULL' })
@Check('pilot_pauses_forwards', 'resumed_at >= paused_at')
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pilot_pauses_pilot_fk', onDelete: 'CASCADE' })
export class PilotPause {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'pilot_id' }) pilotId: string;
  @Column('text') reason: string;
  @Column('timestamptz', { name: 'paused_at' }) pausedAt: Date;
  @Column('uuid', { name: 'paused_by', nullable: true }) pausedBy: string | null;
  @Column('timestamptz', { name: 'resumed_at', nullable: true }) resumedAt: Date | null;
  @Column('uuid', { name: 'resumed_by', nullable: true }) resumedBy: string | null;
}

/** The end of a pilot, as people recorded it. */
@Entity('pilot_endings')
@Check('pilot_endings_finding', `finding IN ('successful', 'unsuccessful', 'timing', 'stopped-early')`)
@Check('pilot_endings_evidence', `finding <> 'timing' OR evidence IS NOT NULL`)
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pilot_endings_pilot_fk', onDelete: 'CASCADE' })
export class PilotEnding {
  @PrimaryColumn('uuid', { name: 'pilot_id' }) pilotId: string;
  @Column('timestamptz', { name: 'ended_at' }) endedAt: Date;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy: string | null;
  @Column('text', { nullable: true }) finding: string | null;
  @Column('text', { nullable: true }) why: string | null;
  @Column('text', { nullable: true }) evidence: string | null;
}
