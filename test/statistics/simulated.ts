import gammaOf from '@stdlib/random-base-gamma';
import poissonOf from '@stdlib/random-base-poisson';
import { randomFrom } from '../../src/domain/random.js';
import type { SeriesWeek } from '../../src/domain/statistics/series-types.js';

/** Seeded random numbers of the distributions that pilots are simulated from. */
export class Draws {
  readonly uniform: () => number;
  private readonly drawPoisson: (mean: number) => number;
  private readonly drawGamma: (shape: number, rate: number) => number;

  constructor(seed: number) {
    this.uniform = randomFrom(seed);
    this.drawPoisson = poissonOf.factory({ prng: this.uniform });
    this.drawGamma = gammaOf.factory({ prng: this.uniform });
  }

  /** A count with this mean whose variance is `dispersion` times the mean. */
  count(mean: number, dispersion = 1): number {
    if (mean <= 0) return 0;
    if (dispersion <= 1) return this.drawPoisson(mean);
    return this.count(this.drawGamma(mean / (dispersion - 1), 1 / (dispersion - 1)));
  }

  /** A whole number from 0 on. */
  whole(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** The logarithm of a rate that wanders by week: an autoregression of order 1. */
  wander(weeks: number, { carry = 0, spread = 0 }: { carry?: number; spread?: number }): number[] {
    const path: number[] = [];
    for (let week = 0; week < weeks; week++) {
      const before = path.at(-1);
      const step = spread * this.normal();
      path.push(before === undefined ? step : carry * before + Math.sqrt(1 - carry ** 2) * step);
    }
    return path;
  }
}

/** How the counts of a simulated pilot come about. */
export interface Regime {
  baseline: number;
  pilot: number;
  /** The mean count of a week. */
  mean: number;
  dispersion?: number;
  carry?: number;
  spread?: number;
  trend?: number;
  season?: number;
  /** How much the weeks of a term differ: a term of 16 weeks. */
  term?: number;
  /** The true step at the start, a ratio. */
  step?: number;
}

/** The weeks of one simulated pilot. Open hours vary from 60 to 80. */
export function simulatedWeeks(draws: Draws, regime: Regime): SeriesWeek[] {
  const { baseline, pilot, mean, dispersion, trend = 0, season = 0, term = 0, step = 1 } = regime;
  const path = draws.wander(baseline + pilot, regime);
  const phase = 2 * Math.PI * draws.uniform();
  const ofTerm = Array.from({ length: 16 }, () => term * draws.normal());
  return path.map((latent, week) => {
    const post = week >= baseline;
    const openHours = 60 + 20 * draws.uniform();
    const seasonal = season * Math.sin((2 * Math.PI * week) / 52.18 + phase) + ofTerm[week % 16]!;
    const log = latent + trend * week + seasonal + (post ? Math.log(step) : 0);
    return {
      week,
      post,
      openHours,
      count: draws.count(((mean * openHours) / 70) * Math.exp(log), dispersion),
      weekOfTerm: term > 0 ? `week ${(week % 16) + 1}` : null,
    };
  });
}
