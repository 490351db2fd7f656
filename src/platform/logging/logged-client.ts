import type { IncomingMessage } from 'node:http';

/** The sender of a request, for its log line. */
interface LoggedClient {
  clientAddress?: string;
  userId?: string;
  apiKeyId?: string;
}

const clients = new WeakMap<IncomingMessage, LoggedClient>();

/** Adds data about a request's sender when it becomes known. */
export const noteClient = (request: IncomingMessage, client: LoggedClient): void =>
  void clients.set(request, { ...clients.get(request), ...client });

export const loggedClient = (request: IncomingMessage): LoggedClient => clients.get(request) ?? {};
