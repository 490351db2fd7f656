import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { HOUR } from '../interval.js';
import { addDays, daysBetween, weekdayOf } from '../local-date.js';
import { startOfDate } from '../recurrence.js';
import type { Term } from '../terms.js';
import { eventsOf, periodsDiffer, weeksAround, type Bounds, type Mark } from './around-maintenance.js';

const mark = (from: string, to = addDays(from, 1), reason = 'Cables'): Mark => ({
  locationId: 'lab',
  at: { from, to },
  reason,
});
const BOUNDS: Bounds = {
  phases: {
    baseline: { from: '2026-01-05', to: '2026-06-01' },
    pilot: { from: '2026-06-01', to: '2027-01-04' },
  },
  isExcluded: () => false,
  today: '2027-03-01',
};
const without =
  (from: string, to: string): Bounds['isExcluded'] =>
  (date) =>
    from <= date && date < to;
/** `before from/to (weeks) – after from/to (weeks)`, or why not. */
function told(events: readonly Mark[], index: number, bounds: Partial<Bounds> = {}): string {
  const chosen = weeksAround(events, index, { ...BOUNDS, ...bounds });
  if ('why' in chosen) return `${chosen.why} ${chosen.side}`;
  const { before, after } = chosen;
  return [before, after].map(({ from, to, weeks }) => `${from}/${to} ${weeks.length}`).join(' – ');
}

describe('the weeks around maintenance', () => {
  it.each<[string, Mark[], Partial<Bounds>, string]>([
    [
      'are eight on each side, without its own days',
      [mark('2026-09-07', '2026-09-10')],
      {},
      '2026-07-13/2026-09-07 8 – 2026-09-10/2026-11-05 8',
    ],
    [
      'are as many before as there can be after',
      [mark('2026-12-01')],
      {},
      '2026-11-03/2026-12-01 4 – 2026-12-02/2026-12-30 4',
    ],
    [
      'are as many after as there can be before',
      [mark('2026-01-26')],
      {},
      '2026-01-05/2026-01-26 3 – 2026-01-27/2026-02-17 3',
    ],
    [
      'end with the pilot’s start after maintenance of the baseline',
      [mark('2026-05-11')],
      {},
      '2026-04-27/2026-05-11 2 – 2026-05-12/2026-05-26 2',
    ],
    [
      'are over',
      [mark('2026-09-07')],
      { today: '2026-09-29' },
      '2026-08-17/2026-09-07 3 – 2026-09-08/2026-09-29 3',
    ],
    [
      'stop at the maintenance before, which may end on the day before',
      [mark('2026-08-10', '2026-08-17'), mark('2026-09-07')],
      {},
      '2026-08-17/2026-09-07 3 – 2026-09-08/2026-09-29 3',
    ],
    [
      'go on past weeks that are left out',
      [mark('2026-09-07')],
      { isExcluded: without('2026-09-22', '2026-10-06') },
      '2026-07-13/2026-09-07 8 – 2026-09-08/2026-11-17 10',
    ],
    [
      'count a week of which three days are left out',
      [mark('2026-09-07')],
      { isExcluded: without('2026-09-22', '2026-09-25') },
      '2026-07-13/2026-09-07 8 – 2026-09-08/2026-11-03 8',
    ],
    [
      'do not count a week of which four days are left out',
      [mark('2026-09-07')],
      { isExcluded: without('2026-09-22', '2026-09-26') },
      '2026-07-13/2026-09-07 8 – 2026-09-08/2026-11-10 9',
    ],
  ])('%s', (_, events, bounds, expected) => expect(told(events, events.length - 1, bounds)).toBe(expected));

  it.each<[string, Mark[], number, Partial<Bounds>, string]>([
    ['just before the pilot', [mark('2026-05-20')], 0, {}, 'pilot-start after'],
    ['just after its start', [mark('2026-06-10')], 0, {}, 'pilot-start before'],
    ['on its first day', [mark('2026-06-01')], 0, {}, 'pilot-start before'],
    ['across its start', [mark('2026-05-30', '2026-06-03')], 0, {}, 'pilot-start after'],
    ['at the beginning of the baseline', [mark('2026-01-10')], 0, {}, 'phase-edge before'],
    ['that began before the baseline', [mark('2026-01-01', '2026-01-07')], 0, {}, 'phase-edge before'],
    ['at the end of the pilot', [mark('2026-12-28')], 0, {}, 'phase-edge after'],
    ['past the end of the pilot', [mark('2027-01-02', '2027-01-09')], 0, {}, 'phase-edge after'],
    ['soon after other maintenance', [mark('2026-08-30'), mark('2026-09-07')], 1, {}, 'neighbour before'],
    ['soon before other maintenance', [mark('2026-09-07'), mark('2026-09-15')], 0, {}, 'neighbour after'],
    ['of two weeks ago less a day', [mark('2026-09-07')], 0, { today: '2026-09-21' }, 'too-soon after'],
    ['that is ahead', [mark('2026-09-07')], 0, { today: '2026-08-01' }, 'too-soon after'],
    [
      'with excluded weeks around it',
      [mark('2026-09-07')],
      0,
      { isExcluded: without('2026-06-01', '2026-08-29') },
      'excluded before',
    ],
  ])('are none for maintenance %s', (_, events, index, bounds, expected) =>
    expect(told(events, index, bounds)).toBe(expected),
  );

  it('are enough when two weeks are over', () => {
    expect(told([mark('2026-09-07')], 0, { today: '2026-09-22' })).toBe(
      '2026-08-24/2026-09-07 2 – 2026-09-08/2026-09-22 2',
    );
  });

  it.each([
    ['longer', '2026-11-02', '2026-10-26', [169, 168]],
    ['shorter', '2026-03-09', '2026-03-02', [167, 168]],
  ])('are seven dates when a clock change makes one %s by an hour', (_, at, from, hours) => {
    const chosen = weeksAround([mark(at)], 0, BOUNDS);
    if ('why' in chosen) throw new Error(chosen.why);
    expect(chosen.before.weeks.at(-1)).toEqual({ from, to: at });
    const [last, first] = [chosen.before.weeks.at(-1)!, chosen.after.weeks[0]!].map(
      (week) => (startOfDate(week.to, 'America/Chicago') - startOfDate(week.from, 'America/Chicago')) / HOUR,
    );
    expect([last, first]).toEqual(hours);
  });

  it('keep within the phase, between the neighbours and over, and count as many on each side', () => {
    const day = (number: number): string => addDays('2026-01-05', number);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -10, max: 400 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 450 }),
        fc.tuple(fc.integer({ min: 0, max: 380 }), fc.integer({ min: 0, max: 40 })),
        (starts, length, today, [excluded, days]) => {
          const events = eventsOf(starts.map((start) => mark(day(start), day(start + 1 + (length % 5)))));
          const isExcluded = without(day(excluded), day(excluded + days));
          events.forEach(({ at }, index) => {
            const chosen = weeksAround(events, index, { ...BOUNDS, isExcluded, today: day(today) });
            if ('why' in chosen) return;
            const { before, after, phase } = chosen;
            const own = BOUNDS.phases[phase];
            expect([before.to, after.from]).toEqual([at.from, at.to]);
            expect(before.from >= own.from && after.to <= own.to && after.to <= day(today)).toBe(true);
            expect(before.from >= (events[index - 1]?.at.to ?? '')).toBe(true);
            expect(after.to <= (events[index + 1]?.at.from ?? '9')).toBe(true);
            const counts = [before, after].map(({ weeks }) => {
              for (const { from, to } of weeks) expect(daysBetween(from, to)).toBe(7);
              return weeks.filter(
                ({ from }) => [0, 1, 2, 3, 4, 5, 6].filter((n) => !isExcluded(addDays(from, n))).length > 3,
              ).length;
            });
            expect(counts[0]).toBe(counts[1]);
            expect(counts[0]).toBeGreaterThanOrEqual(2);
            expect(counts[0]).toBeLessThanOrEqual(8);
            expect(new Set(before.weeks.map(({ from }) => weekdayOf(from))).size).toBe(1);
          });
        },
      ),
      { seed: 20261130, numRuns: runs(200) },
    );
  });
});

