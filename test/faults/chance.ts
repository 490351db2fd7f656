/** The seed of this run: printed, so that FAULTS_SEED repeats it. */
export const SEED = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
export const ROUNDS = Number(process.env['FAULTS_ROUNDS'] ?? 20);
export const SECONDS = Number(process.env['FAULTS_SECONDS'] ?? 120);

/** Mulberry32: the same choices for the same seed. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
    process.stderr.write(`FAULTS_SEED=${seed}\n`);
  }

  /** From 0 up to and without `limit`. */
  upTo(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.upTo(from.length))]!;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.upTo(1) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
}
