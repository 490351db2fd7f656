import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';

const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

describe('categories', () => {
  const given = browserApp();
  let locationId: string;
  let elsewhere: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    elsewhere = (await aLocation(given.app, { name: 'Annex' })).id;
    maya = await anOperator(given.app, { name: 'Maya Okafor', displayName: 'Maya' });
    await onShift(given.app, locationId, maya.id, ON_NOW);
    await aSupportRequest(given.app, elsewhere, { category: 'Drucker kaputt' });
  }, 60_000);

  const stored = async (name: string) =>
    succeeded(await given.app.admin.get('/support-categories?limit=200')).items.find(
      (one: { name: string }) => one.name === name,
    );

  it('are made for one desk, put in order, and become its buttons', async () => {
    const page = await given.open(given.app.admin, { viewport: DESK });
    await page.goto('/categories');
    await page.getByRole('button', { name: 'Add a category' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('On the button').fill('Large prints');
    await dialog.getByLabel('READ level').selectOption('3');
    await dialog.getByLabel('Also at locations that are added later').uncheck();
    await dialog.getByLabel('Annex').uncheck();
    await screenshot(page, 'category-form-desktop');
    await dialog.getByRole('button', { name: 'Add a category' }).click();
    await page.getByText('Large prints added.').waitFor();
    await page.getByText('at Main Lab · READ level 3').waitFor();
    await page.getByRole('button', { name: 'Move Large prints up' }).click();
    await page.getByText('Large prints moved.').waitFor();
    await screenshot(page, 'categories-desktop');
    expect(await stored('Large prints')).toMatchObject({ everywhere: false, readLevel: 3 });

    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Large prints' }).waitFor();
    const labels = await phone.locator('.tally strong').allTextContents();
    expect(labels).toEqual([
      'Printing',
      'Login',
      'Wi-Fi',
      'Software',
      'Hardware',
      'Large prints',
      'Directions',
    ]);
    await phone.getByRole('button', { name: 'Large prints' }).click();
    await phone.getByRole('button', { name: 'Large prints 1 tonight' }).waitFor();
    await screenshot(phone, 'desk-categories-phone');
  });

  it('take in words of other systems, and give them back', async () => {
    const page = await given.open(given.app.admin, { viewport: PHONE });
    await page.goto('/categories');
    const words = page.getByRole('region', { name: 'Words of requests without a category' });
    await words.getByText('Drucker kaputt').waitFor();
    await screenshot(page, 'categories-phone');
    await words.getByLabel('Counts as').selectOption('Printing');
    await words.getByRole('button', { name: 'Merge Drucker kaputt' }).click();
    await page.getByText('Also counts here: Drucker kaputt').waitFor();
    expect(await stored('Drucker kaputt')).toMatchObject({ countsAs: 'printing' });
    await page.getByText('Drucker kaputt counts as Printing.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await words.getByText('Drucker kaputt').waitFor();
    expect(await stored('Drucker kaputt')).toBeUndefined();
  });

  it('are merged, separated, archived and offered again', async () => {
    const page = await given.open(given.app.admin, { viewport: PHONE });
    await page.goto('/categories');
    await page.getByRole('button', { name: 'Merge Wi-Fi' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Counts as').selectOption('Login');
    await screenshot(page, 'category-merge-phone');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('Also counts here: wifi').waitFor();
    await page.getByRole('button', { name: 'Separate Wi-Fi' }).click();
    await page.getByRole('button', { name: 'Merge Wi-Fi' }).waitFor();
    await page.getByRole('button', { name: 'Archive Hardware' }).click();
    const archived = page.getByRole('region', { name: 'Archived' });
    await archived.getByText('Hardware', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Offer Hardware again' }).click();
    await page.getByRole('button', { name: 'Archive Hardware' }).waitFor();
    expect(await stored('hardware')).toMatchObject({ archived: false });
  });

  it('of the institution are switched off at a desk by its supervisor', async () => {
    const { client } = await aUser(given.app, 'supervisor', [elsewhere]);
    const page = await given.open(client, { viewport: PHONE });
    await page.goto('/categories');
    await page.getByRole('button', { name: 'Desks of Software' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Annex').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Software saved.').waitFor();
    expect(await stored('software')).toMatchObject({
      everywhere: true,
      locations: [{ locationId: elsewhere, shown: false }],
    });
    expect(await page.getByRole('button', { name: 'Merge Software' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Move Software up' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Desks of Software' }).waitFor();
    const isBack = async () => (await stored('software')).locations.length === 0;
    for (let left = 100; left > 0 && !(await isBack()); left--) await page.waitForTimeout(50);
    expect(await isBack()).toBe(true);
  });

  it('narrow the list of requests', async () => {
    await aSupportRequest(given.app, locationId, { category: 'printing', title: 'The tray is stuck' });
    await aSupportRequest(given.app, locationId, { category: 'login', title: 'The password has expired' });
    const page = await given.open(given.app.admin, { viewport: DESK });
    await page.goto('/requests');
    await page.getByText('The password has expired').waitFor();
    await page.getByLabel('About').selectOption('Printing');
    await page.getByText('The password has expired').waitFor({ state: 'hidden' });
    await page.getByText('The tray is stuck').waitFor();
    expect(page.url()).toContain('about=printing');
  });
});
