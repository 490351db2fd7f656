import { Injectable } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { openSpans } from '../../domain/coverage.js';
import { DAY, type Span } from '../../domain/interval.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import {
  awaited,
  beganAt,
  serviceClock,
  type ClockedRequest,
  type ServiceClock,
} from '../../domain/service-clock.js';
import { Clock } from '../../platform/clock/clock.js';
import type { SupportRequestRow } from '../request-row.js';
import { QueueRepository } from './queue.repository.js';
import type { ServiceClockDto } from './targets.dto.js';

/** So far ahead it is told when a target is reached. */
const AHEAD = 30 * DAY;
/** Coverage hours of longer ago are not read. The longest target is two weeks of service. */
const BACK = 400 * DAY;

/** The clocks of requests against the targets of their tiers, in the coverage hours of their locations. */
@Injectable()
export class ServiceClocks {
  constructor(
    private readonly queue: QueueRepository,
    private readonly demand: DemandService,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /** By request id; without a target, or resolved after a beginning too long ago, they have no clock. */
  async of(rows: readonly SupportRequestRow[]): Promise<Map<string, ServiceClock>> {
    const { serviceTargets } = await this.settings.get();
    const now = this.clock.now();
    const events = await this.queue.findEvents(rows.map(({ id }) => id));
    const requests = rows
      .map((row): [SupportRequestRow, ClockedRequest] => [
        row,
        {
          tier: row.tier,
          priority: row.priority,
          openedAt: +row.openedAt,
          escalatedAt: millis(row.escalatedAt),
          firstResponseAt: millis(row.firstResponseAt),
          resolvedAt: millis(row.resolvedAt),
          events: events.get(row.id) ?? [],
        },
      ])
      .filter(([, request]) => awaited(request, serviceTargets) && !isLongOver(request, now));
    if (requests.length === 0) return new Map();
    const first = Math.min(...requests.map(([, request]) => beganAt(request)));
    const service = await this.serviceOf(
      requests.map(([row]) => row),
      { start: Math.max(first, now - BACK), end: now + AHEAD },
    );
    return new Map(
      requests.map(([row, request]) => [
        row.id,
        serviceClock(request, serviceTargets, service.get(row.locationId)!, now)!,
      ]),
    );
  }

  private async serviceOf(rows: readonly SupportRequestRow[], window: Span): Promise<Map<string, Span[]>> {
    const zones = new Map(rows.map(({ locationId, timeZone }) => [locationId, timeZone]));
    const locations = [...zones].map(([id, timeZone]) => ({ id, timeZone }));
    const demand = await this.demand.expand(locations, window);
    return new Map([...demand].map(([id, pieces]) => [id, openSpans(pieces)]));
  }
}

/** How long it took is not told of what began before the coverage hours that are read. */
const isLongOver = (request: ClockedRequest, now: number): boolean =>
  request.resolvedAt !== null && beganAt(request) < now - BACK;

const millis = (at: Date | null): number | null => (at === null ? null : +at);

export const toClockDto = (clock: ServiceClock, timeZone: string): ServiceClockDto => ({
  measure: clock.measure,
  beganAt: inZone(new Date(clock.beganAt), timeZone),
  targetMinutes: clock.targetMinutes,
  usedMinutes: Math.floor(clock.usedMinutes),
  isStopped: clock.isStopped,
  dueAt: inZoneOrNull(clock.dueAt === null ? null : new Date(clock.dueAt), timeZone),
  endedAt: inZoneOrNull(clock.endedAt === null ? null : new Date(clock.endedAt), timeZone),
  state: clock.state,
});
