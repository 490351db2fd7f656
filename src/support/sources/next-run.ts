import { DAY, HOUR, MINUTE } from '../../domain/interval.js';
import type { SourceProblem, SourceRow } from './sources.repository.js';

const LONGEST_BACK_OFF = 6 * HOUR;
/** So many failures in a row open the circuit. */
const MOST_FAILURES = 5;
/** Sources of the same interval are spread by up to this part of it. */
const JITTER = 0.1;

/**
 * Whether the circuit of a failing source is open: somebody has to look at it, and it is tried only every few hours.
 * At once where another attempt cannot help.
 */
export const isCircuitOpen = ({
  failures,
  problem,
}: {
  failures: number;
  problem: Pick<SourceProblem, 'kind'> | null;
}): boolean =>
  failures >= MOST_FAILURES || (failures > 0 && (problem?.kind === 'auth' || problem?.kind === 'settings'));

/** Whether nothing new came for so long that somebody should look whether it still works. */
export const isQuiet = (
  { quietAfterDays, lastNewsAt }: Pick<SourceRow, 'quietAfterDays' | 'lastNewsAt'>,
  now: number,
): boolean => quietAfterDays !== null && now - +lastNewsAt >= quietAfterDays * DAY;

/** When a source is collected next, after a success or after some failures. Epoch milliseconds. */
export function nextRunAt(
  { id, everyMinutes, failures, problem }: Pick<SourceRow, 'id' | 'everyMinutes' | 'failures' | 'problem'>,
  now: number,
  retryAfterMillis = 0,
): number {
  const usual = everyMinutes * MINUTE;
  const backOff = isCircuitOpen({ failures, problem })
    ? LONGEST_BACK_OFF
    : Math.min(usual * 2 ** Math.max(0, failures - 1), LONGEST_BACK_OFF);
  const wait = failures === 0 ? usual : Math.max(backOff, Math.min(usual, LONGEST_BACK_OFF));
  // No server may put its source off for days: nobody would notice.
  return now + Math.max(wait * (1 + JITTER * spreadOf(id)), Math.min(retryAfterMillis, LONGEST_BACK_OFF));
}

/** From -0.5 to 0.5, the same each time for a source. */
const spreadOf = (id: string): number => Number.parseInt(id.slice(-4), 16) / 0xffff - 0.5;
