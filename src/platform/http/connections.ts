import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const LOOK_MILLISECONDS = 1_000;

/**
 * Once a second while the server closes, disconnects clients that have no request running. Node would wait for
 * some of them: without end for a client that has sent nothing yet (browsers open connections in advance) or
 * half a request, as its time limit for headers ends with `close`; and as long as connections are kept for a
 * client whose request was running when the server began to close.
 */
export function disconnectQuietClients(fastify: FastifyInstance): void {
  const running = new Map<Socket, number>();
  const count = (socket: Socket, change: number): void => {
    const before = running.get(socket);
    if (before !== undefined) running.set(socket, before + change);
  };
  fastify.server.on('connection', (socket: Socket) => {
    running.set(socket, 0);
    socket.once('close', () => running.delete(socket));
  });
  fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  fastify.addHook('preClose', (done) => {
    const looking = setInterval(() => {
      for (const [socket, requests] of running) if (requests === 0) socket.destroy();
    }, LOOK_MILLISECONDS).unref();
    fastify.server.once('close', () => clearInterval(looking));
    done();
  });
}
