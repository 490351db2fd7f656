import { Injectable } from '@nestjs/common';
import type { Opening } from '../domain/closing.js';
import { expandDemand, type CoverageException, type DemandPiece } from '../domain/coverage.js';
import { DAY, type Span } from '../domain/interval.js';
import { addDays, type LocalDate } from '../domain/local-date.js';
import type { Database } from '../platform/database/database.js';
import {
  CoverageHoursRepository,
  type StoredException,
  type StoredRule,
} from './coverage-hours.repository.js';
import type { LocationDto } from './locations.dto.js';
import { LocationsRepository } from './locations.repository.js';
import { MaintenanceRepository, type MaintenanceRow } from './maintenance/maintenance.repository.js';

/** Computes demand in real time. */
@Injectable()
export class DemandService {
  constructor(
    private readonly coverage: CoverageHoursRepository,
    private readonly locations: LocationsRepository,
    private readonly maintenance: MaintenanceRepository,
  ) {}

  /** Builds the service on a database outside the app's modules, such as in a worker thread. */
  static over(database: Database): DemandService {
    return new DemandService(
      new CoverageHoursRepository(database),
      new LocationsRepository(database),
      new MaintenanceRepository(database),
    );
  }

  allLocationIds(): Promise<string[]> {
    return this.locations.allIds();
  }

  /** The demand of locations within a window, by location id. Three queries for any number of locations. */
  async expand(
    locations: readonly Pick<LocationDto, 'id' | 'timeZone'>[],
    window: Span,
  ): Promise<Map<string, DemandPiece[]>> {
    const [from, to] = datesAround(window);
    const ids = locations.map((location) => location.id);
    const rules = Map.groupBy(await this.coverage.findRules(ids, from, to), (rule) => rule.locationId);
    const exceptions = Map.groupBy(
      await this.coverage.findExceptions(ids, from, to),
      (row) => row.locationId,
    );
    const closures = Map.groupBy(
      await this.maintenance.findClosures(ids, window),
      (closure) => closure.locationId,
    );
    return new Map(
      locations.map(({ id, timeZone }) => [
        id,
        expandDemand(rules.get(id) ?? [], exceptions.get(id) ?? [], timeZone, window, closures.get(id)),
      ]),
    );
  }

  /** Everything that determines a location's demand in a window. */
  async planFor(
    { id, timeZone }: Pick<LocationDto, 'id' | 'timeZone'>,
    window: Span,
  ): Promise<{ rules: StoredRule[]; exceptions: StoredException[]; closures: Span[]; zone: string }> {
    const [from, to] = datesAround(window);
    const rules = await this.coverage.findRules([id], from, to);
    const exceptions = await this.coverage.findExceptions([id], from, to);
    return {
      rules,
      exceptions,
      closures: await this.maintenance.findClosures([id], window),
      zone: timeZone,
    };
  }

  /**
   * The rules and exceptions of a location around some dates. The given exception replaces the stored one.
   * Without maintenance, so that time which that closes is not taken for time which the exception closes.
   */
  async openingAround(
    { id, timeZone }: Pick<LocationDto, 'id' | 'timeZone'>,
    exception: CoverageException & { id?: string },
  ): Promise<Opening> {
    const [from, to] = [addDays(exception.date, -3), addDays(exception.untilDate, 3)];
    const others = (await this.coverage.findExceptions([id], from, to)).filter(
      (one) =>
        one.id !== exception.id && !(one.date <= exception.untilDate && exception.date <= one.untilDate),
    );
    const rules = await this.coverage.findRules([id], from, to);
    return { rules, exceptions: [...others, exception], zone: timeZone };
  }

  /** The maintenance of locations that touches a span, by its start, also what closes nothing. */
  maintenanceOf(locationIds: readonly string[], span: Span): Promise<MaintenanceRow[]> {
    return this.maintenance.findTouching(locationIds, span);
  }

  findLocations(ids: readonly string[]): Promise<LocationDto[]> {
    return this.locations.findAll(ids);
  }
}

/** Two more days on each side include every local date that can touch the window, in any zone. */
const datesAround = (window: Span): [LocalDate, LocalDate] => [
  new Date(window.start - 2 * DAY).toISOString().slice(0, 10),
  new Date(window.end + 2 * DAY).toISOString().slice(0, 10),
];
