import type { Span } from '../../domain/interval.js';
import { addDays, type LocalDate } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';

/** From the first midnight of a schedule's dates to the one after them, in its location's zone. */
export const datesSpan = ({
  startsOn,
  endsOn,
  timeZone,
}: {
  startsOn: LocalDate;
  endsOn: LocalDate;
  timeZone: string;
}): Span => ({
  start: instantOf(startsOn, '00:00', timeZone, 'first'),
  end: instantOf(addDays(endsOn, 1), '00:00', timeZone, 'first'),
});
