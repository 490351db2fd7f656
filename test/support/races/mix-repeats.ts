import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../http-client.js';
import type { MixWorld } from './mix-world.js';

export const isReplay = (answer: Answer): boolean => answer.headers.get('idempotency-replayed') === 'true';
const isStillRunning = (answer: Answer): boolean => answer.body.code === 'IDEMPOTENCY_IN_HAND';

/** The answer without its request id, which differs for each request. */
const comparable = ({ status, body }: Answer): object => ({ ...body, requestId: null, httpStatus: status });

/**
 * Sends one request three times with the same idempotency key: twice at once, then again. Exactly one must be
 * carried out, and all must get its answer.
 */
export async function sendRepeatedly(
  world: MixWorld,
  post: (headers: Record<string, string>) => Promise<Answer>,
): Promise<Answer[]> {
  const key = { 'idempotency-key': `twice-${world.random.next()}` };
  const answers = await Promise.all([post(key), post(key)]);
  answers.push(await post(key));
  // A caller whose account has just ended has no idempotency keys.
  if (answers.some(({ status }) => status === 401)) return answers;
  const carriedOut = answers.filter((answer) => !isReplay(answer) && !isStillRunning(answer));
  const finished = answers.filter((answer) => !isStillRunning(answer));
  const agree = finished.every((answer) => isDeepStrictEqual(comparable(answer), comparable(finished[0]!)));
  if (carriedOut.length !== 1 || !agree)
    world.contradictions.push(answers.map(({ status, body }) => [status, body]));
  return answers;
}

/** Sends two changes with the same `If-Match` at once: at most one may succeed. */
export async function changeTwice(world: MixWorld): Promise<Answer[]> {
  const { random } = world;
  const path = `/shifts/${random.pick(world.shifts)}`;
  const tag = (await world.admin.get(path)).headers.get('etag')!;
  const change = (): Promise<Answer> =>
    world.admin.patch(path, { seats: 1 + random.upTo(4) }, { 'if-match': tag });
  const answers = await Promise.all([change(), change()]);
  if (answers.every(({ status }) => status === 200))
    world.contradictions.push(answers.map(({ body }) => [path, body]));
  return answers;
}
