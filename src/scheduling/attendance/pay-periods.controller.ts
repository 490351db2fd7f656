import { Body, Controller, Delete, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ADMINS, Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ReasonDto } from '../roster/roster.dto.js';
import { CreatePayPeriodDto, PayPeriodDto, TimesheetDto } from './attendance.dto.js';
import { PayPeriodsService } from './pay-periods.service.js';
import { timesheetCsv, TimesheetsService } from './timesheets.service.js';

@ApiTags('Attendance')
@Controller('pay-periods')
export class PayPeriodsController {
  constructor(
    private readonly periods: PayPeriodsService,
    private readonly timesheets: TimesheetsService,
  ) {}

  @Post()
  @Allow(ADMINS)
  create(@Body() body: CreatePayPeriodDto): Promise<PayPeriodDto> {
    return this.periods.create(body);
  }

  /** Latest first. */
  @Get()
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(PayPeriodDto)
  list(@Query() query: PageQuery): Promise<Page<PayPeriodDto>> {
    return this.periods.list(query);
  }

  @Get(':id')
  @Allow(WORKERS, 'schedule:read')
  get(@Id() id: string): Promise<PayPeriodDto> {
    return this.periods.get(id);
  }

  @Delete(':id')
  @Allow(ADMINS)
  @HttpCode(204)
  remove(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.periods.remove(id, precondition);
  }

  /** From then on recorded work in it does not change. */
  @Post(':id/lock')
  @Allow(ADMINS)
  @HttpCode(200)
  lock(@Id() id: string): Promise<PayPeriodDto> {
    return this.periods.lock(id);
  }

  @Post(':id/unlock')
  @Allow(ADMINS)
  @HttpCode(200)
  unlock(@Id() id: string, @Body() { reason }: ReasonDto): Promise<PayPeriodDto> {
    return this.periods.unlock(id, reason);
  }

  /** The work in the period, shift by shift; with `Accept: text/csv` only the lines, as CSV. Not paged. */
  @Get(':id/timesheet')
  @Allow(WORKERS, 'schedule:read')
  @ApiProduces('application/json', 'text/csv')
  @ApiExtraModels(TimesheetDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(TimesheetDto) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async getTimesheet(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TimesheetDto | string> {
    const timesheet = await this.timesheets.get(caller, id);
    if (!accept?.includes('text/csv')) return timesheet;
    const { startsOn, endsOn } = timesheet.period;
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="timesheet-${startsOn}-${endsOn}.csv"`);
    return timesheetCsv(timesheet);
  }
}
