import { randomFrom } from '../../domain/random.js';

/** Chance that comes out alike each time: the same for the same name. */
export class SeededRandom {
  private readonly next: () => number;

  constructor(name: string) {
    this.next = randomFrom(
      [...name].reduce((seed, letter) => Math.imul(seed, 31) + letter.codePointAt(0)!, 7),
    );
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.between(
      0,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
    return entries.at(-1)![0];
  }

  /** A waiting time whose logarithm is normal: mostly near the median, now and then far beyond. */
  waiting(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * normal);
  }

  /** How often something happens that happens `mean` times on average (Knuth's way with a Poisson distribution). */
  times(mean: number): number {
    let count = 0;
    for (let left = this.next(); left > Math.exp(-mean); left *= this.next()) count++;
    return count;
  }
}
