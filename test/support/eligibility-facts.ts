import type { EligibilityFacts } from '../../src/domain/eligibility.js';
import type { WeekCalendar } from '../../src/domain/week-calendar.js';
import { NO_LIMITS } from '../../src/domain/working-time.js';

export const at = (text: string): number => Date.parse(text);
export const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
export const LATER = at('2026-11-01T12:01Z');
export const CALENDAR: WeekCalendar = { zone: 'America/Chicago', weekStartsOn: 1 };

/** Thursday evening, 5 November 2026, 18:00 to 22:00 in Chicago. */
export const EVENING = span('2026-11-05T18:00-06:00', '2026-11-05T22:00-06:00');

export interface Changes {
  now?: number;
  calendar?: WeekCalendar;
  shift?: Partial<EligibilityFacts['shift']>;
  operator?: Partial<EligibilityFacts['operator']>;
  claims?: EligibilityFacts['claims'];
  away?: EligibilityFacts['away'];
  terms?: EligibilityFacts['terms'];
  limits?: Partial<EligibilityFacts['limits']>;
}
export const someFacts = ({
  now,
  calendar,
  shift,
  operator,
  claims,
  away,
  terms,
  limits,
}: Changes = {}): EligibilityFacts => ({
  now: now ?? at('2026-11-01T12:00Z'),
  calendar: calendar ?? CALENDAR,
  shift: {
    id: 'this',
    span: EVENING,
    status: 'published',
    claimableFrom: null,
    locationId: 'main',
    positionId: 'desk',
    seats: 2,
    seatsTaken: 1,
    seatsHeld: 0,
    shadows: 0,
    ...shift,
  },
  operator: {
    deactivatedOn: null,
    locationIds: [],
    positionIds: ['desk'],
    trainingIds: [],
    expiries: [],
    weeklyHourCap: null,
    capIsBinding: false,
    otherWeeklyHours: 0,
    ...operator,
  },
  claims: claims ?? [],
  away: away ?? [],
  terms: terms ?? [],
  limits: { ...NO_LIMITS, ...limits },
});
export const claim = (from: string, to: string, shiftId = 'other') => ({ shiftId, span: span(from, to) });
