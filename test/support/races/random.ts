/** Chance that can be had again: the same seed gives the same numbers. RACE_SEED names another one. */
export class Random {
  constructor(readonly seed: number = Number(process.env['RACE_SEED'] ?? 20261026)) {
    this.state = seed;
  }

  private state: number;

  /** From 0 up to, not including, 1 (Mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  upTo(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.upTo(from.length)]!;
  }
}

/** How much of a race to run: CI asks for all of it, a run at the desk for less. */
export const sizeOf = (variable: string, fallback: number): number =>
  Number(process.env[variable] ?? fallback);
