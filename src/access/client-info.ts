import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from: what a person recognizes a session of theirs by. */
export interface ClientInfo {
  address: string;
  /** "Firefox on Linux"; null for what does not say. */
  device: string | null;
}

const LONGEST_READ = 500;
const LONGEST_DEVICE = 60;

/** A browser in a few words; all that is kept of what it says of itself. */
export function deviceOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST_READ));
  // What is no browser has its name in front: `curl/8.5.0`.
  const name = browser.name || /^[\w .-]+/.exec(userAgent)?.[0].trim();
  if (!name) return null;
  return (os.name ? `${name} on ${os.name}` : name).slice(0, LONGEST_DEVICE);
}

export const Client = createParamDecorator((_data: unknown, context: ExecutionContext): ClientInfo => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: ip, device: deviceOf(headers['user-agent']) };
});
