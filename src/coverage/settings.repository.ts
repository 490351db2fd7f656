import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { SettingsDto } from './locations.dto.js';

const SELECT = `SELECT institution_name AS "institutionName", time_zone AS "timeZone",
                       week_starts_on AS "weekStartsOn", daily_hour_cap AS "dailyHourCap",
                       minimum_rest_hours AS "minimumRestHours", longest_stretch_hours AS "longestStretchHours",
                       shortest_break_minutes AS "shortestBreakMinutes", nights_in_a_row AS "nightsInARow",
                       to_char(workday_starts_at, 'HH24:MI') AS "workdayStartsAt",
                       waitlist_offer_minutes AS "waitlistOfferMinutes", grace_minutes AS "graceMinutes", version
                FROM settings`;

/** What is stored of the settings. */
export type SettingsRow = Omit<SettingsDto, 'sendsMail'>;

/** The institution's one row. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async get(options: { lock?: boolean } = {}): Promise<SettingsRow> {
    return (await this.database.one<SettingsRow>(`${SELECT} ${options.lock ? 'FOR UPDATE' : ''}`))!;
  }

  async update(settings: SettingsRow): Promise<void> {
    await this.database.query(
      `UPDATE settings SET institution_name = $1, time_zone = $2, week_starts_on = $3, daily_hour_cap = $4,
              minimum_rest_hours = $5, longest_stretch_hours = $6, shortest_break_minutes = $7, nights_in_a_row = $8,
              waitlist_offer_minutes = $9, grace_minutes = $10, workday_starts_at = $11,
              version = version + 1`,
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
      ],
    );
  }
}
