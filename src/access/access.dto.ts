import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsString, Length, Matches } from 'class-validator';
import { ASCII_ADDRESS, IdList, MayBeLeftOut, Name, tells, Text } from '../platform/http/fields.js';
import { ROLES, type Role } from './caller.js';

/** The name that colleagues see; never an e-mail address. */
export const DisplayName = (): PropertyDecorator =>
  applyDecorators(Name(60), Matches(/^[^@]*$/, tells('display-name')));

/**
 * The longest password that is accepted as input. `requireStrongPassword` decides whether a password is
 * strong enough.
 */
const LONGEST_PASSWORD = 200;

export class LoginDto {
  @IsString()
  @Length(1, 320)
  email: string;

  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;

  /** The session stays after the browser is closed, for a person's own device. Default: false. */
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

  /**
   * At least 12 characters, not a common password and not the user's own name or address; otherwise 400
   * `WEAK_PASSWORD`.
   */
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  password: string;

  /** The code that the server prints at its start while there are no users. Case and dashes do not matter. */
  @MayBeLeftOut()
  @Text(40)
  setupCode?: string;
}

export class NewPasswordDto extends PickType(FirstAdminDto, ['password']) {}

export class ForgottenPasswordDto extends PickType(FirstAdminDto, ['email']) {}

export class ChangePasswordDto extends NewPasswordDto {
  /** The current password. */
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

  /** The only name that colleagues see. When left out, it is made from the given name. */
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

/** What users may change of their own account. */
export class UpdateMeDto {
  @MayBeLeftOut()
  @DisplayName()
  displayName?: string;
}

export const INVITATION_MAILS = ['waiting', 'sent', 'failed', 'kept'] as const;

/** An invitation that has not been used yet. */
export class OpenInvitationDto {
  /** When the link expires. */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  /** The state of the e-mail that carries the link, as in `GET /messages`; null where no e-mail was sent. */
  @ApiProperty({ enum: INVITATION_MAILS, nullable: true, type: String })
  mail: (typeof INVITATION_MAILS)[number] | null;
}

export class UserDto {
  id: string;
  email: string;
  name: string;
  /** The name that colleagues see. */
  displayName: string;
  @ApiProperty({ enum: ROLES })
  role: Role;
  locationIds: string[];
  @ApiProperty({ type: String, nullable: true })
  operatorId: string | null;
  /** True once the user has accepted an invitation and so has a password. */
  active: boolean;
  /** Null when no invitation is open. */
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
  /** Whether the link is also sent by e-mail. */
  isMailed: boolean;
}

export class AcceptedInvitationDto {
  /** The address to sign in with. */
  email: string;
}

export class InvitedUser extends UserDto {
  /** Shown once; its last path segment is the token. Left out of a replayed answer. */
  @ApiProperty({ required: false })
  invitationUrl?: string;
  /** Whether the link is also sent by e-mail. */
  isMailed?: boolean;
}

export class SetupDto {
  /** True while there are no users: the web app's first page then creates the first admin. */
  needsFirstAdmin: boolean;
  /** Whether `POST /setup/demo` can start a demo beside this server. */
  canLoadDemo: boolean;
  /**
   * Whether `POST /auth/password-resets` sends a link for a new password by e-mail. Without a mail server an
   * admin creates the link.
   */
  canResetPassword: boolean;
}

export class DemoSignInDto {
  email: string;
  role: string;
  /** What this user can see, or why to sign in as this user. */
  who: string;
}

export const DEMO_STATES = ['none', 'filling', 'ready', 'failed'] as const;

/** The demo that runs beside an empty product. */
export class DemoDto {
  @ApiProperty({ enum: DEMO_STATES })
  state: (typeof DEMO_STATES)[number];
  /** What is being filled in now. */
  @ApiProperty({ type: String, nullable: true })
  progress: string | null;
  /** The demo's address, once it is ready. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  /** The password of all demo users. */
  @ApiProperty({ type: String, nullable: true })
  password: string | null;
  signIns: DemoSignInDto[];
}

export class SignedInDto {
  user: UserDto;
}

/** A session of the signed-in user. */
export class OwnSessionDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** Accurate to ten minutes. */
  @ApiProperty({ format: 'date-time' })
  lastSeenAt: string;
  /** The session ends then, even if it is used. */
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /**
   * Browser and system, such as "Firefox on Linux". Null when the client did not say, or for a session from
   * before this was stored.
   */
  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;
  @ApiProperty({ type: String, nullable: true })
  address: string | null;
  /** True for the session of this request. */
  current: boolean;
}
