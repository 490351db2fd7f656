import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Multipart } from '@fastify/multipart';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import type { LocationQuery } from '../../coverage/coverage-hours.dto.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { DomainError, forbidden, invalid, notFound } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Utf8Watch } from '../../domain/tables/encoding.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ImportRunner } from './import-runner.js';
import {
  toImportDto,
  presentRemark,
  type ImportDto,
  type ImportRemarkDto,
  type RemarkQuery,
} from './imports.dto.js';
import { ImportsRepository, type ImportRow } from './imports.repository.js';
import { isOfRosters, type ImportMapping } from './mapping.dto.js';
import { readMapping } from './reading-mappings.js';
import { canReadRosters, requireMayImportRosters } from './rosters/roster-access.js';
import { HEADER_BYTES, settleReading, type Reading } from './reading.js';
import { SourceNames } from '../sources/source-names.js';
import { StagedFilesRepository } from './staged-files.repository.js';
import { whole } from '../../platform/http/form-parts.js';

const QUEUE = 'support-import';
/** The driver needs several times as much for each that it reads. At least as much as a header is searched in. */
const CHUNK_BYTES = HEADER_BYTES;
const SHOWN_REMARKS = 1000;

/** A complete upload: the place of its bytes, and the content of its mapping. */
export interface Upload {
  fileId: string;
  fileName: string;
  fileBytes: number;
  sha256: Buffer;
  mapping: ImportMapping;
  reading: Reading;
}

/** A complete file, with what determines how it is read. */
interface Staged extends Omit<Upload, 'mapping' | 'reading'> {
  start: Buffer;
  isUtf8: boolean;
}

