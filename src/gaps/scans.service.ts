import { Injectable } from '@nestjs/common';
import { locationFilter, type Caller } from '../access/caller.js';
import { DemandService } from '../coverage/demand.service.js';
import type { LocationDto } from '../coverage/locations.dto.js';
import { changedAlerts, nextAlerts, type AlertState, type KnownAlert } from '../domain/alerts.js';
import { COVER_BASIS } from '../domain/coverage-basis.js';
import { DomainError, notFound } from '../domain/errors.js';
import { DAY, type Span } from '../domain/interval.js';
import { localDateOf } from '../domain/local-date.js';
import { gapsIn, staffingOf } from '../domain/staffing.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/health/metrics.js';
import { inZone } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';
import { AlertsRepository } from './alerts.repository.js';
import type { ScanDto } from './gaps.dto.js';
import { ScansRepository, type ScanRow } from './scans.repository.js';

const KEPT_DAYS = 30;
/**
 * Few enough that nobody waits long for their locks; many enough that PostgreSQL uses joins instead of single
 * look-ups.
 */
const LOCATIONS_AT_ONCE = 250;
/** A night shift that began yesterday still belongs to tonight. */
const LOOK_BACK = 2 * DAY;

interface Found {
  opened: number;
  closed: number;
  open: number;
}

/** Scans the time ahead and updates alerts. */
@Injectable()
export class ScansService {
  constructor(
    private readonly demand: DemandService,
    private readonly staffing: StaffingService,
    private readonly alerts: AlertsRepository,
    private readonly scans: ScansRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** Scans the caller's locations now. */
  async run(caller: Caller): Promise<ScanDto> {
    const visible = locationFilter(caller) ?? (await this.demand.allLocationIds());
    const scan = await this.scan(visible);
    await this.audit.record({ action: 'coverage.scanned', entity: 'coverage-scan', entityId: scan.id });
    return toDto(scan);
  }

  async runAll(): Promise<void> {
    await this.scan(await this.demand.allLocationIds());
    await this.scans.removeBefore(new Date(this.clock.now() - KEPT_DAYS * DAY));
  }

  async list(query: PageQuery): Promise<Page<ScanDto>> {
    const page = pageRequest(query);
    return toPage(await this.scans.list(page), page, (row) => [row.id], toDto);
  }

  async get(id: string): Promise<ScanDto> {
    const scan = await this.scans.find(id);
    if (!scan) throw notFound('scan');
    return toDto(scan);
  }

  /**
   * Scans locations in batches. Each batch is its own transaction on the pool for jobs, even inside another
   * transaction, so that no lock is held for long. A failed batch does not stop the others; the first failure
   * is thrown at the end. An outage is thrown at once.
   */
  async scan(locationIds: readonly string[]): Promise<ScanRow> {
    const startedAt = this.clock.date();
    const totals: Found = { opened: 0, closed: 0, open: 0 };
    const failures: unknown[] = [];
    const locations = await this.demand.findLocations(locationIds);
    const left = chunks(locations, LOCATIONS_AT_ONCE);
    for (let some = left.shift(); some; some = left.shift()) {
      const scanned = some;
      try {
        const found = await this.database.onJobsPool(() =>
          this.database.transaction(() => this.scanSome(scanned)),
        );
        totals.opened += found.opened;
        totals.closed += found.closed;
        totals.open += found.open;
        this.metrics.scans.inc({ result: 'done' }, scanned.length);
      } catch (error) {
        if (error instanceof DomainError && error.kind === 'unavailable') throw error;
        if (scanned.length > 1) {
          left.unshift(...chunks(scanned, 1));
          continue;
        }
        this.metrics.scans.inc({ result: 'failed' });
        failures.push(error);
      }
    }
    const scannedTo = new Date(this.horizon(startedAt.getTime()));
    const scan = {
      id: newId(),
      startedAt,
      finishedAt: this.clock.date(),
      scannedTo,
      locations: locations.length,
      ...totals,
    };
    await this.scans.insert(scan);
    if (failures.length > 0) throw failures[0];
    this.metrics.lastScan.set(this.clock.now() / 1000);
    return scan;
  }

  private async scanSome(locations: readonly LocationDto[]): Promise<Found> {
    const there = await this.alerts.lockLocations(locations.map((location) => location.id));
    const now = this.clock.now();
    const known = await this.alerts.findOpen(there);
    const window = this.windowOf(known, now);
    const [demand, staff] = [
      await this.demand.expand(locations, window),
      await this.staffing.onShift(there, window, COVER_BASIS),
    ];
    const [knownAt, staffAt] = [Map.groupBy(known, located), Map.groupBy(staff, located)];
    const changed: (AlertState & { locationId: string })[] = [];
    let open = 0;
    for (const { id: locationId, timeZone } of locations.filter(({ id }) => there.includes(id))) {
      // Whole evenings: the last one is the horizon's own local date, until its end.
      const lastDate = localDateOf(this.horizon(now), timeZone);
      const pieces = (demand.get(locationId) ?? []).filter((piece) => piece.date <= lastDate);
      const gaps = gapsIn(staffingOf(pieces, staffAt.get(locationId) ?? [], window));
      const before = knownAt.get(locationId) ?? [];
      const states = nextAlerts(pieces, gaps, before, now);
      open += states.filter((state) => state.status === 'open').length;
      for (const state of changedAlerts(states, before)) changed.push({ ...state, locationId });
    }
    const { opened, closed } = await this.alerts.save(changed, new Date(now));
    await this.alerts.markScanned(there, new Date(now));
    return { opened, closed, open };
  }

  private horizon(now: number): number {
    return now + this.config.scanDaysAhead * DAY;
  }

  /** From before the earliest open alert to after the last evening that starts by the horizon. */
  private windowOf(known: readonly KnownAlert[], now: number): Span {
    const earliest = known.map((alert) => Date.parse(alert.date) - DAY);
    return {
      start: Math.min(now - LOOK_BACK, ...earliest),
      end: this.horizon(now) + 2 * DAY,
    };
  }
}

const located = ({ locationId }: { locationId: string }): string => locationId;

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

const toDto = (scan: ScanRow): ScanDto => ({
  ...scan,
  startedAt: inZone(scan.startedAt, 'UTC'),
  finishedAt: inZone(scan.finishedAt, 'UTC'),
  scannedTo: inZone(scan.scannedTo, 'UTC'),
});
