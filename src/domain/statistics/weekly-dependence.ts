/** What neighbouring weeks have in common, for a mean over weeks. */
export interface WeeklyDependence {
  /** How much larger the variance of the mean is than with independent weeks; 1 or more. */
  readonly inflation: number;
  /** Degrees of freedom for Student's t. */
  readonly df: number;
}

/** A larger correlation cannot be told from a trend in so few weeks. */
const MOST = 0.8;
/** At least this share of the variance may carry over; with less, carry cannot be told from noise. */
const MIN_LATENT_SHARE = 0.5;
const FEWEST_DF = 2;
/** Fewer weeks cannot show how much they depend on each other. */
const FEWEST_WEEKS = 8;

/**
 * The dependence of weeks by the correlation of residuals a week apart. Weeks l apart correlate by r·ρ^(l − 1), with ρ = r/g
 * and g = (φ − 1)/φ, at least a half, the share of the variance that is no noise of counting (an autoregression of order 1
 * seen through noise); so the variance of a mean grows by 1 + 2r/(1 − ρ). To know the variance itself, n weeks count as n·(1 − r²)/(1 + r²) (Bayley & Hammersley
 * 1946). Short series show too small an r, by (1 + 3r)/n (Kendall 1954), which is corrected; a negative one counts as 0.
 * `residuals` sum up to about 0 in each of `means` phases, `week` numbers their real weeks; `dispersion` φ is Infinity for figures that are
 * not counted. Under 8 weeks none is assumed.
 */
export function weeklyDependence(
  residuals: readonly number[],
  week: readonly number[],
  { dispersion = Infinity, means = 1 }: { readonly dispersion?: number; readonly means?: number } = {},
): WeeklyDependence {
  const n = residuals.length;
  const squares = residuals.reduce((sum, one) => sum + one ** 2, 0);
  const at = new Map(week.map((number, index) => [number, residuals[index]!]));
  let [products, pairs] = [0, 0];
  for (const [number, one] of at) {
    const next = at.get(number + 1);
    if (next === undefined) continue;
    products += one * next;
    pairs++;
  }
  if (squares === 0 || pairs === 0 || n < FEWEST_WEEKS) return { inflation: 1, df: Math.max(1, n - means) };
  const shown = products / pairs / (squares / n);
  const r = Math.max(0, (n * shown + 1) / (n - 3));
  const share = Math.max(MIN_LATENT_SHARE, 1 - 1 / dispersion);
  const carry = Math.min(MOST, r / share);
  const inflation = 1 + (2 * Math.min(r, MOST)) / (1 - carry);
  const seen = Math.min(r, MOST) ** 2;
  return { inflation, df: Math.max(FEWEST_DF, (n * (1 - seen)) / (1 + seen) - means) };
}
