import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasBody } from './bodies.js';

const LOOK_MILLISECONDS = 5_000;
const GRACE_MILLISECONDS = 20_000;
const LEAST_BYTES_PER_SECOND = 1_024;
const REST_BYTES = 8 * 1024 * 1024;
const REST_MILLISECONDS = 10_000;
const HEADERS_MILLISECONDS = 20_000;

interface Sender {
  socket: Socket;
  bytesBefore: number;
  since: number;
}

/**
 * Limits how long a slow sender can hold resources. From 20 s after the start, a sender of less than 1 KiB a
 * second gets the answer of `giveUp` and is disconnected; time in which the server itself does not read does
 * not count. When an answer is ready before the whole body has arrived (too large, not signed in), up to 8 MB
 * of the rest are read for up to 10 s. Closing at once would reset the connection, and the client would never
 * see the answer.
 */
export function limitSlowSenders(
  fastify: FastifyInstance,
  giveUp: (error: Error & { code?: string }, socket: Socket) => void,
): void {
  fastify.server.headersTimeout = HEADERS_MILLISECONDS;
  const senders = new Map<FastifyRequest['raw'], Sender>();
  const looking = setInterval(() => {
    const now = performance.now();
    for (const [raw, sender] of senders) {
      if (raw.complete || !isTooSlow(sender, now) || raw.readableLength > 0) continue;
      senders.delete(raw);
      giveUp(
        Object.assign(new Error('sends too slowly'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }),
        sender.socket,
      );
    }
  }, LOOK_MILLISECONDS).unref();
  // Not `onClose`: its hooks run before the server waits for the last requests.
  fastify.server.once('close', () => clearInterval(looking));
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (hasBody(request)) {
      const { raw } = request;
      senders.set(raw, { socket: raw.socket, bytesBefore: raw.socket.bytesRead, since: performance.now() });
      raw.once('close', () => senders.delete(raw));
    }
    done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    if (hasBody(request) && !request.raw.complete) readRestAway(request.raw);
    done();
  });
}

const isTooSlow = ({ socket, bytesBefore, since }: Sender, now: number): boolean => {
  const waited = now - since;
  return (
    waited > GRACE_MILLISECONDS && socket.bytesRead - bytesBefore < (waited / 1_000) * LEAST_BYTES_PER_SECOND
  );
};

function readRestAway(raw: FastifyRequest['raw']): void {
  const { socket } = raw;
  // Node would destroy the connection right after the answer; ending it instead keeps it readable.
  socket.destroySoon = () => void socket.end();
  const tooLong = setTimeout(() => socket.destroy(), REST_MILLISECONDS).unref();
  let rest = 0;
  raw.on('data', (chunk: Buffer) => {
    rest += chunk.length;
    if (rest > REST_BYTES) socket.destroy();
  });
  raw.once('close', () => clearTimeout(tooLong));
}
