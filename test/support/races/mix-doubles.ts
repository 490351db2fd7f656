import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../http-client.js';
import type { MixWorld } from './mix-world.js';

export const isReplay = (answer: Answer): boolean => answer.headers.get('idempotency-replayed') === 'true';
const isInHand = (answer: Answer): boolean => answer.body.code === 'IDEMPOTENCY_IN_HAND';

/** All but the number under which a problem was logged, which each request has of its own. */
const saidBy = ({ status, body }: Answer): object => ({ ...body, requestId: null, httpStatus: status });

/** One request twice at once and then again, under one key: one of them is heard, and all say what it was told. */
export async function repeated(
  world: MixWorld,
  post: (headers: Record<string, string>) => Promise<Answer>,
): Promise<Answer[]> {
  const key = { 'idempotency-key': `twice-${world.random.next()}` };
  const answers = await Promise.all([post(key), post(key)]);
  answers.push(await post(key));
  // Whoever is nobody just now has no keys.
  if (answers.some(({ status }) => status === 401)) return answers;
  const heard = answers.filter((answer) => !isReplay(answer) && !isInHand(answer));
  const told = answers.filter((answer) => !isInHand(answer));
  const agree = told.every((answer) => isDeepStrictEqual(saidBy(answer), saidBy(told[0]!)));
  if (heard.length !== 1 || !agree)
    world.contradictions.push(answers.map(({ status, body }) => [status, body]));
  return answers;
}

/** Two changes that assert the same version: at most one of them holds. */
export async function assertedOnce(world: MixWorld): Promise<Answer[]> {
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
