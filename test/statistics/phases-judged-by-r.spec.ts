import { anytimeRateRatio } from '../../src/domain/statistics/anytime-valid.js';
import { medianDifference } from '../../src/domain/statistics/bootstrap.js';
import { hodgesLehmann } from '../../src/domain/statistics/hodges-lehmann.js';
import { clopperPearson, newcombe, wilson } from '../../src/domain/statistics/proportions.js';
import {
  dispersionOfCounts,
  exactRate,
  exactRateRatio,
  rateRatio,
} from '../../src/domain/statistics/rates.js';
import { standardise } from '../../src/domain/statistics/standardise.js';
import { survivalQuantileInterval } from '../../src/domain/statistics/survival-interval.js';
import { shareBy, survivalOf, survivalQuantile, type WaitBin } from '../../src/domain/statistics/survival.js';
import { WeeklyWaits } from '../../src/domain/statistics/weekly-waits.js';
import { randomFrom } from '../../src/domain/random.js';
import { expectAgreement, Judge, LEVELS, many } from './judge.js';
import { Draws } from './simulated.js';

const draws = new Draws(20_261_129);
const whole = (below: number): number => draws.whole(below);

let r: Judge;
beforeAll(async () => {
  r = await Judge.start();
});
afterAll(() => r.close());

describe('rates and shares', () => {
  it.each(LEVELS)('ratios of rates at %d', async (level) => {
    for (let i = 0; i < 12; i++) {
      const [x1, x2, t1, t2] = [whole(60), whole(60), 1 + whole(900), 1 + whole(900)];
      const exact = exactRateRatio({ x1, t1, x2, t2 }, { level });
      const judged = await r.numbers`exact_rate_ratio(${x1}, ${t1}, ${x2}, ${t2}, ${level})`;
      expectAgreement([exact.estimate ?? Infinity, ...exact.interval!], judged);
      const anytime = anytimeRateRatio({ x1, t1, x2, t2 }, { level });
      expectAgreement(
        anytime.interval!,
        await r.numbers`anytime_rate_ratio(${x1}, ${t1}, ${x2}, ${t2}, ${level})`,
      );
      const [large1, large2, dispersion] = [200 + x1, 150 + x2, 1 + 4 * draws.uniform()];
      const normal = rateRatio({ x1: large1, t1, x2: large2, t2 }, { level, dispersion });
      const phi = dispersion > 1.5 ? dispersion : 1;
      expectAgreement(
        [normal.estimate, ...normal.interval!],
        await r.numbers`rate_ratio(${large1}, ${t1}, ${large2}, ${t2}, ${level}, ${phi})`,
      );
    }
  });

  it.each(LEVELS)('rates at %d', async (level) => {
    for (let i = 0; i < 12; i++) {
      const [x, t] = [whole(80), 1 + whole(900)];
      expectAgreement(
        exactRate(x, t, { level }),
        await r.numbers`poisson.test(${x}, ${t}, conf.level = ${level})$conf.int`,
      );
    }
  });

  it('the dispersion of counts', async () => {
    const counts = many(40, () => draws.count(6, 3));
    const hours = many(40, () => 4 + 8 * draws.uniform());
    const judged =
      await r.numbers`summary(fit(count ~ offset(log(hours)), data.frame(count = ${counts}, hours = ${hours})))$dispersion`;
    expectAgreement([dispersionOfCounts(counts, hours)], judged);
  });

  it.each(LEVELS)('shares at %d', async (level) => {
    for (let i = 0; i < 12; i++) {
      const [n1, n2] = [1 + whole(120), 1 + whole(120)];
      const [x1, x2] = [whole(n1 + 1), whole(n2 + 1)];
      expectAgreement(
        clopperPearson(x1, n1, level),
        await r.numbers`binom.test(${x1}, ${n1}, conf.level = ${level})$conf.int`,
      );
      expectAgreement(wilson(x1, n1, level), await r.numbers`wilson(${x1}, ${n1}, ${level})`);
      const { estimate, interval } = newcombe(x1, n1, x2, n2, level);
      expectAgreement(
        [estimate, ...interval!],
        await r.numbers`newcombe(${x1}, ${n1}, ${x2}, ${n2}, ${level})`,
      );
    }
  });

  it('standardised shares', async () => {
    const cells = (): { cell: string; numerator: number; denominator: number }[] =>
      many(12, () => {
        const denominator = 1 + whole(40);
        return { cell: 'abcdefgh'[whole(8)]!, numerator: whole(denominator + 1), denominator };
      });
    const [pilot, baseline] = [cells(), cells()];
    const [ours, others] = [pilot, baseline].map((list) =>
      list.map(({ cell, ...rest }) => ({ of: { cell }, ...rest })),
    );
    const { raw, standardised, covered } = standardise(ours!, others!);
    const [names, x, n] = [
      pilot.map(({ cell }) => cell),
      pilot.map((c) => c.numerator),
      pilot.map((c) => c.denominator),
    ];
    const weights = [baseline.map(({ cell }) => cell), baseline.map((c) => c.denominator)];
    expectAgreement(
      [raw, standardised, covered],
      await r.numbers`standardise(${names}, ${x}, ${n}, ${weights[0]!}, ${weights[1]!})`,
    );
  });
});

