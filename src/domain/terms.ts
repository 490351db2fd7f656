import { addDays, type LocalDate } from './local-date.js';

export const PERIOD_KINDS = ['classes', 'exams', 'break'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Dates are inclusive. Days of a term outside all periods are days of classes. */
export interface Term {
  startsOn: LocalDate;
  endsOn: LocalDate;
  periods: readonly { kind: PeriodKind; startsOn: LocalDate; endsOn: LocalDate }[];
  /** The most hours a week for each kind of period. */
  weeklyHourCap: Readonly<Record<PeriodKind, number>>;
}

/**
 * Hours a student may work a week while school is in session, and in breaks. The first is the limit of 8 CFR
 * 214.2(f)(9)(i) for F-1 students; the second is the institution's own rule.
 */
export const USUAL_CAPS: Readonly<Record<PeriodKind, number>> = { classes: 20, exams: 20, break: 40 };

/** The kind of a date within a term; null outside the term. */
export function periodOn(date: LocalDate, term: Term): PeriodKind | null {
  if (date < term.startsOn || date > term.endsOn) return null;
  return term.periods.find((period) => period.startsOn <= date && date <= period.endsOn)?.kind ?? 'classes';
}

/** A part of a term with one kind; dates are inclusive. */
export type Period = Term['periods'][number];

/**
 * All parts of a term from first to last day: its periods, which must be in order, and the days of classes
 * between them.
 */
export function stretchesOf({ startsOn, endsOn, periods }: Omit<Term, 'weeklyHourCap'>): Period[] {
  const stretches: Period[] = [];
  let next = startsOn;
  const fill = (until: LocalDate): void => {
    if (next <= until) stretches.push({ kind: 'classes', startsOn: next, endsOn: until });
  };
  for (const period of periods) {
    fill(addDays(period.startsOn, -1));
    stretches.push(period);
    next = addDays(period.endsOn, 1);
  }
  fill(endsOn);
  return stretches;
}

const remembered = new WeakMap<readonly Term[], Map<LocalDate, number | null>>();

/**
 * The cap that the terms set for the week that starts on a date: the lowest cap of the periods it touches,
 * because one day in session makes it a week in session. Null when no term touches the week. Cached as long
 * as the terms are, because lists of shifts need few weeks many times.
 */
export function termCapOf(weekStartsOn: LocalDate, terms: readonly Term[]): number | null {
  let caps = remembered.get(terms);
  if (!caps) remembered.set(terms, (caps = new Map<LocalDate, number | null>()));
  let cap = caps.get(weekStartsOn);
  if (cap === undefined) caps.set(weekStartsOn, (cap = lowestCap(weekStartsOn, terms)));
  return cap;
}

function lowestCap(weekStartsOn: LocalDate, terms: readonly Term[]): number | null {
  let cap: number | null = null;
  for (const term of terms) {
    for (let day = 0; day < 7; day++) {
      const kind = periodOn(addDays(weekStartsOn, day), term);
      if (kind !== null) cap = Math.min(cap ?? Infinity, term.weeklyHourCap[kind]);
    }
  }
  return cap;
}
