import type { Page } from 'playwright-core';
import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { screenshot } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';

describe('the page of accounts', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
  }, 120_000);

  /** The requests of the page that were refused. */
  const refusalsOf = (page: Page): string[] => {
    const refusals: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refusals.push(`${response.status()} ${response.url()}`);
    });
    return refusals;
  };

  it('and the other pages show an analyst the pilots of their locations, and nothing else', async () => {
    const analyst = await aUser(app, 'analyst', [locationId]);
    const desk = await open(analyst.client);
    const refusals = refusalsOf(desk);
    await desk.goto('/');
    await desk.getByText('A supervisor or an administrator creates it').waitFor();
    expect(new URL(desk.url()).pathname).toBe('/pilots');
    expect(await desk.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
      'Pilot',
      'Account',
    ]);
    await screenshot(desk, 'analyst-empty');

    succeeded(
      await app.admin.post('/pilots', {
        name: 'Late lab',
        locationIds: [locationId],
        baseline: { from: '2026-09-01', to: '2026-10-01' },
        pilot: { from: '2026-10-01', to: '2026-10-20' },
      }),
    );
    await desk.getByRole('heading', { name: 'Late lab' }).waitFor();
    await desk.getByRole('button', { name: 'CSV' }).first().waitFor();
    for (const name of ['New pilot', 'Change', 'Remove'])
      expect(await desk.getByRole('button', { name, exact: true }).count()).toBe(0);
    await screenshot(desk, 'analyst-pilot');

    for (const path of ['/board', '/people', '/users', '/requests', '/gaps']) {
      await desk.goto(path);
      await desk.getByRole('heading', { name: 'Late lab' }).waitFor();
      expect(new URL(desk.url()).pathname).toBe('/pilots');
    }
    expect(refusals).toEqual([]);
  });

  it('lets an admin change an account, says what follows from it, and undoes it', async () => {
    const annex = await aLocation(app, { name: 'Annex' });
    const { id, client } = await aUser(app, 'campus_it', [locationId]);
    succeeded(await app.admin.patch(`/users/${id}`, { name: 'Dana Kim' }));
    const account = async () => (await app.admin.get(`/users/${id}`)).body;
    const desk = await open(app.admin);
    await desk.goto('/users');
    const change = desk.getByRole('button', { name: 'Change Dana Kim’s account' });
    await change.click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Role').selectOption('Analyst');
    await dialog.getByLabel('Main Lab').uncheck();
    await screenshot(desk, 'account-change');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Name the locations whose figures this analyst reads.').waitFor();
    expect(await account()).toMatchObject({ role: 'campus_it', locationIds: [locationId] });
    await dialog.getByLabel('Annex').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await desk.getByText('Dana Kim’s account is changed, and holds as it is now').waitFor();
    const row = desk.getByRole('listitem').filter({ has: change });
    await row.getByText('Analyst', { exact: true }).waitFor();
    expect(await account()).toMatchObject({ role: 'analyst', locationIds: [annex.id] });
    expect((await client.get('/support-requests')).status).toBe(403);
    await desk.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await account()).role === 'campus_it');
    expect((await account()).locationIds).toEqual([locationId]);
    await row.getByText('Campus IT', { exact: true }).waitFor();

    const { email } = await account();
    await change.click();
    await dialog.getByLabel('E-mail').fill('dana.kim@example.edu');
    await dialog.getByText(`A link that went to ${email} ends.`).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await desk.getByText(`${email} is told of the new address.`).waitFor();
    expect(await desk.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect((await account()).email).toBe('dana.kim@example.edu');
    await screenshot(desk, 'accounts');
  });

  it('does not let anybody overwrite another’s change, or change their own role', async () => {
    const { id } = await aUser(app, 'campus_it', [locationId]);
    succeeded(await app.admin.patch(`/users/${id}`, { name: 'Theo Park' }));
    const desk = await open(app.admin);
    await desk.goto('/users');
    await desk.getByRole('button', { name: 'Change Theo Park’s account' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Theo P. Park');
    await app.database.query(
      `UPDATE users SET email = 'theo@example.edu', version = version + 1 WHERE id = $1`,
      [id],
    );
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This was changed meanwhile').waitFor();
    expect((await app.admin.get(`/users/${id}`)).body).toMatchObject({
      name: 'Theo Park',
      email: 'theo@example.edu',
    });
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: 'Change Administrator’s account' }).click();
    await dialog.getByText('Another admin can change your role.').waitFor();
    expect(await dialog.getByLabel('Role').isDisabled()).toBe(true);
  });

  it('removes an account after a confirmation, and says what else ends', async () => {
    const { id, client } = await aUser(app, 'admin');
    succeeded(await app.admin.patch(`/users/${id}`, { name: 'Ines Roy' }));
    const desk = await open(app.admin);
    await desk.goto('/users');
    await desk.getByRole('button', { name: 'Remove Ines Roy' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByText('API keys they answer for end too').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect((await client.get('/me')).status).toBe(200);
    await desk.getByRole('button', { name: 'Remove Ines Roy' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await desk.getByText('Ines Roy can sign in no more.').waitFor();
    expect((await client.get('/me')).status).toBe(401);
  });
});
