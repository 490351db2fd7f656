import { closingOf, isClosed, monthToAsk, phaseOfMonth, shownFrom } from './pulse-months.js';

const at = (iso: string): number => Date.parse(iso);
const PHASES = {
  baseline: { from: '2026-08-24', to: '2026-10-16' },
  pilot: { from: '2026-10-16', to: '2026-11-30' },
};

describe('the month to ask about', () => {
  it.each([
    ['begins at ten on the first day', '2026-11-01T10:00:00-06:00', '2026-11'],
    ['is not yet asked before ten', '2026-11-01T09:59:59-06:00', null],
    ['is asked on later days too, for who was not asked yet', '2026-11-20T16:00:00-06:00', '2026-11'],
    ['is that of the local date, at its last second', '2026-10-31T23:59:59-05:00', '2026-10'],
    ['is not yet asked in the night after', '2026-11-01T00:00:00-05:00', null],
    ['counts in the baseline as well', '2026-09-01T10:00:00-05:00', '2026-09'],
    ['begins with the baseline’s first day', '2026-08-24T10:00:00-05:00', '2026-08'],
    ['is none before the baseline', '2026-08-23T12:00:00-05:00', null],
    ['is none after the pilot, whose end is exclusive', '2026-11-30T12:00:00-06:00', null],
  ])('%s', (_name, now, month) => expect(monthToAsk(PHASES, at(now), 'America/Chicago')).toBe(month));

  it('is ten by the clock on the days of both clock changes', () => {
    const year = {
      baseline: { from: '2025-01-01', to: '2026-01-01' },
      pilot: { from: '2026-01-01', to: '2027-01-01' },
    };
    const asked = (iso: string): string | null => monthToAsk(year, at(iso), 'America/Chicago');
    expect([asked('2026-03-08T14:59:59Z'), asked('2026-03-08T15:00:00Z')]).toEqual([null, '2026-03']);
    expect([asked('2026-11-01T15:59:59Z'), asked('2026-11-01T16:00:00Z')]).toEqual([null, '2026-11']);
  });

  it('is each zone’s own', () => {
    const now = at('2026-11-01T04:15:00Z');
    expect(monthToAsk(PHASES, now, 'Asia/Kathmandu')).toBe('2026-11');
    expect(monthToAsk(PHASES, now, 'America/Chicago')).toBe('2026-10');
  });
});

describe('the end of a month’s answers', () => {
  it.each([
    ['2026-10', 'America/Chicago', '2026-11-08T00:00:00-06:00'],
    ['2026-12', 'America/Chicago', '2027-01-08T00:00:00-06:00'],
    ['2026-01', 'Asia/Kathmandu', '2026-02-08T00:00:00+05:45'],
  ])('of %s in %s is %s', (month, zone, iso) => expect(closingOf(month, zone)).toBe(at(iso)));

  it('is reached when it is reached in every zone', () => {
    const zones = ['America/Chicago', 'Asia/Kathmandu'];
    expect(isClosed('2026-10', at('2026-11-08T05:59:59Z'), zones)).toBe(false);
    expect(isClosed('2026-10', at('2026-11-08T06:00:00Z'), zones)).toBe(true);
    expect(shownFrom('2026-10')).toBe('2026-11-08');
  });
});

it.each([
  ['2026-09', 'baseline'],
  ['2026-10', 'pilot'],
  ['2026-11', 'pilot'],
  ['2026-08', 'baseline'],
  ['2026-07', null],
  ['2026-12', null],
])('most days of %s belong to: %s', (month, phase) => expect(phaseOfMonth(month, PHASES)).toBe(phase));
