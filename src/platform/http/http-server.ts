import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, invalid } from '../../domain/errors.js';
import type { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import type { Metrics } from '../health/metrics.js';
import { noteClient } from '../logging/logged-client.js';
import { requestContext } from '../request-context.js';
import { acceptBodies, BODY_LIMIT, bodyError, FILE_LIMIT } from './bodies.js';
import { disconnectQuietClients } from './connections.js';
import { problemOf } from './problem.js';
import { sendProblem } from './problem.filter.js';
import { limitSlowSenders } from './slow-senders.js';
import { refuseUnstorable } from './text-guard.js';
import { serveWebApp } from './web-app.js';

const MUTATIONS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Enough for an upload of 256 MB at 300 kB/s. */
const LONGEST_REQUEST_MILLISECONDS = 15 * 60_000;
const MOST_CONNECTIONS = 5_000;
const MOST_PARAMETERS = 200;
const logger = new Logger('Http');

/** No route has a schema of Fastify's own, and its compilers take a twentieth of the start to load. */
const withoutSchemas = (): never => {
  throw new Error('routes are described by DTOs, and have no schemas');
};
const WITHOUT_SCHEMAS = { buildValidator: withoutSchemas, buildSerializer: withoutSchemas };

export const fastifyAdapter = (config: Config): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: LONGEST_REQUEST_MILLISECONDS,
    // Expects one proxy in front and uses the address that it saw, not what a client claims.
    trustProxy: config.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    // While the server closes, requests on open connections are still answered; new connections are refused.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    // A client's own id is only logged too: if it were used, anybody could give two requests the same id.
    genReqId: () => randomUUID(),
    // Fastify answers these before any hook runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      nameAnswer(request, reply);
      sendProblem(error, request, reply, logger);
    },
    clientErrorHandler: answerUnreadable,
    routerOptions: { maxParamLength: 200 },
    schemaController: { compilersFactory: WITHOUT_SCHEMAS },
  });

// Compressing an answer of a few packets is not worth the time. The length of an answer reveals nothing to
// other sites, whose requests carry no session.
const COMPRESSED_FROM = 8 * 1024;

/** Headers of all answers: the request's id, and that nobody may cache it. */
const nameAnswer = (request: FastifyRequest, reply: FastifyReply): void =>
  void reply.header('x-request-id', request.id).header('cache-control', 'no-store');

/** Sets up everything between the socket and the controllers. */
export async function configureHttp(
  app: NestFastifyApplication,
  config: Config,
  metrics: Metrics,
  sessionCookie: string,
  clock: Clock,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    nameAnswer(request, reply);
    noteClient(request.raw, { clientAddress: request.ip });
    const context = {
      requestId: request.id,
      actor: { kind: 'system', id: null },
    } as const;
    requestContext.run({ ...context }, done);
  });
  fastify.server.maxConnections = MOST_CONNECTIONS;
  acceptBodies(fastify);
  limitSlowSenders(fastify, answerUnreadable);
  disconnectQuietClients(fastify);
  await app.register(cookie);
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  await app.register(compress, {
    encodings: ['gzip'],
    threshold: COMPRESSED_FROM,
    globalDecompression: false,
  });
  await app.register(multipart, {
    limits: { fileSize: FILE_LIMIT, files: 1, fields: 5, fieldSize: 100 * 1024, parts: 6 },
    throwFileSizeLimit: false,
  });
  // As late as possible, because devices compare their clock with it.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    void reply.header('x-server-time', clock.date().toISOString());
    done();
  });
  fastify.addHook('preParsing', (request, _reply, _payload, done) =>
    done(crossOriginError(request, config, sessionCookie) ?? bodyError(request, sessionCookie)),
  );
  fastify.addHook('preValidation', (request, _reply, done) => done(unstorableError(request)));
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requests.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins], credentials: false });
  await serveWebApp(fastify, sessionCookie);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
}

const UNREADABLE: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers input that is not a request: headers above 16 KiB, bytes that are not HTTP. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const statusCode = UNREADABLE[error.code ?? ''] ?? 400;
    const { problem } = problemOf({ statusCode });
    const body = JSON.stringify({ ...problem, detail: 'This is not a request that HTTP allows.' });
    socket.write(
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\nconnection: close\r\n` +
        `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

/** Refuses a change with a session cookie from another site's page, before anything else is checked. */
function crossOriginError(request: FastifyRequest, config: Config, sessionCookie: string): Error | undefined {
  if (!MUTATIONS.has(request.method) || request.cookies[sessionCookie] === undefined) return undefined;
  const { origin, 'sec-fetch-site': site } = request.headers;
  // A browser that sends no origin still says whether the page is ours (Sec-Fetch-Site). A client that says
  // neither is not a browser.
  const isOurs =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : config.trustedOrigins.includes(origin);
  if (isOurs) return undefined;
  return forbidden('CROSS_ORIGIN');
}

/** Each parameter costs time in validation, and a URL can hold thousands; no route has more than a dozen. */
function refuseManyParameters(query: Record<string, unknown>): void {
  const values = Object.values(query).flat();
  if (values.length > MOST_PARAMETERS)
    throw invalid('query', 'TOO_MANY_VALUES.parameters', { most: MOST_PARAMETERS });
}

function unstorableError(request: FastifyRequest): Error | undefined {
  try {
    refuseManyParameters(request.query as Record<string, unknown>);
    refuseUnstorable('query', request.query);
    refuseUnstorable('path', request.params);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
