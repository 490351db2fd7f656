import { randomFrom } from '../../src/domain/random.js';

/** Random numbers; the same seed gives the same numbers. RACE_SEED sets another seed. */
export class Random {
  readonly next: () => number;

  constructor(readonly seed: number = Number(process.env['RACE_SEED'] ?? 20261026)) {
    this.next = randomFrom(seed);
  }

  upTo(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.upTo(from.length)]!;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
}

/** How many steps a race test runs: the value of an environment variable, or the fallback. */
export const sizeOf = (variable: string, fallback: number): number =>
  Number(process.env[variable] ?? fallback);
