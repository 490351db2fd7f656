import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { DESK, startBrowser } from '../test/support/browser.js';
import { LOCATION, seededId, seedLocations, seedShifts } from '../test/support/seeds.js';
import { median } from './support/median.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import type { BenchDatabase, BenchServer } from './support/server.js';
import { dateOf, mondayAfter } from './support/weeks.js';

const SHIFTS = 400;
const DAYS = 6.8;
const ROUNDS = 7;
/** After this time the page has reloaded its data and drawn it. */
const SETTLES_MILLIS = 1_500;
/** Trace events of a page's script on the main thread: running, compiling and collecting garbage. */
const OF_SCRIPT =
  /^(EvaluateScript|FunctionCall|RunMicrotasks|TimerFire|EventDispatch|FireAnimationFrame|MajorGC|MinorGC|v8\..*|V8\..*)$/;

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  args?: { name?: string };
}

/**
 * The script time of an open board when somebody else makes one change: with 400 shifts, and on an empty
 * board.
 */
export const board =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('board');
    const product = await startProduct(database.url);
    const week = mondayAfter(Date.now());
    await seedWeek(database, week);
    const browser = await startBrowser();
    const page = await openPage(browser, product);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (const [location, shifts, figures] of [
      [1, SHIFTS, ours],
      [2, 0, theirs],
    ] as const) {
      await page.goto(`/board?location=${seededId(LOCATION, location)}&week=${dateOf(week)}`);
      await page.getByTestId('board-summary').filter({ hasText: /\w/ }).waitFor();
      const drawn = await page.locator('.block:not([data-kind=gap])').count();
      if (drawn !== shifts) throw new Error(`${drawn} shifts are on the board`);
      for (let done = 0; done < ROUNDS; done++) {
        await delay(SETTLES_MILLIS);
        figures.push(await scriptMillis(browser, page, () => approveOne(database, product)));
        say(`board of ${shifts}: ${round(figures[done]!)} ms`);
      }
    }
    await browser.close();
    await product.stop();
    await database.close();
    return [
      {
        what: `one change on a week's board of ${SHIFTS} shifts, script on the main thread`,
        product: `${round(median(ours))} ms`,
        baseline: `${round(median(theirs))} ms (a board with nothing on it)`,
        figure: median(ours),
        unit: 'ms',
        goal: { 'at-most': 100 },
      },
    ];
  };

async function openPage(browser: Browser, { url, headers }: Product): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: DESK,
    timezoneId: 'America/Chicago',
    locale: 'en-US',
  });
  const [name, value] = headers['cookie']!.split('=') as [string, string];
  await context.addCookies([{ name, value, url }]);
  return context.newPage();
}

/**
 * Milliseconds of script on a page's main thread, from a change by somebody else until the page has drawn it.
 */
async function scriptMillis(browser: Browser, page: Page, change: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] });
  const asked = page.waitForResponse((response) => response.url().includes('/shifts?'));
  await change();
  await asked;
  await delay(SETTLES_MILLIS);
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  const mains = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`);
  return Math.max(
    ...mains.map((main) => coveredMillis(traceEvents.filter(({ pid, tid }) => `${pid} ${tid}` === main))),
  );
}

/** The time in which script ran; nested calls count once. */
function coveredMillis(events: readonly TraceEvent[]): number {
  let [micros, coveredTo] = [0, 0];
  for (const { ts, dur = 0 } of events
    .filter(({ name, ph }) => ph === 'X' && OF_SCRIPT.test(name))
    .sort((a, b) => a.ts - b.ts)) {
    micros += Math.max(0, ts + dur - Math.max(ts, coveredTo));
    coveredTo = Math.max(coveredTo, ts + dur);
  }
  return micros / 1000;
}

async function approveOne(database: BenchDatabase, { url, headers }: Product): Promise<void> {
  const [claim] = await database.query<{ id: string }>(
    `SELECT id FROM claims WHERE status = 'pending' ORDER BY starts_at LIMIT 1`,
  );
  const answer = await fetch(`${url}/api/v1/claims/${claim!.id}/approve`, { method: 'POST', headers });
  if (!answer.ok) throw new Error(await answer.text());
}

/**
 * A crowded week: shifts around the clock, three positions, one seat or two; a quarter of the shifts have no
 * claim, and a sixth have a pending one.
 */
async function seedWeek(database: BenchDatabase, from: Date): Promise<void> {
  await seedLocations(database, 2);
  await seedShifts(database, { shifts: SHIFTS, locations: 1, from, seats: 2, claims: 1, days: DAYS });
  await database.query(`DELETE FROM coverage_hours WHERE location_id = '${seededId(LOCATION, 2)}'`);
  await database.query(
    `INSERT INTO positions (id, name) VALUES (gen_random_uuid(), 'Systems'), (gen_random_uuid(), 'Printing')`,
  );
  await database.query(`INSERT INTO operator_positions (operator_id, position_id)
    SELECT o.id, p.id FROM operators o CROSS JOIN positions p WHERE NOT p.is_default`);
  await database.query(`WITH turns AS (
      SELECT s.id, n, p.id AS position_id FROM (SELECT id, row_number() OVER (ORDER BY starts_at) AS n FROM shifts) s
      JOIN (SELECT id, row_number() OVER (ORDER BY is_default DESC, name) AS turn FROM positions) p ON turn = n % 3 + 1
    ), shaped AS (
      UPDATE shifts SET position_id = t.position_id, seats = 1 + n % 2 FROM turns t WHERE t.id = shifts.id
    ), freed AS (
      DELETE FROM claims USING turns t WHERE t.id = shift_id AND n % 4 = 0
    )
    UPDATE claims SET seats = 1 + n % 2, status = CASE WHEN n % 6 = 1 THEN 'pending' ELSE 'approved' END
    FROM turns t WHERE t.id = shift_id AND n % 4 <> 0`);
  await database.query('ANALYZE');
}
