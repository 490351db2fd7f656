import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHROMIUM_FLAGS, chromiumPath } from '../test/support/browser-keeper.js';
import { LOCATION, seededId, seedLocations, seedRequests, seedShifts } from '../test/support/seeds.js';
import { median } from './support/median.js';
import { startProduct, type Product } from './support/product.js';
import type { Benchmark, Result } from './support/report.js';
import type { BenchServer } from './support/server.js';
import { dateOf, mondayAfter } from './support/weeks.js';

const run = promisify(execFile);

/** The benchmark downloads Lighthouse, so that the project does not depend on it. */
const LIGHTHOUSE = ['--yes', 'lighthouse@13.5.0'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const ROUNDS = 5;
const GOAL = 95;
const DAY = 86_400_000;
const WEEKS_BEFORE = 12;
/** The number of shifts. An operator has a third of them, and sees the others. */
const SHIFTS_A_WEEK = 45;

type Scores = Record<(typeof CATEGORIES)[number], number>;

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
}

/** Lighthouse's scores of four pages on a phone, signed in as the people who use them. */
export const lighthouse =
  (server: BenchServer): Benchmark =>
  async (say) => {
    try {
      await run('npx', [...LIGHTHOUSE, '--version']);
    } catch (error) {
      say(`left out: npx cannot fetch ${LIGHTHOUSE[1]} (${(error as Error).message.split('\n')[0]})`);
      return [];
    }
    const database = await server.createDatabase('lighthouse');
    const product = await startProduct(database.url);
    const week = mondayAfter(Date.now());
    const from = new Date(week.getTime() - WEEKS_BEFORE * 7 * DAY);
    const days = (WEEKS_BEFORE + 1) * 7;
    await seedLocations(database, 1);
    await seedShifts(database, {
      shifts: SHIFTS_A_WEEK * (WEEKS_BEFORE + 1),
      locations: 1,
      from,
      seats: 3,
      claims: 2,
      days,
    });
    await seedRequests(database, { requests: 3_000, from, days: WEEKS_BEFORE * 7 });
    await createPilot(product, from);
    const operator = { cookie: 'afterhours_session=seeded-1' };
    const shown = `week=${dateOf(week)}`;
    const pages: [name: string, path: string, headers: Record<string, string>][] = [
      ['the sign-in page', '/sign-in', {}],
      [`an operator's ${SHIFTS_A_WEEK - SHIFTS_A_WEEK / 3} open shifts`, `/open-shifts?${shown}`, operator],
      [`the board of a week of ${SHIFTS_A_WEEK} shifts`, `/board?${shown}`, product.headers],
      ['the figures of a pilot', '/pilots', product.headers],
    ];
    const results: Result[] = [];
    for (const [name, path, headers] of pages) {
      const rounds: Scores[] = [];
      for (let done = 0; done < ROUNDS; done++) rounds.push(await scoresOf(product.url + path, headers, say));
      const scores = CATEGORIES.map((category) => median(rounds.map((one) => one[category])));
      results.push({
        what: `${name} by Lighthouse, mobile`,
        product: CATEGORIES.map((category, index) => `${category} ${scores[index]}`).join(', '),
        baseline: '',
        figure: Math.min(...scores),
        unit: 'of 100',
        goal: { 'at-least': GOAL },
      });
    }
    await product.stop();
    await database.close();
    return results;
  };

/** The scores of a page; prints what lowers a score that misses the goal. */
async function scoresOf(
  url: string,
  headers: Record<string, string>,
  say: (line: string) => void,
): Promise<Scores> {
  const folder = await mkdtemp(join(tmpdir(), 'afterhours-lighthouse-'));
  const file = join(folder, 'report.json');
  await run(
    'npx',
    [
      ...LIGHTHOUSE,
      url,
      `--only-categories=${CATEGORIES.join(',')}`,
      `--extra-headers=${JSON.stringify(headers)}`,
      `--chrome-flags=${CHROMIUM_FLAGS.join(' ')}`,
      '--output=json',
      `--output-path=${file}`,
      '--quiet',
    ],
    { env: { ...process.env, CHROME_PATH: await chromiumPath() } },
  );
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  await rm(folder, { recursive: true });
  const scores = Object.fromEntries(
    CATEGORIES.map((category) => [category, Math.round((report.categories[category]!.score ?? 0) * 100)]),
  ) as Scores;
  const { pathname } = new URL(url);
  say(`${pathname}: ${CATEGORIES.map((category) => `${category} ${scores[category]}`).join(', ')}`);
  for (const category of CATEGORIES.filter((one) => scores[one] < GOAL))
    for (const line of lostIn(report, category)) say(`  ${line}`);
  return scores;
}

const lostIn = ({ categories, audits }: Report, category: string): string[] =>
  categories[category]!.auditRefs.filter(({ weight }) => weight > 0)
    .map(({ id }) => audits[id]!)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ title, score, displayValue = '' }) => `${title}: ${Math.round(score! * 100)} ${displayValue}`);

async function createPilot({ url, headers }: Product, from: Date): Promise<void> {
  const [first, middle, end] = [0, WEEKS_BEFORE / 2, WEEKS_BEFORE].map((weeks) =>
    dateOf(new Date(from.getTime() + weeks * 7 * DAY)),
  );
  const answer = await fetch(`${url}/api/v1/pilots`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Late hours',
      locationIds: [seededId(LOCATION, 1)],
      baseline: { from: first, to: middle },
      pilot: { from: middle, to: end },
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
