import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, coverageHours, succeeded } from '../support/factories.js';
import { requestsByWeek } from '../support/weekly-requests.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('before and after maintenance, on the page of a pilot', () => {
  const browser = browserApp();
  let lab: string;
  let empty: string;
  const aPilot = async (name: string, locationIds: string[]): Promise<void> => {
    succeeded(
      await browser.app.admin.post('/pilots', {
        name,
        locationIds,
        baseline: { from: '2026-03-02', to: '2026-06-01' },
        pilot: { from: '2026-06-01', to: '2026-12-21' },
      }),
    );
  };
  beforeAll(async () => {
    lab = (await aLocation(browser.app, { name: 'Main Lab' })).id;
    empty = (await aLocation(browser.app, { name: 'Annex' })).id;
    const hours = { weekdays: [1, 2, 3, 4, 5], startsAt: '09:00', endsAt: '17:00', required: 0 };
    await coverageHours(browser.app, lab, { ...hours, effectiveFrom: '2026-03-02' });
    const weeks = Array.from({ length: 34 }, (_, week) => ({
      count: week < 26 ? 76 : 56,
      waits: Array.from({ length: 30 }, (__, i) => (week < 26 ? 20 + i : 8 + i / 2)),
    }));
    await requestsByWeek(browser.app, lab, '2026-03-02', weeks);
    await aPilot('Late labs', [lab, empty]);
    await aPilot('Quiet labs', [empty]);
    for (const [startsAt, endsAt, reason] of [
      ['2026-08-29T08:00:00-05:00', '2026-08-30T18:00:00-05:00', 'New cables'],
      ['2026-11-07T08:00:00-06:00', '2026-11-07T18:00:00-06:00', 'Switches are replaced'],
    ])
      succeeded(
        await browser.app.admin.post('/maintenance-windows', { locationId: lab, startsAt, endsAt, reason }),
      );
  }, 60_000);

  it.each([
    ['desktop', DESK],
    ['phone', PHONE],
  ])('tells what changed in sentences, and why nothing is compared, on a %s', async (name, viewport) => {
    const { client } = await aUser(browser.app, 'supervisor', [lab, empty]);
    const page = await browser.open(client, { viewport });
    await page.goto('/pilots');
    await page.getByRole('combobox', { name: 'Pilot' }).selectOption({ label: 'Late labs' });
    const section = page.getByRole('region', { name: 'Before and after maintenance' });
    await section.getByText('29 Aug – 30 Aug 2026 · Main Lab').waitFor();
    await section.getByText('8 weeks before and after').waitFor();
    await section.getByText(/equests.* per open hour: 1\.9 → 1\.4 \(/).waitFor();
    await section
      .getByText('Two whole weeks after it are over on 22 November 2026 at the earliest.')
      .waitFor();
    const plot = page.getByRole('img', { name: /Maintenance: New cables, 29 Aug 2026/ }).first();
    await plot.getByText('New cables', { exact: true }).waitFor();
    await section.scrollIntoViewIfNeeded();
    await screenshot(page, `before-after-${name}`);
    await plot.scrollIntoViewIfNeeded();
    await screenshot(page, `before-after-plots-${name}`);
  });

  it('says how a window is announced where there is none', async () => {
    const { client } = await aUser(browser.app, 'supervisor', [empty]);
    const page = await browser.open(client, { viewport: PHONE });
    await page.goto('/pilots');
    const section = page.getByRole('region', { name: 'Before and after maintenance' });
    await section.getByRole('link', { name: 'Announce maintenance on the page of the labs' }).click();
    await page.waitForURL('**/workstations');
    const analyst = await browser.open((await aUser(browser.app, 'analyst', [empty])).client);
    await analyst.goto('/pilots');
    await analyst.getByText('Supervisors and Campus IT announce maintenance.').waitFor();
  });
});
