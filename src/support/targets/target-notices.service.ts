import { Injectable } from '@nestjs/common';
import { ResponsiblePeople } from '../../access/responsible-people.js';
import type { ServiceClock } from '../../domain/service-clock.js';
import { TIERS, type Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { SupportRequestRow } from '../request-row.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { QueueRepository, type Running } from './queue.repository.js';
import { ServiceClocks } from './service-clocks.js';

/** So many requests are looked at together. */
const TOGETHER = 500;
const LISTED = 20;

/** A request that nears its target or is over it. Without its words, which may name people. */
export interface DueRequest {
  requestId: string;
  state: 'soon' | 'over';
  usedMinutes: number;
  targetMinutes: number;
}

export interface RequestsDueFacts {
  locationName: string;
  tier: Tier;
  due: DueRequest[];
  more: number;
}

/** Tells who has to answer that requests near their target or are over it: of each once. */
@Injectable()
export class TargetNoticesService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly clocks: ServiceClocks,
    private readonly locations: LocationsService,
    private readonly settings: SettingsService,
    private readonly responsible: ResponsiblePeople,
    private readonly outbox: Outbox,
    private readonly database: Database,
  ) {}

  async sendDue(): Promise<void> {
    const { serviceTargets } = await this.settings.get();
    for (const tier of TIERS) {
      const priorities = serviceTargets.filter((one) => one.tier === tier).map(({ priority }) => priority);
      if (priorities.length > 0) await this.sendDueOf({ tier, priorities });
    }
  }

  /** Each location gets one message of all its requests. */
  private async sendDueOf(running: Running): Promise<void> {
    const late: SupportRequestRow[] = [];
    const lateClocks = new Map<string, ServiceClock>();
    let rows = await this.queue.findUntold(running, null, TOGETHER);
    for (; rows.length > 0; rows = await this.queue.findUntold(running, rows.at(-1)!, TOGETHER)) {
      const clocks = await this.clocks.of(rows);
      for (const row of rows) {
        const clock = clocks.get(row.id);
        if (!isLate(clock)) continue;
        late.push(row);
        lateClocks.set(row.id, clock);
      }
    }
    for (const [locationId, own] of Map.groupBy(late, (row) => row.locationId))
      await this.database.transaction(() => this.tell(locationId, running.tier, own, lateClocks));
  }

  private async tell(
    locationId: string,
    tier: Tier,
    rows: readonly SupportRequestRow[],
    clocks: ReadonlyMap<string, ServiceClock>,
  ): Promise<void> {
    const fresh = await this.queue.insertNotices(
      rows.map(({ id }) => {
        const { measure, beganAt, state } = clocks.get(id)!;
        return { requestId: id, measure, beganAt: new Date(beganAt), state: state as 'soon' | 'over' };
      }),
    );
    if (fresh.length === 0) return;
    const due = fresh
      .map(({ requestId, state }) => ({ requestId, state, ...minutesOf(clocks.get(requestId)!) }))
      .sort((one, other) => one.targetMinutes - one.usedMinutes - (other.targetMinutes - other.usedMinutes));
    const facts: RequestsDueFacts = {
      locationName: (await this.locations.getAny(locationId)).name,
      tier,
      due: due.slice(0, LISTED),
      more: Math.max(0, due.length - LISTED),
    };
    const [first] = fresh;
    const occasion = `${first!.requestId}/${first!.measure}/${first!.beganAt.toISOString()}/${first!.state}`;
    const people = await this.responsible.at(locationId, tier === 'library' ? 'supervisor' : 'campus_it');
    await this.outbox.put(
      people.map((userId) => ({
        key: `requests-due/${occasion}/${userId}`,
        userId,
        kind: 'requests-due',
        facts,
      })),
    );
  }
}

const isLate = (clock: ServiceClock | undefined): clock is ServiceClock =>
  clock !== undefined && !clock.isStopped && clock.state !== 'on-time';

const minutesOf = ({
  usedMinutes,
  targetMinutes,
}: ServiceClock): { usedMinutes: number; targetMinutes: number } => ({
  usedMinutes: Math.floor(usedMinutes),
  targetMinutes,
});
