import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SupportQuery } from '../support.dto.js';
import { CreateDeskNoteDto, DeskNoteDto } from './desk-notes.dto.js';
import { DeskNotesService } from './desk-notes.service.js';

@ApiTags('Support')
@Controller('desk-notes')
export class DeskNotesController {
  constructor(private readonly notes: DeskNotesService) {}

  /** Adds a note for the next shift. */
  @Post()
  @Allow(ON_SITE, 'support:write')
  write(@CurrentCaller() caller: Caller, @Body() body: CreateDeskNoteDto): Promise<DeskNoteDto> {
    return this.notes.write(caller, body);
  }

  /** Newest first. */
  @Get()
  @Allow(ON_SITE, 'support:read')
  @ApiPage(DeskNoteDto)
  list(@CurrentCaller() caller: Caller, @Query() query: SupportQuery): Promise<Page<DeskNoteDto>> {
    return this.notes.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<DeskNoteDto> {
    return this.notes.get(caller, id);
  }

  /** Removes a note. */
  @Delete(':id')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.notes.remove(caller, id, precondition);
  }
}
