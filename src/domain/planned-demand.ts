import { expandDemand, type CoverageException, type CoverageRule, type DemandPiece } from './coverage.js';
import type { Span } from './interval.js';
import type { LocalDate } from './local-date.js';

/**
 * A span in which a position needs the same number of people. `date` is the local date on which its demand
 * starts.
 */
export interface DemandSegment extends Span {
  positionId: string;
  date: LocalDate;
  required: number;
  /** Whether the demand comes from the draft, in whole or in part. */
  isDraft: boolean;
}

type Known<Row> = Row & { id: string };
type Drafted<Row> = Row & { id?: string };

/** The stored coverage hours and exceptions, and optionally a draft of each. */
export interface Plan<Exception extends CoverageException = CoverageException> {
  rules: readonly Known<CoverageRule>[];
  exceptions: readonly Known<Exception>[];
  zone: string;
  /** Time that maintenance closes, as for `expandDemand`. */
  closures?: readonly Span[];
  /** With an id it replaces the stored one. */
  draftRule?: Drafted<CoverageRule> | undefined;
  /** With an id it replaces the stored one, and it always replaces every other exception on its dates. */
  draftException?: Drafted<CoverageException> | undefined;
}

/** The stored exceptions that still hold with the draft. */
export const exceptionsBeside = <Exception extends CoverageException>({
  exceptions,
  draftException: draft,
}: Pick<Plan<Exception>, 'exceptions' | 'draftException'>): Known<Exception>[] =>
  exceptions.filter(
    ({ id, date, untilDate }) =>
      !draft || (id !== draft.id && (untilDate < draft.date || draft.untilDate < date)),
  );

/**
 * A location's demand within a window as disjoint spans per position, as if the drafts were stored. Pieces
 * over the same time add up; an instant in pieces of two dates belongs to the earlier date. A span lasts as
 * long as date, number and draft stay the same. Ordered by start, then position; `required: 0` is open
 * without an operator.
 */
export function plannedDemand(plan: Plan, window: Span): DemandSegment[] {
  const { zone, closures, draftRule, draftException } = plan;
  const beside = exceptionsBeside(plan);
  const every = draftException ? [...beside, draftException] : beside;
  const rules = plan.rules.filter(({ id }) => id !== draftRule?.id);
  const emptied = draftException ? [...beside, withoutHours(draftException)] : beside;
  const stored = expandDemand(rules, emptied, zone, window, closures);
  const drafted = [
    ...(draftRule ? expandDemand([draftRule], every.map(withoutHours), zone, window, closures) : []),
    ...(draftException ? expandDemand([], [draftException], zone, window, closures) : []),
  ];
  const pieces = Map.groupBy(
    [
      ...stored.map((piece) => ({ ...piece, isDraft: false })),
      ...drafted.map((piece) => ({ ...piece, isDraft: true })),
    ],
    ({ positionId }) => positionId,
  );
  return [...pieces.values()]
    .flatMap(segmentsOfPosition)
    .sort((a, b) => a.start - b.start || (a.positionId < b.positionId ? -1 : 1));
}

/** An exception that replaces what would start on its dates, and has no demand itself. */
const withoutHours = (exception: CoverageException): CoverageException => ({ ...exception, hours: [] });

type Piece = DemandPiece & { isDraft: boolean };

function segmentsOfPosition(pieces: readonly Piece[]): DemandSegment[] {
  const coming = pieces.toSorted((a, b) => a.start - b.start);
  const bounds = [...new Set(pieces.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const segments: DemandSegment[] = [];
  let open: Piece[] = [];
  let next = 0;
  for (const [index, start] of bounds.entries()) {
    open = open.filter(({ end }) => end > start);
    for (; coming[next]?.start === start; next++) open.push(coming[next]!);
    const [first] = open;
    if (!first) continue;
    const segment = {
      positionId: first.positionId,
      date: open.reduce((earliest, { date }) => (date < earliest ? date : earliest), first.date),
      required: open.reduce((sum, { required }) => sum + required, 0),
      isDraft: open.some(({ isDraft }) => isDraft),
      start,
      end: bounds[index + 1]!,
    };
    const last = segments.at(-1);
    if (last && goesOn(last, segment)) segments[segments.length - 1] = { ...last, end: segment.end };
    else segments.push(segment);
  }
  return segments;
}

const goesOn = (last: DemandSegment, next: DemandSegment): boolean =>
  last.end === next.start &&
  last.date === next.date &&
  last.required === next.required &&
  last.isDraft === next.isDraft;
