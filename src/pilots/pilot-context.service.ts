import { Injectable } from '@nestjs/common';
import { DemandService } from '../coverage/demand.service.js';
import type { LocationDto } from '../coverage/locations.dto.js';
import { SettingsService } from '../coverage/settings.service.js';
import type { WeekCalendar } from '../domain/week-calendar.js';
import { Clock } from '../platform/clock/clock.js';
import { exclusionsOf, phasesOf, type PilotContext } from './parsed-metrics-query.js';
import type { PilotDto } from './pilots.dto.js';

/** What is needed to compute a pilot's figures in a worker thread. */
@Injectable()
export class PilotContextService {
  constructor(
    private readonly demand: DemandService,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  async of(pilot: PilotDto, locationIds: readonly string[]): Promise<PilotContext> {
    const locations = await this.demand.findLocations(locationIds);
    const zones = [...new Set(locations.map(({ timeZone }) => timeZone))];
    return {
      locations,
      zones,
      calendar: await this.calendarOf(locations),
      phases: phasesOf(pilot, zones),
      exclusions: exclusionsOf(pilot, zones),
      rules: pilot,
      now: this.clock.now(),
    };
  }

  /** The calendar of the locations' zone when they share one, otherwise the institution's. */
  private async calendarOf(locations: readonly LocationDto[]): Promise<WeekCalendar> {
    const institution = await this.settings.calendar();
    const zones = new Set(locations.map((location) => location.timeZone));
    const [zone = institution.zone] = zones;
    return { zone: zones.size === 1 ? zone : institution.zone, weekStartsOn: institution.weekStartsOn };
  }
}
