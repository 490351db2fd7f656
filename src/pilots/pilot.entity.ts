import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../coverage/location.entity.js';

@Entity('pilots')
@Unique('pilots_name', ['name'])
@Unique('pilots_predecessor', ['predecessorId'])
@Check('pilots_baseline', 'baseline_to > baseline_from')
@Check('pilots_pilot', 'pilot_to > pilot_from')
@Check('pilots_follow_up', 'follow_up_hours BETWEEN 1 AND 8760')
@Check('pilots_escalation_cost', 'escalation_cost >= 0')
@ForeignKey(() => Pilot, ['predecessorId'], ['id'], { name: 'pilots_predecessor_fk', onDelete: 'SET NULL' })
export class Pilot {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('date', { name: 'baseline_from' }) baselineFrom: string;
  @Column('date', { name: 'baseline_to' }) baselineTo: string;
  @Column('date', { name: 'pilot_from' }) pilotFrom: string;
  @Column('date', { name: 'pilot_to' }) pilotTo: string;
  @Column('jsonb') exclusions: object;
  @Column('jsonb') targets: object;
  @Column('numeric', { name: 'fixed_costs', precision: 12, scale: 2, nullable: true }) fixedCosts:
    number | null;
  @Column('numeric', { name: 'escalation_cost', precision: 12, scale: 2, nullable: true }) escalationCost:
    number | null;
  @Column('int', { name: 'follow_up_hours', default: 72 }) followUpHours: number;
  @Column('jsonb', { name: 'late_changes', default: [] }) lateChanges: object;
  @Column('int', { default: 1 }) version: number;
  /** The pilot that this one starts over. */
  @Column('uuid', { name: 'predecessor_id', nullable: true }) predecessorId: string | null;
}

@Entity('pilot_locations')
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pilot_locations_pilot_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'pilot_locations_location_fk' })
export class PilotLocation {
  @PrimaryColumn('uuid', { name: 'pilot_id' }) pilotId: string;
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
  /** A location without operators, for comparison. */
  @Column('boolean', { name: 'is_comparison', default: false }) isComparison: boolean;
}