@Injectable()
export class ImportsService implements OnModuleInit {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly files: StagedFilesRepository,
    private readonly runner: ImportRunner,
    private readonly locations: LocationsService,
    private readonly sources: SourceNames,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ importId: string }>({
      queue: QUEUE,
      options: {
        retryLimit: 20,
        retryDelay: 2,
        retryBackoff: true,
        retryDelayMax: 60,
        heartbeatSeconds: 15,
        expireInSeconds: 3600,
      },
      batchSize: 1,
      handle: async ([job]) => this.runner.run(job!.importId),
      abandon: ({ importId }) => this.runner.giveUp(importId),
      recover: async () => (await this.imports.findRunning()).map((importId) => ({ importId })),
    });
  }

  /**
   * Receives the parts of an upload, the file piece by piece. Throws when the upload is not valid for an
   * import, or not for a location of the caller's. When the mapping comes first, it throws before any of the
   * file is stored.
   */
  async receive(caller: Caller, parts: AsyncIterable<Multipart>): Promise<Upload> {
    if (caller.locationIds.length === 0) throw forbidden('FOREIGN_LOCATION.import');
    let mapping: ImportMapping | null = null;
    let file: Staged | null = null;
    try {
      for await (const part of parts) {
        if (part.type === 'file' && part.fieldname === 'file' && !file)
          file = await this.stage(part.filename, part.file);
        else if (part.type === 'field' && part.fieldname === 'mapping' && !mapping) {
          mapping = readMapping(part.value);
          if (isOfRosters(mapping)) requireMayImportRosters(caller);
          await this.locations.getOwn(caller, mapping.locationId);
        } else throw invalid(part.fieldname, 'UNKNOWN_FIELD.one-file', { field: part.fieldname });
      }
      if (!file) throw invalid('file', 'INVALID_FIELD.file-needed');
      if (!mapping) throw invalid('mapping', 'INVALID_FIELD.mapping-needed');
      const { start, isUtf8, ...upload } = file;
      const open = () => this.files.open(upload.fileId);
      return { ...upload, mapping, reading: await settleReading(mapping, { start, isUtf8, open }) };
    } catch (error) {
      if (file) await this.files.remove(file.fileId);
      throw error;
    }
  }

  /** Queues the import of an upload. */
  create(caller: Caller, upload: Upload): Promise<ImportDto> {
    const { fileId, fileName, fileBytes, sha256, mapping, reading } = upload;
    return this.database.transaction(async () => {
      const { id: locationId } = await this.locations.getOwn(caller, mapping.locationId);
      if (mapping.source !== undefined) await this.sources.requireServes(mapping.source, locationId);
      const id = newId();
      const fileSha256 = sha256.toString('hex');
      const createdAt = this.clock.date();
      await this.imports.insert({
        id,
        locationId,
        fileId,
        fileName,
        fileBytes,
        fileSha256,
        mapping,
        reading,
        createdBy: caller.id,
        createdAt,
      });
      await this.audit.record({
        action: 'support-import.created',
        entity: 'support-import',
        entityId: id,
        locationId,
        details: { fileName, fileBytes, fileSha256, mapping },
      });
      await this.jobs.enqueue(QUEUE, { importId: id });
      return this.get(caller, id);
    });
  }

  /** Removes the bytes of an upload that did not become an import. */
  async discardUnused(upload: Upload): Promise<void> {
    await this.files.removeUnused(upload.fileId);
  }

  async list(caller: Caller, query: LocationQuery): Promise<Page<ImportDto>> {
    const page = pageRequest(query);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      withRosters: canReadRosters(caller),
    };
    return toPage(
      await this.imports.list(selection, page),
      page,
      (row) => [row.id],
      (row) => toImportDto(row, [], [], this.clock.now()),
    );
  }

  async get(caller: Caller, id: string): Promise<ImportDto> {
    const row = await this.getRow(caller, id);
    const first = { limit: SHOWN_REMARKS - 1, after: null };
    const rejected = await this.imports.findRemarks(id, 'rejected', first);
    const warnings = await this.imports.findRemarks(id, 'warning', first);
    return toImportDto(row, rejected, warnings, this.clock.now());
  }

  async listRemarks(caller: Caller, id: string, query: RemarkQuery): Promise<Page<ImportRemarkDto>> {
    await this.getRow(caller, id);
    const page = pageRequest(query, [/^\d{1,9}$/]);
    const rows = await this.imports.findRemarks(id, query.kind, page);
    return toPage(rows, page, (row) => [row.ordinal], presentRemark);
  }

  private async getRow(caller: Caller, id: string): Promise<ImportRow> {
    const row = await this.imports.find(id);
    if (!row || !canSeeLocation(caller, row.locationId)) throw notFound('import');
    if (isOfRosters(row.mapping) && !canReadRosters(caller)) throw notFound('import');
    return row;
  }

  private async stage(
    fileName: string,
    stream: AsyncIterable<Buffer> & { truncated?: boolean },
  ): Promise<Staged> {
    const fileId = newId();
    const hash = createHash('sha256');
    const utf8 = new Utf8Watch();
    let pending: Buffer[] = [];
    let fileBytes = 0;
    let ordinal = 0;
    let start: Buffer = Buffer.alloc(0);
    const write = async (): Promise<void> => {
      const bytes = Buffer.concat(pending);
      pending = [];
      if (ordinal === 0) start = bytes.subarray(0, HEADER_BYTES);
      await this.files.append(fileId, ordinal++, bytes);
    };
    await this.files.create(fileId, this.clock.date());
    try {
      let held = 0;
      for await (const bytes of whole(stream)) {
        hash.update(bytes);
        utf8.add(bytes);
        pending.push(bytes);
        fileBytes += bytes.length;
        held += bytes.length;
        if (held < CHUNK_BYTES) continue;
        await write();
        held = 0;
      }
      if (pending.length > 0) await write();
      if (stream.truncated) throw tooLarge();
      const sha256 = hash.digest();
      return { fileId, fileName: safeName(fileName), fileBytes, sha256, start, isUtf8: utf8.end() };
    } catch (error) {
      await this.files.remove(fileId);
      throw error;
    }
  }
}

const tooLarge = (): DomainError => new DomainError('too-large', refusalText('CONTENT_TOO_LARGE'));

const safeName = (name: string): string =>
  name.replaceAll('\0', '').toWellFormed().slice(0, 200) || 'upload.csv';
