import { type PilotState } from './findings.js';
import { isExcluded, pausedDays, requirePossible, stateAt, successorOf } from './life.js';

const at = (iso: string): number => Date.parse(iso);
const CHICAGO = ['America/Chicago'];
const BOTH = ['America/Chicago', 'Asia/Kathmandu'];

describe('the state of a pilot', () => {
  const from = '2026-11-02';
  it.each([
    ['is planned before its first date', '2026-11-02T05:59:59Z', CHICAGO, null, 'planned'],
    ['runs from its first date on', '2026-11-02T06:00:00Z', CHICAGO, null, 'running'],
    ['runs as soon as one location has that date', '2026-11-01T18:15:00Z', BOTH, null, 'running'],
    ['is planned while no location has it', '2026-11-01T18:14:59Z', BOTH, null, 'planned'],
    ['runs on until somebody ends it', '2027-11-02T00:00:00Z', CHICAGO, null, 'running'],
    ['is what was recorded, whatever its dates', '2026-10-01T00:00:00Z', CHICAGO, 'paused', 'paused'],
    ['stays ended', '2026-12-01T00:00:00Z', CHICAGO, 'ended', 'ended'],
  ] as const)('%s', (_name, now, zones, recorded, state) =>
    expect(stateAt(at(now), { firstDate: from, zones, recorded })).toBe(state),
  );
});

it.each<[Parameters<typeof requirePossible>[0], PilotState[]]>([
  ['pause', ['running']],
  ['resume', ['paused']],
  ['end', ['running', 'paused']],
  ['succeed', ['running', 'paused', 'ended']],
])('a pilot can %s only when it is %j', (act, states) => {
  for (const state of ['planned', 'running', 'paused', 'ended'] as const) {
    const attempt = (): void => requirePossible(act, state);
    if (states.includes(state)) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(`This pilot is ${state}`);
  }
});

describe('the days of a pause', () => {
  it.each([
    [
      'are all days that it touches',
      '2026-11-03T22:00:00-06:00',
      '2026-11-05T08:00:00-06:00',
      CHICAGO,
      ['2026-11-03', '2026-11-06'],
    ],
    [
      'are local days over the autumn clock change',
      '2026-10-31T23:30:00-05:00',
      '2026-11-01T23:30:00-06:00',
      CHICAGO,
      ['2026-10-31', '2026-11-02'],
    ],
    [
      'are local days over the spring clock change',
      '2026-03-07T23:30:00-06:00',
      '2026-03-08T23:30:00-05:00',
      CHICAGO,
      ['2026-03-07', '2026-03-09'],
    ],
    [
      'are whole days in each zone',
      '2026-11-03T23:00:00-06:00',
      '2026-11-04T13:00:00-06:00',
      BOTH,
      ['2026-11-03', '2026-11-06'],
    ],
    ['have no end while it lasts', '2026-11-03T23:00:00-06:00', null, CHICAGO, ['2026-11-03', null]],
  ] as const)('%s', (_name, pausedAt, resumedAt, zones, [from, to]) =>
    expect(pausedDays({ pausedAt: at(pausedAt), resumedAt: resumedAt && at(resumedAt) }, zones)).toEqual({
      from,
      to,
    }),
  );

  it('are excluded when one exclusion contains all of them', () => {
    const days = { from: '2026-11-03', to: '2026-11-06' };
    expect(isExcluded(days, [{ from: '2026-11-03', to: '2026-11-06' }])).toBe(true);
    expect(isExcluded(days, [{ from: '2026-11-01', to: '2026-12-01' }])).toBe(true);
    expect(isExcluded(days, [{ from: '2026-11-04', to: '2026-11-06' }])).toBe(false);
    expect(isExcluded({ ...days, to: null }, [{ from: '2026-11-01', to: '2026-12-01' }])).toBe(false);
  });
});

describe('the successor of a pilot', () => {
  const old = {
    name: 'Late lab',
    baseline: { from: '2026-08-24', to: '2026-10-01' },
    pilot: { from: '2026-10-01', to: '2026-10-31' },
  };
  it.each([
    ['begins where the old one ends', '2026-10-20', null, ['2026-10-31', '2026-11-30']],
    ['begins today when the old one is over', '2026-11-10', null, ['2026-11-10', '2026-12-10']],
    ['begins where people ended the old one early', '2026-10-15', '2026-10-15', ['2026-10-15', '2026-11-14']],
    [
      'keeps the planned end when it was ended late',
      '2026-10-20',
      '2026-12-01',
      ['2026-10-31', '2026-11-30'],
    ],
  ] as const)('%s', (_name, today, endedOn, [from, to]) =>
    expect(successorOf(old, {}, { today, endedOn })).toEqual({
      ...old,
      name: 'Late lab (2)',
      pilot: { from, to },
    }),
  );

  it('takes what is given', () => {
    const given = { name: 'Spring', pilot: { from: '2027-01-01', to: '2027-05-01' } };
    expect(successorOf(old, given, { today: '2026-11-10', endedOn: null })).toEqual({ ...old, ...given });
  });

  it('counts on', () =>
    expect(
      successorOf({ ...old, name: 'Late lab (2)' }, {}, { today: '2026-11-10', endedOn: null }).name,
    ).toBe('Late lab (3)'));
});
