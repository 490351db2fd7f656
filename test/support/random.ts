import { randomFrom } from '../../src/domain/random.js';

/** Chance that can be had again with the same seed; RACE_SEED names another one. */
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

/** How much of a race to run: CI asks for all of it, a run at the desk for less. */
export const sizeOf = (variable: string, fallback: number): number =>
  Number(process.env[variable] ?? fallback);
