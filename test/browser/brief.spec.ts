import axe from 'axe-core';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { pagesOf } from '../support/printed-pages.js';
import { aUser, coverageHours, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { requestsByWeek } from '../support/weekly-requests.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const LONG = 'Wilhelmina Annemarie Theodora Memorial Library of Science and Engineering, Lab';

describe('the brief of a pilot', () => {
  const browser = browserApp();
  let labs: string[];
  let full: string;
  let plain: string;
  beforeAll(async () => {
    const { app } = browser;
    labs = [];
    for (let number = 1; number <= 8; number += 1)
      labs.push(await aMeasuredLab(app, { name: `${LONG} ${number}` }));
    // Every hour of the week is open, and somebody is required at night: the widest map, and gaps at every hour.
    await coverageHours(app, labs[0]!, {
      startsAt: '00:00',
      endsAt: '00:00',
      required: 2,
      effectiveFrom: '2026-03-02',
    });
    const waits = Array.from({ length: 90 }, (_, i) => (i % 7 === 0 ? null : 3 + ((i * 37) % 400)));
    await requestsByWeek(app, labs[0]!, PHASES.baseline.from, [
      ...Array.from({ length: 13 }, (_, week) => ({
        count: 90 + 6 * week,
        waits,
        escalated: 30,
        channel: 'mail',
      })),
      ...Array.from({ length: 20 }, (_, week) => ({ count: 300 - 9 * week, waits, escalated: 60 })),
    ]);
    await requestsByWeek(
      app,
      labs[7]!,
      PHASES.baseline.from,
      Array.from({ length: 33 }, (_, week) => ({ count: 40 + (week % 5) })),
    );
    const target = (metric: string, comparison: string, value: number) => ({ metric, comparison, value });
    full = await aMeasuredPilot(app, {
      name: `${LONG}: student operators in the evening, at night and on weekends, year 1`.slice(0, 150),
      locationIds: labs.slice(0, 7),
      comparisonLocationIds: [labs[7]],
      exclusions: Array.from({ length: 9 }, (_, week) => ({
        from: `2026-07-${String(week + 2).padStart(2, '0')}`,
        to: `2026-07-${String(week + 3).padStart(2, '0')}`,
        reason: `Independence Day, and the days after it on which nobody came, number ${week}`,
      })),
      targets: [
        { ...target('firstResponseWallMinutesP50', 'at-most', 15), primary: true },
        target('firstResponseWallMinutesP90', 'at-most', 120),
        target('coverageRateAttended', 'at-least', 0.9),
        target('coverageRate', 'at-least', 0.9),
        target('answeredWithin15Minutes', 'at-least', 0.8),
        target('escalationShare', 'at-most', 0.15),
        target('resolutionWallMinutesP50', 'at-most', 60),
        target('requestsPerOpenHour', 'at-least', 1),
      ],
      fixedCosts: 12_345.67,
    });
    plain = await aMeasuredPilot(app, { name: 'Plain', locationIds: [labs[7]] });
  });

  it('prints on two pages of A4 or Letter, with all that there may be to say', async () => {
    const { client } = await aUser(browser.app, 'analyst', labs);
    const page = await browser.open(client, { viewport: DESK });
    for (const id of [full, plain]) {
      await page.goto(`/api/v1/pilots/${id}/brief`);
      for (const format of ['A4', 'Letter'] as const) expect(await pagesOf(page, format)).toBe(2);
    }
    await page.goto(`/api/v1/pilots/${full}/brief`);
    await page.getByText(/And 2 more, of which/).waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 963 });
    await screenshot(page, 'brief-print');
    expect(await page.locator('a, button, input, nav').count()).toBe(0);
  });

  it('can be read by everyone, on a desk and on a phone', async () => {
    const { client } = await aUser(browser.app, 'analyst', labs);
    const page = await browser.open(client, { viewport: PHONE });
    await page.goto(`/api/v1/pilots/${full}/brief`);
    expect(
      await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      ),
    ).toBe(false);
    await screenshot(page, 'brief-phone');
    // Its policy allows no script, so that the checker gets in as the browser's own.
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    await page.addScriptTag({ content: axe.source });
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
  });

  it('is opened and shared from the page of the pilot', async () => {
    const { client } = await aUser(browser.app, 'supervisor', [labs[7]!]);
    const page = await browser.open(client, { viewport: DESK });
    await page.goto('/pilots');
    const link = page.getByRole('link', { name: 'Brief' });
    expect(await link.getAttribute('href')).toBe(`/api/v1/pilots/${plain}/brief`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Data' }).click();
    expect((await download).suggestedFilename()).toBe('plain-2026-10-26.zip');
    await page.getByRole('button', { name: 'Share the brief' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share the brief of Plain' });
    await dialog.getByLabel('The link works for').selectOption('7');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const address = await dialog.locator('code').textContent();
    expect(address).toMatch(/\/api\/v1\/briefs\/[\w-]{43}$/);
    await screenshot(page, 'brief-shared');
    const dean = await browser.open(null, { viewport: DESK });
    await dean.goto(new URL(address!).pathname);
    await dean.getByRole('heading', { name: 'Should “Plain” go on?' }).waitFor();
    await dialog
      .getByRole('button', { name: /Revoke the link made 26 Oct 2026, works until 2 Nov 2026/ })
      .click();
    await page.getByText('The link no longer works.').waitFor();
    expect(succeeded(await client.get(`/pilots/${plain}/brief-links`)).items).toEqual([]);
    expect((await dean.reload())!.status()).toBe(404);
  });
});
