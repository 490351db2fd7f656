import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { Config } from '../platform/config/config.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { AttemptsRepository } from './attempts.repository.js';
import { AttemptsService } from './attempts.service.js';
import { AuditController } from './audit.controller.js';
import { AuditTrailRepository } from './audit-trail.repository.js';
import { AuditTrailService } from './audit-trail.service.js';
import { AuthController } from './auth.controller.js';
import { DemoService } from './demo.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InvitationsService } from './invitations.service.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { RecentSessions } from './recent-sessions.js';
import { ResponsiblePeople } from './responsible-people.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordsService } from './passwords.service.js';
import { RoutePermissionsCheck } from './route-permissions.check.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SetupCodesRepository } from './setup-codes.repository.js';
import { SignInService } from './sign-in.service.js';
import { CallerThrottlerGuard, throttlerOptions } from './throttling.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    DiscoveryModule,
    ThrottlerModule.forRootAsync({ inject: [Config], useFactory: throttlerOptions }),
  ],
  controllers: [AuthController, OwnSessionsController, ApiKeysController, AuditController],
  providers: [
    AccessGuard,
    ApiKeysRepository,
    ApiKeysService,
    AttemptsRepository,
    AttemptsService,
    AuditTrailRepository,
    AuditTrailService,
    DemoService,
    FirstAdminService,
    InvitationsRepository,
    InvitationsService,
    KnownDevicesRepository,
    OwnSessionsService,
    RecentSessions,
    ResponsiblePeople,
    PasswordResetsRepository,
    PasswordResetsService,
    PasswordsService,
    RoutePermissionsCheck,
    SessionsRepository,
    SessionsService,
    SetupCodesRepository,
    SignInService,
    UsersRepository,
    UsersService,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_GUARD, useClass: CallerThrottlerGuard },
  ],
  exports: [
    AttemptsService,
    FirstAdminService,
    InvitationsService,
    PasswordResetsRepository,
    PasswordResetsService,
    ResponsiblePeople,
    UsersService,
    SessionsRepository,
    SessionsService,
    SignInService,
  ],
})
export class AccessModule {}
