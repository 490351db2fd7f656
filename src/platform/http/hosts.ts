import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../../domain/errors.js';
import type { Config } from '../config/config.js';
import { isLoopback } from './networks.js';

/** The host of a `Host` header, without port and without the brackets of IPv6. */
const nameOf = (host: string): string =>
  host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();

/**
 * Refuses a request without credentials that was sent to another host name than ours. A foreign page can
 * point its own name at this machine (DNS rebinding); the browser then treats both as the same site. Such a
 * page always has a name, never just an IP address.
 */
export function requireOwnHost({ headers: { host } }: FastifyRequest, { ownHosts, baseUrl }: Config): void {
  if (host === undefined || ownHosts === 'any') return;
  const name = nameOf(host);
  if (isIP(name) > 0 || isLoopback(name) || ownHosts.includes(name)) return;
  throw invalid('Host', 'WRONG_HOST', { baseUrl });
}
