import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { ResponsiblePeople } from '../access/responsible-people.js';
import { DAY, MINUTE } from '../domain/interval.js';
import { localDateOf } from '../domain/local-date.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { GapDigestsRepository, type DigestedLocation } from './gap-digests.repository.js';

/** A gap that closes again within this time is not reported. */
const SETTLED_MINUTES = 10;
/** Gaps that begin within this time are reported at once; others wait for the morning. */
const URGENT_DAYS = 2;
const MORNING_HOUR = 8;
const LISTED = 50;

/** Reports new gaps of a location to its supervisors: each gap once, and only if it is still open. */
@Injectable()
export class GapDigestsService {
  constructor(
    private readonly digests: GapDigestsRepository,
    private readonly responsible: ResponsiblePeople,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async sendDue(): Promise<void> {
    for (const location of await this.digests.findLocations()) {
      await this.database.transaction(() => this.tellOf(location));
    }
  }

  private async tellOf(location: DigestedLocation): Promise<void> {
    const now = this.clock.now();
    const today = localDateOf(now, location.timeZone);
    const isMorning =
      location.digestedOn !== today &&
      DateTime.fromMillis(now, { zone: location.timeZone }).hour >= MORNING_HOUR;
    const alerts = await this.digests.lockUntold(
      location.id,
      isMorning ? null : now + URGENT_DAYS * DAY,
      new Date(now - SETTLED_MINUTES * MINUTE),
    );
    if (alerts.length === 0) return;
    const gaps = alerts.flatMap(({ positionName, stretches }) =>
      stretches.map(({ start, end, required, missing }) => ({
        positionName,
        startsAt: new Date(start).toISOString(),
        endsAt: new Date(end).toISOString(),
        required,
        missing,
      })),
    );
    const facts = {
      locationName: location.name,
      timeZone: location.timeZone,
      gaps: gaps.slice(0, LISTED),
      more: Math.max(0, gaps.length - LISTED),
    };
    const recipients = await this.responsible.at(location.id, 'supervisor');
    await this.outbox.put(
      recipients.map((userId) => ({
        key: `gap-digest/${alerts[0]!.id}/${now}/${userId}`,
        userId,
        kind: 'gap-digest',
        facts,
      })),
    );
    await this.digests.markTold(
      alerts.map(({ id }) => id),
      new Date(now),
    );
    if (isMorning) await this.digests.markDigested(location.id, today);
  }
}
