import { WRITER } from '../pilots/brief/brief-words.js';
import { askingMapOf, gapBarsOf, worstHours } from './asking-and-gaps.js';
import type { DrawnHour } from './pilot-plots.js';

const anHour = (overrides: Partial<DrawnHour> = {}): DrawnHour =>
  ({
    phase: 'pilot',
    weekday: 1,
    hour: 10,
    openHours: 10,
    staffedHours: 0,
    requiredMinutes: 0,
    requests: 30,
    requestsPerOpenHour: 3,
    demandDuringGaps: 3,
    demandWhileEmpty: 3,
    demandWhileShort: 3,
    ...overrides,
  }) as DrawnHour;

describe('gaps', () => {
  it('count a request once that came while one position was empty and another was short', () => {
    const worst = worstHours([anHour()], 5);
    expect(worst[0]!.inGaps).toBe(3);
    expect(gapBarsOf(worst, WRITER)!.hours[0]).toMatchObject({ empty: 3, short: 0 });
    expect(worstHours([anHour()], 5, 5)).toEqual([]);
  });

  it('are those of the pilot, the worst first, and no more than asked for', () => {
    const hours = [anHour(), anHour({ hour: 11, demandDuringGaps: 7 }), anHour({ phase: 'baseline' })];
    expect(worstHours(hours, 5).map(({ hour }) => hour)).toEqual([11, 10]);
    expect(worstHours(hours, 1)).toHaveLength(1);
    expect(gapBarsOf([], WRITER)).toBeNull();
  });
});

describe('the map of asking', () => {
  const mapOf = (hours: readonly DrawnHour[], hidden: readonly DrawnHour[] = []) =>
    askingMapOf(hours, 'pilot', { writer: WRITER, weekStartsOn: 1, hidden: new Set(hidden) });

  it('says which hour is the busiest, with one full stop', () => {
    const { label } = mapOf([anHour()]);
    expect(label).toContain('most are asked Mon 10:00, 3 per open hour.');
    expect(label).not.toMatch(/\.\.$/);
  });

  it('says that it is closed only when it is', () => {
    const quiet = anHour({ requests: 0, requestsPerOpenHour: 0 });
    const few = anHour({ requests: 3 });
    expect(mapOf([quiet]).label).not.toContain('no open hours');
    expect(mapOf([few], [few]).label).not.toContain('no open hours');
    expect(mapOf([]).label).toContain('no open hours');
  });

  it('tells nothing of a hidden hour but who was there', () => {
    const few = anHour({ requests: 3, staffedHours: 5 });
    expect(mapOf([few], [few]).hours).toMatchObject([
      { asked: null, text: 'Mon 10:00: few requests, 0.5 operators there' },
    ]);
  });

  it('marks an hour in which somebody was needed and nobody came', () => {
    expect(
      mapOf([anHour(), anHour({ requiredMinutes: 60 })]).hours.map(({ isMissing }) => isMissing),
    ).toEqual([false, true]);
  });
});
