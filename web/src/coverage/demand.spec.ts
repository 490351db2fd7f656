import { demandOf, type Exception, type Rule } from './demand.js';

const WEEK = ['26', '27', '28', '29', '30', '31'].map((day) => `2026-10-${day}`);
const rule = (change: Partial<Rule> = {}): Rule => ({
  weekdays: [1, 3],
  startsAt: '20:00',
  endsAt: '02:00',
  required: 2,
  positionId: 'desk',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  ...change,
});
const closed = (date: string, untilDate = date): Exception => ({
  date,
  untilDate,
  kind: 'closed',
  hours: [],
  reason: 'Holiday',
});
const datesWithHours = (...asked: Parameters<typeof demandOf>): string[] =>
  demandOf(...asked)
    .filter(({ hours }) => hours.length > 0)
    .map(({ date }) => date);

it('asks on a rule’s weekdays, between its first and its last date', () => {
  expect(datesWithHours(WEEK, [rule()], [])).toEqual(['2026-10-26', '2026-10-28']);
  expect(datesWithHours(WEEK, [rule({ effectiveFrom: '2026-10-27' })], [])).toEqual(['2026-10-28']);
  expect(datesWithHours(WEEK, [rule({ effectiveTo: '2026-10-26' })], [])).toEqual(['2026-10-26']);
});

it('puts an exception in the place of every rule on its date, and of none on another', () => {
  const special: Exception = {
    ...closed('2026-10-28'),
    kind: 'special',
    hours: [{ startsAt: '10:00', endsAt: '12:00', required: 1, positionId: 'desk' }],
  };
  expect(datesWithHours(WEEK, [rule(), rule({ startsAt: '18:00' })], [closed('2026-10-26')])).toEqual([
    '2026-10-28',
  ]);
  const [, , wednesday] = demandOf(WEEK, [rule()], [special]);
  expect(wednesday!.hours).toEqual([
    { startsAt: '10:00', endsAt: '12:00', required: 1, positionId: 'desk', isDraft: false },
  ]);
  expect(wednesday!.exception).toBe(special);
});

it('gives a day’s hours in order, and tells which are a draft', () => {
  const draft = rule({ startsAt: '16:00' });
  const [monday] = demandOf(WEEK, [rule(), draft], [], draft);
  expect(monday!.hours.map(({ startsAt, isDraft }) => [startsAt, isDraft])).toEqual([
    ['16:00', true],
    ['20:00', false],
  ]);
});

it('puts an exception of a span in the place of every rule on all its dates', () =>
  expect(
    datesWithHours(WEEK, [rule({ weekdays: [1, 2, 3, 4, 5, 6] })], [closed('2026-10-27', '2026-10-29')]),
  ).toEqual(['2026-10-26', '2026-10-30', '2026-10-31']));
