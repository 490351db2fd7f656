import { DAY } from './interval.js';
import { dateOfDay, type LocalDate } from './local-date.js';
import { numericDate, numericDay, type DateOrder, type NumericDate } from './written-dates.js';

/** A value in which day and month could be swapped, read both ways; null where a reading is no date. */
export interface TwoReadings {
  line: number;
  value: string;
  mdy: LocalDate | null;
  dmy: LocalDate | null;
}

/** What the dates of a column show about their order. */
export interface OrderFound {
  /** Null when no date of the column depends on it, or when the column does not show it. */
  order: DateOrder | null;
  /** The number of values that only fit the other order. */
  contrary: number;
  /** The number of values that fit both orders. */
  either: number;
  /** For a column that does not show its order: its first value that fits both. */
  undecided: TwoReadings | null;
}

const FULL_DATE = /^[12]\d{3}-\d\d-\d\d/;

/** The first and last of some days. */
class Extent {
  first = '9999';
  last = '';

  add(day: string): void {
    if (day < this.first) this.first = day;
    if (day > this.last) this.last = day;
  }

  /** Whether all of it lies within another. */
  isWithin(other: Extent): boolean {
    return this.first >= other.first && this.last <= other.last;
  }
}

/**
 * Finds the order of day and month in a column, value by value. A value that fits one order only (with a 13,
 * say) decides; when values contradict, the order that more of them need. When every value fits both orders,
 * full dates in the same column decide if only one reading lies within their range. Otherwise the order is
 * not known. Dates with dots have the day first everywhere, and say nothing about other formats beside them.
 */
export class DateOrderFinder {
  private readonly needs = { mdy: 0, dmy: 0 };
  private dotted = 0;
  private either = 0;
  private readonly full = new Extent();
  private readonly read = { mdy: new Extent(), dmy: new Extent() };
  private first: TwoReadings | null = null;
  private firstDecisive: TwoReadings | null = null;

  add(value: string, line: number): void {
    const text = value.trim();
    if (FULL_DATE.test(text)) return this.full.add(text.slice(0, 10));
    const date = numericDate(text);
    if (date) this.addNumeric(date, text, line);
  }

  found(): OrderFound {
    const {
      needs: { mdy, dmy },
      either,
    } = this;
    if (mdy !== dmy) {
      const order = mdy > dmy ? 'mdy' : 'dmy';
      return {
        order,
        contrary: Math.min(mdy, dmy) + (order === 'mdy' ? this.dotted : 0),
        undecided: null,
        either,
      };
    }
    const open = this.first ?? this.firstDecisive;
    if (!open) return { order: this.dotted > 0 ? 'dmy' : null, contrary: 0, undecided: null, either };
    const order = mdy === 0 ? this.orderByNeighbours() : null;
    return { order, contrary: 0, undecided: order === null ? open : null, either };
  }

  private addNumeric(date: NumericDate, value: string, line: number): void {
    if (date.hasDots) {
      if (dateOf(date, 'dmy') !== null) this.dotted++;
      return;
    }
    const days = { mdy: dateOf(date, 'mdy'), dmy: dateOf(date, 'dmy') };
    if (days.mdy === days.dmy) return;
    if (days.mdy !== null && days.dmy !== null) {
      this.either++;
      this.first ??= { line, value, ...days };
      this.read.mdy.add(days.mdy);
      this.read.dmy.add(days.dmy);
    } else {
      this.firstDecisive ??= { line, value, ...days };
      this.needs[days.mdy === null ? 'dmy' : 'mdy']++;
    }
  }

  private orderByNeighbours(): DateOrder | null {
    const fits = (['mdy', 'dmy'] as const).filter((order) => this.read[order].isWithin(this.full));
    return fits.length === 1 ? fits[0]! : null;
  }
}

function dateOf(date: NumericDate, order: DateOrder): LocalDate | null {
  const day = numericDay(date, order);
  return day === null ? null : dateOfDay(day / DAY);
}
