import { setTimeout as delay } from 'node:timers/promises';
import { Batches } from './batches.js';

const LIMITS = { keysAtOnce: 2, weight: 10, weigh: (): number => 1 };

describe('batches', () => {
  it('of one key are worked on one after the other, each with all that waits, and each item gets its answer', async () => {
    const seen: number[][] = [];
    let inHand = 0;
    const batches = new Batches<number, string>(LIMITS, async (key, items) => {
      expect(++inHand).toBe(1);
      seen.push([...items]);
      await delay(1);
      inHand--;
      return items.map((item) => `${key}${item}`);
    });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, item) => batches.add('a', item)));
    expect(answers).toEqual(Array.from({ length: 25 }, (_, item) => `a${item}`));
    expect(seen.map((items) => items.length)).toEqual([1, 10, 10, 4]);
    expect(batches.waitingCount('a')).toBe(0);
  });

  it('end with the item that reaches the weight', async () => {
    const seen: number[][] = [];
    const batches = new Batches<number, void>({ ...LIMITS, weigh: (item) => item }, async (_key, items) => {
      seen.push([...items]);
      await delay(1);
      return items.map(() => undefined);
    });
    await Promise.all([1, 4, 5, 100, 3, 2].map((item) => batches.add('a', item)));
    expect(seen).toEqual([[1], [4, 5, 100], [3, 2]]);
  });

  it('of another key do not wait, as long as few keys are in hand', async () => {
    const slow = Promise.withResolvers<string[]>();
    const begun: string[] = [];
    const batches = new Batches<number, string>(LIMITS, (key, items) => {
      begun.push(key);
      return key.startsWith('slow') ? slow.promise : Promise.resolve(items.map(String));
    });
    const first = batches.add('slow', 1);
    expect(await batches.add('quick', 1)).toBe('1');
    const second = batches.add('slow too', 1);
    const third = batches.add('quick', 2);
    expect(begun).toEqual(['slow', 'quick', 'slow too']);
    expect([batches.waitingCount('slow'), batches.waitingCount('quick')]).toEqual([0, 1]);
    slow.resolve(['done', 'never asked for']);
    expect(await Promise.all([first, second, third])).toEqual(['done', 'done', '2']);
  });

  it('that fail are told to each of their items, and the next goes on', async () => {
    let isFailing = true;
    const batches = new Batches<number, string>(LIMITS, (_key, items) =>
      isFailing ? Promise.reject(new Error('broken')) : Promise.resolve(items.map(String)),
    );
    await expect(batches.add('a', 1)).rejects.toThrow('broken');
    isFailing = false;
    expect(await batches.add('a', 2)).toBe('2');
  });
});
