import { demandByDate, type DemandPiece } from './coverage.js';
import { intersect } from './interval.js';
import type { LocalDate } from './local-date.js';
import type { CoverageGap } from './staffing.js';

export type AlertStatus = 'open' | 'filled' | 'past' | 'withdrawn';

/** Identifies the gaps of one position whose demand starts on one local date. */
export interface AlertKey {
  positionId: string;
  date: LocalDate;
}

/** An alert as the last scan stored it. */
export interface KnownAlert extends AlertKey {
  status: AlertStatus;
  stretches: readonly CoverageGap[];
}

/** The state that a scan computes for one alert. */
export interface AlertState extends AlertKey {
  status: AlertStatus;
  stretches: CoverageGap[];
}

/**
 * The next state of each alert, from demand and gaps over a window that holds all dates still open. An alert
 * is open while a gap of its date lies in the future. After that it is filled when no gap is left, past when
 * one was missed, and withdrawn when its demand was removed. The result leaves out alerts that do not change
 * and were not open.
 */
export function nextAlerts(
  demand: readonly DemandPiece[],
  gaps: readonly CoverageGap[],
  known: readonly KnownAlert[],
  now: number,
): AlertState[] {
  const current = groupGaps(demand, gaps);
  const states: AlertState[] = [];
  for (const { key, stretches } of current.values()) {
    const ahead = stretches.filter((gap) => gap.end > now);
    if (ahead.length > 0) states.push({ ...key, status: 'open', stretches: ahead });
  }
  const stillOpen = new Set(states.map(keyText));
  for (const alert of known) {
    if (alert.status !== 'open' || stillOpen.has(keyText(alert))) continue;
    const group = current.get(keyText(alert));
    const { positionId, date } = alert;
    if (!group) {
      states.push({ positionId, date, status: 'withdrawn', stretches: [] });
    } else if (group.stretches.length > 0) {
      states.push({ positionId, date, status: 'past', stretches: group.stretches });
    } else {
      states.push({ positionId, date, status: 'filled', stretches: [] });
    }
  }
  return states;
}

/**
 * The states that differ from the known ones. An alert that is still open with the same stretches is not
 * written again.
 */
export function changedAlerts<State extends AlertState>(
  states: readonly State[],
  known: readonly KnownAlert[],
): State[] {
  const knownByKey = new Map(known.map((alert) => [keyText(alert), alert]));
  return states.filter((state) => {
    const before = knownByKey.get(keyText(state));
    return before?.status !== state.status || !sameStretches(before.stretches, state.stretches);
  });
}

const sameStretches = (a: readonly CoverageGap[], b: readonly CoverageGap[]): boolean =>
  a.length === b.length &&
  a.every(
    ({ start, end, required, assigned }, at) =>
      start === b[at]!.start &&
      end === b[at]!.end &&
      required === b[at]!.required &&
      assigned === b[at]!.assigned,
  );

export const keyText = ({ positionId, date }: AlertKey): string => `${positionId} ${date}`;

function groupGaps(
  demand: readonly DemandPiece[],
  gaps: readonly CoverageGap[],
): Map<string, { key: AlertKey; stretches: CoverageGap[] }> {
  const groups = new Map<string, { key: AlertKey; stretches: CoverageGap[] }>();
  const gapsByPosition = Map.groupBy(gaps, (gap) => gap.positionId);
  for (const [positionId, pieces] of Map.groupBy(demand, (piece) => piece.positionId)) {
    for (const [date, spans] of demandByDate(pieces)) {
      const key = { positionId, date };
      groups.set(keyText(key), { key, stretches: within(gapsByPosition.get(positionId) ?? [], spans) });
    }
  }
  return groups;
}

/** The parts of gaps inside sorted, disjoint spans. */
function within(
  gaps: readonly CoverageGap[],
  spans: readonly { start: number; end: number }[],
): CoverageGap[] {
  const firstEnd = spans[0]?.start ?? Infinity;
  const lastEnd = spans.at(-1)?.end ?? -Infinity;
  return gaps
    .filter((gap) => gap.end > firstEnd && gap.start < lastEnd)
    .flatMap((gap) => intersect([gap], spans).map((part) => ({ ...gap, ...part })));
}
