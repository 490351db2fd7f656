import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Options } from 'pino-http';
import { destination, type DestinationStream } from 'pino';
import type { Config } from '../config/config.js';
import { loggedClient } from './logged-client.js';

/**
 * A request's path as it may be logged: without its query, without the secret that a link to a password ends in, and without
 * whatever is as long as a secret, in links misspelt.
 */
export function loggedPath(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .replace(/(\/(?:invitations|password-resets)\/)[^/]+/i, '$1[redacted]')
    .replace(/[\w-]{43,}/g, '[redacted]');
}

const BUFFERED_BYTES = 4096;
const FLUSH_MILLISECONDS = 250;

/** Standard output, a few lines a write: a write a line costs a tenth of a small request. pino writes what waits at exit. */
const standardOutput = (): DestinationStream =>
  destination({ dest: 1, sync: false, minLength: BUFFERED_BYTES, periodicFlush: FLUSH_MILLISECONDS });

const INFO = 30;
/** Nest tells every module and route at each start; a start log is for what went wrong. */
const STARTING_CHATTER = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** pino's options: one JSON line a request with its id; secrets never reach it. */
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

/** The id that a client or a proxy in front knows the request by. */
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
      '*.key',
    ],
    censor: '[redacted]',
  },
  autoLogging: {
    ignore: (request: IncomingMessage & { originalUrl?: string }) =>
      /^\/(health|metrics)/.test(request.originalUrl ?? request.url ?? ''),
  },
  // Told at the end, when it is known who asked; asked for at the beginning too, it would stand in the line twice.
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
