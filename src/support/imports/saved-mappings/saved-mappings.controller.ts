import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF } from '../../../access/allow.js';
import { CurrentCaller, type Caller } from '../../../access/caller.js';
import { ApiPage } from '../../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../../platform/http/etag.js';
import type { Page } from '../../../platform/http/paging.js';
import { Id } from '../../../platform/http/uuid.pipe.js';
import {
  CreateImportMappingDto,
  ImportMappingDto,
  ImportMappingQuery,
  UpdateImportMappingDto,
} from './saved-mappings.dto.js';
import { SavedMappingsService } from './saved-mappings.service.js';

@ApiTags('Support')
@Controller('import-mappings')
export class SavedMappingsController {
  constructor(private readonly mappings: SavedMappingsService) {}

  /** Saves how a file is read, for the next file of the same system. */
  @Post()
  @Allow(STAFF, 'support:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateImportMappingDto): Promise<ImportMappingDto> {
    return this.mappings.create(caller, body);
  }

  /** By location and name. */
  @Get()
  @Allow(STAFF, 'support:read')
  @ApiPage(ImportMappingDto)
  list(@CurrentCaller() caller: Caller, @Query() query: ImportMappingQuery): Promise<Page<ImportMappingDto>> {
    return this.mappings.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ImportMappingDto> {
    return this.mappings.get(caller, id);
  }

  @Patch(':id')
  @Allow(STAFF, 'support:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateImportMappingDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ImportMappingDto> {
    return this.mappings.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(STAFF, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.mappings.remove(caller, id, precondition);
  }
}
