import { Check, Column, Entity, Exclusion, ForeignKey, PrimaryColumn } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';
import type { Staffing } from '../../domain/routing.js';
import type { Priority } from '../../domain/service-clock.js';
import type { Tier } from '../../domain/tiers.js';
import { Position } from '../../people/position.entity.js';

/** Names the first tier of new requests that meet all of its conditions; null in a column: without this condition. */
@Entity('routing_rules')
@Exclusion(
  'routing_rules_order',
  `USING btree (COALESCE(location_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid) WITH =, rank WITH =)`,
  { deferrable: 'INITIALLY DEFERRED' },
)
@Check('routing_rules_categories', 'cardinality(categories) BETWEEN 1 AND 50')
@Check(
  'routing_rules_priorities',
  `cardinality(priorities) > 0 AND priorities <@ ARRAY['low', 'normal', 'high', 'urgent']`,
)
@Check('routing_rules_weekdays', 'cardinality(weekdays) BETWEEN 1 AND 7')
@Check('routing_rules_staffing', `staffing IN ('somebody-on-shift', 'nobody-on-shift')`)
@Check('routing_rules_tier', `tier IN ('library', 'campus-it')`)
@Check('routing_rules_hours', 'num_nulls(weekdays, starts_at, ends_at) IN (0, 3)')
@Check('routing_rules_position', 'position_id IS NULL OR staffing IS NOT NULL')
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'routing_rules_location_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'routing_rules_position_fk' })
export class RoutingRuleEntity {
  @PrimaryColumn('uuid') id: string;
  /** Null for all locations. */
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  /** Its place among the rules of its location, or of all locations. */
  @Column('int') rank: number;
  @Column('text', { array: true, nullable: true }) categories: string[] | null;
  @Column('text', { array: true, nullable: true }) priorities: Priority[] | null;
  @Column('smallint', { array: true, nullable: true }) weekdays: number[] | null;
  @Column('time', { name: 'starts_at', nullable: true }) startsAt: string | null;
  @Column('time', { name: 'ends_at', nullable: true }) endsAt: string | null;
  @Column('text', { nullable: true }) staffing: Staffing | null;
  @Column('uuid', { name: 'position_id', nullable: true }) positionId: string | null;
  @Column('text') tier: Tier;
  /** What people read as the reason. */
  @Column('text') words: string;
  @Column('int', { default: 1 }) version: number;
}
