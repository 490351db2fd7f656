import { setTimeout as delay } from 'node:timers/promises';
import { refusalText, type ParamsOf, type RefusalKey } from '../../domain/refusals/refusal-text.js';
import { MINUTE } from '../../domain/interval.js';
import type { Clock } from '../../platform/clock/clock.js';
import type { Outgoing, OutgoingRequest } from '../../platform/outgoing/outgoing.js';
import { OutgoingError } from '../../platform/outgoing/outgoing-error.js';
import { SourceError } from './ticket-source.js';

/** How long another server may take, in milliseconds. */
export const USUAL_PATIENCE = {
  answer: 30_000,
  /** Before another attempt after a passing failure. */
  retries: [1_000, 4_000],
  /** After a 429 that names no time. */
  usualWait: 10_000,
  /** No rate budget is below this. */
  leastPerMinute: 0,
  /** Longer than this, a run ends and the next one goes on. */
  longestWait: 2 * MINUTE,
};
/** Tests have less. */
export const PATIENCE = { ...USUAL_PATIENCE };
/** A page of a hundred tickets is some hundred kilobytes. */
const MOST_BYTES = 20_000_000;

export interface SourceRequest {
  path: string;
  /** What an answer told as the address to ask instead, absolute or relative to the path. */
  address?: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Statuses whose answer the caller looks at. */
  accepts?: readonly number[];
  /** It changes nothing, whatever its method. */
  isRead?: boolean;
}

/** What shows a server who asks. */
export interface Authorization {
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** The server refuses what the headers hold. Returns whether other headers may help. */
  renew(): boolean;
}

/** The same headers each time. */
export const always = (headers: Readonly<Record<string, string>>): Authorization => ({
  headers: () => Promise.resolve(headers),
  renew: () => false,
});

/** What is not as usual for pages of tickets. */
export interface HttpLimits {
  mostBytes?: number;
  /** How many times longer than usual an answer may take. */
  patience?: number;
  /** `anywhere` is for requests without a secret. */
  redirects?: OutgoingRequest['redirects'];
}

export interface SourceAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  bytes: Buffer;
  readonly text: string;
}

/**
 * Requests to one source's server within its rate budget. What may be over soon is tried again: a lost connection, a
 * 5xx, a 429 after the time it names. Changes are sent once only.
 */
export class SourceHttp {
  private freeAt = 0;

  constructor(
    private readonly outgoing: Outgoing,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly base: { url: string; authorization: Authorization; perMinute: number } & HttpLimits,
  ) {}

