import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('locations')
@Unique('locations_name', ['name'])
export class Location {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('boolean', { name: 'trades_need_approval', default: false }) tradesNeedApproval: boolean;
  @Column('text', { name: 'check_in_networks', array: true, default: [] }) checkInNetworks: string[];
  @Column('int', { default: 1 }) version: number;
}

/** The institution itself: one row. */
@Entity('settings')
@Check('settings_single', 'id')
@Check('settings_week', 'week_starts_on BETWEEN 1 AND 7')
@Check('settings_daily', 'daily_hour_cap BETWEEN 0 AND 24')
@Check('settings_rest', 'minimum_rest_hours BETWEEN 0 AND 24')
@Check('settings_stretch', 'longest_stretch_hours BETWEEN 1 AND 24')
@Check('settings_break', 'shortest_break_minutes BETWEEN 0 AND 240')
@Check('settings_nights', 'nights_in_a_row BETWEEN 1 AND 31')
@Check('settings_grace', 'grace_minutes BETWEEN 0 AND 120')
@Check('settings_waitlist_offer', 'waitlist_offer_minutes BETWEEN 5 AND 2880')
export class Settings {
  @PrimaryColumn('boolean', { default: true }) id: boolean;
  @Column('text', { name: 'institution_name' }) institutionName: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('smallint', { name: 'week_starts_on' }) weekStartsOn: number;
  @Column('double precision', { name: 'daily_hour_cap', nullable: true }) dailyHourCap: number | null;
  @Column('double precision', { name: 'minimum_rest_hours', nullable: true }) minimumRestHours: number | null;
  @Column('double precision', { name: 'longest_stretch_hours', nullable: true }) longestStretchHours:
    number | null;
  @Column('smallint', { name: 'shortest_break_minutes', default: 30 }) shortestBreakMinutes: number;
  @Column('smallint', { name: 'nights_in_a_row', nullable: true }) nightsInARow: number | null;
  @Column('time', { name: 'workday_starts_at', default: '05:00:00' }) workdayStartsAt: string;
  @Column('smallint', { name: 'waitlist_offer_minutes', default: 120 }) waitlistOfferMinutes: number;
  @Column('smallint', { name: 'grace_minutes', default: 5 }) graceMinutes: number;
  @Column('int', { default: 1 }) version: number;
}
