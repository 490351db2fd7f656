import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { ServiceTarget } from '../domain/service-clock.js';

/** The institution's settings: one row. */
@Entity('settings')
@Check('settings_single', 'id')
@Check('settings_week', 'week_starts_on BETWEEN 1 AND 7')
@Check('settings_daily', 'daily_hour_cap BETWEEN 0 AND 24')
@Check('settings_rest', 'minimum_rest_hours BETWEEN 0 AND 24')
@Check('settings_stretch', 'longest_stretch_hours BETWEEN 1 AND 24')
@Check('settings_break', 'shortest_break_minutes BETWEEN 0 AND 240')
@Check('settings_nights', 'nights_in_a_row BETWEEN 1 AND 31')
@Check('settings_grace', 'grace_minutes BETWEEN 0 AND 120')
@Check('settings_requester', 'requester_days BETWEEN 0 AND 365')
@Check('settings_service_targets', `jsonb_typeof(service_targets) = 'array'`)
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
  @Column('smallint', { name: 'requester_days', default: 30 }) requesterDays: number;
  @Column('jsonb', { name: 'service_targets', default: () => `'[]'` }) serviceTargets: ServiceTarget[];
  @Column('int', { default: 1 }) version: number;
}

/** The stored settings. */
export type SettingsRow = Omit<Settings, 'id'>;

/** The columns of a SettingsRow for a SELECT. */
export const SETTINGS_COLUMNS = `
  institution_name AS "institutionName", time_zone AS "timeZone", week_starts_on AS "weekStartsOn", daily_hour_cap AS "dailyHourCap",
  minimum_rest_hours AS "minimumRestHours", longest_stretch_hours AS "longestStretchHours",
  shortest_break_minutes AS "shortestBreakMinutes", nights_in_a_row AS "nightsInARow",
  to_char(workday_starts_at, 'HH24:MI') AS "workdayStartsAt", waitlist_offer_minutes AS "waitlistOfferMinutes",
  grace_minutes AS "graceMinutes", requester_days AS "requesterDays", service_targets AS "serviceTargets", version`;

/** The limits as one JSON object, in the shape that the eligibility rules take (`WorkingTimeLimits`). */
export const SETTINGS_LIMITS = `json_build_object(
  'dailyHourCap', daily_hour_cap, 'minimumRestHours', minimum_rest_hours, 'longestStretchHours', longest_stretch_hours,
  'shortestBreakMinutes', shortest_break_minutes, 'nightsInARow', nights_in_a_row,
  'workdayStartsAt', to_char(workday_starts_at, 'HH24:MI'))`;

/** Its parameters are `settingsValues`. */
export const SETTINGS_UPDATE = `
  UPDATE settings SET institution_name = $1, time_zone = $2, week_starts_on = $3, daily_hour_cap = $4, minimum_rest_hours = $5,
    longest_stretch_hours = $6, shortest_break_minutes = $7, nights_in_a_row = $8, waitlist_offer_minutes = $9, grace_minutes = $10,
    workday_starts_at = $11, requester_days = $12, service_targets = $13, version = version + 1`;

export const settingsValues = (settings: SettingsRow) =>
  [
    settings.institutionName,
    settings.timeZone,
    settings.weekStartsOn,
    settings.dailyHourCap,
    settings.minimumRestHours,
    settings.longestStretchHours,
    settings.shortestBreakMinutes,
    settings.nightsInARow,
    settings.waitlistOfferMinutes,
    settings.graceMinutes,
    settings.workdayStartsAt,
    settings.requesterDays,
    JSON.stringify(settings.serviceTargets),
  ] as const;
