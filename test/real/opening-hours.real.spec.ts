import { startApp, type TestApp } from '../support/app.js';
import { anOperator, aShift, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { assign } from '../support/assignments.js';
import { aLibrary, libraryHours, type OpenDay } from './real-data.js';

const MINUTE = 60_000;
const WEEKS = [
  ['the spring change', '2026-03-01T06:00:00Z', '2026-03-15T05:00:00Z'],
  ['the autumn change', '2026-10-25T05:00:00Z', '2026-11-08T06:00:00Z'],
] as const;

interface Span {
  start: number;
  end: number;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/Chicago',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Whether a library is open at a minute, by its wall clock. None of these libraries closes within a repeated
 * hour.
 */
function isOpen(days: readonly OpenDay[], instant: number): boolean {
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  const weekday = NAMES.indexOf(parts['weekday']!) + 1;
  const time = `${parts['hour']}:${parts['minute']}`;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return days.some(
    (day) =>
      (day.weekday === weekday && time >= day.open && (day.closesNextDay || time < day.close)) ||
      (day.weekday === yesterday && day.closesNextDay && time < day.close),
  );
}

/** The minutes of a window with too few operators, counted one by one. */
function shortMinutes(
  days: readonly OpenDay[],
  required: number,
  shifts: readonly Span[],
  { start, end }: Span,
): Map<number, number> {
  const short = new Map<number, number>();
  for (let minute = start; minute < end; minute += MINUTE) {
    if (!isOpen(days, minute)) continue;
    const staff = shifts.filter((shift) => shift.start <= minute && minute < shift.end).length;
    if (staff < required) short.set(minute, required - staff);
  }
  return short;
}

describe('the opening hours of three university libraries', () => {
  let app: TestApp;
  const libraries: { name: string; days: OpenDay[]; id: string; required: number }[] = [];
  beforeAll(async () => {
    app = await startApp();
    for (const [name, days] of await libraryHours()) {
      const required = libraries.length + 1;
      libraries.push({ name, days, required, id: await aLibrary(app, days, required) });
    }
  });
  afterAll(() => app.close());

  const gapsOf = async (id: string, from: string, to: string): Promise<Answer['body']> =>
    succeeded(await app.admin.get(`/coverage/gaps?locationId=${id}&from=${from}&to=${to}`));

  /** Compares the answer's gaps, minute by minute, and its sums with the count. */
  const expectGaps = async (
    library: (typeof libraries)[number],
    shifts: Span[],
    from: string,
    to: string,
  ): Promise<void> => {
    const window = { start: Date.parse(from), end: Date.parse(to) };
    const { items, summary } = await gapsOf(library.id, from, to);
    const found = new Map<number, number>();
    for (const gap of items as { startsAt: string; endsAt: string; missing: number }[]) {
      for (let minute = Date.parse(gap.startsAt); minute < Date.parse(gap.endsAt); minute += MINUTE) {
        if (found.has(minute)) throw new Error(`${new Date(minute).toISOString()} is in two gaps`);
        found.set(minute, gap.missing);
      }
    }
    const expected = shortMinutes(library.days, library.required, shifts, window);
    expect([...expected].filter(([minute, count]) => found.get(minute) !== count)).toEqual([]);
    expect(found.size).toBe(expected.size);
    const open = shortMinutes(library.days, library.required, [], window).size;
    const missing = [...expected.values()].reduce((sum, count) => sum + count, 0);
    expect(summary).toMatchObject({
      requiredMinutes: open * library.required,
      missingMinutes: missing,
      staffedMinutes: open * library.required - missing,
      uncoveredMinutes: [...expected.values()].filter((count) => count === library.required).length,
      fullyCoveredRate: expect.closeTo(1 - expected.size / open, 9) as number,
    });
  };

  it('are three, open until or past midnight', () => {
    expect(libraries.map(({ name }) => name)).toEqual([
      'Grainger Engineering Library',
      'Funk ACES Library',
      'Main Library',
    ]);
    expect(libraries[0]!.days[0]).toEqual({ weekday: 1, open: '08:00', close: '00:00', closesNextDay: true });
    expect(libraries[1]!.days[0]).toEqual({ weekday: 1, open: '08:30', close: '02:00', closesNextDay: true });
  });

  it.each(WEEKS)('are all gap while nobody is on shift, in %s', async (_name, from, to) => {
    for (const library of libraries) await expectGaps(library, [], from, to);
  });

  it.each(WEEKS)('leave the right gaps beside some shifts, in %s', async (_name, from, to) => {
    for (const library of libraries) {
      const operators = [await anOperator(app), await anOperator(app)];
      const shifts: Span[] = [];
      for (let day = 0; day < 13; day++) {
        // Shifts of seven hours and ten minutes that start later each day; every third day two overlap.
        for (const [index, operator] of operators.entries()) {
          const start = Date.parse(from) + (day * 1440 + 600 + ((day * 97 + index * 240) % 800)) * MINUTE;
          const span = { start, end: start + 430 * MINUTE };
          if (index === 1 && day % 3 > 0) continue;
          const body = {
            startsAt: new Date(span.start).toISOString(),
            endsAt: new Date(span.end).toISOString(),
          };
          const shift = await aShift(app, library.id, body);
          await assign(app, shift.id, operator.id);
          shifts.push(span);
        }
      }
      await expectGaps(library, shifts, from, to);
    }
  });
});
