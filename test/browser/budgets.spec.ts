import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Route } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp, type BrowserApp } from '../support/browser-app.js';
import { PHONE } from '../support/browser.js';
import { aLocation, anOperator, coverageHours } from '../support/factories.js';
import { onShift } from '../support/assignments.js';
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

/** The requests of a page on the first visit, in order of their start; instants in seconds. */
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
  // Requests are held back until no new one comes and no script is loading. So all requests that do not wait
  // for an answer are in one round, even on a slow machine.
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
  // The page loads the dialogs once it is idle; they are part of its size.
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

/** The number of rounds of requests: the longest chain in which each began after the one before had ended. */
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
    // The operator is on shift now, so the page also has the desk.
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T14:00:00-05:00',
    });
  }, 120_000);

  it('loads at most 200 kB of JavaScript for an operator, and takes at most two rounds of requests', async () => {
    const requests = await requestsOf(given, operator, '/tonight', 'Log a request');
    expect(scriptBytes(requests)).toBeGreaterThan(50_000);
    expect(scriptBytes(requests)).toBeLessThanOrEqual(200_000);
    expect(depthOf(requests)).toBeLessThanOrEqual(2);
  });

  it('loads at most 350 kB of JavaScript for the board, and takes at most two rounds of requests', async () => {
    const requests = await requestsOf(given, app.admin, '/board', 'Maya Ortiz');
    expect(scriptBytes(requests)).toBeLessThanOrEqual(350_000);
    expect(depthOf(requests)).toBeLessThanOrEqual(2);
  });

  it('takes at most two rounds of requests for an operator’s other pages, too', async () => {
    const depths: Record<string, number> = {};
    for (const path of ['/open-shifts', '/my-shifts', '/trades', '/availability', '/hours'])
      depths[path] = depthOf(await requestsOf(given, operator, path, 'Afterhours'));
    expect(Object.entries(depths).filter(([, depth]) => depth > 2)).toEqual([]);
  });
});
