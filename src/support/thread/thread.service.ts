import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict, forbidden, notFound } from '../../domain/errors.js';
import { givenBack, handedOver } from '../../domain/hand-over.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone } from '../../domain/iso-text.js';
import { newId } from '../../platform/ids.js';
import { LoggedTimes } from '../logged-times.js';
import type { SupportRequestRow } from '../request-row.js';
import { RequestVisibility } from '../request-visibility.js';
import type { SupportRequestDto } from '../support.dto.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import { isLogged, requireNotCollected } from '../request-changes.js';
import { SupportRequestsService } from '../support-requests.service.js';
import { EscalationTickets } from '../tickets/escalation-tickets.service.js';
import { UnassignedService } from '../unassigned/unassigned.service.js';
import type { Attachment } from './attachments.js';
import { toldThread, type ToldEntry } from './told-thread.js';
import type { AssigneesDto, EscalationDto, ThreadDto, ThreadEntryDto } from './thread.dto.js';
import { ThreadRepository, type EntryRow } from './thread.repository.js';

const MOST_ENTRIES = 500;
const MOST_FILES = 20;
/** An entry is made and perhaps removed, never changed. */
const ENTRY_VERSION = 1;

/** What was done and said about a request, for both divisions. */
@Injectable()
export class ThreadService {
  constructor(
    private readonly thread: ThreadRepository,
    private readonly requests: SupportRequestsRepository,
    private readonly changes: SupportRequestsService,
    private readonly visibility: RequestVisibility,
    private readonly unassigned: UnassignedService,
    private readonly times: LoggedTimes,
    private readonly tickets: EscalationTickets,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, id: string): Promise<ThreadDto> {
    const request = await this.find(caller, id);
    const stored = await this.thread.list(id);
    const rows = new Map(stored.map((row) => [row.id, row]));
    const loggedBy = isLogged(request) ? request.createdBy : null;
    const names = loggedBy === null ? null : await this.thread.findName(loggedBy);
    const entries = toldThread({ ...request, loggedBy }, stored);
    return {
      items: entries.map((entry) => {
        const row = entry.id === null ? undefined : rows.get(entry.id);
        const people = row ?? { ...NOBODY, authorName: names?.name, authorDisplayName: names?.displayName };
        return toDto(caller, request.timeZone, entry, people);
      }),
    };
  }

  /** Who may work on it. */
  async listAssignees(caller: Caller, id: string): Promise<AssigneesDto> {
    const { locationId } = await this.find(caller, id);
    const people = await this.thread.findAssignees(locationId, this.clock.date());
    return { items: people.map((one) => ({ id: one.id, name: one.name })) };
  }

  async getNote(caller: Caller, requestId: string, id: string): Promise<ThreadEntryDto> {
    await this.find(caller, requestId);
    if (!(await this.thread.findNote(requestId, id))) throw notFound('note');
    return this.getEntry(caller, requestId, id);
  }

  addNote(caller: Caller, requestId: string, text: string): Promise<ThreadEntryDto> {
    return this.database.transaction(async () => {
      const request = await this.lock(caller, requestId);
      const id = newId();
      await this.thread.insert({
        id,
        requestId,
        at: this.clock.date(),
        kind: 'note',
        text,
        authorId: caller.id,
      });
      await this.record('support-request.noted', request);
      return this.getEntry(caller, requestId, id);
    });
  }

  /** Throws before the upload is read, when the caller may not attach anything. */
  async requireMayAttach(caller: Caller, requestId: string): Promise<void> {
    await this.find(caller, requestId);
  }

  attach(caller: Caller, requestId: string, attachment: Attachment): Promise<ThreadEntryDto> {
    return this.database.transaction(async () => {
      const request = await this.lock(caller, requestId);
      if ((await this.thread.countFiles(requestId)) >= MOST_FILES)
        throw conflict('TOO_MANY_FILES', { most: MOST_FILES });
      const id = newId();
      const { text } = attachment;
      const at = this.clock.date();
      await this.thread.insert({ id, requestId, at, kind: 'attached', text, authorId: caller.id });
      await this.thread.insertFile(id, attachment);
      await this.record('support-request.file-attached', request);
      return this.getEntry(caller, requestId, id);
    });
  }

  async getFile(caller: Caller, requestId: string, id: string): Promise<ThreadFile> {
    await this.find(caller, requestId);
    const file = await this.thread.findFile(requestId, id);
    if (!file) throw notFound('attachment');
    return file;
  }

