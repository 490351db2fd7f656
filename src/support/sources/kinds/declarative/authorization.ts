import { MINUTE } from '../../../../domain/interval.js';
import { always, failed, type Authorization, type SourceHttp } from '../../source-http.js';
import { firstAt, jsonPath } from './json-path.js';
import type { TokenAuthDto } from './auth.dto.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';

type Auth = DeclarativeSettingsDto['auth'];

/** A token that will run out soon is not used any more. */
const USED_OF_LIFETIME = 0.9;
const IS_TOKEN = /^[\x21-\x7e]{1,8000}$/;

/** Asks for a token first, and again when it has run out or is refused. */
class TokenAuthorization implements Authorization {
  private token: { headers: Record<string, string>; until: number } | null = null;

  /** `http` asks without it. */
  constructor(
    private readonly http: SourceHttp,
    private readonly auth: TokenAuthDto,
    private readonly clock: { now(): number },
  ) {}

  async headers(signal: AbortSignal): Promise<Record<string, string>> {
    if (this.token === null || this.clock.now() >= this.token.until) {
      const { header, prefix, lifetimeMinutes } = this.auth;
      const askedAt = this.clock.now();
      this.token = {
        headers: { [header]: `${prefix}${await this.ask(signal)}` },
        until: askedAt + lifetimeMinutes * MINUTE * USED_OF_LIFETIME,
      };
    }
    return this.token.headers;
  }

  renew(): boolean {
    this.token = null;
    return true;
  }

  private async ask(signal: AbortSignal): Promise<string> {
    const { method, path, body, answer, at } = this.auth;
    const isForm = body !== undefined && !/^\s*[{[]/.test(body);
    const { text } = await this.http.send(
      {
        method,
        path,
        isRead: true,
        headers: {
          accept: answer === 'json' ? 'application/json' : '*/*',
          ...(body !== undefined && {
            'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
          }),
        },
        ...(body !== undefined && { body }),
      },
      signal,
    );
    const told: unknown = answer === 'text' ? text : firstAt(jsonPath(at ?? '$'), this.http.parse(text));
    // Some servers answer a text as JSON.
    const token = typeof told === 'string' ? told.trim().replace(/^"(.*)"$/, '$1') : '';
    if (!IS_TOKEN.test(token)) throw failed('auth', 'SOURCE_ANSWER.no-token', {});
    return token;
  }
}

export function authorizationOf(auth: Auth, http: SourceHttp, clock: { now(): number }): Authorization {
  switch (auth.kind) {
    case 'none':
      return always({});
    case 'basic': {
      const { user, password } = auth;
      return always({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
    }
    case 'header': {
      const { name, value } = auth;
      return always({ [name]: value });
    }
    case 'token':
      return new TokenAuthorization(http, auth, clock);
  }
}

const SECRETS = new Map<unknown, readonly string[]>([
  ['basic', ['auth.password']],
  ['header', ['auth.value']],
  ['token', ['auth.body']],
]);

/** Which of the settings are secrets. */
export const authSecrets = (auth: Partial<Auth> | undefined): readonly string[] =>
  SECRETS.get(auth?.kind) ?? [];
