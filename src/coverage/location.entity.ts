import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('locations')
@Unique('locations_name', ['name'])
export class Location {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('int', { default: 1 }) version: number;
}

/** The institution itself: one row. */
@Entity('settings')
@Check('settings_single', 'id')
@Check('settings_week', 'week_starts_on BETWEEN 1 AND 7')
export class Settings {
  @PrimaryColumn('boolean', { default: true }) id: boolean;
  @Column('text', { name: 'institution_name' }) institutionName: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('smallint', { name: 'week_starts_on' }) weekStartsOn: number;
  @Column('int', { default: 1 }) version: number;
}
