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
 * Bounds what a request's sender can hold up. Whoever sends less than 1 KiB a second, 20 s after the start, is answered by
 * `giveUp` and cut off; that does not count while it is us who do not read on. Where an answer is ready before the body is in
 * (too large, not signed in), up to 8 MB of the rest are read away for up to 10 s: closing at once would reset the connection, and
 * the client would never see the answer.
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
  fastify.addHook('onClose', () => clearInterval(looking));
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
  // Node would destroy the connection as soon as the answer is written; ended, it is still read.
  socket.destroySoon = () => void socket.end();
  const tooLong = setTimeout(() => socket.destroy(), REST_MILLISECONDS).unref();
  let rest = 0;
  raw.on('data', (chunk: Buffer) => {
    rest += chunk.length;
    if (rest > REST_BYTES) socket.destroy();
  });
  raw.once('close', () => clearTimeout(tooLong));
}
