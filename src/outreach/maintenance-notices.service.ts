import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  MAINTENANCE_TOLD_QUEUE,
  type MaintenanceChange,
} from '../coverage/maintenance/maintenance-changes.js';
import { DAY } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { MessageShift } from '../scheduling/notifications/message-facts.js';
import { MaintenanceNoticesRepository } from './maintenance-notices.repository.js';

/** Shifts that begin later are not told of; their operators see it beside the shift. */
const DAYS_AHEAD = 14;

export interface MaintenanceFacts extends Pick<
  MaintenanceChange,
  'what' | 'reason' | 'closesCoverage' | 'startsAt' | 'endsAt'
> {
  locationName: string;
  timeZone: string;
  shifts: MessageShift[];
}

/** Tells people that maintenance touches their shifts: one message for a change, with all shifts of the person. */
@Injectable()
export class MaintenanceNoticesService implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly repository: MaintenanceNoticesRepository,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define<MaintenanceChange>({
      queue: MAINTENANCE_TOLD_QUEUE,
      options: { retryLimit: 5, retryBackoff: true, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: async (changes) => {
        for (const change of changes) await this.tell(change);
      },
    });
  }

  private tell(change: MaintenanceChange): Promise<void> {
    const { what, windowId, version, locationId, reason, closesCoverage, startsAt, endsAt, before } = change;
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const spans = [{ startsAt, endsAt }, ...(before ? [before] : [])];
      const affected = await this.repository.findAffected(locationId, spans, {
        now: new Date(now),
        until: new Date(now + DAYS_AHEAD * DAY),
      });
      if (affected.length === 0) return;
      const facts = { what, reason, closesCoverage, startsAt, endsAt };
      const place = await this.repository.findPlace(locationId);
      await this.outbox.put(
        [...Map.groupBy(affected, ({ userId }) => userId)].map(([userId, own]) => ({
          key: `maintenance/${windowId}.${version}/${userId}`,
          userId,
          kind: 'maintenance',
          facts: { ...facts, ...place, shifts: own.map(({ shift }) => shift) } satisfies MaintenanceFacts,
        })),
      );
    });
  }
}
