import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../../test/support/load.js';
import type { Product } from './product.js';

const PER_SECOND = 20;

/** Light requests under way. */
export interface Light {
  /** Ends them, and tells the 99th percentile of their latencies in milliseconds. Throws if one was not answered with 200. */
  ended(): Promise<number>;
}

/** Sends light requests, twenty a second, beside something else. */
export function lightRequests({ url, headers }: Pick<Product, 'url' | 'headers'>): Light {
  const latencies: number[] = [];
  const open: Promise<void>[] = [];
  let isOver = false;
  const one = async (): Promise<void> => {
    const asked = performance.now();
    const answer = await fetch(`${url}/api/v1/locations`, { headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`a light request: ${answer.status}`);
    latencies.push(performance.now() - asked);
  };
  const begun = performance.now();
  const sending = (async () => {
    for (let sent = 0; !isOver; sent++) {
      const wait = begun + (sent / PER_SECOND) * 1000 - performance.now();
      if (wait > 1) await delay(wait);
      const asked = one();
      // Told by `ended`; until then nobody waits for it.
      asked.catch(() => undefined);
      open.push(asked);
    }
    await Promise.all(open);
  })();
  sending.catch(() => undefined);
  return {
    ended: async () => {
      isOver = true;
      await sending;
      return percentile(
        latencies.toSorted((a, b) => a - b),
        99,
      );
    },
  };
}
