import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from '../access/user.entity.js';
import { Location } from '../coverage/location.entity.js';
import type { Priority } from '../domain/service-clock.js';

@Entity('support_requests')
@Index('support_requests_external', ['source', 'externalId'], {
  unique: true,
  where: 'external_id IS NOT NULL',
})
@Index('support_requests_opened', ['locationId', 'openedAt', 'id'])
@Index('support_requests_recent', ['openedAt', 'id'])
@Index('support_requests_creator', ['createdBy', 'openedAt', 'id'])
@Index('support_requests_category', ['locationId', 'category', 'openedAt', 'id'])
@Index('support_requests_channel', ['locationId', 'channel', 'openedAt', 'id'])
@Index('support_requests_urgency', ['locationId', 'priority', 'openedAt', 'id'], {
  where: `priority <> 'normal'`,
})
@Index('support_requests_campus_it', ['locationId', 'openedAt', 'id'], { where: `tier = 'campus-it'` })
@Index('support_requests_unassigned', ['source', 'openedAt', 'id'], { where: 'location_id IS NULL' })
@Index('support_requests_open', ['locationId', 'openedAt', 'id'], { where: 'resolved_at IS NULL' })
@Index('support_requests_queue', ['tier', 'openedAt', 'id'], {
  where: 'resolved_at IS NULL AND NOT imported',
})
@Index('support_requests_assignee', ['assigneeId', 'openedAt', 'id'], { where: 'assignee_id IS NOT NULL' })
@Index('support_requests_requester', ['openedAt'], { where: 'requester IS NOT NULL' })
@Index('support_requests_escalated', ['locationId', 'openedAt', 'id'], { where: 'escalated_at IS NOT NULL' })
@Check('support_requests_tier', `tier IN ('library', 'campus-it')`)
@Check('support_requests_priority', `priority IN ('low', 'normal', 'high', 'urgent')`)
@Check('support_requests_read_level', 'read_level BETWEEN 1 AND 6')
@Check(
  'support_requests_waited',
  `waited_minutes IS NULL OR (waited_minutes >= 0 AND waited_minutes <= 1440 AND first_response_at IS NOT NULL
   AND first_response_at - opened_at = make_interval(mins => waited_minutes))`,
)
@Check('support_requests_placed', 'location_id IS NOT NULL OR external_id IS NOT NULL')
@Check(
  'support_requests_by_hand',
  `NOT tier_by_hand OR (tier = 'campus-it' AND escalated_by_hand_at IS NOT NULL)`,
)
@Check('support_requests_external_source', 'external_id IS NULL OR source IS NOT NULL')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'support_requests_location_fk' })
@ForeignKey(() => User, ['assigneeId'], ['id'], { name: 'support_requests_assignee_fk' })
export class SupportRequest {
  @PrimaryColumn('uuid') id: string;
  /** Null while it waits for a location. */
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  @Column('text', { nullable: true }) source: string | null;
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  @Column('text', { name: 'external_url', nullable: true }) externalUrl: string | null;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  @Column('timestamptz', { name: 'first_response_at', nullable: true }) firstResponseAt: Date | null;
  @Column('smallint', { name: 'waited_minutes', nullable: true }) waitedMinutes: number | null;
  @Column('timestamptz', { name: 'escalated_at', nullable: true }) escalatedAt: Date | null;
  @Column('timestamptz', { name: 'first_resolved_at', nullable: true }) firstResolvedAt: Date | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt: Date | null;
  @Column('text', { default: 'library' }) tier: string;
  @Column('text', { nullable: true }) channel: string | null;
  @Column('text', { nullable: true }) category: string | null;
  @Column('smallint', { name: 'read_level', nullable: true }) readLevel: number | null;
  @Column('boolean', { default: false }) directional: boolean;
  @Column('text', { default: 'normal' }) priority: Priority;
  @Column('timestamptz', { name: 'waiting_since', nullable: true }) waitingSince: Date | null;
  /** When its clock stood still, by its thread; PostgreSQL keeps it. A stop that has not ended has no upper bound. Null: never. */
  @Column('tstzmultirange', { nullable: true }) readonly stops: string | null;
  @Column('boolean', { default: false }) imported: boolean;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('timestamptz', { name: 'logged_at', nullable: true }) loggedAt: Date | null;
  @Column('text', { nullable: true }) title: string | null;
  @Column('text', { nullable: true }) workstation: string | null;
  @Column('text', { nullable: true }) requester: string | null;
  @Column('uuid', { name: 'assignee_id', nullable: true }) assigneeId: string | null;
  /** What the rules of its source look at. */
  @Column('text', { nullable: true }) place: string | null;
  @Column('boolean', { name: 'placed_by_hand', default: false }) placedByHand: boolean;
  /** A person here handed it over to Campus IT, though another system tells it: its tier is kept here. */
  @Column('boolean', { name: 'tier_by_hand', default: false }) tierByHand: boolean;
  /** When a person here did that first. */
  @Column('timestamptz', { name: 'escalated_by_hand_at', nullable: true }) escalatedByHandAt: Date | null;
  /** Its last change in the system that it was collected from. */
  @Column('timestamptz', { name: 'source_changed_at', nullable: true }) sourceChangedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
  /** The import that created or changed it last. */
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  /** The version that this import left; another one: it was changed since. */
  @Column('int', { name: 'import_version', nullable: true }) importVersion: number | null;
}

@Entity('support_tallies')
@Index('support_tallies_at', ['locationId', 'at', 'id'])
@Index('support_tallies_creator', ['createdBy', 'at', 'id'])
@Check('support_tallies_count', 'count BETWEEN 1 AND 1000')
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'support_tallies_location_fk' })
export class SupportTally {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('timestamptz') at: Date;
  @Column('smallint') count: number;
  @Column('text', { nullable: true }) channel: string | null;
  @Column('text', { nullable: true }) category: string | null;
  @Column('boolean', { default: false }) directional: boolean;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('timestamptz', { name: 'logged_at', nullable: true }) loggedAt: Date | null;
}
