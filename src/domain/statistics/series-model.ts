import { quasiPoisson, type CountFit } from './quasi-poisson.js';
import { serialErrors, type SerialErrors } from './serial-errors.js';
import type { SeriesRefusal, SeriesWeek } from './series-types.js';

/** Harmonics of a year are fitted from a baseline of this many weeks on. */
const YEAR_WEEKS = 52;
const WEEKS_OF_A_YEAR = 365.25 / 7;
/** Weeks of the term are fitted only with at least this many weeks for each coefficient. */
export const WEEKS_PER_COEFFICIENT = 2.5;

/** The fitted model of a series. */
export interface SeriesModel extends SerialErrors {
  readonly fit: CountFit;
  /** The name of each coefficient. */
  readonly terms: readonly string[];
}

type Columns = Readonly<Record<string, (week: SeriesWeek) => number>>;

/**
 * Fits ln E[count] = ln(open hours) + intercept + week + post (+ post·week) + season (Wagner et al. 2002; Bernal,
 * Cummins & Gasparrini 2017), weeks counted from the pilot's first. The season is one coefficient for each week of the term that
 * both phases have, else two harmonics of a year, else none; the first that the data allow.
 */
export function fitSeries(
  weeks: readonly SeriesWeek[],
  hasOwnTrend: boolean,
): SeriesModel | { readonly refused: SeriesRefusal } {
  const start = weeks.find(({ post }) => post)!.week;
  const base: Columns = {
    intercept: () => 1,
    week: ({ week }) => week - start,
    post: ({ post }) => Number(post),
    ...(hasOwnTrend && { 'post·week': ({ week, post }) => (post ? week - start : 0) }),
  };
  const seasons = [weeksOfTerm(weeks, Object.keys(base).length), harmonicsOfYear(weeks)];
  for (const season of seasons) {
    const model = season && fitColumns(weeks, { ...base, ...season });
    if (model && 'fit' in model) return model;
  }
  return fitColumns(weeks, base);
}

function fitColumns(
  weeks: readonly SeriesWeek[],
  columns: Columns,
): SeriesModel | { readonly refused: SeriesRefusal } {
  const fit = quasiPoisson({
    counts: weeks.map(({ count }) => count),
    design: weeks.map((week) => Object.values(columns).map((column) => column(week))),
    offset: weeks.map(({ openHours }) => Math.log(openHours)),
  });
  if ('refused' in fit) return fit;
  return { fit, ...serialErrors(fit, { week: weeks.map(({ week }) => week) }), terms: Object.keys(columns) };
}

/** Null where no week of the term is in both phases, or the weeks are too few for so many coefficients. */
function weeksOfTerm(weeks: readonly SeriesWeek[], others: number): Columns | null {
  const named = (isPost: boolean): Set<string> =>
    new Set(weeks.filter(({ post }) => post === isPost).flatMap(({ weekOfTerm }) => weekOfTerm ?? []));
  const [first, ...shared] = [...named(false).intersection(named(true))].toSorted();
  if (first === undefined) return null;
  const isAllShared = weeks.every(
    ({ weekOfTerm }) => weekOfTerm === first || shared.includes(weekOfTerm ?? ''),
  );
  const fitted = isAllShared ? shared : [first, ...shared];
  if (fitted.length === 0 || weeks.length < WEEKS_PER_COEFFICIENT * (others + fitted.length)) return null;
  return Object.fromEntries(
    fitted.map((name) => [`week of term ${name}`, ({ weekOfTerm }) => Number(weekOfTerm === name)]),
  );
}

/** Null where the baseline is shorter than a year. */
function harmonicsOfYear(weeks: readonly SeriesWeek[]): Columns | null {
  const baseline = weeks.filter(({ post }) => !post);
  if (baseline.length === 0 || baseline.at(-1)!.week - baseline[0]!.week + 1 < YEAR_WEEKS) return null;
  return Object.fromEntries(
    [1, 2].flatMap((times): [string, (week: SeriesWeek) => number][] => {
      const angle = ({ week }: SeriesWeek): number => (2 * Math.PI * times * week) / WEEKS_OF_A_YEAR;
      return [
        [`sine ${times}`, (week) => Math.sin(angle(week))],
        [`cosine ${times}`, (week) => Math.cos(angle(week))],
      ];
    }),
  );
}

/** A sum of coefficients, each times its weight, with its standard error; both logarithms of ratios. */
export function effectOf(
  { fit, covariance, terms }: SeriesModel,
  weights: Readonly<Record<string, number>>,
): { readonly log: number; readonly error: number } {
  const weightOf = terms.map((term) => weights[term] ?? 0);
  const sum = (of: (index: number) => number): number =>
    weightOf.reduce((total, weight, index) => total + weight * of(index), 0);
  return {
    log: sum((i) => fit.coefficients[i]!),
    error: Math.sqrt(sum((i) => sum((j) => covariance.get(i, j)))),
  };
}

/**
 * How much more a ratio of pilot to baseline varies than with independent Poisson counts: the variance of ln RR by
 * weeks that depend on each other (`serialErrors`), divided by 1/x1 + 1/x2. It is the dispersion to give to a
 * crude or an anytime-valid ratio. Null where a phase has no event or the weeks are too few.
 */
export function serialDispersion(weeks: readonly SeriesWeek[]): number | null {
  const open = weeks.filter(({ openHours }) => openHours > 0).toSorted((a, b) => a.week - b.week);
  const events = (isPost: boolean): number =>
    open.reduce((sum, { post, count }) => sum + (post === isPost ? count : 0), 0);
  const [x1, x2] = [events(true), events(false)];
  if (x1 === 0 || x2 === 0) return null;
  const model = fitColumns(open, { intercept: () => 1, post: ({ post }) => Number(post) });
  return 'refused' in model ? null : effectOf(model, { post: 1 }).error ** 2 / (1 / x1 + 1 / x2);
}
