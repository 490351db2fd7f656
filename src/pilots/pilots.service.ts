import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { notFound, refusal, type Violation } from '../domain/errors.js';
import { refusalText } from '../domain/refusals/refusal-text.js';
import { daysBetween } from '../domain/local-date.js';
import { stateAt } from '../domain/pilots/life.js';
import { FOLLOW_UP_HOURS } from '../domain/pilots/phases.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { faultOf, type TargetFault } from '../domain/metrics/targets.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import {
  type CreatePilotDto,
  type DateRangeDto,
  type LateChangeDto,
  type PilotDto,
  type PilotTerms,
  type TargetDto,
  type UpdatePilotDto,
} from './pilots.dto.js';
import { PilotsRepository, type PilotRow } from './pilots.repository.js';

/** What decides how a pilot is judged. */
const CRITERIA = [
  'targets',
  'baseline',
  'pilot',
  'exclusions',
  'locationIds',
  'comparisonLocationIds',
  'followUpHours',
] as const satisfies readonly (keyof UpdatePilotDto)[];

/** As it is stored; ids have no order. */
const plain = (value: unknown): unknown => {
  const stored: unknown = JSON.parse(JSON.stringify(value));
  return Array.isArray(stored) && stored.every((one) => typeof one === 'string') ? stored.sort() : stored;
};

/** Ten years. */
const LONGEST_PHASE_DAYS = 3653;

@Injectable()
export class PilotsService {
  constructor(
    private readonly pilots: PilotsRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<PilotDto>> {
    const page = pageRequest(query);
    return toPage(
      await this.pilots.list(locationFilter(caller), page),
      page,
      (row) => [row.id],
      (row) => this.present(row),
    );
  }

  async get(caller: Caller, id: string): Promise<PilotDto> {
    return (await this.getWithZones(caller, id)).pilot;
  }

  /** A pilot with the zones of its locations. */
  async getWithZones(caller: Caller, id: string): Promise<{ pilot: PilotDto; zones: readonly string[] }> {
    const row = requireVisible(caller, await this.pilots.find(id));
    return { pilot: this.present(row), zones: row.timeZones };
  }

  /** `predecessor` is the pilot that the new one starts over; what it has may stay. */
  create(caller: Caller, body: CreatePilotDto, predecessor: PilotDto | null = null): Promise<PilotDto> {
    return this.database.transaction(async () => {
      const { exclusions = [], targets = [], fixedCosts = null, escalationCost = null } = body;
      const { comparisonLocationIds = [], followUpHours = FOLLOW_UP_HOURS } = body;
      const predecessorId = predecessor?.id ?? null;
      const pilot = {
        ...body,
        id: newId(),
        comparisonLocationIds,
        exclusions,
        targets,
        followUpHours,
        fixedCosts,
        escalationCost,
        lateChanges: [],
        predecessorId,
      };
      await this.save(caller, pilot, predecessor?.targets ?? []);
      await this.record('pilot.created', pilot.id, { ...body, ...(predecessor && { predecessorId }) });
      return this.get(caller, pilot.id);
    });
  }

  update(caller: Caller, id: string, change: UpdatePilotDto, precondition: Precondition): Promise<PilotDto> {
    return this.database.transaction(async () => {
      const row = requireVisible(caller, await this.pilots.lock(id));
      const before = this.present(row);
      requireMatch(precondition, before.version);
      const at = inZone(this.clock.now(), row.timeZones[0]!);
      const lateChanges = [...before.lateChanges, ...lateChangesOf(before, change, at)];
      await this.save(caller, { ...before, ...change, lateChanges }, before.targets);
      await this.record('pilot.updated', id, { before, change });
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const pilot = await this.hold(caller, id);
      requireMatch(precondition, pilot.version);
      await this.pilots.remove(id);
      await this.record('pilot.deleted', id, pilot);
    });
  }

  /** `standing` are the current targets: one from before a rule stays until it is changed. */
  private async save(
    caller: Caller,
    pilot: PilotTerms & { id: string; predecessorId: string | null },
    standing: readonly TargetDto[],
  ): Promise<void> {
    const violations = [
      ...rangeViolations('baseline', pilot.baseline),
      ...rangeViolations('pilot', pilot.pilot),
      ...lengthViolations('baseline', pilot.baseline),
      ...lengthViolations('pilot', pilot.pilot),
      ...pilot.exclusions.flatMap((range, index) => rangeViolations(`exclusions.${index}`, range)),
      ...targetViolations(pilot.targets, standing),
    ];
    if (pilot.baseline.from < pilot.pilot.to && pilot.pilot.from < pilot.baseline.to) {
      violations.push({ ...refusalText('PHASES_OVERLAP'), field: 'pilot' });
    }
    const isBoth = pilot.comparisonLocationIds.some((id) => pilot.locationIds.includes(id));
    if (isBoth) violations.push({ ...refusalText('COMPARED_WITH_ITSELF'), field: 'comparisonLocationIds' });
    if (pilot.targets.filter(({ primary }) => primary).length > 1)
      violations.push({ ...refusalText('INVALID_FIELD.one-primary'), field: 'targets' });
    if (violations.length > 0) throw refusal('invalid', violations);
    await this.locations.requireAllOwn(caller, [...pilot.locationIds, ...pilot.comparisonLocationIds]);
    await this.pilots.save(pilot);
  }

  /** Locks the pilot until the transaction ends. */
  async hold(caller: Caller, id: string): Promise<PilotDto> {
    return this.present(requireVisible(caller, await this.pilots.lock(id)));
  }

  /** Stores that something of a locked pilot was changed. */
  async changed(action: AuditAction<'pilot'>, id: string, details: object): Promise<void> {
    await this.pilots.raiseVersion(id);
    await this.record(action, id, details);
  }

  private present({ timeZones: zones, recorded, endedAt, ...pilot }: PilotRow): PilotDto {
    const state = stateAt(this.clock.now(), { firstDate: pilot.pilot.from, zones, recorded });
    return { ...pilot, state, endedAt: inZoneOrNull(endedAt, zones[0]!) };
  }

  private record(action: AuditAction<'pilot'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'pilot', entityId, details });
  }
}

