import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Patch,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, ON_SITE, STAFF } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import type { Page, PageQuery } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { CSV_ROWS_AT_ONCE, requestsCsv } from './request-export.js';
import { DeskService } from './desk.service.js';
import { RequestSelector } from './request-selector.js';
import {
  CreateSupportRequestDto,
  CreateTallyDto,
  RequestChoicesDto,
  SupportQuery,
  SupportRequestDto,
  SupportRequestQuery,
  TallyDto,
  UpdateSupportRequestDto,
} from './support.dto.js';
import { SupportRequestsService } from './support-requests.service.js';
import { answer } from './upsert-answer.js';
import { UnassignedService } from './unassigned/unassigned.service.js';

@ApiTags('Support')
@Controller('support-request-choices')
export class RequestChoicesController {
  constructor(private readonly selector: RequestSelector) {}

  /** The people and channels of the requests that the caller may see, for filters. */
  @Get()
  @Allow(STAFF)
  get(@CurrentCaller() caller: Caller): Promise<RequestChoicesDto> {
    return this.selector.choicesOf(caller);
  }
}

@ApiTags('Support')
@Controller('support-requests')
export class SupportRequestsController {
  constructor(
    private readonly requests: SupportRequestsService,
    private readonly unassigned: UnassignedService,
  ) {}

  /** Logs a request; the same `source` and `externalId` updates it (200). */
  @Post()
  @Allow(ON_SITE, 'support:write')
  @ApiCreatedResponse({ type: SupportRequestDto })
  @ApiOkResponse({ type: SupportRequestDto })
  async save(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateSupportRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupportRequestDto> {
    return answer(reply, await this.requests.save(caller, body));
  }

  /** Newest first; with `Accept: text/csv` all of them from the cursor on, as CSV, without who asked. */
  @Get()
  @Allow(ON_SITE, 'support:read')
  @ApiProduces('application/json', 'text/csv')
  @ApiPage(SupportRequestDto, 'text/csv')
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: SupportRequestQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<Page<SupportRequestDto> | StreamableFile> {
    const list = (page: PageQuery): Promise<Page<SupportRequestDto>> =>
      query.unassigned
        ? this.unassigned.list(caller, { ...query, ...page })
        : this.requests.list(caller, { ...query, ...page });
    if (!accept?.includes('text/csv')) return list({});
    // The first page is read before the answer begins, so that a refusal is still one.
    const first = await list({ limit: CSV_ROWS_AT_ONCE });
    return new StreamableFile(Readable.from(requestsCsv(first, list)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="support-requests.csv"',
    });
  }

  @Get(':id')
  @Allow(ON_SITE, 'support:read')
  async get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SupportRequestDto> {
    return (await this.unassigned.find(caller, id)) ?? this.requests.get(caller, id);
  }

  /** Fields that are left out do not change; null clears a field. */
  @Patch(':id')
  @Allow(ON_SITE, 'support:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateSupportRequestDto,
    @IfMatch() precondition: Precondition,
  ): Promise<SupportRequestDto> {
    await this.unassigned.requireNotWaiting(caller, id);
    return this.requests.update(caller, id, body, precondition);
  }

  /** Removes what the caller logged by mistake. */
  @Delete(':id')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(204)
  async remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    await this.unassigned.requireNotWaiting(caller, id);
    return this.requests.remove(caller, id, precondition);
  }
}

@ApiTags('Support')
@Controller()
export class DeskController {
  constructor(private readonly desk: DeskService) {}

  @Post('support-tallies')
  @Allow(ON_SITE, 'support:write')
  addTally(@CurrentCaller() caller: Caller, @Body() body: CreateTallyDto): Promise<TallyDto> {
    return this.desk.addTally(caller, body);
  }

  @Get('support-tallies')
  @Allow(ON_SITE, 'support:read')
  @ApiPage(TallyDto)
  listTallies(@CurrentCaller() caller: Caller, @Query() query: SupportQuery): Promise<Page<TallyDto>> {
    return this.desk.listTallies(caller, query);
  }

  @Get('support-tallies/:id')
  @Allow(ON_SITE, 'support:read')
  getTally(@CurrentCaller() caller: Caller, @Id() id: string): Promise<TallyDto> {
    return this.desk.getTally(caller, id);
  }

  /** Removes a tally. */
  @Delete('support-tallies/:id')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(204)
  removeTally(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.desk.removeTally(caller, id, precondition);
  }
}
