import { Injectable } from '@nestjs/common';
import type { Wish } from '../domain/candidates.js';
import type { Span } from '../domain/interval.js';
import { expandWeekly } from '../domain/recurrence.js';
import type { Database } from '../platform/database/database.js';
import { UnavailabilityRepository, type UnavailabilityRow } from './unavailability.repository.js';

/** When operators would like to work, and when they would rather not. */
@Injectable()
export class WishesService {
  constructor(private readonly unavailability: UnavailabilityRepository) {}

  /** Builds the service on a database outside the app's modules, such as in a worker thread. */
  static over(database: Database): WishesService {
    return new WishesService(new UnavailabilityRepository(database));
  }

  /** Wishes near a span, by operator. Weekly hours use the zone. */
  async of(
    operatorIds: readonly string[],
    window: Span,
    zone: string,
  ): Promise<Map<string, (Span & { preference: Wish })[]>> {
    const rows = await this.unavailability.findTouching(
      operatorIds,
      new Date(window.start),
      new Date(window.end),
    );
    const wishes = rows.flatMap((row) => {
      const { preference, operatorId } = row;
      if (preference === 'cannot') return [];
      return spansOf(row, window, zone).map((span) => ({ ...span, operatorId, preference }));
    });
    return Map.groupBy(wishes, (wish) => wish.operatorId);
  }
}

function spansOf(row: UnavailabilityRow, window: Span, zone: string): Span[] {
  if (row.kind === 'once') return [{ start: +row.startsAt, end: +row.endsAt }];
  const { weekday, localStart: startsAt, localEnd: endsAt, effectiveFrom, effectiveTo } = row;
  return expandWeekly({ weekdays: [weekday], startsAt, endsAt, effectiveFrom, effectiveTo }, zone, window);
}
