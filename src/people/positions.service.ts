import { Injectable } from '@nestjs/common';
import { SUPERVISORS } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { conflict, invalid, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import type { CreatePositionDto, PositionDto, UpdatePositionDto } from './people.dto.js';
import { PositionsRepository, type PositionRow } from './positions.repository.js';

@Injectable()
export class PositionsService {
  constructor(
    private readonly positions: PositionsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The named position, which must exist, or the default one. */
  async resolve(id?: string): Promise<string> {
    const [resolved] = await this.resolveAll([id]);
    return resolved!;
  }

  async resolveAll(ids: readonly (string | undefined)[]): Promise<string[]> {
    const named = ids.filter((id) => id !== undefined);
    const existing = new Set(named.length > 0 ? await this.positions.existing(named) : []);
    const unknown = named.find((id) => !existing.has(id.toLowerCase()));
    if (unknown) throw invalid('positionId', 'UNKNOWN_POSITION', { id: unknown });
    const fallback = named.length < ids.length ? (await this.positions.findDefault()).id : '';
    return ids.map((id) => id?.toLowerCase() ?? fallback);
  }

  async list(caller: Caller, query: PageQuery): Promise<Page<PositionDto>> {
    const page = pageRequest(query);
    return toPage(
      await this.positions.list(page),
      page,
      (row) => [row.id],
      (row) => toPositionDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<PositionDto> {
    const position = await this.positions.find(id);
    if (!position) throw notFound('position');
    return toPositionDto(caller, position);
  }

  create(
    caller: Caller,
    { name, hourlyCost = null, shadowShifts = 0, expiresWithTerm = false }: CreatePositionDto,
  ): Promise<PositionDto> {
    return this.database.transaction(async () => {
      const position = { id: newId(), name, hourlyCost, shadowShifts, expiresWithTerm };
      await this.positions.insert(position);
      await this.record('position.created', position.id, position);
      return this.get(caller, position.id);
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdatePositionDto,
    precondition: Precondition,
  ): Promise<PositionDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(id);
      requireMatch(precondition, before.version);
      await this.positions.update({ ...before, ...change });
      await this.record('position.updated', id, change);
      return this.get(caller, id);
    });
  }

  remove(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const position = await this.lock(id);
      requireMatch(precondition, position.version);
      if (position.isDefault) throw conflict('DEFAULT_POSITION');
      await this.positions.remove(id);
      await this.record('position.deleted', id);
    });
  }

  private async lock(id: string): Promise<PositionRow> {
    const position = await this.positions.find(id, { lock: true });
    if (!position) throw notFound('position');
    return position;
  }

  private record(action: AuditAction<'position'>, entityId: string, details: object = {}): Promise<void> {
    return this.audit.record({ action, entity: 'position', entityId, details });
  }
}

const toPositionDto = (caller: Caller, { hourlyCost, ...position }: PositionRow): PositionDto =>
  SUPERVISORS.includes(caller.role) ? { ...position, hourlyCost } : position;
