import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, WORKERS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import {
  CreateUnavailabilityDto,
  StoreWeeklyWishesDto,
  UnavailabilityDto,
  WeeklyWishesDto,
} from './availability.dto.js';
import { UnavailabilityService } from './unavailability.service.js';

/** An operator's own availability; a supervisor may change that of their operators. */
@ApiTags('Availability')
@Controller('operators/:id/unavailability')
export class UnavailabilityController {
  constructor(private readonly unavailability: UnavailabilityService) {}

  /**
   * Claims that the operator already has stay: the operator is responsible for them until somebody relieves
   * them.
   */
  @Post()
  @Allow(WORKERS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateUnavailabilityDto,
  ): Promise<UnavailabilityDto> {
    return this.unavailability.create(caller, id, body);
  }

  @Get()
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(UnavailabilityDto)
  list(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<UnavailabilityDto>> {
    return this.unavailability.list(caller, id, query);
  }

  @Get(':entryId')
  @Allow(WORKERS, 'schedule:read')
  get(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('entryId') entryId: string,
  ): Promise<UnavailabilityDto> {
    return this.unavailability.get(caller, id, entryId);
  }

  @Delete(':entryId')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('entryId') entryId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.unavailability.remove(caller, id, entryId, precondition);
  }
}

/** An operator's weekly availability, as a whole. */
@ApiTags('Availability')
@Controller('operators/:id/weekly-wishes')
export class WeeklyWishesController {
  constructor(private readonly unavailability: UnavailabilityService) {}

  /** Replaces every weekly entry that holds today or later. Stores all entries or none. */
  @Put()
  @Allow(WORKERS, 'schedule:write')
  store(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: StoreWeeklyWishesDto,
  ): Promise<WeeklyWishesDto> {
    return this.unavailability.storeWeek(caller, id, body);
  }
}
