import type { Page } from 'playwright-core';
import { browserApp } from '../support/browser-app.js';
import { DESK, screenshot } from '../support/browser.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { pagesOf } from '../support/printed-pages.js';
import { requestsByWeek } from '../support/weekly-requests.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('a brief prints on two pages', () => {
  const browser = browserApp();
  let lab: string;
  beforeAll(async () => {
    lab = await aMeasuredLab(browser.app, { name: 'Plain lab' });
    await requestsByWeek(
      browser.app,
      lab,
      PHASES.baseline.from,
      Array.from({ length: 33 }, (_, week) => ({ count: 40 + (week % 5), escalated: 6 })),
    );
  });
  /** Opens the brief; it has two pages of A4 and of Letter. */
  const printed = async (id: string, name: string): Promise<Page> => {
    const page = await browser.open(browser.app.admin, { viewport: DESK });
    await page.goto(`/api/v1/pilots/${id}/brief`);
    await screenshot(page, `brief-${name}`);
    expect([await pagesOf(page, 'A4'), await pagesOf(page, 'Letter')]).toEqual([2, 2]);
    return page;
  };

  it.each([
    ['wide', 'W'],
    ['emoji', '🎓'],
    ['Chinese', '圖'],
  ])('with the longest names there may be, of %s letters', async (kind, letter) => {
    const { app } = browser;
    const labs: string[] = [];
    for (let n = 0; n < 6; n += 1)
      labs.push(await aMeasuredLab(app, { name: letter.repeat(198) + String(n) }));
    const metrics = ['coverageRate', 'answeredWithin15Minutes', 'firstLevelResolutionRate', 'fillRate'];
    const id = await aMeasuredPilot(app, {
      name: letter.repeat(200),
      locationIds: [lab, ...labs.slice(0, 3)],
      comparisonLocationIds: labs.slice(3),
      targets: [...metrics, 'attendanceRate', 'recordedShare'].map((metric) => ({
        metric,
        comparison: 'at-least',
        value: 0.5,
      })),
      exclusions: [1, 2, 3].map((day) => ({
        from: `2026-07-0${day}`,
        to: `2026-07-0${day + 1}`,
        reason: letter.repeat(90),
      })),
    });
    await printed(id, kind);
  });

  it('with a hundred targets of one figure', async () => {
    const id = await aMeasuredPilot(browser.app, {
      name: 'Many of one',
      locationIds: [lab],
      targets: Array.from({ length: 100 }, (_, n) => ({
        metric: 'firstResponseWallMinutesP50',
        comparison: 'at-most',
        value: 5 + n,
      })),
    });
    await printed(id, 'many-targets');
  });

  it.each(['21:00', '22:00', '00:00'])('of a lab that is open from 20:00 to %s', async (endsAt) => {
    const { app } = browser;
    const { id: evening } = await aLocation(app, { name: `Evening lab until ${endsAt}` });
    const hours = { startsAt: '20:00', endsAt, effectiveFrom: PHASES.baseline.from, required: 1 };
    await coverageHours(app, evening, { weekdays: [1, 2, 3, 4, 5, 6, 7], ...hours });
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, channel, tier)
       SELECT gen_random_uuid(), $1, at, at + interval '9 minutes', 'desk', 'library'
       FROM generate_series('2026-03-02 20:10 America/Chicago'::timestamptz, '2026-10-18 23:00 America/Chicago', interval '12 hours') AS at`,
      [evening],
    );
    const targets = [
      { metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15, primary: true },
    ];
    const id = await aMeasuredPilot(app, { name: `Evenings ${endsAt}`, locationIds: [evening], targets });
    const page = await printed(id, `until-${endsAt.slice(0, 2)}`);
    // All were answered after nine minutes, so that no curve has a log-log limit.
    await page.getByText('Yes, by its primary target').waitFor();
  });

  it('with an institution of a long name, and is not wider than the window', async () => {
    const { app } = browser;
    succeeded(await app.admin.patch('/settings', { institutionName: 'W'.repeat(200) }));
    const id = await aMeasuredPilot(app, { name: 'Institution', locationIds: [lab] });
    const page = await printed(id, 'institution');
    expect(
      await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      ),
    ).toBe(false);
  });

  it('of phases far apart', async () => {
    const id = await aMeasuredPilot(browser.app, {
      name: 'Far apart',
      locationIds: [lab],
      baseline: { from: '2024-09-02', to: '2024-12-16' },
      pilot: { from: '2026-06-01', to: '2026-10-19' },
    });
    await printed(id, 'far-apart');
  });
});
