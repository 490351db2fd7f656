import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { notFound, refusal, type Violation } from '../domain/errors.js';
import { refusalText } from '../domain/refusals/refusal-text.js';
import { daysBetween } from '../domain/local-date.js';
import { faultOf, type TargetFault } from '../domain/metrics/targets.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import type { CreatePilotDto, DateRangeDto, PilotDto, TargetDto, UpdatePilotDto } from './pilots.dto.js';
import { PilotsRepository } from './pilots.repository.js';

/** Ten years. */
const LONGEST_PHASE_DAYS = 3653;

@Injectable()
export class PilotsService {
  constructor(
    private readonly pilots: PilotsRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<PilotDto>> {
    const page = pageRequest(query);
    return toPage(
      await this.pilots.list(locationFilter(caller), page),
      page,
      (row) => [row.id],
      (row) => row,
    );
  }

  async get(caller: Caller, id: string): Promise<PilotDto> {
    return requireVisible(caller, await this.pilots.find(id));
  }

  create(caller: Caller, body: CreatePilotDto): Promise<PilotDto> {
    return this.database.transaction(async () => {
      const { exclusions = [], targets = [], fixedCosts = null } = body;
      const pilot = { ...body, id: newId(), exclusions, targets, fixedCosts };
      await this.save(caller, pilot, []);
      await this.record('pilot.created', pilot.id, body);
      return this.get(caller, pilot.id);
    });
  }

  update(caller: Caller, id: string, change: UpdatePilotDto, precondition: Precondition): Promise<PilotDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(caller, id);
      requireMatch(precondition, before.version);
      await this.save(caller, { ...before, ...change }, before.targets);
      await this.record('pilot.updated', id, { before, change });
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const pilot = await this.lock(caller, id);
      requireMatch(precondition, pilot.version);
      await this.pilots.remove(id);
      await this.record('pilot.deleted', id, pilot);
    });
  }

  /** `standing` are the current targets: one from before a rule stays until it is changed. */
  private async save(
    caller: Caller,
    pilot: Omit<PilotDto, 'version'>,
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
    if (violations.length > 0) throw refusal('invalid', violations);
    await this.locations.requireAllOwn(caller, pilot.locationIds);
    await this.pilots.save(pilot);
  }

  private async lock(caller: Caller, id: string): Promise<PilotDto> {
    return requireVisible(caller, await this.pilots.find(id, { lock: true }));
  }

  private record(action: AuditAction<'pilot'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'pilot', entityId, details });
  }
}

function requireVisible(caller: Caller, pilot: PilotDto | null): PilotDto {
  if (!pilot?.locationIds.every((id) => canSeeLocation(caller, id))) throw notFound('pilot');
  return pilot;
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
