import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  Res,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { TimetableDto, TimetableQuery } from '../availability.dto.js';
import { TimetablesService } from './timetables.service.js';

/** An operator's class timetable, as a calendar file. A supervisor may upload it for them. */
@ApiTags('Availability')
@Controller('operators/:id/timetable')
export class TimetablesController {
  constructor(private readonly timetables: TimetablesService) {}

  /**
   * Replaces the timetable with a `text/calendar` body (.ics), without the lines in `skip`. With `dryRun` it
   * only returns what would be understood (200). A file of which nothing is understood changes nothing (400
   * `NOTHING_UNDERSTOOD`). Claims that the operator already has stay. Without a future term, one year is
   * stored.
   */
  @Post()
  @RouteConfig({ takes: 'text/calendar' })
  @Allow(WORKERS, 'schedule:write')
  @ApiConsumes('text/calendar')
  @ApiCreatedResponse({ type: TimetableDto })
  @ApiOkResponse({ type: TimetableDto })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  replace(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() { dryRun, skip }: TimetableQuery,
    @Body() body: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TimetableDto> {
    if (!(body instanceof Uint8Array))
      throw new UnsupportedMediaTypeException('Send the calendar file itself, as text/calendar.');
    if (dryRun === 'true') void reply.status(200);
    return this.timetables.replace(caller, id, body, {
      isDryRun: dryRun === 'true',
      skip: skip?.split(',') ?? [],
    });
  }

  @Get()
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<TimetableDto> {
    return this.timetables.get(caller, id);
  }

  @Delete()
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.timetables.remove(caller, id, precondition);
  }
}
