import { Body, Controller, Delete, Get, Headers, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, READERS, SUPERVISORS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { PilotMetricsService } from './pilot-metrics.service.js';
import { CreatePilotDto, MetricsQuery, PilotDto, PilotMetricsDto, UpdatePilotDto } from './pilots.dto.js';
import { PilotsService } from './pilots.service.js';

@ApiTags('Pilots')
@Controller('pilots')
export class PilotsController {
  constructor(
    private readonly pilots: PilotsService,
    private readonly metrics: PilotMetricsService,
  ) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreatePilotDto): Promise<PilotDto> {
    return this.pilots.create(caller, body);
  }

  @Get()
  @Allow(READERS, 'metrics:read')
  @ApiPage(PilotDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<PilotDto>> {
    return this.pilots.list(caller, query);
  }

  @Get(':id')
  @Allow(READERS, 'metrics:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<PilotDto> {
    return this.pilots.get(caller, id);
  }

  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdatePilotDto,
    @IfMatch() precondition: Precondition,
  ): Promise<PilotDto> {
    return this.pilots.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.pilots.remove(caller, id, precondition);
  }

  /** The metrics by bucket; with `Accept: text/csv` only the items, as CSV. */
  @Get(':id/metrics')
  @Allow(READERS, 'metrics:read')
  @ApiProduces('application/json', 'text/csv')
  @ApiExtraModels(PilotMetricsDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(PilotMetricsDto) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async getMetrics(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: MetricsQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = accept?.includes('text/csv') ? 'csv' : 'json';
    const text = await this.metrics.get(caller, id, query, format);
    if (format === 'csv')
      void reply.header('content-disposition', 'attachment; filename="pilot-metrics.csv"');
    void reply.header('content-type', `${format === 'csv' ? 'text/csv' : 'application/json'}; charset=utf-8`);
    return text;
  }
}
