import { painted, wishesOf, wishIn, type Wish } from './painting.js';

const TODAY = '2026-10-26';
const wish = (change: Partial<Wish> = {}): Wish => ({
  weekday: 2,
  startsAt: '18:00',
  endsAt: '20:00',
  preference: 'prefer',
  effectiveFrom: '2026-09-01',
  effectiveTo: null,
  reason: null,
  ...change,
});
const told = (wishes: readonly Wish[]): string[] =>
  wishes.map(({ weekday, startsAt, endsAt, preference }) => `${weekday} ${startsAt}-${endsAt} ${preference}`);

describe('painting a cell', () => {
  it('makes a wish from today on', () => {
    expect(painted([], { weekday: 2, hour: 22 }, 'cannot', TODAY)).toEqual([
      wish({ startsAt: '22:00', endsAt: '00:00', preference: 'cannot', effectiveFrom: TODAY }),
    ]);
  });
  it('replaces the wish there, and keeps the rest of it', () => {
    const long = wish({ startsAt: '16:00', endsAt: '23:30', effectiveTo: '2026-12-10', reason: 'choir' });
    const other = wish({ weekday: 3 });
    const week = painted([long, other], { weekday: 2, hour: 18 }, 'cannot', TODAY);
    expect(told(week)).toEqual([
      '3 18:00-20:00 prefer',
      '2 16:00-18:00 prefer',
      '2 20:00-23:30 prefer',
      '2 18:00-20:00 cannot',
    ]);
    expect(week.slice(1, 3).map(({ effectiveTo, reason }) => [effectiveTo, reason])).toEqual([
      ['2026-12-10', 'choir'],
      ['2026-12-10', 'choir'],
    ]);
  });
  it('can clear it', () => expect(painted([wish()], { weekday: 2, hour: 18 }, 'free', TODAY)).toEqual([]));
  it('cuts wishes across midnight and across the end of the week', () => {
    const sunday = wish({ weekday: 7, startsAt: '22:00', endsAt: '04:00' });
    expect(wishIn([sunday], { weekday: 1, hour: 0 })).toBe(sunday);
    expect(told(painted([sunday], { weekday: 1, hour: 0 }, 'free', TODAY))).toEqual([
      '7 22:00-00:00 prefer',
      '1 02:00-04:00 prefer',
    ]);
  });
  it('changes nothing when it has the wish already', () => {
    const week = [wish()];
    expect(painted(week, { weekday: 2, hour: 18 }, 'prefer', TODAY)).toBe(week);
    expect(painted(week, { weekday: 3, hour: 18 }, 'free', TODAY)).toBe(week);
  });
});

it('a week consists of weekly entries that have not ended', () => {
  const entry = { id: 'a', operatorId: 'maya', kind: 'weekly' as const, version: 1, ...wish() };
  const once = { ...entry, kind: 'once' as const, weekday: null, effectiveFrom: null };
  const ended = { ...entry, effectiveTo: '2026-10-25' };
  const last = { ...entry, effectiveTo: TODAY };
  const all = [entry, once, ended, last].map((one) => ({ ...one, effectiveFrom: one.effectiveFrom ?? null }));
  expect(wishesOf(all, TODAY)).toEqual([wish(), wish({ effectiveTo: TODAY })]);
});
