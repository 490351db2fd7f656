import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut, Text, Whole } from '../../../../platform/http/fields.js';
import { HeaderName, HeaderText, JsonBody, JsonPath, ServerPath } from './fields.js';

const AUTH_KINDS = ['none', 'basic', 'header', 'token'] as const;

export class SourceAuthDto {
  @ApiProperty({ enum: AUTH_KINDS })
  @IsIn(AUTH_KINDS)
  kind: (typeof AUTH_KINDS)[number];
}

/** No credentials. */
export class NoAuthDto extends SourceAuthDto {
  declare kind: 'none';
}

/** A user’s name and password with each request. */
export class BasicAuthDto extends SourceAuthDto {
  declare kind: 'basic';

  @Text(200)
  user: string;

  /** Never returned. */
  @HeaderText(500)
  password: string;
}

/** A header with a key with each request. */
export class HeaderAuthDto extends SourceAuthDto {
  declare kind: 'header';

  @HeaderName()
  name: string;

  /** Never returned. */
  @HeaderText(4_000)
  value: string;
}

/** A token that is asked for first, and again when it has run out. */
export class TokenAuthDto extends SourceAuthDto {
  declare kind: 'token';

  @IsIn(['GET', 'POST'])
  method: 'GET' | 'POST';

  @ServerPath()
  path: string;

  /** Holds the credentials: JSON, or a form as `name=value&…`. Never returned. */
  @MayBeLeftOut()
  @JsonBody()
  body?: string;

  /** Whether the answer is the token, or JSON that holds it. */
  @IsIn(['text', 'json'])
  answer: 'text' | 'json';

  /** Where the token is in JSON. */
  @MayBeLeftOut()
  @JsonPath()
  at?: string;

  /** The header that carries it. */
  @HeaderName()
  header: string;

  /** What stands before it, such as `Bearer `. */
  @HeaderText(50, { empty: true })
  prefix: string;

  @Whole(1, 525_600)
  lifetimeMinutes: number;
}

export const AUTH = { none: NoAuthDto, basic: BasicAuthDto, header: HeaderAuthDto, token: TokenAuthDto };
