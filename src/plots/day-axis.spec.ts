import { dayAxis, spacedTicks } from './day-axis.js';

describe('the axis of both phases', () => {
  const baseline = { from: '2026-03-02', to: '2026-06-01' };

  it('draws every day when the pilot follows its baseline', () => {
    const axis = dayAxis(baseline, { from: '2026-06-01', to: '2026-10-19' }, '2026-12-01');
    expect(axis.length).toBe(231);
    expect(axis.baseline).toEqual([0, 91]);
    expect(axis.pilot).toEqual([91, 231]);
    expect(axis.leftOut).toBeNull();
    expect(axis.ticks.map(({ date }) => date)).toEqual([
      '2026-04-01',
      '2026-05-01',
      '2026-06-01',
      '2026-07-01',
      '2026-08-01',
      '2026-09-01',
      '2026-10-01',
    ]);
  });

  it('ends with today while the pilot runs, and at its start when that lies ahead', () => {
    const pilot = { from: '2026-06-01', to: '2026-10-19' };
    expect(dayAxis(baseline, pilot, '2026-06-11').pilot).toEqual([91, 101]);
    const planned = dayAxis(baseline, pilot, '2026-05-01');
    expect(planned.length).toBe(91);
    expect(planned.pilot).toEqual([91, 91]);
  });

  it('leaves out most of a long time between the phases, and says how much', () => {
    const axis = dayAxis(baseline, { from: '2027-03-01', to: '2027-06-01' }, '2027-06-01');
    expect(axis.leftOut).toEqual({ at: 98, days: 259 });
    expect(axis.pilot).toEqual([105, 197]);
    expect(axis.placeOf('2026-12-24')).toBe(91);
    expect(axis.ticks.map(({ date }) => date)).not.toContain('2026-07-01');
    expect(axis.ticks.map(({ date }) => date)).toContain('2027-03-01');
  });

  it('has a pilot before its baseline, too', () => {
    const axis = dayAxis(baseline, { from: '2026-01-05', to: '2026-03-02' }, '2026-12-01');
    expect(axis.pilot).toEqual([0, 56]);
    expect(axis.baseline).toEqual([56, 147]);
  });

  it('counts local dates, so that a clock change moves nothing', () => {
    const axis = dayAxis(
      { from: '2026-10-19', to: '2026-11-02' },
      { from: '2026-11-02', to: '2026-11-16' },
      '2026-12-01',
    );
    expect(axis.placeOf('2026-10-26') - axis.placeOf('2026-10-25')).toBe(1);
    expect(axis.placeOf('2026-11-02') - axis.placeOf('2026-11-01')).toBe(1);
    expect(axis.ticks).toHaveLength(28);
    expect(spacedTicks(axis.ticks, 10).map(({ at }) => at)).toEqual([0, 10, 20]);
  });
});
