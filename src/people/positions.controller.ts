import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ADMINS, Allow, EVERYONE } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { CreatePositionDto, PositionDto, UpdatePositionDto } from './people.dto.js';
import { PositionsService } from './positions.service.js';

@ApiTags('People')
@Controller('positions')
export class PositionsController {
  constructor(private readonly positions: PositionsService) {}

  @Post()
  @Allow(ADMINS)
  create(@CurrentCaller() caller: Caller, @Body() body: CreatePositionDto): Promise<PositionDto> {
    return this.positions.create(caller, body);
  }

  @Get()
  @Allow(EVERYONE, 'schedule:read')
  @ApiPage(PositionDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<PositionDto>> {
    return this.positions.list(caller, query);
  }

  @Get(':id')
  @Allow(EVERYONE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<PositionDto> {
    return this.positions.get(caller, id);
  }

  @Patch(':id')
  @Allow(ADMINS)
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdatePositionDto,
    @IfMatch() precondition: Precondition,
  ): Promise<PositionDto> {
    return this.positions.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(ADMINS)
  @HttpCode(204)
  remove(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.positions.remove(id, precondition);
  }
}
