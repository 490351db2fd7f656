import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from, as far as people need it to recognize their own session. */
export interface ClientInfo {
  address: string;
  /** Such as "Firefox on Linux"; null when the client does not say. */
  device: string | null;
}

const LONGEST_READ = 500;
const LONGEST_DEVICE = 60;

/** Browser and system in a few words. Nothing else of the user agent is stored. */
export function deviceOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST_READ));
  // Clients that are not browsers start with their name: `curl/8.5.0`.
  const name = browser.name || /^[\w .-]+/.exec(userAgent)?.[0].trim();
  if (!name) return null;
  return (os.name ? `${name} on ${os.name}` : name).slice(0, LONGEST_DEVICE);
}

export const Client = createParamDecorator((_data: unknown, context: ExecutionContext): ClientInfo => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: ip, device: deviceOf(headers['user-agent']) };
});
