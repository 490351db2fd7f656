import { DAY, HOUR, MINUTE, type Span } from '../../domain/interval.js';
import { addDays, localDateOf, weekdayOf } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import type { SeededRandom } from './seeded-random.js';
import { ZONE } from './labs.js';

/** The final status of a claim; until it is decided it is pending. */
export type Fate = 'approved' | 'rejected' | 'withdrawn' | 'cancelled';

export interface PlannedClaim {
  /** Index into the operators. */
  operator: number;
  claimedAt: number;
  /** When it is approved, rejected or withdrawn. */
  decidedAt: number;
  fate: Fate;
  /** When an approved claim is cancelled. */
  cancelledAt: number;
  attendance: { checkedInAt: number; checkedOutAt: number | null } | 'no-show';
}

const FIRST_CLAIM_AFTER = 20 * MINUTE;
const CLAIMING = 7 * DAY;
const FORGOTTEN_CHECK_OUT = 0.02;

/** A claim with its times: made in the days after publication, decided on the next working morning. */
export function claimOf(
  shift: Span & { publishedAt: number },
  operator: number,
  dice: SeededRandom,
  fate: Fate = 'approved',
): PlannedClaim {
  // Most operators claim soon.
  const wait = dice.between(0, 1) ** 1.4 * CLAIMING;
  const claimedAt = awake(shift.publishedAt + FIRST_CLAIM_AFTER + wait);
  const approvedAt = nextMorning(claimedAt) + dice.between(0, 40) * MINUTE;
  const decidedAt =
    fate === 'withdrawn' ? Math.min(claimedAt + dice.between(1, 6) * HOUR, approvedAt - HOUR) : approvedAt;
  return {
    operator,
    claimedAt,
    decidedAt,
    fate,
    cancelledAt: shift.start - dice.between(2, 7) * HOUR,
    attendance: {
      checkedInAt: shift.start + dice.between(-9, 7) * MINUTE,
      checkedOutAt: dice.chance(FORGOTTEN_CHECK_OUT) ? null : shift.end + dice.between(-2, 9) * MINUTE,
    },
  };
}

/** The same instant, or eight in the morning when it is at night. */
function awake(instant: number): number {
  const eight = instantOf(localDateOf(instant, ZONE), '08:00', ZONE, 'first');
  return instant < eight ? eight + (instant % (2 * HOUR)) : instant;
}

/** Ten o'clock on the next working day, when supervisors decide. */
function nextMorning(instant: number): number {
  let date = localDateOf(instant, ZONE);
  do date = addDays(date, 1);
  while (weekdayOf(date) > 5);
  return instantOf(date, '10:00', ZONE, 'first');
}
