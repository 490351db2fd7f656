import { lookup as resolve } from 'node:dns';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { conflict, DomainError, invalid } from '../../domain/errors.js';
import { Config } from '../../platform/config/config.js';

const MOST_BYTES = 1_000_000;
const MOST_REDIRECTS = 3;
const MILLISECONDS = 10_000;

/**
 * Address ranges that are not the public internet (RFC 6890 and related): this host, private and shared
 * networks, link-local, multicast.
 */
const RESERVED = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  RESERVED.addSubnet(network, prefix, 'ipv4');
/**
 * IPv6: only global unicast is public, except for addresses that wrap IPv4 and those reserved for examples.
 */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6');
const RESERVED_V6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  RESERVED_V6.addSubnet(network, prefix, 'ipv6');

/** Whether an address belongs to the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !RESERVED.check(address, 'ipv4');
  return family === 6 && PUBLIC_V6.check(address, 'ipv6') && !RESERVED_V6.check(address, 'ipv6');
}

/**
 * Fetches calendars from addresses that users enter: over https from the public internet, or from hosts that
 * the configuration names. It connects to the very address that it checked, and checks redirects again.
 */
@Injectable()
export class CalendarFetcher {
  constructor(private readonly config: Config) {}

  /** The address that will be fetched. Throws when it is not allowed. */
  parse(text: string): URL {
    const url = URL.parse(text.replace(/^webcals?:/i, 'https:'));
    if (!url || url.username !== '' || url.password !== '')
      throw invalid('url', 'INVALID_FIELD.calendar-address');
    const isNamed = this.config.calendarPrivateHosts.includes(url.host);
    if (url.protocol !== 'https:' && !(isNamed && url.protocol === 'http:'))
      throw invalid('url', 'INVALID_FIELD.calendar-https');
    if (isNamed) return url;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.port !== '' || (isIP(host) > 0 && !isPublic(host))) throw notPublic();
    return url;
  }

  /** The file, at most one megabyte. */
  async fetch(text: string): Promise<Buffer> {
    let url = this.parse(text);
    const deadline = AbortSignal.timeout(MILLISECONDS);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.ask(url, deadline);
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        response.destroy();
        const next = URL.parse(headers.location, url.href);
        if (!next) throw conflict('CALENDAR_UNREACHABLE.sent-on');
        url = this.parse(next.href);
        continue;
      }
      if (statusCode !== 200) {
        response.destroy();
        throw conflict('CALENDAR_UNREACHABLE.answers', { status: statusCode });
      }
      return await read(response);
    }
    throw conflict('CALENDAR_UNREACHABLE.sent-on');
  }

  private ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const isNamed = this.config.calendarPrivateHosts.includes(url.host);
    const options: RequestOptions = {
      headers: { accept: 'text/calendar', 'accept-encoding': 'identity', 'user-agent': 'Afterhours' },
      signal,
      agent: false,
      ...(!isNamed && { lookup: lookupPublic }),
    };
    const request = url.protocol === 'https:' ? requestSecure : requestPlain;
    return new Promise((answered, failed) => {
      request(url, options, answered)
        .on('error', (error) =>
          failed(error === refused || error.cause === refused ? notPublic() : failure(error)),
        )
        .end();
    });
  }
}

const refused = new Error('not a public address');

/** Resolves a name. Returns its addresses only when all of them are public. */
const lookupPublic: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error) done(error, []);
    else if (!addresses.every(({ address }) => isPublic(address))) done(refused, []);
    else if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
};

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw conflict('CALENDAR_UNREACHABLE.too-large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw failure(error as Error);
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

const notPublic = (): DomainError => invalid('url', 'INVALID_FIELD.calendar-private');

/** Network details go to the log only: they would show users places that they cannot see. */
function failure(error: Error): DomainError {
  if (error instanceof DomainError) return error;
  return conflict(
    error.name === 'AbortError' || error.name === 'TimeoutError'
      ? 'CALENDAR_UNREACHABLE.slow'
      : 'CALENDAR_UNREACHABLE',
  );
}
