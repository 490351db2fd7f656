import { Injectable } from '@nestjs/common';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { ActivityRepository, countKey, type GivenCount } from '../activity/activity.repository.js';
import { areaIn, placesOf } from './placing.js';
import type { SourceRow } from './sources.repository.js';
import type { Doubt, ToldCount } from './ticket-source.js';

/** Stores the counts that a source tells. One without a location cannot wait for one: it is left out and remarked. */
@Injectable()
export class CollectedCounts {
  constructor(private readonly activity: ActivityRepository) {}

  async store(
    row: SourceRow,
    told: readonly ToldCount[],
  ): Promise<{ created: number; updated: number; doubts: Doubt[] }> {
    const locationOf = placesOf(row);
    const placed = new Map<string, GivenCount>();
    const doubts: Doubt[] = [];
    for (const { place, at, area, ...count } of told) {
      const locationId = locationOf(place);
      if (locationId === null) {
        const externalId = place ?? '';
        doubts.push({ externalId, reason: refusalText('COUNT_WITHOUT_LOCATION') });
        continue;
      }
      const where = { locationId, area: areaIn(row, { area, place, locationId }) };
      const given = { ...count, ...where, at: new Date(at) };
      placed.set(countKey(given), given);
    }
    const saved = placed.size > 0 ? await this.activity.saveAll([...placed.values()]) : [];
    const created = saved.filter(({ isNew }) => isNew).length;
    return { created, updated: saved.length - created, doubts };
  }
}
