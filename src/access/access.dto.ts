import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType, PickType } from '@nestjs/swagger';
import {
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsEmail,
  IsIn,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import {
  AUDIT_ACTIONS,
  AUDIT_ENTITIES,
  type AuditAction,
  type AuditEntity,
} from '../platform/audit/entities.js';
import {
  ASCII_ADDRESS,
  IdList,
  Instant,
  MayBeLeftOut,
  MayBeNull,
  Name,
  tells,
  Text,
} from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { ROLES, SCOPES, type Role, type Scope } from './caller.js';

/** What colleagues see of somebody: never an e-mail address. */
export const DisplayName = (): PropertyDecorator =>
  applyDecorators(Name(60), Matches(/^[^@]*$/, tells('display-name')));

/** How long a password may be to be read at all; whether it is a good one is for `requireStrongPassword`. */
const LONGEST_PASSWORD = 200;

export class LoginDto {
  @IsString()
  @Length(1, 320)
  email: string;

  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;

  /** Beyond the end of the browser, on a device of one's own; false when left out. */
  @MayBeLeftOut()
  @IsBoolean()
  keepSignedIn?: boolean;
}

export class ConfirmDto extends PickType(LoginDto, ['password']) {}

export class FirstAdminDto {
  @IsEmail(ASCII_ADDRESS)
  @Length(3, 320)
  email: string;

  @Name()
  name: string;

  /** 12 characters or more, none of the common ones, and not one's own name or address: else 400 `WEAK_PASSWORD`. */
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;

  /** What the server prints when it starts while nobody is there; in any case, with or without dashes. */
  @MayBeLeftOut()
  @Text(40)
  setupCode?: string;
}

export class NewPasswordDto extends PickType(FirstAdminDto, ['password']) {}

export class ForgottenPasswordDto extends PickType(FirstAdminDto, ['email']) {}

export class ChangePasswordDto extends NewPasswordDto {
  /** The password until now. */
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  current: string;
}

export class CreateUserDto {
  @IsEmail(ASCII_ADDRESS)
  @Length(3, 320)
  email: string;

  @Name()
  name: string;

  /** All that colleagues see; made from the given name when left out. */
  @MayBeLeftOut()
  @DisplayName()
  displayName?: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role: Role;

  @MayBeLeftOut()
  @IdList(1000)
  locationIds?: string[];
}

export class UpdateUserDto extends PartialType(CreateUserDto, { skipNullProperties: false }) {}

/** What everybody changes of themselves. */
export class UpdateMeDto {
  @MayBeLeftOut()
  @DisplayName()
  displayName?: string;
}

export const INVITATION_MAILS = ['waiting', 'sent', 'failed', 'kept'] as const;

/** An invitation that was not used yet. */
export class OpenInvitationDto {
  /** When its link is over. */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  /** What became of the message that carries it, as in `GET /messages`; null where none went out. */
  @ApiProperty({ enum: INVITATION_MAILS, nullable: true, type: String })
  mail: (typeof INVITATION_MAILS)[number] | null;
}

export class UserDto {
  id: string;
  email: string;
  name: string;
  /** What colleagues see. */
  displayName: string;
  @ApiProperty({ enum: ROLES })
  role: Role;
  locationIds: string[];
  @ApiProperty({ type: String, nullable: true })
  operatorId: string | null;
  /** Whether an invitation was used, so that there is a password. */
  active: boolean;
  /** Null where none is open. */
  @ApiProperty({ type: OpenInvitationDto, nullable: true })
  invitation: OpenInvitationDto | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  version: number;
}

export class InvitationDto {
  /** Shown once; its last path segment is the token. Left out of a replayed answer. */
  @ApiProperty({ required: false })
  invitationUrl: string;
  /** Whether a link goes out by e-mail as well. */
  isMailed: boolean;
}

export class AcceptedInvitationDto {
  /** What to sign in with. */
  email: string;
}

export class InvitedUser extends UserDto {
  /** Shown once; its last path segment is the token. Left out of a replayed answer. */
  @ApiProperty({ required: false })
  invitationUrl?: string;
  /** Whether a link goes out by e-mail as well. */
  isMailed?: boolean;
}

export class SetupDto {
  /** Nobody is there yet: the web app's first page creates the first admin. */
  needsFirstAdmin: boolean;
  /** Whether `POST /setup/demo` starts a demo beside it. */
  canLoadDemo: boolean;
  /** Whether a link to a new password is sent by e-mail (`POST /auth/password-resets`); without a mail server an admin gives one. */
  canResetPassword: boolean;
}

export class DemoSignInDto {
  email: string;
  role: string;
  /** What they see, or why one would sign in as them. */
  who: string;
}

export const DEMO_STATES = ['none', 'filling', 'ready', 'failed'] as const;

/** The demo beside an empty product. */
export class DemoDto {
  @ApiProperty({ enum: DEMO_STATES })
  state: (typeof DEMO_STATES)[number];
  /** What is being filled in. */
  @ApiProperty({ type: String, nullable: true })
  progress: string | null;
  /** Where it is, once it is ready. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  /** Everybody's in the demo. */
  @ApiProperty({ type: String, nullable: true })
  password: string | null;
  signIns: DemoSignInDto[];
}

export class SignedInDto {
  user: UserDto;
}

/** Where somebody is signed in. */
export class OwnSessionDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** To ten minutes. */
  @ApiProperty({ format: 'date-time' })
  lastSeenAt: string;
  /** However much it is used. */
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** In a few words: "Firefox on Linux". Null where it did not say, or the session is older than that is kept. */
  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;
  @ApiProperty({ type: String, nullable: true })
  address: string | null;
  /** The session this was asked with. */
  current: boolean;
}

export class CreateApiKeyDto {
  @Name()
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsIn(SCOPES, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  scopes: Scope[];

  /** A year from now when left out; null for never. */
  @MayBeNull()
  @Instant()
  expiresAt?: Date | null;

  /** Where it may read and write; everywhere when left out. */
  @MayBeLeftOut()
  @IdList(1000)
  @ArrayMinSize(1)
  locationIds?: string[];
}

export class HandOverApiKeyDto {
  /** An admin, who answers for the key from now on. */
  @IsUUID('loose')
  userId: string;
}

export class ApiKeyDto {
  id: string;
  name: string;
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;
  /** Null for everywhere. */
  @ApiProperty({ type: String, isArray: true, nullable: true })
  locationIds: string[] | null;
  /** The admin who answers for it: it ends when they are admin no longer. */
  ownerId: string;
  ownerName: string;
  /** To the hour; null for never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;
  version: number;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** Shown once. Left out of a replayed answer. */
  @ApiProperty({ required: false })
  key: string;
}

export class AuditEventDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  actorKind: string;
  @ApiProperty({ type: String, nullable: true })
  actorId: string | null;
  requestId: string;
  /** What an older or newer version wrote may have another. */
  @ApiProperty({ enum: AUDIT_ACTIONS })
  action: AuditAction;
  @ApiProperty({ enum: AUDIT_ENTITIES })
  entity: AuditEntity;
  entityId: string;
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
  @ApiProperty({ type: Object, additionalProperties: true })
  details: object;
}

export class AuditQuery extends PageQuery {
  @MayBeLeftOut()
  @Text(50)
  entity?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  entityId?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  actorId?: string;

  @MayBeLeftOut()
  @Instant()
  from?: Date;

  @MayBeLeftOut()
  @Instant()
  to?: Date;
}