describe('marks', () => {
  it('that overlap or follow on the next day are one, with each reason once', () => {
    const nights = [
      mark('2026-03-04', '2026-03-06', 'Switches'),
      mark('2026-03-02', '2026-03-04'),
      mark('2026-03-03', '2026-03-04'),
    ];
    expect(eventsOf([...nights, mark('2026-03-07')])).toEqual([
      mark('2026-03-02', '2026-03-06', 'Cables; Switches'),
      mark('2026-03-07'),
    ]);
  });
});

describe('the times of the year around maintenance', () => {
  const term: Term = {
    startsOn: '2026-08-24',
    endsOn: '2026-12-18',
    periods: [{ kind: 'exams', startsOn: '2026-12-07', endsOn: '2026-12-18' }],
    weeklyHourCap: { classes: 20, exams: 20, break: 40 },
  };
  const differ = (at: string, bounds: Partial<Bounds> = {}): boolean => {
    const all = { ...BOUNDS, ...bounds };
    const chosen = weeksAround([mark(at)], 0, all);
    if ('why' in chosen) throw new Error(chosen.why);
    return periodsDiffer(chosen, all.isExcluded, [term]);
  };

  it('differ by days of exams, and by days outside of terms', () => {
    expect(differ('2026-11-16')).toBe(true);
    expect(differ('2026-09-14')).toBe(true);
    expect(differ('2026-10-12', { today: '2026-12-01' })).toBe(false);
  });

  it('do not differ by days that are left out', () => {
    expect(differ('2026-11-09', { isExcluded: without('2026-12-07', '2027-01-04') })).toBe(false);
  });
});
