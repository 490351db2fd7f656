import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { LocationQuery } from '../../coverage/coverage-hours.dto.js';
import { invalid } from '../../domain/errors.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { fingerprintOf, Idempotency } from '../../platform/http/idempotency.js';
import { answerOnce, HandlesIdempotencyItself } from '../../platform/http/idempotency.interceptor.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ImportDto, ImportRemarkDto, ImportUploadDto, RemarkQuery } from './imports.dto.js';
import { formParts } from '../../platform/http/form-parts.js';
import { ImportsService } from './imports.service.js';
import { TakeBacksService } from './taking-back/take-backs.service.js';

@ApiTags('Support')
@Controller('support-imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly takeBacks: TakeBacksService,
    private readonly idempotency: Idempotency,
  ) {}

  /** Accepts a CSV file and queues its import. Use the returned id to follow it. */
  @Post()
  @RouteConfig({ takes: 'multipart/form-data' })
  @HandlesIdempotencyItself()
  @Allow(STAFF, 'support:write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportUploadDto })
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportDto> {
    if (!request.isMultipart()) throw invalid('file', 'INVALID_FIELD.form-needed');
    const upload = await this.imports.receive(caller, formParts(request));
    try {
      // The fingerprint for the idempotency key covers the upload, so it is known only afterwards.
      const fingerprint = fingerprintOf([upload.sha256.toString('hex'), upload.mapping]);
      return await answerOnce(this.idempotency, { request, reply, fingerprint }, () =>
        this.imports.create(caller, upload),
      );
    } finally {
      await this.imports.discardUnused(upload);
    }
  }

  /** Newest first. */
  @Get()
  @Allow(STAFF, 'support:read')
  @ApiPage(ImportDto)
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<ImportDto>> {
    return this.imports.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ImportDto> {
    return this.imports.get(caller, id);
  }

  /**
   * Queues the taking back of an import: what it created goes, and what it changed gets its former values. What was changed
   * or used since stays and is counted and listed. Follow it with the import.
   */
  @Post(':id/take-back')
  @HttpCode(202)
  @Allow(STAFF, 'support:write')
  takeBack(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ImportDto> {
    return this.takeBacks.ask(caller, id);
  }

  /** All rejected lines, all warnings, or all records that stayed when it was taken back. */
  @Get(':id/remarks')
  @Allow(STAFF, 'support:read')
  @ApiPage(ImportRemarkDto)
  listRemarks(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: RemarkQuery,
  ): Promise<Page<ImportRemarkDto>> {
    return this.imports.listRemarks(caller, id, query);
  }
}
