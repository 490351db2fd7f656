import { Injectable } from '@nestjs/common';
import { expandDemand, type DemandPiece } from '../domain/coverage.js';
import { DAY, type Span } from '../domain/interval.js';
import type { Database } from '../platform/database/database.js';
import { CoverageHoursRepository } from './coverage-hours.repository.js';
import type { LocationDto } from './locations.dto.js';
import { LocationsRepository } from './locations.repository.js';

/** Demand as it falls on real time. */
@Injectable()
export class DemandService {
  constructor(
    private readonly coverage: CoverageHoursRepository,
    private readonly locations: LocationsRepository,
  ) {}

  /** On a database outside the app's own modules, in a worker thread say. */
  static over(database: Database): DemandService {
    return new DemandService(new CoverageHoursRepository(database), new LocationsRepository(database));
  }

  allLocationIds(): Promise<string[]> {
    return this.locations.allIds();
  }

  /** The demand of locations within a window, by location id; two queries however many there are. */
  async expand(
    locations: readonly Pick<LocationDto, 'id' | 'timeZone'>[],
    window: Span,
  ): Promise<Map<string, DemandPiece[]>> {
    // Two days on either side hold every local date that can touch the window, whatever the zone.
    const from = new Date(window.start - 2 * DAY).toISOString().slice(0, 10);
    const to = new Date(window.end + 2 * DAY).toISOString().slice(0, 10);
    const ids = locations.map((location) => location.id);
    const rules = Map.groupBy(await this.coverage.findRules(ids, from, to), (rule) => rule.locationId);
    const exceptions = Map.groupBy(
      await this.coverage.findExceptions(ids, from, to),
      (row) => row.locationId,
    );
    return new Map(
      locations.map(({ id, timeZone }) => [
        id,
        expandDemand(rules.get(id) ?? [], exceptions.get(id) ?? [], timeZone, window),
      ]),
    );
  }

  findLocations(ids: readonly string[]): Promise<LocationDto[]> {
    return this.locations.findAll(ids);
  }
}
