import { Injectable } from '@nestjs/common';
import type { Weekday } from '../domain/local-date.js';
import type { WeekCalendar } from '../domain/week.js';
import { Audit } from '../platform/audit/audit.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { SettingsDto, type UpdateSettingsDto } from './locations.dto.js';

const SELECT = `SELECT institution_name AS "institutionName", time_zone AS "timeZone",
                       week_starts_on AS "weekStartsOn", version FROM settings`;
const SETTINGS_ID = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class SettingsService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async get(): Promise<SettingsDto> {
    return (await this.database.one<SettingsDto>(SELECT))!;
  }

  /** By what zone and week hours are counted. */
  async calendar(): Promise<WeekCalendar> {
    const { timeZone, weekStartsOn } = await this.get();
    return { zone: timeZone, weekStartsOn: weekStartsOn as Weekday };
  }

  update(change: UpdateSettingsDto, precondition: Precondition): Promise<SettingsDto> {
    return this.database.transaction(async () => {
      const before = (await this.database.one<SettingsDto>(`${SELECT} FOR UPDATE`))!;
      requireMatch(precondition, before.version);
      const after = { ...before, ...change };
      await this.database.query(
        'UPDATE settings SET institution_name = $1, time_zone = $2, week_starts_on = $3, version = version + 1',
        [after.institutionName, after.timeZone, after.weekStartsOn],
      );
      await this.audit.record({
        action: 'settings.updated',
        entity: 'settings',
        entityId: SETTINGS_ID,
        details: change,
      });
      return this.get();
    });
  }
}
