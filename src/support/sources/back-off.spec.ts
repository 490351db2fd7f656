import { HOUR, MINUTE } from '../../domain/interval.js';
import { nextRunAt } from './next-run.js';
import type { SourceProblem } from './sources.repository.js';

const NOW = Date.UTC(2026, 9, 26, 17);
const problem = { kind: 'later' } as SourceProblem;
const failing = (failures: number) => ({
  id: '00000000-0000-7000-8000-00000000abcd',
  everyMinutes: 15,
  failures,
  problem,
});

describe('a source that asks to be left alone', () => {
  it('is asked after the time that it names', () => {
    expect(nextRunAt(failing(1), NOW, 2 * HOUR)).toBe(NOW + 2 * HOUR);
  });

  it('is asked after its own interval at the earliest', () => {
    expect(nextRunAt(failing(1), NOW, MINUTE)).toBeGreaterThan(NOW + 14 * MINUTE);
  });

  it.each([24 * HOUR, 900_000_000, Date.UTC(9999, 11, 31)])(
    'is asked after six hours at the latest',
    (wait) => {
      expect(nextRunAt(failing(1), NOW, wait)).toBe(NOW + 6 * HOUR);
    },
  );
});
