import type { Span } from '../../domain/interval.js';
import { addDays, type LocalDate } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';

/** From the midnight of the first date to the one after the last, in the location's zone. */
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
