import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Route } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp, type BrowserApp } from '../support/browser-app.js';
import { PHONE } from '../support/browser.js';
import { aLocation, anOperator, coverageHours } from '../support/factories.js';
import { onShift } from '../support/scheduled.js';
import type { HttpClient } from '../support/http-client.js';

interface Sent {
  url: string;
  from: number;
  to: number;
}

const API = /\/api\/v1\/(?!events)/;
const ROUND_MILLIS = 500;
const QUIET_MILLIS = 1_000;
const isScript = (url: string): boolean => new URL(url).pathname.endsWith('.js');
const later = <T>(read: () => T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(read()), QUIET_MILLIS));

/** What a page asks for when it is opened for the first time, in the order of asking; instants in seconds. */
async function requestsOf(
  given: BrowserApp,
  client: HttpClient,
  path: string,
  ready: string,
): Promise<Sent[]> {
  const page = await given.open(client, { viewport: PHONE });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const sent = new Map<string, Sent>();
  session.on('Network.requestWillBeSent', ({ requestId, request, timestamp }) =>
    sent.set(requestId, { url: request.url, from: timestamp, to: Infinity }),
  );
  const ended = ({ requestId, timestamp }: { requestId: string; timestamp: number }): void => {
    const one = sent.get(requestId);
    if (one) one.to = timestamp;
  };
  session.on('Network.loadingFinished', ended);
  session.on('Network.loadingFailed', ended);
  // Held until nothing more is asked and no script is on its way, so that whatever does not wait for an answer is asked together, however slow the machine.
  const held: Route[] = [];
  let timer: NodeJS.Timeout | undefined;
  const release = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const isLoading = [...sent.values()].some(({ url, to }) => to === Infinity && isScript(url));
      if (isLoading) return release();
      for (const one of held.splice(0)) void one.continue().catch(() => undefined);
    }, ROUND_MILLIS);
  };
  await page.route(API, (route) => {
    held.push(route);
    release();
  });
  // Fetched once the page is still, and part of what it costs.
  const dialogs = page.waitForRequest(/\/modal-/);
  await page.goto(path);
  await page.getByText(ready).first().waitFor();
  await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
  await dialogs;
  for (let seen = -1; seen !== sent.size; seen = await later(() => sent.size));
  await page.context().close();
  return [...sent.values()].sort((a, b) => a.from - b.from);
}

const scriptBytes = (requests: readonly Sent[]): number =>
  requests
    .filter(({ url }) => isScript(url))
    .map(({ url }) => new URL(url).pathname)
    .reduce((sum, path) => sum + gzipSync(readFileSync(`web/dist${path}`)).length, 0);

/** How many requests to the API had to wait for one another: the longest chain in which each began after the one before had ended. */
function depthOf(requests: readonly Sent[]): number {
  const asked = requests.filter(({ url }) => API.test(url));
  const depths = new Map<Sent, number>();
  for (const one of asked) {
    const before = asked.filter(({ to }) => to <= one.from).map((other) => depths.get(other) ?? 0);
    depths.set(one, Math.max(0, ...before) + 1);
  }
  return Math.max(0, ...depths.values());
}

describe('the first visit to a page', () => {
  const given = browserApp();
  let app: TestApp;
  let operator: HttpClient;
  beforeAll(async () => {
    ({ app } = given);
    const { id: locationId } = await aLocation(app);
    await coverageHours(app, locationId, { weekdays: [1], startsAt: '20:00', endsAt: '02:00', required: 2 });
    const maya = await anOperator(app, { name: 'Maya Ortiz' });
    operator = maya.client;
    // On now, so that the page has the desk as well.
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T14:00:00-05:00',
    });
  }, 120_000);

  it('costs an operator at most 200 kB of JavaScript, and no more than two rounds of questions', async () => {
    const requests = await requestsOf(given, operator, '/tonight', 'Log a request');
    expect(scriptBytes(requests)).toBeGreaterThan(50_000);
    expect(scriptBytes(requests)).toBeLessThanOrEqual(200_000);
    expect(depthOf(requests)).toBeLessThanOrEqual(2);
  });

  it('costs at most 350 kB of JavaScript for the board, and no more than two rounds of questions', async () => {
    const requests = await requestsOf(given, app.admin, '/board', 'Maya Ortiz');
    expect(scriptBytes(requests)).toBeLessThanOrEqual(350_000);
    expect(depthOf(requests)).toBeLessThanOrEqual(2);
  });

  it('of the other pages an operator has goes no deeper either', async () => {
    const depths: Record<string, number> = {};
    for (const path of ['/open-shifts', '/my-shifts', '/trades', '/availability', '/hours'])
      depths[path] = depthOf(await requestsOf(given, operator, path, 'Afterhours'));
    expect(Object.entries(depths).filter(([, depth]) => depth > 2)).toEqual([]);
  });
});
