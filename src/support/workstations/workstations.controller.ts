import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { WorkstationImports } from './workstation-imports.service.js';
import {
  CreateWorkstationDto,
  ImportedWorkstationsDto,
  ImportWorkstationsDto,
  UpdateWorkstationDto,
  WorkstationDto,
  WorkstationQuery,
} from './workstations.dto.js';
import { WorkstationsService } from './workstations.service.js';

@ApiTags('Support')
@Controller('workstations')
export class WorkstationsController {
  constructor(
    private readonly stations: WorkstationsService,
    private readonly imports: WorkstationImports,
  ) {}

  @Post()
  @Allow(STAFF, 'support:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateWorkstationDto): Promise<WorkstationDto> {
    return this.stations.create(caller, body);
  }

  /** Stores a table of workstations: all of its lines, or none. One whose name is there already is changed. */
  @Post('import')
  @Allow(STAFF, 'support:write')
  importTable(
    @CurrentCaller() caller: Caller,
    @Body() body: ImportWorkstationsDto,
  ): Promise<ImportedWorkstationsDto> {
    return this.imports.run(caller, body);
  }

  /** By location and name. */
  @Get()
  @Allow(ON_SITE, 'support:read')
  @ApiPage(WorkstationDto)
  list(@CurrentCaller() caller: Caller, @Query() query: WorkstationQuery): Promise<Page<WorkstationDto>> {
    return this.stations.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<WorkstationDto> {
    return this.stations.get(caller, id);
  }

  /** Operators say when one is out of service, where they are on shift, and nothing else. */
  @Patch(':id')
  @Allow(ON_SITE, 'support:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateWorkstationDto,
    @IfMatch() precondition: Precondition,
  ): Promise<WorkstationDto> {
    return this.stations.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(STAFF, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.stations.remove(caller, id, precondition);
  }
}
