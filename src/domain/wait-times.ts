import { MINUTE } from './interval.js';

/** The longest wait that can be stated, in minutes: a day. */
export const LONGEST_WAIT_MINUTES = 1_440;

/** When somebody came with a question and when they were first helped, in epoch ms. */
export interface AskedAndAnswered {
  openedAt: number;
  firstResponseAt: number;
}

/**
 * The two times of a request whose wait was stated at the desk, in epoch ms. The first response is the one given, or else the
 * moment given as the opening: whoever writes it down does so while they help. It was opened the stated minutes before.
 * Null where the two times given are apart by another wait than the stated one, by a minute or more.
 */
export function statedTimes(
  openedAt: number,
  firstResponseAt: number | null,
  waitedMinutes: number,
): AskedAndAnswered | null {
  const answeredAt = firstResponseAt ?? openedAt;
  const cameAt = answeredAt - waitedMinutes * MINUTE;
  const isAtOnce = answeredAt === openedAt;
  return isAtOnce || Math.abs(openedAt - cameAt) < MINUTE
    ? { openedAt: cameAt, firstResponseAt: answeredAt }
    : null;
}

/** How the wait of an answered request is known; instants in epoch ms. */
export interface KnownWait {
  openedAt: number;
  firstResponseAt: number | null;
  waitedMinutes: number | null;
  /** Written down here, rather than taken over from a system with times of its own. */
  isLogged: boolean;
}

/**
 * Whether nobody knows how long somebody waited: a request written down here, in the moment of its first response, with no stated
 * wait. Its opening is when it was written down, which is no measurement of a beginning.
 */
export const isWaitUnknown = ({ openedAt, firstResponseAt, waitedMinutes, isLogged }: KnownWait): boolean =>
  isLogged && waitedMinutes === null && firstResponseAt === openedAt;
