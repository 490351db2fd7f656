import type { Schemas } from '../api/client.js';
import { weekdayOf, type LocalDate } from '../time/local-time.js';

export type Rule = Omit<Schemas['CoverageHoursDto'], 'id' | 'version' | 'locationId'>;
export type Exception = Pick<
  Schemas['CoverageExceptionDto'],
  'date' | 'untilDate' | 'kind' | 'hours' | 'reason'
>;

/** Whether two exceptions have a date in common. */
export const overlapOf = (
  a: Pick<Exception, 'date' | 'untilDate'>,
  b: Pick<Exception, 'date' | 'untilDate'>,
): boolean => a.date <= b.untilDate && b.date <= a.untilDate;

/** Hours that need people, by the wall clock of the location; they belong to the date on which they start. */
export interface DemandHours {
  startsAt: string;
  endsAt: string;
  required: number;
  positionId: string;
  /** It comes from what is being written just now. */
  isDraft: boolean;
}

export interface DayDemand {
  date: LocalDate;
  exception: Exception | null;
  hours: DemandHours[];
}

/** What rules and exceptions ask of dates: an exception takes the place of every rule on its dates. A draft is one among them. */
export const demandOf = (
  dates: readonly LocalDate[],
  rules: readonly Rule[],
  exceptions: readonly Exception[],
  draft?: Rule | Exception,
): DayDemand[] =>
  dates.map((date) => {
    const exception = exceptions.find((one) => one.date <= date && date <= one.untilDate) ?? null;
    const hours = exception
      ? exception.hours.map((one) => ({ ...one, isDraft: exception === draft }))
      : rules
          .filter(
            ({ weekdays, effectiveFrom, effectiveTo }) =>
              weekdays.includes(weekdayOf(date)) &&
              effectiveFrom <= date &&
              (effectiveTo === null || date <= effectiveTo),
          )
          .map((rule) => ({
            startsAt: rule.startsAt,
            endsAt: rule.endsAt,
            required: rule.required,
            positionId: rule.positionId,
            isDraft: rule === draft,
          }));
    return { date, exception, hours: hours.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt)) };
  });
