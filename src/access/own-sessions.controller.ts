import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.js';
import { HandlesIdempotencyItself } from '../platform/http/idempotency.interceptor.js';
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

  /** The caller's sessions, including this one. */
  @Get('me/sessions')
  @ApiPage(OwnSessionDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<OwnSessionDto>> {
    return this.sessions.list(caller, query);
  }

  /** Ends one of the caller's sessions. Pages that are open with it close within 30 seconds. */
  @Delete('me/sessions/:id')
  @HttpCode(204)
  end(@CurrentCaller() caller: Caller, @Id() id: string): Promise<void> {
    return this.sessions.end(caller, id);
  }

  /**
   * Checks the password again, so that this session may do what otherwise answers `FRESH_SIGN_IN_NEEDED`, for
   * 15 minutes.
   */
  @Post('auth/confirm')
  @HandlesIdempotencyItself()
  @HttpCode(204)
  confirm(@CurrentCaller() caller: Caller, @Body() { password }: ConfirmDto): Promise<void> {
    return this.sessions.confirm(caller, password);
  }
}
