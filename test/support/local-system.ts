import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A ticket system in memory, served on a free port of this machine. */
export abstract class LocalSystem {
  private readonly server = createServer((request, response) => {
    void this.answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>;

  /** As new. */
  abstract reset(): void;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.reset();
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

/** The whole body of a request. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
