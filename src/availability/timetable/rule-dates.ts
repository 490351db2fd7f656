import { DAY, HOUR, MINUTE, SECOND, type Span } from '../../domain/interval.js';
import { calendarDay, dayOfWall, firstOfWeek, timeOfWall, weekOf } from './calendar-days.js';
import type { Rule } from './recurrence-rule.js';
import { fittingDays, type FittingDays } from './rule-days.js';

/** Limits how many days are examined for one file; enough for thousands of classes over two years. */
export class Effort {
  constructor(
    private left: number,
    private readonly exhausted: () => Error,
  ) {}

  spend(amount = 1): void {
    this.left -= amount;
    if (this.left < 0) throw this.exhausted();
  }
}

/**
 * The dates of a rule within a span of wall-clock time, in order. It tests each day of the span, so days
 * before it cost nothing. Only a COUNT that cannot be calculated is followed from the rule's start.
 */
export function ruleDates(rule: Rule, start: number, within: Span, effort: Effort): number[] {
  if (hasEnded(rule, start, within.start)) return [];
  const days = fittingDays(rule, start);
  const times = timesOf(rule, start);
  const chosen = rule.numbers.BYSETPOS ? positions(rule, days, times, effort) : null;
  let [from, counted] = [Math.max(start, within.start - DAY), 0];
  if (rule.count !== null) [from, counted] = countedTo(rule, start, { days, times, before: from }, effort);
  const dates: number[] = [];
  for (let day = dayOfWall(from); day * DAY < within.end; day = days.has(day) ? day + 1 : days.after(day)) {
    effort.spend();
    if (!days.has(day)) continue;
    for (const time of times) {
      const wall = day * DAY + time;
      effort.spend();
      if (wall < from || (chosen && !chosen(wall))) continue;
      if (rule.count !== null && ++counted > rule.count) return dates;
      if (wall >= within.start && wall < within.end) dates.push(wall);
    }
  }
  return dates;
}

/**
 * Whether a COUNT is certainly used up before an instant, because each month or year has a date of the rule.
 */
function hasEnded(
  { frequency, interval, count, weekdays, numbers }: Rule,
  start: number,
  by: number,
): boolean {
  if (count === null || (frequency !== 'MONTHLY' && frequency !== 'YEARLY')) return false;
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYSETPOS } = numbers;
  const isNarrowed = BYYEARDAY ?? BYWEEKNO ?? BYSETPOS ?? (frequency === 'MONTHLY' ? BYMONTH : undefined);
  if (isNarrowed || (weekdays && BYMONTHDAY)) return false;
  const dates = BYMONTHDAY ?? [calendarDay(dayOfWall(start)).date];
  const isEvery = weekdays
    ? weekdays.some(({ nth }) => Math.abs(nth) <= 4)
    : dates.some((date) => Math.abs(date) <= 28);
  const longest = frequency === 'MONTHLY' ? 31 : 366;
  return isEvery && start + (count + 1) * interval * longest * DAY < by;
}

/** The times of day of a rule, in milliseconds from midnight: the start's, unless the rule names others. */
function timesOf({ numbers: { BYHOUR, BYMINUTE, BYSECOND } }: Rule, start: number): number[] {
  const time = timeOfWall(start);
  const times = (BYHOUR ?? [Math.floor(time / HOUR)]).flatMap((hour) =>
    (BYMINUTE ?? [Math.floor(time / MINUTE) % 60]).flatMap((minute) =>
      (BYSECOND ?? [Math.floor(time / SECOND) % 60]).map(
        (second) => hour * HOUR + minute * MINUTE + second * SECOND,
      ),
    ),
  );
  return times.sort((a, b) => a - b);
}

interface Counted {
  days: FittingDays;
  times: readonly number[];
  before: number;
}

/** Where to start following a rule with a COUNT, and how many of its dates lie before. */
function countedTo(
  { frequency, interval, weekdays, numbers }: Rule,
  start: number,
  { days, times, before }: Counted,
  effort: Effort,
): [from: number, count: number] {
  const isEven = !Object.keys(numbers).some((name) => !/^BY(HOUR|MINUTE|SECOND)$/.test(name));
  const isByDays = frequency === 'DAILY' && (!weekdays || interval === 1);
  if (!isEven || !(isByDays || frequency === 'WEEKLY')) return [start, 0];
  // Each cycle of so many days has as many occurrences as the first.
  const cycle = frequency === 'DAILY' && !weekdays ? interval : 7 * interval;
  const cycles = Math.floor((before - start) / (cycle * DAY));
  if (cycles <= 0) return [start, 0];
  let count = 0;
  for (let day = dayOfWall(start); day < dayOfWall(start) + cycle; day++) {
    effort.spend();
    if (days.has(day)) count += times.length;
  }
  return [start + cycles * cycle * DAY, cycles * count];
}

/** The dates of a week, month or year that BYSETPOS selects. */
function positions(
  rule: Rule,
  days: FittingDays,
  times: readonly number[],
  effort: Effort,
): (wall: number) => boolean {
  const known = new Map<number, Set<number>>();
  const choose = (first: number, last: number): Set<number> => {
    const dates: number[] = [];
    for (let day = first; day <= last; day++) {
      effort.spend();
      if (!days.has(day)) continue;
      // Counts as three, because a set is built from them.
      effort.spend(3 * times.length);
      for (const time of times) dates.push(day * DAY + time);
    }
    return new Set(rule.numbers.BYSETPOS!.flatMap((nth) => dates.at(nth > 0 ? nth - 1 : nth) ?? []));
  };
  return (wall) => {
    const day = dayOfWall(wall);
    const [first, last] = boundsOf(rule, day);
    let chosen = known.get(first);
    if (!chosen) known.set(first, (chosen = choose(first, last)));
    return chosen.has(wall);
  };
}

/**
 * The first and last day of the week, month or year that contains a day; the rule's frequency decides which.
 */
function boundsOf(rule: Rule, day: number): [number, number] {
  const { date, monthLength, yearDay, yearLength } = calendarDay(day);
  if (rule.frequency === 'MONTHLY') return [day - date + 1, day - date + monthLength];
  if (rule.frequency === 'YEARLY') return [day - yearDay + 1, day - yearDay + yearLength];
  if (rule.frequency === 'DAILY') return [day, day];
  const first = firstOfWeek(weekOf(day, rule.weekStart), rule.weekStart);
  return [first, first + 6];
}
