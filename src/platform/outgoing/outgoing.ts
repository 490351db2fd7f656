import { lookup as resolve } from 'node:dns';
import {
  Agent as PlainAgent,
  request as requestPlain,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as SecureAgent, request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { OutgoingError, outgoingError } from './outgoing-error.js';
import { isPublic } from './public-addresses.js';

const MOST_REDIRECTS = 3;
/** Connections are kept for the next page of the same server. */
const AGENT_OPTIONS = { keepAlive: true, timeout: 5_000, maxSockets: 4 };

export interface OutgoingRequest {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** From the start to the last byte of the answer. */
  milliseconds: number;
  mostBytes: number;
  /**
   * `anywhere`: to any address that `judge` allows. `same-server`: the request carries a secret, which is for one
   * server only.
   */
  redirects: 'anywhere' | 'same-server';
  signal?: AbortSignal;
}

/** An answer of any status, as it arrives. Read `body` to its end, or call `discard`. */
export interface OutgoingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Throws OutgoingError. */
  body: AsyncIterable<Buffer>;
  discard(): void;
}

/** A server of another protocol than HTTP, as users enter it. */
export interface OutgoingServer {
  host: string;
  port: number;
  /** The port that the protocol has everywhere. */
  usualPort: number;
  /** Within TLS. */
  isSecure: boolean;
}

/** Options for a connection; with `lookup` it leads to the very addresses that were checked. */
export interface OutgoingConnection {
  host: string;
  port: number;
  lookup?: LookupFunction;
}

/**
 * HTTP requests to addresses that users enter: over https to the public internet, or to hosts that the
 * configuration names. It connects to the very address that it checked, and checks each redirect again.
 */
@Injectable()
export class Outgoing implements OnApplicationShutdown {
  private readonly agents = {
    'http:': new PlainAgent(AGENT_OPTIONS),
    'https:': new SecureAgent(AGENT_OPTIONS),
  };

  constructor(private readonly config: Config) {}

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /** The address that will be requested. Throws OutgoingError when it is not allowed. */
  judge(text: string): URL {
    const url = URL.parse(text);
    if (!url || url.username !== '' || url.password !== '') throw new OutgoingError('no-address');
    const isNamed = this.isNamed(url);
    if (url.protocol !== 'https:' && !(isNamed && url.protocol === 'http:'))
      throw new OutgoingError('not-https');
    if (isNamed) return url;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.port !== '' || (isIP(host) > 0 && !isPublic(host))) throw new OutgoingError('private');
    return url;
  }

  /**
   * How to connect to a server of another protocol: by the same rules. `PRIVATE_HOSTS` names it with its port. Throws
   * OutgoingError when it is not allowed.
   */
  connectionTo({ host, port, usualPort, isSecure }: OutgoingServer): OutgoingConnection {
    const url = URL.parse(`https://${host}:${port}/`);
    if (!url || url.href !== `https://${url.host}/`) throw new OutgoingError('no-address');
    const { hostname } = url;
    const plainHost = hostname.replace(/^\[|\]$/g, '');
    if (this.config.privateHosts.includes(`${hostname}:${port}`)) return { host: plainHost, port };
    if (!isSecure) throw new OutgoingError('not-secure');
    if (port !== usualPort) throw new OutgoingError('other-port');
    if (isIP(plainHost) > 0 && !isPublic(plainHost)) throw new OutgoingError('private');
    return { host: plainHost, port, lookup: lookupPublic };
  }

  /** Sends a request and follows redirects. Throws OutgoingError. */
  async open(asked: OutgoingRequest): Promise<OutgoingAnswer> {
    const deadline = AbortSignal.timeout(asked.milliseconds);
    const signal = asked.signal ? AbortSignal.any([asked.signal, deadline]) : deadline;
    let url = this.judge(asked.url);
    const { method = 'GET' } = asked;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.ask(url, { ...asked, method }, signal);
      const next = redirectOf(response, url);
      if (next === null)
        return {
          status: response.statusCode!,
          headers: response.headers,
          body: bounded(response, asked.mostBytes, signal),
          discard: () => void response.destroy(),
        };
      response.destroy();
      const isAllowed = asked.redirects === 'anywhere' || next.origin === url.origin;
      if (!isAllowed || (method !== 'GET' && !keepsMethod(response))) throw new OutgoingError('redirected');
      url = this.judge(next.href);
    }
    throw new OutgoingError('too-many-redirects');
  }

  /** The same with the whole body. */
  async fetch(asked: OutgoingRequest): Promise<Omit<OutgoingAnswer, 'body' | 'discard'> & { body: Buffer }> {
    const { body, status, headers } = await this.open(asked);
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return { status, headers, body: Buffer.concat(chunks) };
  }

  private isNamed(url: URL): boolean {
    return this.config.privateHosts.includes(url.host);
  }

  private ask(url: URL, asked: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = 'GET', body } = asked;
    const options: RequestOptions = {
      method,
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'Afterhours',
        ...asked.headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      signal,
      agent: this.agents[url.protocol as 'http:' | 'https:'],
      ...(!this.isNamed(url) && { lookup: lookupPublic }),
    };
    const start = url.protocol === 'https:' ? requestSecure : requestPlain;
    return new Promise((answered, failed) => {
      const request = start(url, options, answered);
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The other server closed a kept connection while this request was on its way.
        const isStale = request.reusedSocket && error.code === 'ECONNRESET' && method === 'GET';
        if (isStale) this.ask(url, asked, signal).then(answered, failed);
        else failed(outgoingError(error));
      });
      request.end(body);
    });
  }
}

/** Where an answer redirects to; null when it does not. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) return null;
  const next = URL.parse(headers.location, from.href);
  if (!next) throw new OutgoingError('redirected');
  return next;
}

const keepsMethod = ({ statusCode }: IncomingMessage): boolean => statusCode === 307 || statusCode === 308;

/** Resolves a name. Returns its addresses only when all of them are public. */
const lookupPublic: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error) done(error, []);
    else if (!addresses.every(({ address }) => isPublic(address))) done(new OutgoingError('private'), []);
    else if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
};

async function* bounded(
  response: IncomingMessage,
  mostBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new OutgoingError('too-large');
      yield chunk;
    }
  } catch (error) {
    // Node reports the end of the deadline within a body as a lost connection.
    const isOver = signal.aborted && !(error instanceof OutgoingError);
    throw outgoingError(isOver ? signal.reason : error);
  } finally {
    response.destroy();
  }
}
