import type { TestApp } from '../support/app.js';
import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, coverageHours, succeeded } from '../support/factories.js';
import { requestsByWeek, type WeekOfRequests } from '../support/weekly-requests.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('the story of a pilot', () => {
  const browser = browserApp();
  let lab: string;
  let other: string;
  const weeks = (count: number, week: WeekOfRequests): WeekOfRequests[] =>
    Array.from({ length: count }, () => week);
  const created = async (body: object): Promise<void> => {
    succeeded(
      await browser.app.admin.post('/pilots', {
        locationIds: [lab],
        baseline: { from: '2026-03-02', to: '2026-06-01' },
        pilot: { from: '2026-06-01', to: '2026-10-19' },
        ...body,
      }),
    );
  };
  beforeAll(async () => {
    const started: TestApp = browser.app;
    [lab, other] = [(await aLocation(started)).id, (await aLocation(started)).id];
    for (const id of [lab, other])
      await coverageHours(started, id, {
        weekdays: [1, 2, 3, 4, 5],
        startsAt: '09:00',
        endsAt: '17:00',
        required: 0,
        effectiveFrom: '2026-03-02',
      });
    const slow = Array.from({ length: 20 }, (_, i) => 20 + 4 * i);
    await requestsByWeek(started, lab, '2026-03-02', weeks(13, { count: 20, waits: slow }));
    await requestsByWeek(
      started,
      lab,
      '2026-06-01',
      weeks(20, { count: 26, waits: slow.map((wait) => wait / 10) }),
    );
    await requestsByWeek(started, other, '2026-03-02', weeks(33, { count: 20 }));
  });

  it('begins with the answer, its figures and what speaks against them', async () => {
    await created({
      name: 'A clear answer',
      comparisonLocationIds: [other],
      targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15, primary: true }],
    });
    const { client } = await aUser(browser.app, 'analyst', [lab, other]);
    const page = await browser.open(client, { viewport: DESK });
    await page.goto('/pilots');
    const story = page.getByRole('region', { name: 'Should it go on?' });
    await story.getByText('Yes, by its primary target').waitFor();
    await story.getByText(/The target of at most 15 min is met\./).waitFor();
    const response = story.locator('.card').first();
    expect(await response.textContent()).toMatch(/58 → .*times faster.*Target at most 15: met/);
    const perHour = story.locator('.card', { hasText: 'Requests per open hour' });
    expect(await perHour.textContent()).toMatch(/0\.5 → 0\.65\+30 %.*net of the trend/);
    await waitFor(async () => (await perHour.locator('.spark polyline').count()) === 2);
    await story.getByText(/the same method finds as much on none of \d+ other dates/).waitFor();
    await story.getByText(/against locations without operators: \+30 %/).waitFor();
    await story.getByText(/Requests per open hour, in hours in which nobody was required: \+30 %/).waitFor();
    await story.getByRole('row', { name: /First response.*at most 15.*met/ }).waitFor();
    await screenshot(page, 'pilot-story-desk');
    const phone = await browser.open(client, { viewport: PHONE, colorScheme: 'dark' });
    await phone.goto('/pilots');
    await phone.getByText('Yes, by its primary target').waitFor();
    await screenshot(phone, 'pilot-story-phone-dark');
  });

  it('keeps what was set of a target when something else is changed', async () => {
    const target = {
      metric: 'answeredWithin15Minutes',
      comparison: 'at-least',
      value: 0.8,
      smallestDifference: 0.05,
      primary: true,
    };
    const first = { metric: 'escalationShare', comparison: 'at-most', value: 0.2 };
    await created({
      name: 'B kept',
      comparisonLocationIds: [other],
      followUpHours: 48,
      escalationCost: 12.5,
      targets: [first, target],
    });
    const page = await browser.open((await aUser(browser.app, 'supervisor', [lab, other])).client, {
      viewport: DESK,
    });
    await page.goto('/pilots');
    await page.getByRole('combobox', { name: 'Pilot', exact: true }).selectOption('B kept');
    await page.getByRole('heading', { name: 'B kept' }).waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Name').fill('B renamed');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'B renamed' }).waitFor();
    const pilot = async (): Promise<Record<string, unknown>> =>
      succeeded(await browser.app.admin.get('/pilots')).items.find(({ name }: { name: string }) =>
        name.startsWith('B'),
      );
    expect(await pilot()).toMatchObject({
      comparisonLocationIds: [other],
      followUpHours: 48,
      escalationCost: 12.5,
      targets: [first, target],
      lateChanges: [],
    });
    // Another target decides from now on, which is shown, because the pilot has started.
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('group', { name: 'Target 1' }).getByLabel('This target decides').check();
    expect(
      await page.getByRole('group', { name: 'Target 2' }).getByLabel('This target decides').isChecked(),
    ).toBe(false);
    await screenshot(page, 'pilot-form-targets');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Changed after the start: targets.').waitFor({ state: 'attached' });
    const { primary: _primary, ...rest } = target;
    expect((await pilot())['targets']).toEqual([{ ...first, primary: true }, rest]);
  });
});
