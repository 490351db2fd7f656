import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ADMINS, Allow, EVERYONE, SUPERVISORS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import {
  CreateLocationDto,
  LocationDto,
  SettingsDto,
  UpdateLocationDto,
  UpdateSettingsDto,
} from './locations.dto.js';
import { LocationsService } from './locations.service.js';
import { SettingsService } from './settings.service.js';

@ApiTags('Places')
@Controller()
export class LocationsController {
  constructor(
    private readonly locations: LocationsService,
    private readonly settings: SettingsService,
  ) {}

  @Get('settings')
  @Allow(EVERYONE, 'schedule:read')
  getSettings(): Promise<SettingsDto> {
    return this.settings.get();
  }

  @Patch('settings')
  @Allow(ADMINS)
  updateSettings(
    @Body() body: UpdateSettingsDto,
    @IfMatch() precondition: Precondition,
  ): Promise<SettingsDto> {
    return this.settings.update(body, precondition);
  }

  @Post('locations')
  @Allow(ADMINS)
  create(@Body() body: CreateLocationDto): Promise<LocationDto> {
    return this.locations.create(body);
  }

  @Get('locations')
  @Allow(EVERYONE, 'schedule:read')
  @ApiPage(LocationDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<LocationDto>> {
    return this.locations.list(caller, query);
  }

  @Get('locations/:id')
  @Allow(EVERYONE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<LocationDto> {
    return this.locations.get(caller, id);
  }

  @Patch('locations/:id')
  @Allow(SUPERVISORS)
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateLocationDto,
    @IfMatch() precondition: Precondition,
  ): Promise<LocationDto> {
    return this.locations.update(caller, id, body, precondition);
  }

  @Delete('locations/:id')
  @Allow(ADMINS)
  @HttpCode(204)
  remove(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.locations.remove(id, precondition);
  }
}
