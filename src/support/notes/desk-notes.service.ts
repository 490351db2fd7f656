import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { forbidden, notFound } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone } from '../../domain/iso-text.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import type { SupportQuery } from '../support.dto.js';
import type { CreateDeskNoteDto, DeskNoteDto } from './desk-notes.dto.js';
import { DeskNotesRepository, type DeskNoteRow } from './desk-notes.repository.js';

/** A note is created and removed, never changed. */
const NOTE_VERSION = 1;

/** Notes from one shift to the next. Everybody who works at the location reads them. */
@Injectable()
export class DeskNotesService {
  constructor(
    private readonly notes: DeskNotesRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: SupportQuery): Promise<Page<DeskNoteDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    return toPage(
      await this.notes.list(selection, page),
      page,
      ({ at, id }) => [at.toISOString(), id],
      (row) => toDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<DeskNoteDto> {
    return toDto(caller, await this.getRow(caller, id));
  }

  write(caller: Caller, { locationId, text }: CreateDeskNoteDto): Promise<DeskNoteDto> {
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, locationId);
      const id = newId();
      await this.notes.insert({ id, locationId, at: this.clock.date(), text, createdBy: caller.id });
      await this.record('desk-note.created', id, locationId);
      return this.get(caller, id);
    });
  }

  /** By its author, or by a supervisor. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const { createdBy, locationId } = await this.getRow(caller, id);
      if (caller.role === 'operator' && createdBy !== caller.id) throw forbidden('FORBIDDEN.own-note');
      requireMatch(precondition, NOTE_VERSION);
      if (!(await this.notes.remove(id))) throw notFound('note');
      await this.record('desk-note.deleted', id, locationId);
    });
  }

  private async getRow(caller: Caller, id: string): Promise<DeskNoteRow> {
    const note = await this.notes.find(id);
    if (!note || !canSeeLocation(caller, note.locationId)) throw notFound('note');
    return note;
  }

  private record(action: AuditAction<'desk-note'>, entityId: string, locationId: string): Promise<void> {
    return this.audit.record({ action, entity: 'desk-note', entityId, locationId, details: { locationId } });
  }
}

const toDto = (
  caller: Caller,
  { timeZone, createdBy, authorName, displayName, ...row }: DeskNoteRow,
): DeskNoteDto => ({
  ...row,
  at: inZone(row.at, timeZone),
  authorName: caller.role === 'operator' ? displayName : authorName,
  isOwn: createdBy === caller.id,
  version: NOTE_VERSION,
});
