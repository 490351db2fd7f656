import { PATRON_ANSWERS, PULSE_GROUPS, type PatronAnswer, type PulseGroup } from './questions.js';
import { wilson } from '../statistics/proportions.js';

/** Figures of fewer answers are never shown, and cannot be derived from what is shown. */
export const FEWEST = 5;
/** The stored answer of somebody who cannot say. */
export const CANNOT_SAY = 0;
/** Answers from here on are favourable. */
const FAVOURABLE = 4;

export interface ShareFigure {
  share: number;
  interval95: readonly [number, number];
}

/** Null figures with `suppressed: true` mean: too few answers, of this group or of one it would reveal. */
export type PulseFigures =
  | { suppressed: true; n: null; mean: null; favourable: null }
  | { suppressed: false; n: number; mean: number; favourable: ShareFigure };

/** How often each group gave each answer to one question in one month. */
export interface PulseCount {
  group: PulseGroup;
  /** 1 to 5, or `CANNOT_SAY`. */
  answer: number;
  count: number;
}

const HIDDEN: PulseFigures = { suppressed: true, n: null, mean: null, favourable: null };

/**
 * The figures of one question in one month, for each group and for all together. "Cannot say" is no answer.
 *
 * A group of fewer than five answers is hidden. What is hidden could be derived as the total minus the groups
 * shown, so the hidden groups must together be at least five answers, of at least two groups that have any;
 * otherwise the smallest group shown is hidden as well, and in the end the total (complementary suppression).
 */
export function pulseFigures(counts: readonly PulseCount[]): Record<PulseGroup | 'all', PulseFigures> {
  const given = counts.filter(({ answer, count }) => answer !== CANNOT_SAY && count > 0);
  const groups = PULSE_GROUPS.map((group) =>
    tallyOf(
      group,
      given.filter((one) => one.group === group),
    ),
  );
  const all = tallyOf('all', given);
  const hidden = new Set(groups.filter(({ n }) => n < FEWEST));
  const isSafe = (): boolean => {
    const answered = [...hidden].filter(({ n }) => n > 0);
    const sum = answered.reduce((total, { n }) => total + n, 0);
    return answered.length === 0 || (answered.length > 1 && sum >= FEWEST);
  };
  let shown = groups.filter((group) => !hidden.has(group)).sort((one, other) => one.n - other.n);
  while (!isSafe() && shown.length > 0) {
    hidden.add(shown[0]!);
    shown = shown.slice(1);
  }
  const isTotalShown = all.n >= FEWEST && isSafe();
  return Object.fromEntries([
    ...groups.map((group) => [group.of, hidden.has(group) ? HIDDEN : figuresOf(group)]),
    ['all', isTotalShown ? figuresOf(all) : HIDDEN],
  ]) as Record<PulseGroup | 'all', PulseFigures>;
}

interface Tally {
  of: PulseGroup | 'all';
  n: number;
  sum: number;
  favourable: number;
}

function tallyOf(of: Tally['of'], counts: readonly PulseCount[]): Tally {
  const tally = { of, n: 0, sum: 0, favourable: 0 };
  for (const { answer, count } of counts) {
    tally.n += count;
    tally.sum += answer * count;
    if (answer >= FAVOURABLE) tally.favourable += count;
  }
  return tally;
}

const figuresOf = ({ n, sum, favourable }: Tally): PulseFigures => ({
  suppressed: false,
  n,
  mean: sum / n,
  favourable: shareOf(favourable, n),
});

const shareOf = (x: number, n: number): ShareFigure => ({ share: x / n, interval95: wilson(x, n) });

export type PatronFigures =
  | { suppressed: true; n: null; shares: null }
  | { suppressed: false; n: number; shares: Record<PatronAnswer, ShareFigure> };

/** How often an answer was given at one location in one month. */
export interface PatronCount {
  locationId: string;
  answer: PatronAnswer;
  count: number;
}

/**
 * The patrons' answers of one month. A location of fewer than five answers is left out of the total, so that
 * two pilots of different locations do not reveal it by subtraction.
 */
export function patronFigures(counts: readonly PatronCount[]): PatronFigures {
  const byLocation = [...Map.groupBy(counts, ({ locationId }) => locationId).values()];
  const counted = byLocation.filter((own) => sumOf(own) >= FEWEST).flat();
  const n = sumOf(counted);
  if (n === 0) return { suppressed: true, n: null, shares: null };
  const shares = PATRON_ANSWERS.map((answer) => [
    answer,
    shareOf(sumOf(counted.filter((one) => one.answer === answer)), n),
  ]);
  return { suppressed: false, n, shares: Object.fromEntries(shares) as Record<PatronAnswer, ShareFigure> };
}

const sumOf = (counts: readonly { count: number }[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);
