import { Injectable } from '@nestjs/common';
import type { Wish } from '../domain/candidates.js';
import type { Away } from '../domain/eligibility.js';
import type { Span } from '../domain/interval.js';
import { expandWeekly } from '../domain/recurrence.js';
import type { Preference } from './availability.dto.js';
import { TimetablesRepository } from './timetable/timetables.repository.js';
import { UnavailabilityRepository, type UnavailabilityRow } from './unavailability.repository.js';

/** When operators cannot work, and when they would rather or rather not. */
@Injectable()
export class AwayService {
  constructor(
    private readonly unavailability: UnavailabilityRepository,
    private readonly timetables: TimetablesRepository,
  ) {}

  /** By operator: what touches the window, of classes and of what she said she cannot; weekly hours go by the zone. */
  async of(operatorIds: readonly string[], window: Span, zone: string): Promise<Map<string, Away[]>> {
    const [from, to] = [new Date(window.start), new Date(window.end)];
    const away = new Map(operatorIds.map((id): [string, Away[]] => [id, []]));
    for (const { operatorId, startsAt, endsAt } of await this.timetables.findTouching(
      operatorIds,
      from,
      to,
    )) {
      away.get(operatorId)!.push({ kind: 'class', span: { start: +startsAt, end: +endsAt } });
    }
    for (const row of await this.unavailability.findTouching(operatorIds, from, to)) {
      if (row.preference !== ('cannot' satisfies Preference)) continue;
      const spans = spansOf(row, window, zone);
      away.get(row.operatorId)!.push(...spans.map((span): Away => ({ kind: 'absence', span })));
    }
    return away;
  }

  /** By operator: when she would like to work and when rather not, near a span; weekly hours go by the zone. */
  async wishesOf(
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