  async send(asked: SourceRequest, signal: AbortSignal): Promise<SourceAnswer> {
    const isRead = asked.isRead ?? (asked.method ?? 'GET') === 'GET';
    const retries = isRead ? PATIENCE.retries : [];
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.sendOnce(asked, signal);
      } catch (error) {
        const wait = error instanceof SourceError ? waitOf(error, retries[attempt]) : undefined;
        if (wait === undefined || attempt >= PATIENCE.retries.length || signal.aborted) throw error;
        await delay(wait, undefined, { signal });
      }
    }
  }

  /** The same for an answer in JSON. */
  async json(asked: SourceRequest, signal: AbortSignal): Promise<unknown> {
    const headers = { accept: 'application/json', ...asked.headers };
    return this.parse((await this.send({ ...asked, headers }, signal)).text);
  }

  parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw failed(
        'settings',
        /^\s*</.test(text) ? 'SOURCE_ANSWER.web-page' : 'SOURCE_ANSWER.no-json',
        {},
        error,
      );
    }
  }

  private async sendOnce(asked: SourceRequest, signal: AbortSignal): Promise<SourceAnswer> {
    const { authorization } = this.base;
    const answer = await this.ask(asked, await authorization.headers(signal), signal);
    return answer.status === 401 && authorization.renew()
      ? this.accepted(asked, await this.ask(asked, await authorization.headers(signal), signal))
      : this.accepted(asked, answer);
  }

  private accepted({ accepts }: SourceRequest, answer: SourceAnswer): SourceAnswer {
    const { status, headers } = answer;
    if (status < 300 || accepts?.includes(status)) return answer;
    throw statusFailure(status, headers['retry-after']?.toString(), this.clock.now());
  }

  private async ask(
    asked: SourceRequest,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<SourceAnswer> {
    await this.takeTurn(signal);
    const answer = await this.outgoing
      .fetch(this.requestOf(asked, headers, signal))
      .catch((error: unknown) => {
        throw signal.aborted ? error : outgoingFailure(error);
      });
    const { status, headers: told, body: bytes } = answer;
    return {
      status,
      headers: told,
      bytes,
      get text() {
        return bytes.toString('utf8');
      },
    };
  }

  private requestOf(
    { path, address, method, query = {}, headers, body }: SourceRequest,
    authorization: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): OutgoingRequest {
    const { mostBytes = MOST_BYTES, patience = 1, redirects = 'same-server' } = this.base;
    const base = new URL(this.base.url.replace(/\/*$/, '/'));
    const asked = new URL(`./${path.replace(/^\//, '')}`, base.href);
    const url = address === undefined ? asked : URL.parse(address, asked.href);
    // The secret is for one server only.
    if (url?.origin !== base.origin) throw failed('settings', 'SOURCE_UNREACHABLE.redirected', {});
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return {
      url: url.href,
      method: method ?? 'GET',
      headers: { ...headers, ...authorization },
      ...(body !== undefined && { body }),
      milliseconds: PATIENCE.answer * patience,
      mostBytes,
      redirects,
      signal,
    };
  }

  /** Requests are spread over the minute. */
  private async takeTurn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.freeAt);
    this.freeAt = at + MINUTE / Math.max(this.base.perMinute, PATIENCE.leastPerMinute);
    if (at > now) await delay(at - now, undefined, { signal });
  }
}

function waitOf({ kind, options }: SourceError, usual: number | undefined): number | undefined {
  if (kind === 'temporary') return usual;
  const wait = options.retryAfterMillis ?? PATIENCE.usualWait;
  return kind === 'later' && wait <= PATIENCE.longestWait ? wait : undefined;
}

/** A failure with its sentence. */
export const failed = <Key extends RefusalKey>(
  kind: SourceError['kind'],
  key: Key,
  params: ParamsOf<Key> extends [infer Given] ? Given : object,
  cause?: unknown,
): SourceError =>
  new SourceError(kind, refusalText(key, ...([params] as unknown as ParamsOf<Key>)), { cause });

/** The same failure in a sentence. */
export function outgoingFailure(error: unknown): unknown {
  if (!(error instanceof OutgoingError)) return error;
  switch (error.problem) {
    case 'no-address':
    case 'not-https':
    case 'private':
    case 'not-secure':
    case 'other-port':
    case 'redirected':
    case 'too-many-redirects':
    case 'certificate':
    case 'too-large':
      return failed('settings', `SOURCE_UNREACHABLE.${error.problem}`, {}, error);
    default:
      return failed('temporary', `SOURCE_UNREACHABLE.${error.problem}`, {}, error);
  }
}

function statusFailure(status: number, retryAfter: string | undefined, now: number): SourceError {
  if (status === 401 || status === 403) return failed('auth', 'SOURCE_REFUSED', { status });
  if (status === 429 || status === 503) {
    const retryAfterMillis = retryMillis(retryAfter, now);
    if (status === 429 || retryAfterMillis !== undefined)
      return new SourceError('later', refusalText('SOURCE_BUSY', { status }), {
        ...(retryAfterMillis !== undefined && { retryAfterMillis }),
      });
  }
  if (status >= 500) return failed('temporary', 'SOURCE_FAILED', { status });
  return failed('settings', status === 404 ? 'SOURCE_ANSWER.not-found' : 'SOURCE_ANSWER.status', { status });
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). */
function retryMillis(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
