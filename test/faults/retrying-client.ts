import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, HttpClient } from '../support/http-client.js';

/** The answer, or null when the connection was refused or broken. */
export async function attempt(send: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await send();
  } catch (error) {
    // fetch throws TypeError for all network failures, JSON.parse throws SyntaxError for a truncated answer.
    // Compared by name, because both classes belong to another realm.
    if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return null;
    throw error;
  }
}

/** Whether a well-behaved client would send the same request again. */
export const isRetriable = (answer: Answer | null): boolean =>
  !answer ||
  answer.status === 502 ||
  answer.status === 503 ||
  (answer.status === 409 && answer.body.code === 'IDEMPOTENCY_IN_HAND');

/** Sends until there is a final answer, like a client that was told to retry. */
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

/** A POST with its own idempotency key: it takes effect once, however often it is sent. */
export const insistOnPost = (
  client: HttpClient,
  path: string,
  body: unknown,
  key: string,
  seen?: (answer: Answer | null) => void,
): Promise<Answer> => insist(() => client.post(path, body, { 'idempotency-key': key }), seen);

/** Runs the tasks, at most so many at once. */
export async function atOnce(width: number, tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = left.shift(); task; task = left.shift()) await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
}
