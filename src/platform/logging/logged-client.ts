import type { IncomingMessage } from 'node:http';

/** Who a request is from, as its log line says. */
interface LoggedClient {
  clientAddress?: string;
  userId?: string;
  apiKeyId?: string;
}

const clients = new WeakMap<IncomingMessage, LoggedClient>();

/** Notes more about a request's sender, once it is known. */
export const noteClient = (request: IncomingMessage, client: LoggedClient): void =>
  void clients.set(request, { ...clients.get(request), ...client });

export const loggedClient = (request: IncomingMessage): LoggedClient => clients.get(request) ?? {};
