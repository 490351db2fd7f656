import { setTimeout as sleep } from 'node:timers/promises';

/** Calls repeatedly until the result is truthy, and returns it. */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  seconds = 120,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await sleep(50);
  }
}
