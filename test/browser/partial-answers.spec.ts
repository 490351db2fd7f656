import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, coverageHours, succeeded } from '../support/factories.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('pages that need several answers, or values that only the server knows:', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 }));
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    await coverageHours(app, locationId, { weekdays: [2], startsAt: '20:00', endsAt: '23:00' });
  }, 120_000);

  it('the board says which part is missing, and requests it again', async () => {
    const page = await open(app.admin);
    await page.route('**/api/v1/coverage/gaps?*', (route) => route.fulfill({ status: 503 }));
    await page.route('**/api/v1/coverage/demand?*', (route) => route.fulfill({ status: 503 }));
    await page.goto(`/board?location=${locationId}&week=2026-10-26`);
    const alert = page.getByRole('alert');
    await alert.getByText('what is needed, gaps and the figures of the week').waitFor();
    await screenshot(page, 'board-parts-missing');
    await page.unroute('**/api/v1/coverage/gaps?*');
    await page.unroute('**/api/v1/coverage/demand?*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.getByText('1 needed').waitFor();
    await page.getByText('Empty: 1 short').waitFor();
  });

  it('the coverage hours say so, too, and draw the other parts', async () => {
    const page = await open(app.admin);
    await page.route('**/api/v1/coverage/gaps?*', (route) => route.fulfill({ status: 503 }));
    await page.goto(`/coverage-hours?location=${locationId}&week=2026-10-26`);
    await page.getByRole('alert').getByText('how much of it is not covered').waitFor();
    const week = page.getByRole('list', { name: 'What this asks of a week' });
    await week.getByText('20:00–23:00').waitFor();
    await page.unroute('**/api/v1/coverage/gaps?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('3 hours of work are asked for; 3 are not covered yet').waitFor();
  });

  it.each(['coverage-hours', 'board'])('%s asks its questions before its code is there', async (name) => {
    const page = await open(app.admin);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route(`**/assets/${name}-*.js`, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`/${name}?location=${locationId}&week=2026-10-26`, { waitUntil: 'commit' });
    const path = name === 'board' ? '/api/v1/shifts' : '/api/v1/coverage-exceptions';
    const questions = [path, '/api/v1/coverage/demand', '/api/v1/coverage/gaps'];
    await waitFor(() => Promise.resolve(questions.every((one) => asked.has(one))));
    release();
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('coverage hours are previewed while they are entered, as the server expands them', async () => {
    const page = await open(app.admin);
    await page.goto(`/coverage-hours?location=${locationId}&week=2026-10-26`);
    await page.getByRole('button', { name: 'Add hours' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^From\s*\*?$/).fill('22:00');
    await dialog.getByLabel(/^Until\s*\*?$/).fill('02:00');
    const tuesday = dialog
      .getByRole('list', { name: 'As it would be' })
      .getByRole('listitem')
      .filter({ hasText: 'Tue 27 Oct' });
    await tuesday.getByText('20:00–22:00').waitFor();
    await tuesday.getByText('22:00–23:00').waitFor();
    await tuesday.getByText('2 people').waitFor();
    await tuesday.getByText('23:00–02:00').waitFor();
    await screenshot(page, 'coverage-hours-preview');
  });

  it('an operator sees their hours beside the lower of their own cap and the term’s', async () => {
    const maya = await anOperator(app, { weeklyHourCap: 30 });
    succeeded(
      await app.admin.post('/terms', {
        name: 'Autumn',
        startsOn: '2026-10-01',
        endsOn: '2026-11-08',
        weeklyHourCap: { classes: 20, exams: 15, break: 40 },
      }),
    );
    await assign(app, (await aShift(app, locationId)).id, maya.id);
    const phone = await open(maya.client, { viewport: PHONE });
    await phone.goto('/hours');
    await phone.getByText('4 of 20 h · the term’s cap').waitFor();
    await phone.getByText('0 of 30 h · your own cap').first().waitFor();
    await screenshot(phone, 'hours-of-term');
  });

  it('a week of wishes is stored with all taps, even quick ones', async () => {
    const leo = await anOperator(app);
    const phone = await open(leo.client, { viewport: PHONE });
    await phone.goto('/availability');
    for (const hours of ['18:00–20:00', '20:00–22:00', '22:00–00:00'])
      await phone.getByRole('button', { name: `Monday ${hours}: No wish` }).click();
    for (const hours of ['18:00–20:00', '20:00–22:00', '22:00–00:00'])
      await phone.getByRole('button', { name: `Monday ${hours}: Prefer` }).waitFor();
    const stored = async (): Promise<string[]> =>
      (await app.admin.get(`/operators/${leo.id}/unavailability`)).body.items
        .map(({ startsAt, endsAt }: Record<string, string>) => `${startsAt}-${endsAt}`)
        .sort();
    const three = ['18:00-20:00', '20:00-22:00', '22:00-00:00'];
    await waitFor(async () => (await stored()).length === three.length);
    expect(await stored()).toEqual(three);
    // If the week cannot be stored, the page says so and keeps the week as it was.
    await phone.route('**/weekly-wishes', (route) => route.fulfill({ status: 503 }));
    await phone.getByRole('button', { name: 'Monday 18:00–20:00: Prefer' }).waitFor();
    await phone.getByText('No wish', { exact: true }).click();
    await phone.getByRole('button', { name: 'Monday 20:00–22:00: Prefer' }).click();
    await phone.getByText('The server answered 503.').waitFor();
    await phone.getByRole('button', { name: 'Monday 20:00–22:00: Prefer' }).waitFor();
    expect(await stored()).toEqual(three);
  });
});
