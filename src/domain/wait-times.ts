import { MINUTE } from './interval.js';

/** The longest wait that can be stated, in minutes: one day. */
export const LONGEST_WAIT_MINUTES = 1_440;

/** When a person came with a question and when they were first helped, in epoch ms. */
export interface AskedAndAnswered {
  openedAt: number;
  firstResponseAt: number;
}

/**
 * The two times of a request whose wait was stated at the desk, in epoch ms. The first response is the given
 * one, or else the given opening, because the request is written down while the person is helped. The opening
 * is the stated minutes earlier. Null when both times are given and their difference is not the stated wait,
 * by a minute or more.
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

/** What is known about the wait of an answered request; instants in epoch ms. */
export interface KnownWait {
  openedAt: number;
  firstResponseAt: number | null;
  waitedMinutes: number | null;
  /** Written down here, not imported from a system with its own times. */
  isLogged: boolean;
}

/**
 * Whether the wait is unknown: the request was written down here at its first response, without a stated
 * wait. Then its opening is only the time of writing, not the beginning of the wait.
 */
export const isWaitUnknown = ({ openedAt, firstResponseAt, waitedMinutes, isLogged }: KnownWait): boolean =>
  isLogged && waitedMinutes === null && firstResponseAt === openedAt;
