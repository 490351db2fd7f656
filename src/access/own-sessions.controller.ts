import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.js';
import { AnswersOnceItself } from '../platform/http/idempotency.interceptor.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { ConfirmDto, OwnSessionDto } from './access.dto.js';
import { Allow, EVERYONE } from './allow.js';
import { CurrentCaller, type Caller } from './caller.js';
import { OwnSessionsService } from './own-sessions.service.js';

@ApiTags('Access')
@Controller()
@Allow(EVERYONE)
export class OwnSessionsController {
  constructor(private readonly sessions: OwnSessionsService) {}

  /** Where one is signed in, this session included. */
  @Get('me/sessions')
  @ApiPage(OwnSessionDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<OwnSessionDto>> {
    return this.sessions.list(caller, query);
  }

  /** Ends one of one's own sessions; pages open with it close within half a minute. */
  @Delete('me/sessions/:id')
  @HttpCode(204)
  end(@CurrentCaller() caller: Caller, @Id() id: string): Promise<void> {
    return this.sessions.end(caller, id);
  }

  /** Gives the password again, so that for a quarter of an hour this session may do what needs that (`FRESH_SIGN_IN_NEEDED`). */
  @Post('auth/confirm')
  @AnswersOnceItself()
  @HttpCode(204)
  confirm(@CurrentCaller() caller: Caller, @Body() { password }: ConfirmDto): Promise<void> {
    return this.sessions.confirm(caller, password);
  }
}
