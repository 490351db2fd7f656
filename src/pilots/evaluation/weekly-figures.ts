import { weekOfTerm } from '../../domain/evaluation/week-of-term.js';
import type { MeasuredWeek } from '../../domain/evaluation/weeks.js';
import type { Span } from '../../domain/interval.js';
import { MetricsAccumulator, type MeasuringRules } from '../../domain/metrics/accumulator.js';
import { sliceIntoBuckets, type Slice } from '../../domain/metrics/buckets.js';
import { daysBetween, type LocalDate } from '../../domain/local-date.js';
import type { Term } from '../../domain/terms.js';
import type { WeekCalendar } from '../../domain/week-calendar.js';

/** Weeks are numbered from the one with this date, whatever their first day. */
const FIRST_DATE: LocalDate = '1970-01-01';

interface GatheredWeek {
  firstDate: LocalDate;
  isOver: boolean;
  sums: MetricsAccumulator;
}

/** Collects what happened in each week of a phase, in one kind of hours, over one or several locations. */
export class WeeklyFigures {
  private readonly gathered = new Map<number, GatheredWeek>();

  constructor(private readonly rules: MeasuringRules) {}

  /** The slices of a location's counted time by week, numbered for `sumsOf`. */
  slicesOf(phase: Span, counted: readonly Span[], calendar: WeekCalendar): readonly Slice[] {
    const { buckets, slices } = sliceIntoBuckets('week', phase, counted, calendar);
    const weeks = buckets.map(({ key, end }) => {
      const firstDate = String(key);
      const number = Math.floor(daysBetween(FIRST_DATE, firstDate) / 7);
      return { firstDate, number, isOver: end <= this.rules.now };
    });
    return slices.map((slice) => {
      const { number, ...week } = weeks[slice.bucket]!;
      this.weekOf(number, week);
      return { ...slice, bucket: number };
    });
  }

  /** The sums of a week of some slices. */
  sumsOf(week: number): MetricsAccumulator {
    return this.gathered.get(week)!.sums;
  }

  /** Adds the weeks of another collection. */
  merge(other: WeeklyFigures): void {
    for (const [number, week] of other.gathered)
      this.weekOf(number, week).sums.add(week.sums, { withWaits: true });
  }

  /** By week. */
  weeks(terms: readonly Term[]): MeasuredWeek[] {
    return [...this.gathered]
      .sort(([a], [b]) => a - b)
      .map(([week, { firstDate, isOver, sums }]) => ({
        week,
        weekOfTerm: weekOfTerm(firstDate, terms),
        isOver,
        gathered: sums,
      }));
  }

  /** A week is over when it is at all locations. */
  private weekOf(number: number, { firstDate, isOver }: Omit<GatheredWeek, 'sums'>): GatheredWeek {
    let week = this.gathered.get(number);
    if (!week) {
      week = { firstDate, isOver, sums: new MetricsAccumulator(this.rules) };
      this.gathered.set(number, week);
    }
    week.isOver &&= isOver;
    return week;
  }
}
