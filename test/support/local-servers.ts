import { once } from 'node:events';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { createServer as createRaw, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestCertificate } from './certificates.js';

/** Servers of a test on free ports of this machine. Each is made with how it answers, and returns its host. */
export class LocalServers {
  /** What ends the servers, in the order in which they were started; a test may add to it. */
  readonly closing: (() => Promise<unknown> | void)[] = [];

  plain = (listener: RequestListener): Promise<string> => this.listen(createPlain(listener));

  secure = (certificate: TestCertificate, listener: RequestListener): Promise<string> =>
    this.listen(createSecure(certificate, listener));

  /** Of bytes; told the number of each connection. */
  raw = (answer: (socket: Socket, connection: number) => void): Promise<string> => {
    let count = 0;
    const server = createRaw((socket) => {
      socket.on('error', () => undefined);
      answer(socket, ++count);
    });
    return this.listen(server);
  };

  async closeAll(): Promise<void> {
    for (const close of this.closing.splice(0).reverse()) await close();
  }

  private async listen(server: Server): Promise<string> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => void sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.closing.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}
