import {
  Body,
  Controller,
  createParamDecorator,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Res,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AcceptedInvitationDto,
  ChangePasswordDto,
  DemoDto,
  FirstAdminDto,
  ForgottenPasswordDto,
  LoginDto,
  NewPasswordDto,
  SetupDto,
  SignedInDto,
  UpdateMeDto,
  UserDto,
} from './access.dto.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { HandlesIdempotencyItself } from '../platform/http/idempotency.interceptor.js';
import { Public } from '../platform/http/permission.js';
import { Allow, EVERYONE } from './allow.js';
import { CurrentCaller, type Caller } from './caller.js';
import { Client, type ClientInfo } from './client-info.js';
import { DemoService } from './demo.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { InvitationsService } from './invitations.service.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import { UsersService } from './users.service.js';
import { SignInService } from './sign-in.service.js';

const Cookies = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Record<string, string | undefined> =>
    context.switchToHttp().getRequest<FastifyRequest>().cookies,
);

@ApiTags('Access')
@Controller()
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly invitations: InvitationsService,
    private readonly users: UsersService,
    private readonly firstAdmin: FirstAdminService,
    private readonly passwords: PasswordsService,
    private readonly resets: PasswordResetsService,
    private readonly demo: DemoService,
  ) {}

  /** Whether there are any users yet. */
  @Get('setup')
  @Public()
  getSetup(): Promise<SetupDto> {
    return this.demo.getSetup();
  }

  /**
   * Starts a demo beside an empty product, on this machine and at its own address. Takes about 20 seconds.
   */
  @Post('setup/demo')
  @Public()
  @Throttle({ default: { limit: 10, ttl: 60_000 } })
  @HttpCode(202)
  startDemo(): Promise<DemoDto> {
    return this.demo.start();
  }

  /** The progress of the demo. */
  @Get('setup/demo')
  @Public()
  getDemo(): DemoDto {
    return this.demo.get();
  }

  /** Creates the first admin. Needs a setup code; refused once there is a user. */
  @Post('auth/first-admin')
  @Public()
  @Throttle({ default: { limit: 30, ttl: 60_000 } })
  createFirstAdmin(@Body() body: FirstAdminDto, @Client() client: ClientInfo): Promise<UserDto> {
    return this.firstAdmin.setUp(body, client);
  }

  /**
   * Starts a session; its token comes as an HttpOnly cookie. After ten wrong passwords of an account, 429 for
   * 1, 2, 4 … minutes.
   */
  @Post('auth/login')
  @Public()
  @HttpCode(200)
  async logIn(
    @Body() body: LoginDto,
    @Client() client: ClientInfo,
    @Cookies() cookies: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    const { deviceCookieName, deviceCookie } = this.signIns;
    const started = await this.sessions.start(body, client, cookies[deviceCookieName]);
    const { token, cookie, deviceToken, user } = started;
    void reply.setCookie(this.sessions.cookieName, token, cookie);
    void reply.setCookie(deviceCookieName, deviceToken, deviceCookie);
    return { user };
  }

  /** Ends the session. */
  @Post('auth/logout')
  @Public()
  @HttpCode(204)
  async logOut(
    @Cookies() cookies: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = cookies[this.sessions.cookieName];
    if (token !== undefined) await this.sessions.end(token);
    void reply.clearCookie(this.sessions.cookieName, this.sessions.cookie);
  }

  /** Ends all sessions of the caller, including this one. */
  @Post('auth/logout-everywhere')
  @Allow(EVERYONE)
  @HttpCode(204)
  async logOutEverywhere(
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.endAll(caller.id);
    void reply.clearCookie(this.sessions.cookieName, this.sessions.cookie);
  }

  /** Sets the password of an invited user; the link works once. */
  @Post('auth/invitations/:token')
  @Public()
  @Throttle({ default: { limit: 30, ttl: 60_000 } })
  async acceptInvitation(
    @Param('token') token: string,
    @Body() body: NewPasswordDto,
    @Cookies() cookies: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedInvitationDto> {
    const { id, email } = await this.invitations.accept(token, body.password);
    await this.knowAgain(id, cookies, reply);
    return { email };
  }

  /**
   * Sends a link for a new password to the user with this address. The answer is the same when there is no
   * such user.
   */
  @Post('auth/password-resets')
  @Public()
  @HttpCode(202)
  forgetPassword(@Body() { email }: ForgottenPasswordDto, @Client() client: ClientInfo): Promise<void> {
    return this.resets.ask(email, client);
  }

  /** Sets a new password. The link works once and for 30 minutes. All sessions of the user end. */
  @Post('auth/password-resets/:token')
  @Public()
  @Throttle({ default: { limit: 30, ttl: 60_000 } })
  async resetPassword(
    @Param('token') token: string,
    @Body() body: NewPasswordDto,
    @Cookies() cookies: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedInvitationDto> {
    const { id, email } = await this.resets.accept(token, body.password);
    await this.knowAgain(id, cookies, reply);
    return { email };
  }

  /** The signed-in user. */
  @Get('me')
  @Allow(EVERYONE)
  getMe(@CurrentCaller() caller: Caller): Promise<UserDto> {
    return this.users.get(caller.id);
  }

  /** Changes the caller's own account. */
  @Patch('me')
  @Allow(EVERYONE)
  updateMe(
    @CurrentCaller() caller: Caller,
    @Body() body: UpdateMeDto,
    @IfMatch() precondition: Precondition,
  ): Promise<UserDto> {
    return this.users.update(caller.id, body, precondition);
  }

  /**
   * Sets a new password for the caller; all their other sessions end. `Idempotency-Key` is ignored here,
   * because the stored request would contain a trace of both passwords.
   */
  @Post('me/password')
  @Allow(EVERYONE)
  @HandlesIdempotencyItself()
  @HttpCode(204)
  changePassword(@CurrentCaller() caller: Caller, @Body() body: ChangePasswordDto): Promise<void> {
    return this.passwords.change(caller, body);
  }

  /**
   * Whoever has the link also has the mailbox, so this device is remembered: others' wrong passwords do not
   * block it.
   */
  private async knowAgain(
    userId: string,
    cookies: Record<string, string | undefined>,
    reply: FastifyReply,
  ): Promise<void> {
    const { deviceCookieName, deviceCookie } = this.signIns;
    const token = await this.signIns.rememberDevice(userId, cookies[deviceCookieName]);
    void reply.setCookie(deviceCookieName, token, deviceCookie);
  }
}
