import { HOUR, MINUTE } from '../../domain/interval.js';
import { isCircuitOpen, nextRunAt } from './next-run.js';
import type { SourceProblem } from './sources.repository.js';

const NOW = Date.UTC(2026, 9, 26, 17);
const MIDDLE = '00000000-0000-4000-8000-000000007fff';
const problem = (kind: SourceProblem['kind']): SourceProblem => ({ code: 'X', message: 'x', kind });
const minutesUntilNext = (
  given: { id?: string; everyMinutes?: number; failures?: number; kind?: SourceProblem['kind'] },
  retryAfter?: number,
): number => {
  const { id = MIDDLE, everyMinutes = 10, failures = 0, kind = 'temporary' } = given;
  const source = { id, everyMinutes, failures, problem: failures > 0 ? problem(kind) : null };
  return (nextRunAt(source, NOW, retryAfter) - NOW) / MINUTE;
};

describe('the next run of a source', () => {
  it.each([
    ['its interval after a success', {}, 10],
    ['its interval after one failure', { failures: 1 }, 10],
    ['twice of it after two', { failures: 2 }, 20],
    ['four times after three', { failures: 3 }, 40],
    ['six hours after five', { failures: 5 }, 360],
    ['six hours after very many', { failures: 5_000 }, 360],
    ['six hours at most where the interval is long', { failures: 3, everyMinutes: 300 }, 360],
    ['six hours after one that somebody has to mend', { failures: 1, kind: 'auth' as const }, 360],
    ['the same for settings', { failures: 1, kind: 'settings' as const }, 360],
    ['the interval of a day after a success', { everyMinutes: 1440 }, 1440],
    ['six hours where the interval is a day', { failures: 1, everyMinutes: 1440 }, 360],
  ])('is after %s', (_name, given, minutes) => {
    expect(minutesUntilNext(given)).toBeCloseTo(minutes, 1);
  });

  it('is spread by a tenth of the interval at most, the same for a source each time', () => {
    const ids = ['0000', '4000', 'bfff', 'ffff'].map((end) => MIDDLE.replace('7fff', end));
    const waits = ids.map((id) => minutesUntilNext({ id, everyMinutes: 100 }));
    expect(waits.map(Math.round)).toEqual([95, 98, 102, 105]);
    expect(ids.map((id) => minutesUntilNext({ id, everyMinutes: 100 }))).toEqual(waits);
  });

  it.each([
    ['less than the back-off', 1 * MINUTE, 10],
    ['more than the back-off', 2 * HOUR, 120],
    ['more than six hours', 1_000 * HOUR, 360],
  ])('respects a pause of %s', (_name, retryAfter, minutes) => {
    expect(minutesUntilNext({ failures: 1, kind: 'later' }, retryAfter)).toBeCloseTo(minutes, 1);
  });
});

describe('a source that asks to be left alone', () => {
  const failing = {
    id: '00000000-0000-7000-8000-00000000abcd',
    everyMinutes: 15,
    failures: 1,
    problem: problem('later'),
  };

  it('is asked after the time that it names', () => {
    expect(nextRunAt(failing, NOW, 2 * HOUR)).toBe(NOW + 2 * HOUR);
  });

  it('is asked after its own interval at the earliest', () => {
    expect(nextRunAt(failing, NOW, MINUTE)).toBeGreaterThan(NOW + 14 * MINUTE);
  });

  it.each([24 * HOUR, 900_000_000, Date.UTC(9999, 11, 31)])(
    'is asked after six hours at the latest',
    (wait) => {
      expect(nextRunAt(failing, NOW, wait)).toBe(NOW + 6 * HOUR);
    },
  );
});

describe('the circuit of a source', () => {
  it.each([
    [0, null, false],
    [1, 'temporary', false],
    [4, 'later', false],
    [5, 'later', true],
    [5, 'temporary', true],
    [1, 'auth', true],
    [1, 'settings', true],
  ] as const)('with %i failures of the kind %s: open is %s', (failures, kind, isOpen) => {
    expect(isCircuitOpen({ failures, problem: kind && problem(kind) })).toBe(isOpen);
  });
});
