import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/**
 * A port in front of several servers: each connection goes to the next one that accepts it, as with a TCP
 * load balancer.
 */
export class Balancer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  constructor(private readonly ports: readonly number[]) {
    this.server = createServer((client) => this.pass(client, this.ports.length));
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as { port: number }).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, chances: number): void {
    const replica = connect(this.ports[this.turn++ % this.ports.length]!, '127.0.0.1');
    replica.once('error', () => {
      if (replica.bytesRead > 0 || replica.bytesWritten > 0 || chances === 1) client.destroy();
      else this.pass(client, chances - 1);
    });
    replica.once('connect', () => {
      this.join(client, replica);
      this.join(replica, client);
    });
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.pipe(to);
    from.on('error', () => undefined);
    from.once('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
