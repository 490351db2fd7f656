import type { FastifyReply } from 'fastify';
import type { Upserted } from './support-requests.service.js';

/** Sets 201 for a new item, 200 for an existing one. */
export function answer<T>(reply: FastifyReply, { created, item }: Upserted<T>): T {
  void reply.status(created ? 201 : 200);
  return item;
}
