import { DateTime } from 'luxon';
import type { Violation } from './errors.js';
import { overlaps, type Span } from './interval.js';
import { hoursWithin, weeksTouched, type WeekCalendar } from './week.js';

export type ShiftStatus = 'draft' | 'published' | 'cancelled';

/** What the rules are asked about: one operator on one shift, and all that bears on it. Instants in epoch ms. */
export interface EligibilityFacts {
  now: number;
  calendar: WeekCalendar;
  shift: {
    id: string;
    span: Span;
    status: ShiftStatus;
    locationId: string;
    positionId: string;
    seats: number;
    seatsTaken: number;
  };
  /** Without locations of her own she works at all of them. */
  operator: {
    active: boolean;
    locationIds: readonly string[];
    positionIds: readonly string[];
    weeklyHourCap: number | null;
  };
  /** The operator's other pending and approved claims, of any location. */
  claims: readonly { shiftId: string; span: Span }[];
}

/** How a seat is about to be taken; some rules hold only for some ways. */
export type SeatTaking = 'claim' | 'assignment' | 'approval';

interface Rule {
  code: string;
  appliesTo: readonly SeatTaking[];
  /** Whether a supervisor may set it aside with a reason. */
  overridable: boolean;
  /** The message when the rule is broken, null when it holds. */
  check(facts: EligibilityFacts): string | null;
}

const EVERY_WAY: readonly SeatTaking[] = ['claim', 'assignment', 'approval'];

/** Every rule, in the order in which reasons are given: what is wrong with the shift first, then with the fit. */
export const RULES: readonly Rule[] = [
  {
    code: 'SHIFT_CANCELLED',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift }) => (shift.status === 'cancelled' ? 'This shift was cancelled.' : null),
  },
  {
    code: 'SHIFT_NOT_PUBLISHED',
    appliesTo: ['claim'],
    overridable: false,
    check: ({ shift }) => (shift.status === 'draft' ? 'This shift is not published yet.' : null),
  },
  {
    code: 'SHIFT_STARTED',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: ({ shift, now }) => (shift.span.start <= now ? 'This shift has already started.' : null),
  },
  {
    code: 'OPERATOR_INACTIVE',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ operator }) => (operator.active ? null : 'This operator is no longer active.'),
  },
  {
    code: 'ALREADY_CLAIMED',
    appliesTo: ['claim', 'assignment'],
    overridable: false,
    check: ({ shift, claims }) =>
      claims.some((claim) => claim.shiftId === shift.id) ? 'There is already a claim on this shift.' : null,
  },
  {
    code: 'SHIFT_FULL',
    appliesTo: ['claim', 'assignment'],
    overridable: false,
    check: ({ shift }) =>
      shift.seatsTaken >= shift.seats
        ? `All seats of this shift are taken (${shift.seatsTaken} of ${shift.seats}).`
        : null,
  },
  {
    code: 'OVERLAPPING_SHIFT',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, claims, calendar }) => {
      const clash = claims.find((claim) => claim.shiftId !== shift.id && overlaps(claim.span, shift.span));
      return clash ? `This overlaps the shift ${describe(clash.span, calendar.zone)}.` : null;
    },
  },
  {
    code: 'NOT_AT_LOCATION',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, operator }) =>
      operator.locationIds.length === 0 || operator.locationIds.includes(shift.locationId)
        ? null
        : 'This shift is at a location where this operator does not work.',
  },
  {
    code: 'NOT_QUALIFIED',
    appliesTo: EVERY_WAY,
    overridable: false,
    check: ({ shift, operator }) =>
      operator.positionIds.includes(shift.positionId) ? null : 'This shift is for a position not held.',
  },
  {
    code: 'WEEKLY_CAP_EXCEEDED',
    appliesTo: EVERY_WAY,
    overridable: true,
    check: weeklyCap,
  },
];

/** All reasons against, in the order of the rules; empty when the seat may be taken. */
export const violationsOf = (facts: EligibilityFacts, taking: SeatTaking): Violation[] =>
  RULES.filter((rule) => rule.appliesTo.includes(taking)).flatMap((rule) => {
    const message = rule.check(facts);
    return message === null ? [] : [{ code: rule.code, message }];
  });

/** Whether a supervisor may set aside every one of these reasons. */
export const allOverridable = (violations: readonly Violation[]): boolean =>
  violations.every(({ code }) => RULES.some((rule) => rule.code === code && rule.overridable));

/**
 * Hours of pending and approved claims in each week of the institution's calendar, this shift included. A shift
 * across the week's end counts in each week by its part; hours are those that really pass.
 */
function weeklyCap({ shift, operator, claims, calendar }: EligibilityFacts): string | null {
  const cap = operator.weeklyHourCap;
  if (cap === null) return null;
  const spans = [
    ...claims.filter((claim) => claim.shiftId !== shift.id).map((claim) => claim.span),
    shift.span,
  ];
  for (const week of weeksTouched(shift.span, calendar)) {
    const hours = hoursWithin(spans, week.span);
    if (hours > cap) {
      const firstDay = DateTime.fromISO(week.startsOn, { zone: 'utc' }).toFormat('d MMMM');
      return `This would be ${round(hours)} of ${round(cap)} hours in the week of ${firstDay}.`;
    }
  }
  return null;
}

const round = (hours: number): number => Math.round(hours * 100) / 100;

const describe = (span: Span, zone: string): string => {
  const [start, end] = [span.start, span.end].map((instant) => DateTime.fromMillis(instant, { zone }));
  return `${start!.toFormat('ccc d LLL, HH:mm')}–${end!.toFormat('HH:mm')}`;
};
