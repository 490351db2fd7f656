import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../../access/caller.js';
import { LocationsService } from '../../../coverage/locations.service.js';
import { notFound } from '../../../domain/errors.js';
import { Audit } from '../../../platform/audit/audit.js';
import type { AuditAction } from '../../../platform/audit/entities.js';
import { Database } from '../../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../../platform/http/etag.js';
import { pageRequest, toPage, UUID, type Page } from '../../../platform/http/paging.js';
import { newId } from '../../../platform/ids.js';
import { readMapping } from '../reading-mappings.js';
import type {
  CreateImportMappingDto,
  ImportMappingDto,
  ImportMappingQuery,
  SavedMapping,
  UpdateImportMappingDto,
} from './saved-mappings.dto.js';
import { SavedMappingsRepository, type SavedMappingRow } from './saved-mappings.repository.js';

const KEY = /^[^\0]+$/;

/** Mappings that are saved for the next file of the same system. */
@Injectable()
export class SavedMappingsService {
  constructor(
    private readonly mappings: SavedMappingsRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: ImportMappingQuery): Promise<Page<ImportMappingDto>> {
    const page = pageRequest(query, [UUID, KEY]);
    const selection = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    return toPage(
      await this.mappings.list(selection, page),
      page,
      (row) => [row.locationId, row.nameKey],
      toDto,
    );
  }

  async get(caller: Caller, id: string): Promise<ImportMappingDto> {
    return toDto(await this.getRow(caller, id));
  }

  create(caller: Caller, body: CreateImportMappingDto): Promise<ImportMappingDto> {
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, body.locationId);
      const mapping = soundMapping(location.id, body.mapping);
      const row = {
        id: newId(),
        locationId: location.id,
        name: body.name,
        mapping,
        header: body.header ?? [],
      };
      await this.mappings.save(row);
      await this.record('import-mapping.created', row);
      return this.get(caller, row.id);
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateImportMappingDto,
    precondition: Precondition,
  ): Promise<ImportMappingDto> {
    return this.database.transaction(async () => {
      const before = await this.getRow(caller, id, { lock: true });
      await this.locations.getOwn(caller, before.locationId);
      requireMatch(precondition, before.version);
      const after = { ...before, ...change };
      await this.mappings.save({ ...after, mapping: soundMapping(before.locationId, after.mapping) });
      await this.record('import-mapping.updated', after);
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const row = await this.getRow(caller, id, { lock: true });
      await this.locations.getOwn(caller, row.locationId);
      requireMatch(precondition, row.version);
      await this.mappings.remove(id);
      await this.record('import-mapping.deleted', row);
    });
  }

  private async getRow(
    caller: Caller,
    id: string,
    options: { lock?: boolean } = {},
  ): Promise<SavedMappingRow> {
    const row = await this.mappings.find(id, options);
    if (!row) throw notFound('importMapping');
    requireVisibleLocation(caller, row.locationId, 'importMapping');
    return row;
  }

  private record(
    action: AuditAction<'import-mapping'>,
    { id, locationId, name, mapping, header }: Omit<SavedMappingRow, 'version' | 'nameKey'>,
  ): Promise<void> {
    const details = { name, mapping, header };
    return this.audit.record({ action, entity: 'import-mapping', entityId: id, locationId, details });
  }
}

/** Checks a mapping like that of an import, and returns it without its place. */
function soundMapping(locationId: string, given: SavedMapping): SavedMapping {
  const { locationId: _place, dryRun: _purpose, ...mapping } = readMapping({ ...given, locationId });
  return mapping;
}

const toDto = ({ nameKey: _key, ...row }: SavedMappingRow): ImportMappingDto => row;
