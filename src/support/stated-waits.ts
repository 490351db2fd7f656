import { invalid } from '../domain/errors.js';
import { MINUTE } from '../domain/interval.js';
import { isWaitUnknown, statedTimes } from '../domain/wait-times.js';

interface Times {
  openedAt: Date;
  firstResponseAt?: Date | null;
  waitedMinutes?: number | null;
}
interface KnownTimes {
  source: string | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  waitedMinutes: number | null;
}

/** A new request with its times adjusted to the stated wait; unchanged without one. */
export function withStatedWait<Body extends Times>(body: Body): Body {
  const { openedAt, firstResponseAt, waitedMinutes } = body;
  if (waitedMinutes === null || waitedMinutes === undefined) return body;
  return { ...body, ...timesBy(waitedMinutes, openedAt, firstResponseAt ?? null) };
}

/**
 * A change with the times that follow from it. Stating another wait moves the opening; removing the wait
 * moves it to the first response. Changing a time instead means that it was measured, so the stated wait is
 * removed.
 */
export function changedWait<Change extends Partial<Times>>(before: KnownTimes, change: Change): Change {
  const { waitedMinutes } = change;
  const wasStated = before.waitedMinutes !== null;
  const answeredAt = change.firstResponseAt === undefined ? before.firstResponseAt : change.firstResponseAt;
  if (waitedMinutes === undefined) {
    if (wasStated && isSentAgain(before, change)) return { ...change, openedAt: before.openedAt };
    const openedAt = change.openedAt ?? before.openedAt;
    const isOther = +openedAt !== +before.openedAt || +(answeredAt ?? 0) !== +(before.firstResponseAt ?? 0);
    return wasStated && isOther ? { ...change, waitedMinutes: null } : change;
  }
  if (waitedMinutes === null && wasStated && isSentAgain(before, change))
    return { ...change, openedAt: before.openedAt };
  if (waitedMinutes === null)
    // Without a source the opening moves to the first response, which means "unknown". With a source the same
    // would mean "no wait".
    return wasStated && before.source === null && change.openedAt === undefined && answeredAt
      ? { ...change, openedAt: answeredAt }
      : change;
  if (!answeredAt && change.openedAt === undefined) throw invalid('waitedMinutes', 'NOT_ANSWERED');
  // An opening that was not measured may change: it then follows from the answer and the wait.
  const isFree = change.openedAt === undefined && (wasStated || isUnknown(before));
  const openedAt = isFree ? answeredAt! : (change.openedAt ?? before.openedAt);
  return { ...change, ...timesBy(waitedMinutes, openedAt, answeredAt) };
}

/**
 * The source sends the same values again: the opening that it sent together with the wait, which moved it.
 */
const isSentAgain = (before: KnownTimes, { openedAt, firstResponseAt }: Partial<Times>): boolean =>
  before.source !== null &&
  openedAt !== undefined &&
  firstResponseAt === undefined &&
  +openedAt === +(before.firstResponseAt ?? 0);

export const isUnknown = ({ source, openedAt, firstResponseAt, waitedMinutes }: KnownTimes): boolean =>
  isWaitUnknown({
    isLogged: source === null,
    openedAt: +openedAt,
    firstResponseAt: firstResponseAt && +firstResponseAt,
    waitedMinutes,
  });

/** When the times were written down: if a wait was stated, while the person was helped. */
export const writtenOf = ({ openedAt, firstResponseAt, waitedMinutes }: Times): Date =>
  (waitedMinutes ?? null) === null ? openedAt : (firstResponseAt ?? openedAt);

function timesBy(
  waitedMinutes: number,
  openedAt: Date,
  firstResponseAt: Date | null,
): { openedAt: Date; firstResponseAt: Date } {
  const stated = statedTimes(+openedAt, firstResponseAt && +firstResponseAt, waitedMinutes);
  if (!stated) {
    const minutes = Math.round((+firstResponseAt! - +openedAt) / MINUTE);
    throw invalid('waitedMinutes', 'WAIT_DISAGREES', { minutes, waitedMinutes });
  }
  return { openedAt: new Date(stated.openedAt), firstResponseAt: new Date(stated.firstResponseAt) };
}
