import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateUserDto, InvitationDto, InvitedUser, UpdateUserDto, UserDto } from '../access/access.dto.js';
import { ADMINS, Allow, names, NeedsFreshSignIn, SUPERVISORS, WORKERS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { SessionsService } from '../access/sessions.service.js';
import { UsersService } from '../access/users.service.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { CreateOperatorDto, InvitedOperatorDto, OperatorDto, UpdateOperatorDto } from './people.dto.js';
import { OperatorsService } from './operators.service.js';

@ApiTags('People')
@Controller('operators')
export class OperatorsController {
  constructor(private readonly operators: OperatorsService) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateOperatorDto): Promise<InvitedOperatorDto> {
    return this.operators.create(caller, body);
  }

  /** Operators of the caller's locations; an operator sees only themselves. */
  @Get()
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(OperatorDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<OperatorDto>> {
    return this.operators.list(caller, query);
  }

  @Get(':id')
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<OperatorDto> {
    return this.operators.get(caller, id);
  }

  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateOperatorDto,
    @IfMatch() precondition: Precondition,
  ): Promise<OperatorDto> {
    return this.operators.update(caller, id, body, precondition);
  }

  /**
   * Creates a new invitation link for an operator who has not accepted yet. The earlier link stops working.
   */
  @Post(':id/invitations')
  @Allow(SUPERVISORS)
  invite(@CurrentCaller() caller: Caller, @Id() id: string): Promise<InvitationDto> {
    return this.operators.invite(caller, id);
  }

  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.operators.remove(caller, id, precondition);
  }
}

@ApiTags('Access')
@Controller('users')
@Allow(ADMINS)
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly operators: OperatorsService,
  ) {}

  /** Needs a fresh sign-in, unless the new user is an operator. */
  @Post()
  @NeedsFreshSignIn(names('role', 'operator'))
  create(@CurrentCaller() caller: Caller, @Body() body: CreateUserDto): Promise<InvitedUser> {
    return this.operators.createUser(caller, body);
  }

  @Get()
  @ApiPage(UserDto)
  list(@Query() query: PageQuery): Promise<Page<UserDto>> {
    return this.users.list(query);
  }

  @Get(':id')
  get(@Id() id: string): Promise<UserDto> {
    return this.users.get(id);
  }

  /** A change of role or address needs a fresh sign-in. */
  @Patch(':id')
  @NeedsFreshSignIn((body) => names('role')(body) || names('email')(body))
  update(
    @Id() id: string,
    @Body() body: UpdateUserDto,
    @IfMatch() precondition: Precondition,
  ): Promise<UserDto> {
    return this.users.update(id, body, precondition);
  }

  /** Removes the user from all lists and ends their sessions. Their history stays. */
  @Delete(':id')
  @HttpCode(204)
  remove(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.users.remove(id, precondition);
  }

  /**
   * Creates a new invitation link, also for a forgotten password. Needs a fresh sign-in, because the link
   * gives access to the account.
   */
  @Post(':id/invitations')
  @NeedsFreshSignIn()
  invite(@Id() id: string): Promise<InvitationDto> {
    return this.users.invite(id);
  }

  /** Ends all sessions of the user. */
  @Post(':id/sign-out')
  @HttpCode(204)
  signOut(@Id() id: string): Promise<void> {
    return this.sessions.signOut(id);
  }
}
