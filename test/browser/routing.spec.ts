import axe from 'axe-core';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aPosition, aUser, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';
import { waitFor } from '../support/app.js';

// It is Monday, 26 October 2026, 12:00 in Chicago.

const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

describe('routing', () => {
  const given = browserApp();
  let locationId: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Library' })).id;
    await aLocation(given.app, { name: 'Annex' });
    await aPosition(given.app, { name: 'Repairs' });
    maya = await anOperator(given.app, { name: 'Maya Okafor', displayName: 'Maya' });
    await onShift(given.app, locationId, maya.id, ON_NOW);
  }, 60_000);

  const rules = async (): Promise<{ words: string }[]> =>
    succeeded(await given.app.admin.get('/routing-rules?limit=200')).items;
  const wordsOf = async () => (await rules()).map(({ words }) => words);

  it('begins with the library, says so, and gets its first rule', async () => {
    const page = await given.open(given.app.admin, { viewport: DESK });
    await page.goto('/routing');
    await page.getByRole('heading', { name: 'Every request starts with the library' }).waitFor();
    await screenshot(page, 'routing-empty-desktop');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where').selectOption('Main Library');
    await dialog.getByLabel('Printing').check();
    await dialog.getByLabel('Hardware').check();
    await dialog.getByLabel('Only at certain hours').check();
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Sun']) await dialog.getByLabel(day).uncheck();
    await dialog.getByLabel('From').fill('22:00');
    await dialog.getByLabel('Until').fill('02:00');
    await dialog.getByLabel('Who is on shift').selectOption('Nobody is on shift');
    await dialog.getByLabel('Position').waitFor();
    await dialog.getByLabel('Why').fill('No one is here at night');
    await screenshot(page, 'routing-form-desktop');
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByText('“No one is here at night” holds from now on.').waitFor();
    const here = page.getByRole('region', { name: 'Main Library' });
    await here
      .getByText('Printing or Hardware · Fri, Sat 22:00–02:00 · nobody on shift → Campus IT')
      .waitFor();
    await here.getByText('“No one is here at night”', { exact: true }).waitFor();
    expect(await rules()).toMatchObject([
      {
        locationId,
        categories: ['printing', 'hardware'],
        hours: { weekdays: [5, 6], startsAt: '22:00', endsAt: '02:00' },
        staffing: 'nobody-on-shift',
        positionId: null,
        tier: 'campus-it',
      },
    ]);
  });

  it('has rules that are put in order, changed and removed, each with undo', async () => {
    for (const [words, rest] of [
      ['The network is run by Campus IT', { categories: ['wifi'], priorities: ['urgent', 'high'] }],
      ['Repairs know hardware', { categories: ['hardware'], tier: 'library', staffing: 'somebody-on-shift' }],
    ] as const)
      succeeded(
        await given.app.admin.post('/routing-rules', { locationId, tier: 'campus-it', words, ...rest }),
      );
    succeeded(
      await given.app.admin.post('/routing-rules', {
        priorities: ['urgent'],
        tier: 'campus-it',
        words: 'Nobody waits for us when it is urgent',
      }),
    );
    const page = await given.open(given.app.admin, { viewport: PHONE });
    await page.goto('/routing');
    const here = page.getByRole('region', { name: 'Main Library' });
    const shown = () => here.locator('li .wrapping p:last-child').allTextContents();
    await here.getByText('Hardware · somebody on shift → the library').waitFor();
    await screenshot(page, 'routing-phone');
    await page.getByRole('button', { name: 'Move “Repairs know hardware” up' }).click();
    await page.getByText('“Repairs know hardware” moved.').waitFor();
    expect(await shown()).toEqual([
      '“No one is here at night”',
      '“Repairs know hardware”',
      '“The network is run by Campus IT”',
    ]);
    await page.getByRole('button', { name: 'Remove “Repairs know hardware”' }).click();
    await here.getByText('“Repairs know hardware”').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await here.getByText('“Repairs know hardware”').waitFor();
    await waitFor(async () => (await wordsOf())[1] === 'Repairs know hardware');
    await page.getByRole('button', { name: 'Change “The network is run by Campus IT”' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Urgent', { exact: true }).isChecked()).toBe(true);
    await dialog.getByLabel('Soon').uncheck();
    await dialog.getByLabel('Only at certain hours').check();
    await screenshot(page, 'routing-form-phone');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await here.getByText('Wi-Fi · Urgent · Mon–Sun 22:00–08:00 → Campus IT').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await here.getByText('Wi-Fi · Soon or Urgent → Campus IT').waitFor();
    await page.getByRole('region', { name: 'All locations' }).getByText('Urgent → Campus IT').waitFor();
  });

  it('is tried without logging anything, and read by Campus IT', async () => {
    const { client } = await aUser(given.app, 'campus_it', [locationId]);
    const page = await given.open(client, { viewport: DESK });
    await page.goto('/routing');
    const tried = page.getByRole('region', { name: 'Try it' });
    await tried.getByLabel('About').selectOption('Printing');
    await tried.getByRole('button', { name: 'Who gets it?' }).click();
    await tried.getByText('The library gets it first, as no rule fits.').waitFor();
    await tried.getByText('One person is on shift then.').waitFor();
    await tried.getByLabel(/^On/).fill('2026-10-31');
    await tried.getByText('The library gets it first').waitFor({ state: 'detached' });
    await tried.getByLabel(/^At/).fill('01:30');
    await tried.getByRole('button', { name: 'Who gets it?' }).click();
    await tried.getByText('Campus IT gets it first: “No one is here at night”').waitFor();
    await tried
      .getByText('Main Library · Printing or Hardware · Fri, Sat 22:00–02:00 · nobody on shift')
      .waitFor();
    await tried.getByText('Nobody is on shift then.').waitFor();
    expect(await page.getByRole('button', { name: /^(Add|Change|Remove|Move)/ }).count()).toBe(0);
    await screenshot(page, 'routing-try-desktop');
    await page.setViewportSize(PHONE);
    await screenshot(page, 'routing-try-phone');
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      async () =>
        (
          await (
            globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }
          ).axe.run()
        ).violations,
    );
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(succeeded(await given.app.admin.get('/support-requests')).items).toEqual([]);
  });

  it('is told to whoever logs a request that goes straight to Campus IT, who can take it back', async () => {
    succeeded(
      await given.app.admin.post('/routing-rules', {
        locationId,
        categories: ['software'],
        tier: 'campus-it',
        words: 'Licences are theirs',
      }),
    );
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/tonight');
    const log = async (category: string) => {
      await page.getByRole('button', { name: 'Log a request' }).click();
      await page.getByLabel('What was it about').selectOption(category);
      await page.getByLabel('It is resolved').uncheck();
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await log('Login');
    await page.getByText('Logged.').waitFor();
    await log('Software');
    await page.getByText('This went straight to Campus IT: Licences are theirs').waitFor();
    await screenshot(page, 'routing-logged-phone');
    const items = async () => succeeded(await given.app.admin.get('/support-requests')).items;
    const routed = (await items()).find(({ tier }: { tier: string }) => tier === 'campus-it');
    expect(routed).toMatchObject({ category: 'software', escalatedAt: null });

    const desk = await given.open(given.app.admin, { viewport: DESK });
    await desk.goto(`/requests/${routed.id}`);
    await desk.getByText('Sent straight to Campus IT by a rule').waitFor();
    await desk.getByText('Licences are theirs').waitFor();
    await desk.getByRole('button', { name: 'Give back to the library' }).waitFor();
    await screenshot(desk, 'routing-request-desktop');

    await page.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await items()).length === 1);
  });
});
