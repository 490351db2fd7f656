import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../coverage/location.entity.js';

@Entity('pilots')
@Unique('pilots_name', ['name'])
@Check('pilots_baseline', 'baseline_to > baseline_from')
@Check('pilots_pilot', 'pilot_to > pilot_from')
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
  @Column('int', { default: 1 }) version: number;
}

@Entity('pilot_locations')
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'pilot_locations_pilot_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'pilot_locations_location_fk' })
export class PilotLocation {
  @PrimaryColumn('uuid', { name: 'pilot_id' }) pilotId: string;
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
}
