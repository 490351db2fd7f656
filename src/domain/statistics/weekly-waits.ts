import { mergedBins, SHARE_TOLERANCE, type WaitBin } from './survival.js';

/** Waits are summed in at most about this many cells per phase; the cell of the quantile is looked at wait by wait. */
const CELLS = 512;

/**
 * The waits of several weeks, laid out so that quantiles of many draws of the weeks are cheap: a draw only weighs the
 * sums of each cell until the curve comes down to the share, and walks through that cell. The cells change nothing where nobody
 * was last seen within a cell before the quantile, and else less than rounding waits to a cell would.
 */
export class WeeklyWaits {
  /** Waits by time, then week: their time, week, answered ones, and all that leave. */
  private readonly seconds: Float64Array;
  private readonly week: Uint16Array;
  private readonly answered: Float64Array;
  private readonly leaving: Float64Array;
  /** Where each cell begins; a time lies in one cell. */
  private readonly begins: number[] = [];
  private readonly cellAnswered: Float64Array;
  private readonly cellLeaving: Float64Array;
  private readonly totals: Float64Array;

  constructor(private readonly weeks: readonly (readonly WaitBin[])[]) {
    const waits = weeks
      .flatMap((bins, week) => mergedBins(bins).map((bin) => ({ ...bin, week })))
      .sort((a, b) => a.seconds - b.seconds);
    this.seconds = Float64Array.from(waits, ({ seconds }) => seconds);
    this.week = Uint16Array.from(waits, ({ week }) => week);
    this.answered = Float64Array.from(waits, ({ answered }) => answered);
    this.leaving = Float64Array.from(waits, ({ answered, censored }) => answered + censored);
    const size = Math.ceil(waits.length / CELLS);
    for (let at = 0; at < waits.length; at = this.endOfTime(Math.min(at + size, waits.length) - 1))
      this.begins.push(at);
    this.cellAnswered = new Float64Array(this.begins.length * weeks.length);
    this.cellLeaving = new Float64Array(this.begins.length * weeks.length);
    this.totals = new Float64Array(weeks.length);
    this.begins.forEach((begin, cell) => {
      for (let at = begin; at < this.endOf(cell); at++) {
        const place = cell * weeks.length + this.week[at]!;
        this.cellAnswered[place]! += this.answered[at]!;
        this.cellLeaving[place]! += this.leaving[at]!;
        this.totals[this.week[at]!]! += this.leaving[at]!;
      }
    });
  }

  /** How often each week is drawn when as many weeks are drawn with replacement. */
  draw(random: () => number): Float64Array {
    const times = new Float64Array(this.weeks.length);
    for (let i = 0; i < times.length; i++) times[Math.floor(random() * times.length)]!++;
    return times;
  }

  /** `survivalQuantile` of the weeks, each as often as drawn, in seconds; Infinity where it is not reached. */
  quantileOf(times: Float64Array, share: number): number {
    const target = 1 - share;
    let atRisk = weighted(this.totals, times, 0);
    let survival = 1;
    for (let cell = 0; cell < this.begins.length && atRisk > 0; cell++) {
      const place = cell * times.length;
      const after = survival * (1 - weighted(this.cellAnswered, times, place) / atRisk);
      if (after > target + SHARE_TOLERANCE) {
        survival = after;
        atRisk -= weighted(this.cellLeaving, times, place);
        continue;
      }
      for (let at = this.begins[cell]!; at < this.endOf(cell) && atRisk > 0;) {
        const end = this.endOfTime(at);
        let [answered, leaving] = [0, 0];
        for (let i = at; i < end; i++) {
          answered += times[this.week[i]!]! * this.answered[i]!;
          leaving += times[this.week[i]!]! * this.leaving[i]!;
        }
        survival *= 1 - answered / atRisk;
        atRisk -= leaving;
        if (survival < target - SHARE_TOLERANCE) return this.seconds[at]!;
        if (survival <= target + SHARE_TOLERANCE) return (this.seconds[at]! + this.endOfFlat(end, times)) / 2;
        at = end;
      }
    }
    return Infinity;
  }

  /** The next time at which a drawn week has an answer, else the last time at which it has a request. */
  private endOfFlat(from: number, times: Float64Array): number {
    let last = this.seconds[from - 1]!;
    for (let at = from; at < this.seconds.length; at++) {
      if (times[this.week[at]!] === 0) continue;
      last = this.seconds[at]!;
      if (this.answered[at]! > 0) return last;
    }
    return last;
  }

  private endOf(cell: number): number {
    return this.begins[cell + 1] ?? this.seconds.length;
  }

  private endOfTime(at: number): number {
    let end = at + 1;
    while (end < this.seconds.length && this.seconds[end] === this.seconds[at]) end++;
    return end;
  }
}

function weighted(sums: Float64Array, times: Float64Array, from: number): number {
  let sum = 0;
  for (let week = 0; week < times.length; week++) sum += times[week]! * sums[from + week]!;
  return sum;
}
