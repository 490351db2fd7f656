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

/** A request as it is logged, its times put by the wait that was stated; as it is without one. */
export function withStatedWait<Body extends Times>(body: Body): Body {
  const { openedAt, firstResponseAt, waitedMinutes } = body;
  if (waitedMinutes === null || waitedMinutes === undefined) return body;
  return { ...body, ...timesBy(waitedMinutes, openedAt, firstResponseAt ?? null) };
}

/**
 * A change with the times that follow from it. Stating another wait moves the opening, taking it back moves it to the first response;
 * whoever changes a time instead measured it, and what was stated goes.
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
  if (waitedMinutes === null)
    // Without a source the opening goes back to the answer, and says so: unknown. With one it would say: at once.
    return wasStated && before.source === null && change.openedAt === undefined && answeredAt
      ? { ...change, openedAt: answeredAt }
      : change;
  if (!answeredAt && change.openedAt === undefined) throw invalid('waitedMinutes', 'NOT_ANSWERED');
  // What is not measured gives way: the opening follows from the answer and the wait alone.
  const isFree = change.openedAt === undefined && (wasStated || isUnknown(before));
  const openedAt = isFree ? answeredAt! : (change.openedAt ?? before.openedAt);
  return { ...change, ...timesBy(waitedMinutes, openedAt, answeredAt) };
}

/** A source gives again what it gave: the opening that was sent beside the wait, which was moved by it. */
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

/** When it was written down what they were asked: while they helped, if the wait was stated. */
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
