import { addDays, weekdayOf, type LocalDate, type Weekday } from '../../domain/local-date.js';
import type { Autumn } from './calendar.js';
import { ZONE } from './labs.js';
import type { DemoOperator } from './people.js';

const COURSES = [
  'Linear Algebra',
  'Organic Chemistry',
  'World History to 1500',
  'Microeconomics',
  'Data Structures',
  'Cognitive Psychology',
  'Statics',
  'Creative Writing',
];
const EVENINGS = ['Chemistry lab section', 'Orchestra', 'Rowing', 'Studio critique'];
const MORNINGS = [
  ['090000', '095000'],
  ['103000', '114500'],
  ['130000', '135000'],
  ['143000', '154500'],
] as const;
const DAY_PAIRS: readonly (readonly Weekday[])[] = [
  [1, 3],
  [2, 4],
  [1, 3, 5],
];
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

interface Course {
  title: string;
  weekdays: readonly Weekday[];
  from: string;
  to: string;
}

/**
 * An operator's calendar file, as a university's system exports it: classes until the exams, none at
 * Thanksgiving.
 */
export function timetableOf(index: number, { busy }: DemoOperator, autumn: Autumn): string {
  const courses = [
    ...[0, 1, 2].map((nth): Course => {
      const [from, to] = MORNINGS[(index + nth) % MORNINGS.length]!;
      const title = COURSES[(index * 3 + nth) % COURSES.length]!;
      return { title, weekdays: DAY_PAIRS[nth]!, from, to };
    }),
    { title: EVENINGS[index % EVENINGS.length]!, weekdays: busy, from: '180000', to: '203000' },
  ];
  const events = courses.flatMap((course, nth) => eventOf(course, `${index}-${nth}`, autumn));
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', `X-WR-TIMEZONE:${ZONE}`, ...events, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}

function eventOf({ title, weekdays, from, to }: Course, uid: string, autumn: Autumn): string[] {
  const first = firstOn(weekdays, autumn.baseline.from);
  const free = [-1, 0, 1, 2, 3].map((day) => addDays(autumn.thanksgiving, day));
  const exceptions = free.filter((date) => weekdays.includes(weekdayOf(date)));
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@larkfield.example.edu`,
    `SUMMARY:${title}`,
    `DTSTART;TZID=${ZONE}:${compact(first)}T${from}`,
    `DTEND;TZID=${ZONE}:${compact(first)}T${to}`,
    `RRULE:FREQ=WEEKLY;BYDAY=${weekdays.map((day) => CODES[day - 1]).join(',')};UNTIL=${compact(addDays(autumn.exams.from, -1))}`,
    ...exceptions.map((date) => `EXDATE;TZID=${ZONE}:${compact(date)}T${from}`),
    'END:VEVENT',
  ];
}

function firstOn(weekdays: readonly Weekday[], from: LocalDate): LocalDate {
  let date = from;
  while (!weekdays.includes(weekdayOf(date))) date = addDays(date, 1);
  return date;
}

const compact = (date: LocalDate): string => date.replaceAll('-', '');
