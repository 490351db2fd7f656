import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Options } from 'pino-http';
import { destination, type DestinationStream } from 'pino';
import type { Config } from '../config/config.js';
import { loggedClient } from './logged-client.js';

/**
 * A request's path for the log: without its query, without the secret at the end of a password link, and
 * without any other part as long as a secret, as in mistyped links.
 */
export function loggedPath(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .replace(
      /(\/(?:invitations|password-resets|pulses|patron-questions|ask|briefs|on-duty-screens|calendars)\/)[^/]+/i,
      '$1[redacted]',
    )
    .replace(/[\w-]{43,}/g, '[redacted]');
}

const BUFFERED_BYTES = 4096;
const FLUSH_MILLISECONDS = 250;

/**
 * Standard output, with a few lines per write: one write per line would cost a tenth of a small request. pino
 * writes the rest at exit.
 */
const standardOutput = (): DestinationStream =>
  destination({ dest: 1, sync: false, minLength: BUFFERED_BYTES, periodicFlush: FLUSH_MILLISECONDS });

const INFO = 30;
/** Nest logs all modules and routes at each start; the start log is for problems only. */
const STARTING_CHATTER = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** pino's options: one JSON line per request with its id, without secrets. */
export const loggingOptions = (config: Config): Params => ({
  pinoHttp: [requestLogging(config), standardOutput()],
});

interface LoggedRequest {
  id: unknown;
  method: string;
  url: string;
  headers?: Record<string, string | string[] | undefined>;
}

const GIVEN_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** The id that a client or a proxy in front gave the request. */
const givenId = (given: string | string[] | undefined): { givenId?: string } =>
  typeof given === 'string' && GIVEN_ID.test(given) ? { givenId: given } : {};

const requestLogging = (config: Config): Options => ({
  level: config.logLevel,
  hooks: {
    logMethod(args, method, level) {
      const { context } = (args[0] ?? {}) as { context?: unknown };
      if (level <= INFO && typeof context === 'string' && STARTING_CHATTER.has(context)) return;
      method.apply(this, args);
    },
  },
  redact: {
    paths: [
      'req.headers.authorization',
      'req.headers.cookie',
      'res.headers["set-cookie"]',
      '*.password',
      '*.invitationUrl',
      '*.shareUrl',
      '*.secret',
      '*.key',
    ],
    censor: '[redacted]',
  },
  autoLogging: {
    ignore: (request: IncomingMessage & { originalUrl?: string }) =>
      /^\/(health|metrics)/.test(request.originalUrl ?? request.url ?? ''),
  },
  // Only at the end, when the sender is known. Read at the beginning too, it would be in the line twice.
  customProps: (request, response) => (response.writableEnded ? loggedClient(request) : {}),
  customLogLevel: (_request, response, error) =>
    error || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'info',
  serializers: {
    req: (request: LoggedRequest) => ({
      id: request.id,
      ...givenId(request.headers?.['x-request-id']),
      method: request.method,
      path: loggedPath(request.url),
    }),
    res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
  },
});
