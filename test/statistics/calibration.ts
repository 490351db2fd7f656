import { writeSync } from 'node:fs';
import { Draws } from './simulated.js';

/** Simulated pilots per method and regime: `npm run test:calibration` has 2,000, `npm test` a few. */
const PILOTS = Number(process.env['CALIBRATION_PILOTS'] ?? 20);
const IS_SHORT = PILOTS < 1_000;

/** A method in a regime: one simulated pilot, and whether its interval held the truth; null where it refused. */
export interface Trial {
  readonly method: string;
  readonly regime: string;
  readonly run: (draws: Draws, pilot: number) => boolean | null;
  /** The shares that are right, in 100; 93 to 97 unless told. */
  readonly band?: readonly [least: number, most: number];
  /** The share of `PILOTS` that is simulated, for methods that take long. */
  readonly share?: number;
  /** Pilots in the short form, for methods that take no time. */
  readonly short?: number;
}

export const HELD = [93, 97] as const;
/** For methods whose level is at least the one asked for. */
export const CONSERVATIVE = [93, 100] as const;

/** Simulates the pilots of each trial, and tells each result as a row of the table of docs/statistics.md. */
export function calibrate(trials: readonly Trial[]): void {
  it.each(trials)('$method, $regime', ({ method, regime, run, band = HELD, share = 1, short = PILOTS }) => {
    const pilots = IS_SHORT ? Math.max(short, Math.round(PILOTS * share)) : Math.round(PILOTS * share);
    const draws = new Draws(20_261_129);
    const results = Array.from({ length: pilots }, (_, pilot) => run(draws, pilot));
    const judged = results.filter((result) => result !== null);
    const held = (100 * judged.filter(Boolean).length) / judged.length;
    if (!IS_SHORT)
      writeSync(
        1,
        `| ${method} | ${regime} | ${held.toFixed(1)} | ${band.join('–')} | ${pilots - judged.length} |\n`,
      );
    const [least, most] = band;
    const slack = IS_SHORT ? 300 * Math.sqrt((0.05 * 0.95) / judged.length) : 0;
    expect(judged.length).toBeGreaterThan(pilots / 2);
    expect(held).toBeGreaterThanOrEqual(least - slack);
    expect(held).toBeLessThanOrEqual(most + slack);
  });
}

export const holds = (
  interval: readonly [low: number | null, high: number | null] | null,
  truth: number,
): boolean | null => interval && (interval[0] ?? -Infinity) <= truth && truth <= (interval[1] ?? Infinity);
