import { expandDemand, type CoverageRule } from '../coverage.js';
import { HOUR, MINUTE } from '../interval.js';
import { statedTimes } from '../wait-times.js';
import { measured } from '../../../test/support/metrics.js';
import type { MeasuringRules } from './accumulator.js';
import { NO_FACTS, type RequestFact } from './facts.js';
import type { PilotMetrics } from './metrics.js';

/** Hours of Monday, 2 November 2026 in UTC. */
const hour = (number: number): number => Date.parse('2026-11-02T00:00Z') + number * HOUR;
const request = (openedAt: number, overrides: Partial<RequestFact> = {}): RequestFact => ({
  openedAt: hour(openedAt),
  firstResponseAt: null,
  waitedMinutes: null,
  isLogged: true,
  escalatedAt: null,
  firstResolvedAt: null,
  resolvedAt: null,
  stops: null,
  tier: 'library',
  directional: false,
  readLevel: null,
  ...overrides,
});
const answered = (openedAt: number, minutes: number): RequestFact =>
  request(openedAt, { firstResponseAt: hour(openedAt) + minutes * MINUTE });
const rule = (startsAt: string, endsAt: string, date: string): CoverageRule => ({
  positionId: 'desk',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsAt,
  endsAt,
  required: 1,
  effectiveFrom: date,
  effectiveTo: date,
});
const measure = (
  requests: readonly RequestFact[],
  openOn: CoverageRule,
  zone: string,
  phase = { start: hour(0), end: hour(24) },
  rules: Partial<MeasuringRules> = {},
): PilotMetrics => {
  const demand = expandDemand([openOn], [], zone, phase);
  return measured([{ ...NO_FACTS, demand, calendar: demand, requests }], [phase], rules);
};

describe('waits', () => {
  const OPEN = rule('08:00', '14:00', '2026-11-02');

  it('are none where another system says so', () => {
    const found = measure([{ ...answered(9, 0), isLogged: false }], OPEN, 'UTC');
    expect(found).toMatchObject({ firstResponseWallMinutesP50: 0, firstResponseWallMinutesN: 1 });
  });

  it('leave out directional requests', () => {
    expect(measure([{ ...answered(9, 10), directional: true }], OPEN, 'UTC')).toMatchObject({
      firstResponseWallMinutesP50: null,
      missing: { firstResponseAt: 0, resolvedAt: 0 },
    });
  });

  it('leave out what was written down as it was answered, and count it as of an unknown wait', () => {
    const found = measure(
      [
        answered(9, 0),
        { ...answered(9, 0), firstResolvedAt: hour(9), resolvedAt: hour(9) },
        { ...answered(9, 0), firstResolvedAt: hour(11), resolvedAt: hour(12) },
        { ...answered(9, 0), directional: true },
        { ...answered(10, 15), waitedMinutes: 15 },
        { ...answered(10, 0), waitedMinutes: 0, firstResolvedAt: hour(10), resolvedAt: hour(10) },
        answered(10, 60),
        request(10),
      ],
      OPEN,
      'UTC',
    );
    expect(found).toMatchObject({
      requests: 7,
      // 0, 15 and 60 minutes, and one still open: at 15 minutes half are answered, and so it stays until 60.
      firstResponseWallMinutesP50: 37.5,
      firstResponseServiceMinutesP50: 15,
      firstResponseWallMinutesN: 4,
      firstResponseServiceMinutesN: 3,
      firstResponseStatedN: 2,
      firstResolutionWallMinutesN: 6,
      firstResolutionWallMinutesP50: null,
      resolutionWallMinutesN: 6,
      resolutionWallMinutesP50: null,
      resolutionServiceMinutesP50: 90,
      censored: { firstResponseAt: 1, firstResolvedAt: 4, resolvedAt: 4 },
      missing: { firstResponseAt: 1, resolvedAt: 4 },
      waitUnknown: { firstResponseAt: 3, firstResolvedAt: 1, resolvedAt: 1 },
    });
  });

  it.each([
    ['over midnight', '2026-07-02T00:10-05:00', '2026-07-01', 30, 30],
    ['from before the doors opened', '2026-07-01T22:10-05:00', '2026-07-01', 30, 10],
    ['through the repeated hour of the night of 25 hours', '2026-11-01T01:10-06:00', '2026-10-31', 90, 90],
    ['through the hour that the night of 23 hours lacks', '2027-03-14T03:10-05:00', '2027-03-13', 90, 90],
  ])('take a stated wait as minutes of real time %s', (_name, answer, evening, waitedMinutes, service) => {
    const firstResponseAt = Date.parse(answer);
    const { openedAt } = statedTimes(firstResponseAt, null, waitedMinutes)!;
    const phase = { start: openedAt - 24 * HOUR, end: firstResponseAt + 24 * HOUR };
    const stated = request(0, { openedAt, firstResponseAt, waitedMinutes });
    expect(measure([stated], rule('22:00', '06:00', evening), 'America/Chicago', phase)).toMatchObject({
      firstResponseWallMinutesP50: waitedMinutes,
      firstResponseServiceMinutesP50: service,
    });
  });
});
