import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import type { LocationQuery } from '../../coverage/coverage-hours.dto.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { invalid, notFound } from '../../domain/errors.js';
import { PositionsService } from '../../people/positions.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import type { CreateShiftTemplateDto, ShiftTemplateDto, UpdateShiftTemplateDto } from './schedules.dto.js';
import { ShiftTemplatesRepository } from './shift-templates.repository.js';

@Injectable()
export class ShiftTemplatesService {
  constructor(
    private readonly templates: ShiftTemplatesRepository,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: LocationQuery): Promise<Page<ShiftTemplateDto>> {
    const page = pageRequest(query);
    const selection = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    return toPage(
      await this.templates.list(selection, page),
      page,
      (row) => [row.id],
      (row) => row,
    );
  }

  async get(caller: Caller, id: string): Promise<ShiftTemplateDto> {
    return requireTemplate(caller, await this.templates.find(id));
  }

  create(caller: Caller, body: CreateShiftTemplateDto): Promise<ShiftTemplateDto> {
    return this.database.transaction(async () => {
      const positionId = await this.positions.resolve(body.positionId);
      await this.locations.getOwn(caller, body.locationId);
      const template = { ...body, id: newId(), positionId, effectiveTo: body.effectiveTo ?? null };
      requireDates(template);
      await this.templates.insert(template);
      await this.record('shift-template.created', template, template);
      return this.get(caller, template.id);
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateShiftTemplateDto,
    precondition: Precondition,
  ): Promise<ShiftTemplateDto> {
    return this.database.transaction(async () => {
      const positionId = change.positionId && (await this.positions.resolve(change.positionId));
      const before = requireTemplate(caller, await this.templates.find(id, { lock: true }));
      requireMatch(precondition, before.version);
      const template = { ...before, ...change, positionId: positionId ?? before.positionId };
      requireDates(template);
      await this.templates.update(template);
      await this.record('shift-template.updated', before, change);
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const template = requireTemplate(caller, await this.templates.find(id, { lock: true }));
      requireMatch(precondition, template.version);
      await this.templates.remove(id);
      await this.record('shift-template.deleted', template, template);
    });
  }

  private record(
    action: AuditAction<'shift-template'>,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'shift-template', entityId: id, locationId, details });
  }
}

function requireTemplate(caller: Caller, template: ShiftTemplateDto | null): ShiftTemplateDto {
  if (!template) throw notFound('shiftTemplate');
  requireVisibleLocation(caller, template.locationId, 'shift template');
  return template;
}

function requireDates({
  effectiveFrom,
  effectiveTo,
}: Pick<ShiftTemplateDto, 'effectiveFrom' | 'effectiveTo'>): void {
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    throw invalid('effectiveTo', 'INVALID_FIELD.last-day-before-first');
}
