import { DAY, MINUTE, type Span } from '../../domain/interval.js';
import {
  dateOfDay,
  twoDigits,
  weekdayOf,
  type LocalDate,
  type LocalTime,
  type Weekday,
} from '../../domain/local-date.js';
import { offsetAt } from '../../domain/offset.js';

/** The occurrences of a class at the same hours. */
export interface ClassTimes {
  /** Weekdays on which an occurrence starts, in order. */
  weekdays: Weekday[];
  startsAt: LocalTime;
  endsAt: LocalTime;
  /** How many days after its start an occurrence ends: 1 when it crosses midnight. */
  endsDaysLater: number;
  firstDate: LocalDate;
  lastDate: LocalDate;
  occurrences: number;
}

/** Lists at most so many different hours for a line; the remaining occurrences are only counted. */
const MOST = 6;

/** The hours of spans (in order) by a zone's clock. */
export function classTimes(
  spans: readonly Span[],
  zone: string,
): { times: ClassTimes[]; atOtherTimes: number } {
  const groups = Map.groupBy(
    spans.map((span) => local(span, zone)),
    ({ startsAt, endsAt, endsDaysLater }) => `${startsAt} ${endsAt} ${endsDaysLater}`,
  );
  const times = [...groups.values()].map((group): ClassTimes => {
    const { startsAt, endsAt, endsDaysLater, date } = group[0]!;
    const weekdays = [...new Set(group.map((one) => weekdayOf(one.date)))].sort();
    const lastDate = group.at(-1)!.date;
    return {
      weekdays,
      startsAt,
      endsAt,
      endsDaysLater,
      firstDate: date,
      lastDate,
      occurrences: group.length,
    };
  });
  const others = times.slice(MOST).reduce((sum, { occurrences }) => sum + occurrences, 0);
  return { times: times.slice(0, MOST), atOtherTimes: others };
}

function local({ start, end }: Span, zone: string) {
  const [from, to] = [start + offsetAt(start, zone), end + offsetAt(end, zone)];
  const [day, lastDay] = [Math.floor(from / DAY), Math.floor(to / DAY)];
  return {
    date: dateOfDay(day),
    startsAt: timeOfDay(from - day * DAY),
    endsAt: timeOfDay(to - lastDay * DAY),
    endsDaysLater: lastDay - day,
  };
}

function timeOfDay(time: number): LocalTime {
  const minutes = Math.floor(time / MINUTE);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}
