import { randomFrom } from '../../domain/random.js';

/** Random values that are always the same for the same name. */
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

  /** One of the names, with a probability in proportion to its weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.between(
      0,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
    return entries.at(-1)![0];
  }

  /** A waiting time with a log-normal distribution: mostly near the median, sometimes far above. */
  waiting(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * normal);
  }

  /** A Poisson-distributed count with this mean (Knuth's algorithm). */
  times(mean: number): number {
    let count = 0;
    for (let left = this.next(); left > Math.exp(-mean); left *= this.next()) count++;
    return count;
  }
}
