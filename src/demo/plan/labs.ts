import { unite, type Span } from '../../domain/interval.js';
import { addDays, weekdayOf, type LocalDate, type LocalTime, type Weekday } from '../../domain/local-date.js';
import { occurrenceOn } from '../../domain/recurrence.js';
import { isWithin, type Autumn, type Dates } from './calendar.js';

export const ZONE = 'America/Chicago';
export const LABS = { main: 'Main Library Lab', engineering: 'Engineering Lab' } as const;
export type Lab = keyof typeof LABS;
export const LAB_KEYS = Object.keys(LABS) as Lab[];

interface Hours {
  startsAt: LocalTime;
  endsAt: LocalTime;
}

/** Coverage hours of one lab in one phase, with the shifts planned for them and the seats of each. */
export interface LabHours extends Hours {
  lab: Lab;
  phase: 'baseline' | 'pilot' | 'exams';
  weekdays: readonly Weekday[];
  required: number;
  shifts: readonly (Hours & { seats: number })[];
}

export interface LabException {
  lab: Lab;
  date: LocalDate;
  reason: string;
  /** The hours instead; empty when closed. */
  hours: readonly Omit<LabHours, 'lab' | 'phase' | 'weekdays'>[];
}

const SUNDAY_TO_THURSDAY: readonly Weekday[] = [7, 1, 2, 3, 4];
const MONDAY_TO_THURSDAY: readonly Weekday[] = [1, 2, 3, 4];
const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const hours = (
  lab: Lab,
  phase: LabHours['phase'],
  weekdays: readonly Weekday[],
  [startsAt, endsAt]: readonly [LocalTime, LocalTime],
  required: number,
  ...shifts: (readonly [LocalTime, LocalTime, number])[]
): LabHours => ({
  lab,
  phase,
  weekdays,
  startsAt,
  endsAt,
  required,
  shifts: shifts.map(([from, to, seats]) => ({ startsAt: from, endsAt: to, seats })),
});

const PEAK = ['19:00', '22:00'] as const;
const OVERNIGHT = ['22:00', '06:00'] as const;

/** Before the pilot the labs close early and nobody is at the desk. Two rules over the same time add up. */
export const LAB_HOURS: readonly LabHours[] = [
  hours('main', 'baseline', MONDAY_TO_THURSDAY, ['18:00', '22:00'], 0),
  hours('main', 'baseline', [7], ['16:00', '22:00'], 0),
  hours('engineering', 'baseline', MONDAY_TO_THURSDAY, ['18:00', '21:00'], 0),
  hours('engineering', 'baseline', [7], ['17:00', '21:00'], 0),
  hours(
    'main',
    'pilot',
    SUNDAY_TO_THURSDAY,
    ['18:00', '02:00'],
    2,
    ['18:00', '22:00', 2],
    ['22:00', '02:00', 2],
  ),
  hours('main', 'pilot', [5, 6], ['18:00', '23:00'], 1, ['18:00', '23:00', 1]),
  hours(
    'engineering',
    'pilot',
    SUNDAY_TO_THURSDAY,
    ['18:00', '01:00'],
    1,
    ['18:00', '22:00', 1],
    ['22:00', '01:00', 1],
  ),
  hours('engineering', 'pilot', MONDAY_TO_THURSDAY, PEAK, 1, [...PEAK, 1]),
  hours('engineering', 'pilot', [5, 6], OVERNIGHT, 1, [...OVERNIGHT, 1]),
  hours('main', 'exams', EVERY_DAY, ['18:00', '04:00'], 2, ['18:00', '23:00', 2], ['23:00', '04:00', 2]),
  hours(
    'engineering',
    'exams',
    SUNDAY_TO_THURSDAY,
    ['18:00', '03:00'],
    1,
    ['18:00', '22:00', 1],
    ['22:00', '03:00', 1],
  ),
  hours('engineering', 'exams', MONDAY_TO_THURSDAY, PEAK, 1, [...PEAK, 1]),
  hours('engineering', 'exams', [5, 6], OVERNIGHT, 1, [...OVERNIGHT, 1]),
];

/** The local dates on which a phase's hours hold. */
export const phaseDates = ({ baseline, pilot, exams }: Autumn, phase: LabHours['phase']): Dates =>
  phase === 'baseline' ? baseline : phase === 'exams' ? exams : { from: pilot.from, to: exams.from };

/** Labor Day, and Thanksgiving, before which the main lab closes early. */
export function exceptionsOf({ laborDay, thanksgiving }: Autumn): LabException[] {
  const eve = addDays(thanksgiving, -1);
  const early = { startsAt: '18:00', endsAt: '22:00', required: 1 };
  const shifts = [{ startsAt: '18:00', endsAt: '22:00', seats: 1 }];
  const closed = (lab: Lab, date: LocalDate, reason: string): LabException => ({
    lab,
    date,
    reason,
    hours: [],
  });
  return LAB_KEYS.flatMap((lab) => [
    closed(lab, laborDay, 'Labor Day'),
    lab === 'main'
      ? { lab, date: eve, reason: 'Closes early before Thanksgiving', hours: [{ ...early, shifts }] }
      : closed(lab, eve, 'Closed before Thanksgiving'),
    ...[0, 1, 2].map((day) => closed(lab, addDays(thanksgiving, day), 'Thanksgiving')),
  ]);
}

/** The hours of a lab on a local date. */
export function hoursOn(
  autumn: Autumn,
  lab: Lab,
  date: LocalDate,
): readonly Omit<LabHours, 'lab' | 'phase' | 'weekdays'>[] {
  const exception = exceptionsOf(autumn).find((one) => one.lab === lab && one.date === date);
  if (exception) return exception.hours;
  return LAB_HOURS.filter(
    (one) =>
      one.lab === lab &&
      one.weekdays.includes(weekdayOf(date)) &&
      isWithin(date, phaseDates(autumn, one.phase)),
  );
}

/** When a lab is open on the evening that starts on a local date. */
export const openOn = (autumn: Autumn, lab: Lab, date: LocalDate): Span[] =>
  unite(hoursOn(autumn, lab, date).flatMap((one) => occurrenceOn(date, one, ZONE) ?? []));
