import type { Violation } from './errors.js';
import { overlaps, type Span } from './interval.js';
import { localDateOf, type LocalDate } from './local-date.js';
import type { Term } from './terms.js';
import type { WeekCalendar } from './week-calendar.js';
import { inZone, spanInZone } from './iso-text.js';
import { refusalText, type RefusalText } from './refusals/refusal-text.js';
import {
  brokenDailyCap,
  brokenNights,
  brokenRest,
  brokenStretch,
  brokenWeeklyCap,
  type WorkingTimeLimits,
} from './working-time.js';

export type ShiftStatus = 'draft' | 'published' | 'cancelled';

/** The input of the rules: one operator, one shift and everything relevant to both. Instants in epoch ms. */
export interface EligibilityFacts {
  now: number;
  calendar: WeekCalendar;
  shift: {
    id: string;
    span: Span;
    status: ShiftStatus;
    /** From when operators may take it; null means as soon as it is published. */
    claimableFrom: number | null;
    locationId: string;
    positionId: string;
    seats: number;
    seatsTaken: number;
    /** Free seats that are reserved for operators on the waitlist. */
    seatsHeld: number;
    /** Claims of operators in training, who have no seat; includes the claim that is checked. */
    shadows: number;
  };
  /** An operator without locations works at all of them. */
  operator: {
    /** The first local date on which they no longer work; null when there is none. */
    deactivatedOn: LocalDate | null;
    locationIds: readonly string[];
    positionIds: readonly string[];
    /** The positions among these for which they are still in training. */
    trainingIds: readonly string[];
    /** The last local date of a position that expires. */
    expiries: readonly { positionId: string; expiresOn: LocalDate }[];
    weeklyHourCap: number | null;
    /** Whether no supervisor may set the cap aside, whether it is the operator's own or the term's. */
    capIsBinding: boolean;
    /** Weekly hours in other campus jobs, which count toward the cap. */
    otherWeeklyHours: number;
  };
  terms: readonly Term[];
  limits: WorkingTimeLimits;
  /**
   * The operator's pending and approved claims at any location. A claim on this shift is the one that is
   * checked.
   */
  claims: readonly { shiftId: string; span: Span }[];
  /** When they cannot work, around the shift. */
  away: readonly Away[];
}

/** A span in which an operator has a class or says that they cannot work. */
export interface Away {
  kind: 'class' | 'absence';
  span: Span;
}

/**
 * How a seat is taken. `relief`: from another operator. `waitlist`: a seat that may come free. Some rules
 * apply only to some of these.
 */
export type SeatTaking = 'claim' | 'assignment' | 'approval' | 'relief' | 'waitlist';

interface Rule {
  code: string;
  appliesTo: readonly SeatTaking[];
  /** Whether a supervisor may set the rule aside with a reason. */
  overridable: boolean | ((this: void, facts: EligibilityFacts) => boolean);
  /** The refusal when the rule is broken, null when it holds. */
  check(this: void, facts: EligibilityFacts, taking: SeatTaking): RefusalText | null;
}

const EVERY_WAY: readonly SeatTaking[] = ['claim', 'assignment', 'approval', 'relief', 'waitlist'];

/**
 * All rules, in the order of the reasons: first those about the shift, then those about the operator on it.
 */