  /** Removes a note or a file: by its author within a day, or by whoever supervises. */
  removeNote(caller: Caller, requestId: string, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const request = await this.find(caller, requestId, { lock: true });
      const note = await this.thread.findNote(requestId, id);
      if (!note) throw notFound('note');
      const supervises = caller.role === 'admin' || caller.role === 'supervisor';
      if (!supervises && note.authorId !== caller.id) throw forbidden('FORBIDDEN.own-note');
      requireMatch(precondition, ENTRY_VERSION);
      this.times.requireRecent(caller, { at: note.at });
      await this.thread.remove(id);
      await this.record('support-request.note-removed', request);
    });
  }

  /** Hands a request on to Campus IT, with what they need to know. Its own system goes on to tell all but its tier. */
  escalate(caller: Caller, id: string, { text, ...words }: EscalationDto): Promise<SupportRequestDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(caller, id);
      requireHere(before);
      if (before.tier === 'campus-it') throw conflict('WITH_CAMPUS_IT_ALREADY');
      requireNotCollected(before, words);
      const now = this.clock.date();
      const after = {
        ...before,
        ...words,
        ...handedOver(before, before.collected, now),
        assigneeId: null,
      };
      await this.handOver(caller, before, after, text ?? null);
      await this.thread.insert({
        id: newId(),
        requestId: id,
        at: now,
        kind: 'escalated',
        text,
        authorId: caller.id,
      });
      await this.record('support-request.escalated', before);
      return this.changes.get(caller, id);
    });
  }

  /** Gives a request back to the library, with words. That it was escalated stays in the figures. */
  giveBack(caller: Caller, id: string, text: string): Promise<SupportRequestDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(caller, id);
      requireHere(before);
      if (before.tier !== 'campus-it') throw conflict('NOT_WITH_CAMPUS_IT');
      await this.handOver(caller, before, { ...before, ...givenBack(before), assigneeId: null }, text);
      const at = this.clock.date();
      await this.thread.insert({
        id: newId(),
        requestId: id,
        at,
        kind: 'returned',
        text,
        authorId: caller.id,
      });
      await this.record('support-request.returned', before);
      return this.changes.get(caller, id);
    });
  }

  private async getEntry(caller: Caller, requestId: string, id: string): Promise<ThreadEntryDto> {
    const { items } = await this.get(caller, requestId);
    return items.find((entry) => entry.id === id)!;
  }

  /** It waits for the person no longer, so that the clock of who gets it runs. */
  private async handOver(
    caller: Caller,
    before: SupportRequestRow,
    after: SupportRequestRow,
    words: string | null = null,
  ): Promise<void> {
    await this.requests.update({ ...after, waitingSince: null }, false);
    await this.tickets.follow(before, after, words);
    if (before.waitingSince)
      await this.thread.insert({
        id: newId(),
        requestId: before.id,
        at: this.clock.date(),
        kind: 'resumed',
        text: null,
        authorId: caller.id,
      });
  }

  /** Throws when it is not there, or not for the caller, or waits for a location. */
  private async find(caller: Caller, id: string, options?: { lock: boolean }): Promise<SupportRequestRow> {
    const request = await this.requests.find(id, options);
    if (!request) await this.unassigned.requireNotWaiting(caller, id);
    return this.visibility.requireVisible(caller, request);
  }

  private async lock(caller: Caller, id: string): Promise<SupportRequestRow> {
    const request = await this.find(caller, id, { lock: true });
    if ((await this.thread.count(id)) >= MOST_ENTRIES) throw conflict('THREAD_FULL', { most: MOST_ENTRIES });
    return request;
  }

  private record(action: AuditAction<'support-request'>, request: SupportRequestRow): Promise<void> {
    const { id: entityId, locationId } = request;
    return this.audit.record({ action, entity: 'support-request', entityId, locationId });
  }
}

/** Hand-overs that are not made here would be undone by the next run of its source. */
function requireHere(request: SupportRequestRow): void {
  const isHere = request.canEscalate || request.canReturn;
  if (request.collected && !isHere) throw conflict('COLLECTED', { source: request.source });
  if (request.resolvedAt) throw conflict('RESOLVED_ALREADY');
}

type ThreadFile = Pick<Attachment, 'name' | 'type' | 'content'>;
type Told = Pick<EntryRow, 'fileName' | 'fileType' | 'fileBytes'> & {
  [Name in 'authorName' | 'authorDisplayName' | 'assigneeName' | 'assigneeDisplayName']?:
    EntryRow[Name] | undefined;
};
const NOBODY = {
  assigneeName: null,
  assigneeDisplayName: null,
  fileName: null,
  fileType: null,
  fileBytes: null,
};

function toDto(caller: Caller, zone: string, entry: ToldEntry, people: Told): ThreadEntryDto {
  const isOperator = caller.role === 'operator';
  return {
    id: entry.id,
    at: inZone(entry.at, zone),
    kind: entry.kind,
    text: entry.text,
    authorName: (isOperator ? people.authorDisplayName : people.authorName) ?? null,
    isOwn: entry.authorId === caller.id,
    assigneeName: (isOperator ? people.assigneeDisplayName : people.assigneeName) ?? null,
    file:
      people.fileName === null
        ? null
        : { name: people.fileName, type: people.fileType!, bytes: people.fileBytes! },
    version: ENTRY_VERSION,
  };
}
