import { Injectable } from '@nestjs/common';
import type { ServiceClock } from '../../domain/service-clock.js';
import { TIERS, type Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { SupportRequestRow } from '../request-row.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { QueueRepository } from './queue.repository.js';
import { ServiceClocks } from './service-clocks.js';

/** So many requests are looked at for each tier. */
const MOST = 2_000;
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
    private readonly outbox: Outbox,
    private readonly database: Database,
  ) {}

  async sendDue(): Promise<void> {
    for (const tier of TIERS) {
      const rows = await this.queue.findOpen({ tier, visible: null, locationId: null }, MOST);
      const clocks = await this.clocks.of(rows);
      const late = rows.filter(({ id }) => isLate(clocks.get(id)));
      for (const [locationId, own] of Map.groupBy(late, (row) => row.locationId))
        await this.database.transaction(() => this.tell(locationId, tier, own, clocks));
    }
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
    const people = await this.queue.findRecipients(locationId, tier);
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

const isLate = (clock: ServiceClock | undefined): boolean =>
  clock !== undefined && !clock.isStopped && clock.state !== 'on-time';

const minutesOf = ({
  usedMinutes,
  targetMinutes,
}: ServiceClock): { usedMinutes: number; targetMinutes: number } => ({
  usedMinutes: Math.floor(usedMinutes),
  targetMinutes,
});
