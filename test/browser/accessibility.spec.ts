import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, aUser, coverageHours, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { recordAttendance, onShift } from '../support/assignments.js';
import { aWaitingRequest, sourceAt } from '../support/sources.js';

const LONG = 'Wilhelmina Annemarie Theodora von Hohenstaufen-Löwenfels zu X';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const EVERY_RULE = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** The rules that one theme can break and the other not. */
const OF_COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** The violations that axe finds on the page, where it has been loaded before; one line each. */
async function violationsOn(page: Page, rules: object): Promise<string[]> {
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, ${JSON.stringify(rules)})`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Whether the page is wider than the screen. A part of it that scrolls by itself does not count. */
const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

const MOST_STOPS = 60;

/**
 * The elements whose keyboard focus is invisible: neither the element nor its parent nor its next sibling
 * looks different with the focus.
 */
async function invisibleStopsOn(page: Page): Promise<string[]> {
  await page.evaluate(`
    window.looksOf = (element) => [element, element.parentElement, element.nextElementSibling]
      .filter(Boolean)
      .map((one) => getComputedStyle(one))
      .map((style) => [style.outlineStyle + style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join())
      .join();
    window.looksBefore = new Map();
    for (const one of document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]')) looksBefore.set(one, looksOf(one));
  `);
  const invisible: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate<string>(`(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return 'end';
      return looksBefore.get(one) === looksOf(one) ? 'focus not seen: ' + one.outerHTML.slice(0, 160) : 'seen';
    })()`);
    if (seen === 'end') break;
    if (seen !== 'seen') invisible.push(seen);
  }
  return invisible;
}

describe('each page', () => {
  const given = browserApp();
  let app: TestApp;
  const clients = new Map<string, HttpClient | null>();
  beforeAll(async () => {
    ({ app } = given);
    const { id: locationId } = await aLocation(app, { name: LONG.slice(0, 60) });
    await coverageHours(app, locationId, {
      weekdays: [1, 2, 3],
      startsAt: '20:00',
      endsAt: '02:00',
      required: 2,
    });
    const maya = await anOperator(app, { name: LONG.slice(0, 60) });
    const shifts = [];
    for (const day of ['26', '27', '28'])
      shifts.push(
        await aShift(app, locationId, {
          startsAt: `2026-10-${day}T20:00:00-05:00`,
          endsAt: `2026-10-${day}T23:00:00-05:00`,
          seats: 2,
        }),
      );
    succeeded(await app.admin.post(`/shifts/${shifts[0]!.id}/claims`, { operatorId: maya.id }));
    succeeded(await maya.client.post(`/shifts/${shifts[1]!.id}/claims`));
    await app.admin.post('/schedules', { locationId, startsOn: '2026-10-26', endsOn: '2026-11-01' });
    await app.admin.post('/coverage/scans');
    succeeded(
      await app.admin.post('/terms', {
        name: LONG.slice(0, 60),
        startsOn: '2026-08-24',
        endsOn: '2026-12-18',
        periods: [
          { kind: 'break', startsOn: '2026-11-23', endsOn: '2026-11-29' },
          { kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-18' },
        ],
      }),
    );
    succeeded(
      await app.admin.post('/shift-templates', {
        locationId,
        weekdays: [1, 2, 3, 4],
        startsAt: '22:00',
        endsAt: '02:00',
        seats: 2,
        effectiveFrom: '2026-08-24',
      }),
    );
    succeeded(
      await app.admin.post('/pilots', {
        name: 'Fall pilot',
        locationIds: [locationId],
        baseline: { from: '2026-09-01', to: '2026-10-01' },
        pilot: { from: '2026-10-01', to: '2026-11-01' },
      }),
    );
    succeeded(
      await app.admin.post('/support-requests', {
        locationId,
        openedAt: '2026-10-26T16:00:00Z',
        category: 'printing',
        channel: 'desk',
        escalatedAt: '2026-10-26T16:10:00Z',
        tier: 'campus-it',
      }),
    );
    succeeded(
      await app.admin.post('/api-keys', {
        name: LONG.slice(0, 60),
        scopes: ['metrics:read', 'support:write'],
      }),
    );
    const tickets = new FormData();
    const columns = { externalId: 'id', openedAt: 'opened' };
    tickets.set('mapping', JSON.stringify({ locationId, source: 'desk', columns }));
    tickets.set('file', new Blob(['id,opened\n1,2026-10-20 21:00\n2,never\n']), `${LONG}.csv`);
    // Of the two with Campus IT, one is over its target and one nears it.
    const targets = [60, 1440].map((resolutionMinutes, index) => ({
      tier: 'campus-it',
      priority: index === 0 ? 'normal' : 'high',
      resolutionMinutes,
    }));
    succeeded(await app.admin.patch('/settings', { serviceTargets: targets }));
    for (const priority of ['normal', 'high'])
      succeeded(
        await app.admin.post('/support-requests', {
          locationId,
          priority,
          openedAt: '2026-10-22T16:00:00Z',
          escalatedAt: '2026-10-22T16:10:00Z',
          tier: 'campus-it',
        }),
      );
    succeeded(await app.admin.post('/support-imports', tickets));
    const source = succeeded(await app.admin.post('/support-sources', sourceAt(locationId)));
    await aWaitingRequest(app, source.id as string);
    await app.jobsDone();
    succeeded(await app.admin.post('/pay-periods', { startsOn: '2026-10-12', endsOn: '2026-10-25' }));
    const past = await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-20T20:00:00-05:00',
      endsAt: '2026-10-20T23:00:00-05:00',
    });
    await recordAttendance(app, past.id, '2026-10-20T20:00:00-05:00');
    succeeded(
      await maya.client.post(`/claims/${past.id}/attendance-corrections`, {
        checkedInAt: '2026-10-20T20:00:00-05:00',
        checkedOutAt: '2026-10-20T22:45:00-05:00',
        reason: 'The reader was down',
      }),
    );
    succeeded(
      await maya.client.post(`/operators/${maya.id}/time-off-requests`, {
        startsAt: '2026-10-27T00:00:00-05:00',
        endsAt: '2026-10-29T00:00:00-05:00',
        reason: LONG,
      }),
    );
    clients.set('nobody', null);
    clients.set('admin', app.admin);
    clients.set('operator', maya.client);
    clients.set('campus-it', (await aUser(app, 'campus_it', [locationId])).client);
  }, 120_000);

  const PAGES: [who: string, path: string][] = [
    ['nobody', '/sign-in'],
    ['nobody', '/invitations/some-token'],
    ['nobody', '/forgotten'],
    ['nobody', '/password-resets/some-token'],
    ['nobody', '/nowhere'],
    ...[
      '/tonight',
      '/open-shifts',
      '/my-shifts',
      '/my-shifts?view=week',
      '/my-shifts?view=month',
      '/trades',
      '/availability',
      '/hours',
      '/account',
    ].map((path): [string, string] => ['operator', path]),
    ...[
      '/board',
      '/approvals',
      '/gaps',
      '/attendance',
      '/timesheets',
      '/trades',
      '/people',
      '/coverage-hours',
      '/terms',
      '/templates',
      '/schedules',
      '/workstations',
      '/pilots',
      '/requests',
      '/categories',
      '/routing',
      '/users',
      '/imports',
      '/sources',
      '/activity',
      '/api-keys',
      '/audit',
      '/messages',
      '/settings',
    ].map((path): [string, string] => ['admin', path]),
    ['campus-it', '/requests'],
    ['campus-it', '/routing'],
  ];

  it.each(PAGES)(
    'for %s, %s, has no accessibility violation in either theme, and fits a narrow screen',
    async (who, path) => {
      const found: string[] = [];
      const page = await given.open(clients.get(who)!);
      page.on('pageerror', (error) => found.push(error.message));
      // The message of a text that is missing, or that lacks its values.
      page.on(
        'console',
        (message) => void (message.text().includes('IntlError') && found.push(message.text())),
      );
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
      // The content security policy forbids to add axe as a script, so its source is evaluated.
      await page.evaluate(axe.source);
      for (const [size, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).waitFor();
          await screenshot(page, `${who}${path.replaceAll(/[/?=]/g, '-')}-${size}-${colorScheme}`);
          const isOwnTheme = (size === 'desk') === (colorScheme === 'light');
          found.push(...(await violationsOn(page, isOwnTheme ? EVERY_RULE : OF_COLOURS)));
        }
        if (size === 'desk') found.push(...(await invisibleStopsOn(page)));
      }
      await page.setViewportSize({ width: DESK.width / 2, height: DESK.height / 2 });
      if (await isTooWide(page)) found.push('wider than the screen at twice the size');
      await page.setViewportSize({ width: 320, height: 640 });
      if (await isTooWide(page)) found.push('wider than 320 px');
      expect(found).toEqual([]);
    },
  );
});
