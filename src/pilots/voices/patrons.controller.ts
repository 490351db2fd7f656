import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { type Page } from '../../platform/http/paging.js';
import { Public } from '../../platform/http/permission.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import {
  CreatePatronLinkDto,
  PatronAnswerDto,
  PatronLinkDto,
  PatronLinksQuery,
  PatronQuestionDto,
} from './patrons.dto.js';
import { PatronsService } from './patrons.service.js';

@ApiTags('Voices')
@Controller('patron-links')
export class PatronLinksController {
  constructor(private readonly patrons: PatronsService) {}

  /** A link to the question at a location's desk; one per location. */
  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Body() { locationId }: CreatePatronLinkDto,
  ): Promise<PatronLinkDto> {
    return this.patrons.create(caller, locationId.toLowerCase());
  }

  @Get()
  @Allow(SUPERVISORS, 'schedule:read')
  @ApiPage(PatronLinkDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PatronLinksQuery): Promise<Page<PatronLinkDto>> {
    return this.patrons.list(caller, query);
  }

  @Get(':id')
  @Allow(SUPERVISORS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<PatronLinkDto> {
    return this.patrons.get(caller, id);
  }

  /** Revokes it: the sheet at the desk stops working. */
  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.patrons.remove(caller, id, precondition);
  }
}

@ApiTags('Voices')
@Controller('patron-questions')
export class PatronQuestionsController {
  constructor(private readonly patrons: PatronsService) {}

  /** Where the question is asked: "Did you get the help you needed?" */
  @Get(':token')
  @Public()
  @Throttle({ default: { limit: 60, ttl: 60_000 } })
  ask(@Param('token') token: string): Promise<PatronQuestionDto> {
    return this.patrons.ask(token);
  }

  /** Counts an answer. Nothing about its sender is stored. */
  @Post(':token')
  @Public()
  @Throttle({ default: { limit: 60, ttl: 60_000 } })
  @HttpCode(204)
  answer(@Param('token') token: string, @Body() { answer }: PatronAnswerDto): Promise<void> {
    return this.patrons.answer(token, answer);
  }
}
