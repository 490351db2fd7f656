import { Injectable } from '@nestjs/common';
import type { Weekday } from '../domain/local-date.js';
import type { WeekCalendar } from '../domain/week-calendar.js';
import { Audit } from '../platform/audit/audit.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import type { SettingsDto, UpdateSettingsDto } from './locations.dto.js';
import { invalid } from '../domain/errors.js';
import type { ServiceTarget } from '../domain/service-clock.js';
import { SettingsRepository } from './settings.repository.js';

const SETTINGS_ID = '00000000-0000-0000-0000-000000000000';

const whole = ({ tier, priority, responseMinutes, resolutionMinutes }: ServiceTarget): ServiceTarget => ({
  tier,
  priority,
  responseMinutes: responseMinutes ?? null,
  resolutionMinutes: resolutionMinutes ?? null,
});

/** One target for each tier and priority at most. */
function requireTargets(targets: readonly ServiceTarget[]): void {
  const field = 'serviceTargets';
  const named = new Set(targets.map(({ tier, priority }) => `${tier} ${priority}`));
  if (named.size < targets.length) throw invalid(field, 'INVALID_FIELD.repeated', { field });
  if (targets.some(({ tier, responseMinutes }) => tier === 'campus-it' && (responseMinutes ?? null) !== null))
    throw invalid(field, 'INVALID_FIELD.campus-response');
}

@Injectable()
export class SettingsService {
  constructor(
    private readonly settings: SettingsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly config: Config,
  ) {}

  async get(): Promise<SettingsDto> {
    return { ...(await this.settings.get()), sendsMail: this.config.smtpUrl !== null };
  }

  /** The zone and first weekday with which weekly hours are counted. */
  async calendar(): Promise<WeekCalendar> {
    const { timeZone, weekStartsOn } = await this.get();
    return { zone: timeZone, weekStartsOn: weekStartsOn as Weekday };
  }

  update(change: UpdateSettingsDto, precondition: Precondition): Promise<SettingsDto> {
    requireTargets(change.serviceTargets ?? []);
    return this.database.transaction(async () => {
      const before = await this.settings.get({ lock: true });
      requireMatch(precondition, before.version);
      await this.settings.update({
        ...before,
        ...change,
        ...(change.serviceTargets && { serviceTargets: change.serviceTargets.map(whole) }),
      });
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
