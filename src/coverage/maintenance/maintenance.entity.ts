import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Location } from '../location.entity.js';

@Entity('maintenance_windows')
@Index('maintenance_windows_location', ['locationId', 'endsAt'])
@Check('maintenance_windows_span', "ends_at > starts_at AND ends_at - starts_at <= interval '31 days'")
@Check('maintenance_windows_division', "division IN ('library', 'campus-it')")
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'maintenance_windows_location_fk' })
export class MaintenanceWindow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  @Column('text') reason: string;
  @Column('boolean', { name: 'closes_coverage', default: false }) closesCoverage: boolean;
  /** Whether it was once stored in a way that changed which past time was closed. */
  @Column('boolean', { name: 'changed_past', default: false }) changedPast: boolean;
  /** Why it was withdrawn after time that it closed was over; from then on it closes nothing. Null: it was not. */
  @Column('text', { name: 'withdrawn_because', nullable: true }) withdrawnBecause: string | null;
  /** Who announced it: a tier of `domain/tiers.ts`. */
  @Column('text') division: string;
  @Column('int', { default: 1 }) version: number;
}