export const RULES: readonly Rule[] = [
  {
    code: 'SHIFT_CANCELLED',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift }) => (shift.status === 'cancelled' ? refusalText('SHIFT_CANCELLED') : null),
  },
  {
    code: 'SHIFT_NOT_PUBLISHED',
    appliesTo: ['claim', 'relief', 'waitlist'],
    overridable: false,
    check: ({ shift, now, calendar }) => {
      if (shift.status === 'draft') return refusalText('SHIFT_NOT_PUBLISHED');
      return shift.claimableFrom !== null && shift.claimableFrom > now
        ? refusalText('SHIFT_NOT_PUBLISHED.opens', { opensAt: inZone(shift.claimableFrom, calendar.zone) })
        : null;
    },
  },
  {
    code: 'SHIFT_STARTED',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: ({ shift, now }) => (shift.span.start <= now ? refusalText('SHIFT_STARTED') : null),
  },
  {
    code: 'OPERATOR_INACTIVE',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, operator: { deactivatedOn }, calendar }) =>
      deactivatedOn === null || localDateOf(shift.span.start, calendar.zone) < deactivatedOn
        ? null
        : refusalText('OPERATOR_INACTIVE'),
  },
  {
    code: 'ALREADY_CLAIMED',
    appliesTo: ['claim', 'assignment', 'relief', 'waitlist'],
    overridable: false,
    check: ({ shift, claims }) =>
      claims.some((claim) => claim.shiftId === shift.id) ? refusalText('ALREADY_CLAIMED') : null,
  },
  {
    code: 'SHIFT_FULL',
    appliesTo: ['claim', 'assignment'],
    overridable: false,
    check: (facts) => {
      const { shift } = facts;
      if (isInTraining(facts)) return null;
      if (shift.seatsTaken >= shift.seats)
        return refusalText('SHIFT_FULL', { taken: shift.seatsTaken, seats: shift.seats });
      return shift.seatsTaken + shift.seatsHeld >= shift.seats
        ? refusalText('SHIFT_FULL.waitlist-first')
        : null;
    },
  },
  {
    code: 'OVERLAPPING_SHIFT',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, claims, calendar }) => {
      const clash = claims.find((claim) => claim.shiftId !== shift.id && overlaps(claim.span, shift.span));
      return clash
        ? refusalText('OVERLAPPING_SHIFT', { shift: spanInZone(clash.span, calendar.zone) })
        : null;
    },
  },
  {
    code: 'NOT_AT_LOCATION',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, operator }) =>
      operator.locationIds.length === 0 || operator.locationIds.includes(shift.locationId)
        ? null
        : refusalText('NOT_AT_LOCATION'),
  },
  {
    code: 'NOT_QUALIFIED',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, operator, calendar }) => {
      if (!operator.positionIds.includes(shift.positionId)) return refusalText('NOT_QUALIFIED');
      const expiry = operator.expiries.find(({ positionId }) => positionId === shift.positionId);
      return expiry && localDateOf(shift.span.start, calendar.zone) > expiry.expiresOn
        ? refusalText('NOT_QUALIFIED.expires', { expiresOn: expiry.expiresOn })
        : null;
    },
  },
  {
    code: 'IN_TRAINING',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: (facts, taking) => {
      if (!isInTraining(facts)) return null;
      if (taking === 'relief' || taking === 'waitlist') return refusalText('IN_TRAINING.relief');
      const { seatsTaken, shadows } = facts.shift;
      const others = taking === 'approval' ? shadows - 1 : shadows;
      return seatsTaken > others ? null : refusalText('IN_TRAINING');
    },
  },
  {
    code: 'UNAVAILABLE',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: ({ shift, away: stretches, calendar }) => {
      const clash = stretches.find(({ span }) => overlaps(span, shift.span));
      if (!clash) return null;
      const away = spanInZone(clash.span, calendar.zone);
      return clash.kind === 'class'
        ? refusalText('UNAVAILABLE.class', { away })
        : refusalText('UNAVAILABLE.absence', { away });
    },
  },
  {
    code: 'WEEKLY_CAP_EXCEEDED',
    appliesTo: EVERY_WAY,
    overridable: ({ operator }) => !operator.capIsBinding,
    check: (facts) => brokenWeeklyCap(workload(facts), facts.operator, facts.terms),
  },
  {
    code: 'DAILY_CAP_EXCEEDED',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: (facts) =>
      facts.limits.dailyHourCap === null ? null : brokenDailyCap(workload(facts), facts.limits),
  },
  {
    code: 'INSUFFICIENT_REST',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: (facts) =>
      facts.limits.minimumRestHours === null ? null : brokenRest(workload(facts), facts.limits),
  },
  {
    code: 'TOO_LONG_WITHOUT_BREAK',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: (facts) =>
      facts.limits.longestStretchHours === null ? null : brokenStretch(workload(facts), facts.limits),
  },
  {
    code: 'TOO_MANY_NIGHTS',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: (facts) =>
      facts.limits.nightsInARow === null ? null : brokenNights(workload(facts), facts.limits.nightsInARow),
  },
];

const rulesFor = new Map(
  EVERY_WAY.map((taking) => [taking, RULES.filter((rule) => rule.appliesTo.includes(taking))]),
);

/** All reasons against, in the order of the rules; empty when the operator may take the seat. */
export function violationsOf(facts: EligibilityFacts, taking: SeatTaking): Violation[] {
  const violations: Violation[] = [];
  for (const { check, overridable } of rulesFor.get(taking)!) {
    const reason = check(facts, taking);
    if (reason === null) continue;
    const isOverridable = typeof overridable === 'function' ? overridable(facts) : overridable;
    violations.push(isOverridable ? { ...reason, overridable: true } : reason);
  }
  return violations;
}

/** Whether a supervisor may set aside all of these reasons. */
export const allOverridable = (violations: readonly Violation[]): boolean =>
  violations.every(({ overridable }) => overridable === true);

const isInTraining = ({ shift, operator }: EligibilityFacts): boolean =>
  operator.trainingIds.includes(shift.positionId);

const workload = ({ shift, claims, calendar }: EligibilityFacts) => ({
  calendar,
  span: shift.span,
  others: claims.filter((claim) => claim.shiftId !== shift.id).map((claim) => claim.span),
});
