import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { RequestSelector } from '../request-selector.js';
import { RequestVisibility } from '../request-visibility.js';
import type { SupportRequestRow } from '../request-row.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import { toRequestDto } from '../support-requests.service.js';
import { UnassignedService } from '../unassigned/unassigned.service.js';
import { PRIORITIES, type ServiceClock } from '../../domain/service-clock.js';
import { QueueRepository } from './queue.repository.js';
import { ServiceClocks, toClockDto } from './service-clocks.js';
import type { ClockOfRequestDto, QueueDto, QueueQuery } from './targets.dto.js';

const MOST = 500;

/** What a tier has to do, by what is due first. */
@Injectable()
export class QueueService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly clocks: ServiceClocks,
    private readonly selector: RequestSelector,
    private readonly requests: SupportRequestsRepository,
    private readonly visibility: RequestVisibility,
    private readonly unassigned: UnassignedService,
  ) {}

  async list(caller: Caller, query: QueueQuery): Promise<QueueDto> {
    const selection = { ...(await this.selector.selectionOf(caller, query)), tier: query.tier };
    const rows: SupportRequestRow[] = [];
    // Each priority by itself: many that may wait must not hide the few that may not.
    for (const priority of query.priority === undefined ? PRIORITIES : [query.priority])
      rows.push(...(await this.queue.findOpen(selection, priority, MOST + 1)));
    const clocks = await this.clocks.of(rows);
    const items = rows
      .map((row): [SupportRequestRow, ServiceClock | undefined] => [row, clocks.get(row.id)])
      .sort(byUrgency)
      .slice(0, MOST)
      .map(([row, clock]) => ({
        ...toRequestDto(caller, row),
        clock: clock ? toClockDto(clock, row.timeZone) : null,
      }));
    return { items, more: rows.length > MOST };
  }

  async clockOf(caller: Caller, id: string): Promise<ClockOfRequestDto> {
    const found = await this.requests.find(id);
    if (!found) await this.unassigned.requireNotWaiting(caller, id);
    const row = await this.visibility.requireVisible(caller, found);
    const clock = (await this.clocks.of([row])).get(row.id);
    return { clock: clock ? toClockDto(clock, row.timeZone) : null };
  }
}

/** Running clocks first, by the minutes that are left; then stopped ones; then those without a target, the longest open first. */
function byUrgency(
  [one, clock]: [SupportRequestRow, ServiceClock | undefined],
  [other, otherClock]: [SupportRequestRow, ServiceClock | undefined],
): number {
  const rank = (of: ServiceClock | undefined): number => (of === undefined ? 2 : of.isStopped ? 1 : 0);
  const left = (of: ServiceClock | undefined): number => (of ? of.targetMinutes - of.usedMinutes : 0);
  return rank(clock) - rank(otherClock) || left(clock) - left(otherClock) || +one.openedAt - +other.openedAt;
}
