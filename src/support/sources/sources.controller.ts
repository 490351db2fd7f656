import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { fingerprintOf, Idempotency } from '../../platform/http/idempotency.js';
import { answerOnce, HandlesIdempotencyItself } from '../../platform/http/idempotency.interceptor.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SourceRunsService } from './source-runs.service.js';
import { PushSecretsService } from './pushes/push-secrets.service.js';
import {
  CreateBackfillDto,
  CreatedSupportSourceDto,
  CreateSupportSourceDto,
  RotatedSecretDto,
  RotateSecretDto,
  SourceCheckDto,
  SupportBackfillDto,
  SupportSourceDto,
  SupportSourceRunDto,
  UpdateSupportSourceDto,
} from './sources.dto.js';
import { SourcesService } from './sources.service.js';

@ApiTags('Support')
@Controller('support-sources')
export class SourcesController {
  constructor(
    private readonly sources: SourcesService,
    private readonly runs: SourceRunsService,
    private readonly pushSecrets: PushSecretsService,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Adds a system whose requests are collected, or pushed. One that is collected is read once first, and not stored when
   * that fails.
   */
  @Post()
  @Allow(SUPERVISORS)
  @HandlesIdempotencyItself()
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateSupportSourceDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedSupportSourceDto> {
    const [prepared] = await Promise.allSettled([this.sources.prepare(caller, body)]);
    return answerOnce(this.idempotency, { request, reply, fingerprint: fingerprintOf(body) }, () => {
      if (prepared.status === 'rejected') throw prepared.reason;
      return this.sources.create(caller, body, prepared.value);
    });
  }

  @Get()
  @Allow(STAFF, 'support:read')
  @ApiPage(SupportSourceDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<SupportSourceDto>> {
    return this.sources.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SupportSourceDto> {
    return this.sources.get(caller, id);
  }

  /** When the settings change, it is read once first. */
  @Patch(':id')
  @Allow(SUPERVISORS)
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateSupportSourceDto,
    @IfMatch() precondition: Precondition,
  ): Promise<SupportSourceDto> {
    return this.sources.update(caller, id, body, precondition);
  }

  /** Ends the collection. The requests stay. */
  @Delete(':id')
  @Allow(SUPERVISORS)
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.sources.remove(caller, id, precondition);
  }

  /** Reads some tickets without storing them. */
  @Post(':id/check')
  @Allow(SUPERVISORS)
  @HttpCode(200)
  @HandlesIdempotencyItself()
  async check(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceCheckDto> {
    const result = await this.sources.check(caller, id);
    return answerOnce(this.idempotency, { request, reply, fingerprint: fingerprintOf(id) }, () =>
      Promise.resolve(result),
    );
  }

  /** Makes a new secret for a source of pushes. The one until now is valid for another day, unless it is ended. */
  @Post(':id/rotate')
  @Allow(SUPERVISORS)
  @HttpCode(200)
  rotate(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: RotateSecretDto,
  ): Promise<RotatedSecretDto> {
    return this.pushSecrets.rotate(caller, id, body);
  }

  /** Collects now, whenever the next run would be due. */
  @Post(':id/runs')
  @Allow(SUPERVISORS)
  collectNow(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SupportSourceRunDto> {
    return this.runs.collectNow(caller, id);
  }

  /** Newest first, of the last 90 days. */
  @Get(':id/runs')
  @Allow(STAFF, 'support:read')
  @ApiPage(SupportSourceRunDto)
  listRuns(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<SupportSourceRunDto>> {
    return this.runs.listRuns(caller, id, query);
  }

  /** Collects all requests that were opened in a span, beside the changes. */
  @Post(':id/backfills')
  @Allow(SUPERVISORS)
  backfill(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateBackfillDto,
  ): Promise<SupportBackfillDto> {
    return this.runs.backfill(caller, id, body);
  }

  /** Newest first. */
  @Get(':id/backfills')
  @Allow(STAFF, 'support:read')
  @ApiPage(SupportBackfillDto)
  listBackfills(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<SupportBackfillDto>> {
    return this.runs.listBackfills(caller, id, query);
  }

  /** What was collected until then stays. */
  @Post(':id/backfills/:backfillId/stop')
  @Allow(SUPERVISORS)
  @HttpCode(200)
  stopBackfill(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('backfillId') backfillId: string,
  ): Promise<SupportBackfillDto> {
    return this.runs.stopBackfill(caller, id, backfillId);
  }
}
