import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, HttpClient } from '../support/http-client.js';

/** The answer, or null where there is none: the connection was refused or broke. */
export async function attempt(send: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await send();
  } catch (error) {
    // What fetch throws for every failure of the network, and JSON.parse for an answer cut short; both of another realm.
    if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return null;
    throw error;
  }
}

/** Whether a well-behaved client sends the same request again. */
export const isRetriable = (answer: Answer | null): boolean =>
  !answer ||
  answer.status === 502 ||
  answer.status === 503 ||
  (answer.status === 409 && answer.body.code === 'IDEMPOTENCY_IN_HAND');

/** Sends until there is an answer that will not change, as a client does that was told to try again. */
export async function insist(
  send: () => Promise<Answer>,
  seen: (answer: Answer | null) => void = () => undefined,
): Promise<Answer> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answer = await attempt(send);
    seen(answer);
    if (!isRetriable(answer)) return answer!;
    if (Date.now() > deadline) throw new Error(`no answer after 120 s, last ${answer?.status}`);
    await sleep(100);
  }
}

/** A POST with a key of its own: however often it is sent, it is meant once. */
export const insistOnPost = (
  client: HttpClient,
  path: string,
  body: unknown,
  key: string,
  seen?: (answer: Answer | null) => void,
): Promise<Answer> => insist(() => client.post(path, body, { 'idempotency-key': key }), seen);

/** Runs the tasks, so many at once. */
export async function atOnce(width: number, tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = left.shift(); task; task = left.shift()) await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
}