describe('waits', () => {
  const each = (values: readonly number[]) => values.map((value) => ({ value, count: 1 }));

  it.each([
    ['small samples without ties', 14, 9, 0],
    ['small samples with ties', 18, 25, 4],
    ['large samples', 80, 60, 100],
  ])('shifts of %s', async (_name, m, n, steps) => {
    for (const level of LEVELS) {
      const draw = (shift: number) => () => {
        const value = shift + draws.exponential(2);
        return steps ? Math.round(value * steps) / steps : value;
      };
      const [x, y] = [many(m, draw(0.5)), many(n, draw(0))];
      const { estimate, interval } = hodgesLehmann(each(x), each(y), level)!;
      expectAgreement([estimate, ...interval!], await r.numbers`hodges_lehmann(${x}, ${y}, ${level})`);
    }
  });

  it('shifts of ozone in May and August', async () => {
    const [may, august] = [5, 8].map(
      (month) => r.numbers`na.omit(airquality$Ozone[airquality$Month == ${month}])`,
    );
    const values = (await Promise.all([may!, august!])).map((list) => each(list.map(Number)));
    const { estimate, interval } = hodgesLehmann(values[0]!, values[1]!)!;
    expect([estimate, ...interval!]).toEqual([-32, -53, -15]);
  });

  const binsOf = (seconds: readonly number[], answered: readonly number[]): WaitBin[] =>
    seconds.map((each, i) => ({ seconds: each, answered: answered[i]!, censored: 1 - answered[i]! }));

  it.each([0.5, 0.9])('Kaplan–Meier curves and their quantile at %d', async (share) => {
    for (let i = 0; i < 20; i++) {
      const size = 5 + whole(60);
      const seconds = many(size, () => Math.ceil(draws.exponential(i < 10 ? 20 : 500)));
      const answered = many(size, () => Number(draws.uniform() < 0.5 + 0.025 * i));
      const curve = survivalOf(binsOf(seconds, answered));
      expectAgreement(
        curve.flatMap(({ survival, greenwood }) => [survival, greenwood]),
        await r.numbers`with(survival_of(${seconds}, ${answered}), rbind(surv, greenwood))`,
      );
      const { low, high } = survivalQuantileInterval(curve, share);
      expectAgreement(
        [survivalQuantile(curve, share), low, high],
        await r.numbers`survival_quantile(${seconds}, ${answered}, ${share}, 0.95)`,
      );
      for (const at of [10, seconds[0]!, 900]) {
        const by = shareBy(binsOf(seconds, answered), at);
        expectAgreement(
          [by.followed, by.share, by.survivalShare],
          await r.numbers`share_by(${seconds}, ${answered}, ${at})`,
        );
      }
    }
  });

  it('differences of medians, with the same draws of weeks', async () => {
    const size = 300;
    const [weeks, replicates, seed] = [[7, 9] as const, 199, 5];
    const week = many(size, () => whole(16));
    const seconds = week.map((w) => Math.ceil(draws.exponential(w < 7 ? 300 : 500)));
    const answered = many(size, () => Number(draws.uniform() < 0.9));
    const table = many(16, (w) =>
      binsOf(
        seconds.filter((_, i) => week[i] === w),
        answered.filter((_, i) => week[i] === w),
      ),
    );
    const [pilot, baseline] = [table.slice(0, 7), table.slice(7)];
    const random = randomFrom(seed);
    const drawn: [number[], number[]] = [[], []];
    for (let i = 0; i < replicates; i++) {
      [pilot, baseline].forEach((side, index) => {
        const times = new WeeklyWaits(side).draw(random);
        times.forEach((count, w) => drawn[index]!.push(...Array<number>(count).fill(w + index * weeks[0])));
      });
    }
    const { interval } = medianDifference(pilot, baseline, { replicates, seed });
    expectAgreement(
      [interval!.low, interval!.high],
      await r.numbers`bootstrap_median(${seconds}, ${answered}, ${week}, ${drawn[0]}, ${drawn[1]}, ${replicates}, 0.95)`,
    );
  });
});