/** What an update changes of the criteria of a pilot that has started. */
function lateChangesOf(before: PilotDto, change: UpdatePilotDto, at: string): LateChangeDto[] {
  if (before.state === 'planned') return [];
  return CRITERIA.filter(
    (field) => change[field] !== undefined && !isDeepStrictEqual(plain(change[field]), plain(before[field])),
  ).map((field) => ({ at, field, before: before[field], after: change[field] }));
}

function requireVisible(caller: Caller, pilot: PilotRow | null): PilotRow {
  const ids = pilot && [...pilot.locationIds, ...pilot.comparisonLocationIds];
  if (!ids?.every((id) => canSeeLocation(caller, id))) throw notFound('pilot');
  return pilot!;
}

const rangeViolations = (field: string, { from, to }: DateRangeDto): Violation[] =>
  to > from
    ? []
    : [{ ...refusalText('INVALID_FIELD.phase-backwards', { phase: field }), field: `${field}.to` }];

const lengthViolations = (field: string, { from, to }: DateRangeDto): Violation[] =>
  daysBetween(from, to) <= LONGEST_PHASE_DAYS
    ? []
    : [
        {
          ...refusalText('INVALID_FIELD.phase-length', { phase: field, days: LONGEST_PHASE_DAYS }),
          field: `${field}.to`,
        },
      ];

const FAULT_FIELDS: Record<TargetFault, keyof TargetDto> = {
  'unknown-metric': 'metric',
  'less-is-better': 'comparison',
  'more-is-better': 'comparison',
  share: 'value',
  negative: 'value',
};

function targetViolations(targets: readonly TargetDto[], standing: readonly TargetDto[]): Violation[] {
  const stands = ({ metric, comparison, value }: TargetDto): boolean =>
    standing.some((one) => one.metric === metric && one.comparison === comparison && one.value === value);
  return targets.flatMap((target, index) => {
    const fault = stands(target) ? null : faultOf(target);
    if (fault === null) return [];
    const reason = refusalText(`INVALID_FIELD.target-${fault}`, { metric: target.metric });
    return [{ ...reason, field: `targets.${index}.${FAULT_FIELDS[fault]}` }];
  });
}
