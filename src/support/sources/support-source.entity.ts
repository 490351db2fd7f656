import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

/** A system whose requests are collected on a schedule. Its secrets are in `secrets`. */
@Entity('support_sources')
@Unique('support_sources_name', ['name'])
@Index('support_sources_due', ['nextRunAt'], { where: 'enabled' })
@Check('support_sources_every', 'every_minutes BETWEEN 1 AND 1440')
@Check('support_sources_run', '(run_id IS NULL) = (run_until IS NULL)')
@Check('support_sources_failing', '(failures = 0) = (failing_since IS NULL)')
@Check('support_sources_quiet', 'quiet_after_days BETWEEN 1 AND 365')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'support_sources_location_fk' })
export class SupportSource {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: string;
  /** Of requests that no rule matches; without one they wait unassigned. */
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  @Column('jsonb') settings: object;
  @Column('smallint', { name: 'every_minutes' }) everyMinutes: number;
  @Column('boolean') enabled: boolean;
  /** False until changed rules have been applied to the requests that are here already. */
  @Column('boolean', { name: 'rules_applied', default: true }) rulesApplied: boolean;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  /** Up to where its changes are collected. */
  @Column('jsonb', { nullable: true }) cursor: object | null;
  @Column('timestamptz', { name: 'next_run_at' }) nextRunAt: Date;
  /** The run that may store requests, and until when it is taken to be alive. */
  @Column('uuid', { name: 'run_id', nullable: true }) runId: string | null;
  @Column('timestamptz', { name: 'run_until', nullable: true }) runUntil: Date | null;
  /** Runs that failed since the last success. */
  @Column('int', { default: 0 }) failures: number;
  @Column('timestamptz', { name: 'failing_since', nullable: true }) failingSince: Date | null;
  @Column('jsonb', { nullable: true }) problem: object | null;
  @Column('timestamptz', { name: 'last_success_at', nullable: true }) lastSuccessAt: Date | null;
  /** When it was last looked for deleted and merged tickets. */
  @Column('timestamptz', { name: 'rechecked_at' }) recheckedAt: Date;
  @Column('timestamptz', { name: 'former_secret_until', nullable: true }) formerSecretUntil: Date | null;
  @Column('smallint', { name: 'quiet_after_days', nullable: true, default: 14 }) quietAfterDays:
    number | null;
  @Column('timestamptz', { name: 'last_news_at' }) lastNewsAt: Date;
  @Column('int', { default: 1 }) version: number;
}

/** Requests whose place equals a text belong to a location. */
@Entity('support_source_rules')
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], {
  name: 'support_source_rules_source_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'support_source_rules_location_fk' })
export class SupportSourceRule {
  @PrimaryColumn('uuid', { name: 'source_id' }) sourceId: string;
  @PrimaryColumn('smallint') ordinal: number;
  @Column('text') equals: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
}

/** The requests of a past span, to be collected once. */
@Entity('support_backfills')
@Index('support_backfills_source', ['sourceId', 'createdAt', 'id'])
@Index('support_backfills_one', ['sourceId'], { unique: true, where: `status = 'running'` })
@Check('support_backfills_span', 'to_at > from_at')
@Check('support_backfills_status', `status IN ('running', 'completed', 'stopped')`)
@Check('support_backfills_ended', `(status = 'running') = (ended_at IS NULL)`)
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], {
  name: 'support_backfills_source_fk',
  onDelete: 'CASCADE',
})
export class SupportBackfill {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'source_id' }) sourceId: string;
  @Column('timestamptz', { name: 'from_at' }) fromAt: Date;
  @Column('timestamptz', { name: 'to_at' }) toAt: Date;
  @Column('jsonb', { nullable: true }) cursor: object | null;
  @Column('text') status: string;
  @Column('int', { default: 0 }) fetched: number;
  @Column('int', { default: 0 }) created: number;
  @Column('int', { default: 0 }) updated: number;
  /** How many tickets are still to be fetched; null when unknown. */
  @Column('int', { nullable: true }) remaining: number | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
}

@Entity('support_source_runs')
@Index('support_source_runs_source', ['sourceId', 'startedAt', 'id'])
@Check('support_source_runs_purpose', `purpose IN ('changes', 'recheck', 'backfill', 'pushes')`)
@Check('support_source_runs_status', `status IN ('queued', 'running', 'completed', 'failed', 'interrupted')`)
@Check('support_source_runs_ended', `(status IN ('queued', 'running')) = (ended_at IS NULL)`)
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], {
  name: 'support_source_runs_source_fk',
  onDelete: 'CASCADE',
})
export class SupportSourceRun {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'source_id' }) sourceId: string;
  @Column('text') purpose: string;
  @Column('text') status: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
  @Column('int', { default: 0 }) fetched: number;
  @Column('int', { default: 0 }) created: number;
  @Column('int', { default: 0 }) updated: number;
  /** Requests that were deleted or merged in their system. */
  @Column('int', { default: 0 }) removed: number;
  /** Tickets that were not taken, see `remarks`. */
  @Column('int', { default: 0 }) skipped: number;
  @Column('jsonb', { default: [] }) remarks: object;
  @Column('jsonb', { nullable: true }) problem: object | null;
}
