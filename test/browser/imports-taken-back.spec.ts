import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';
import { importFile, rowsMapping } from '../support/imports.js';

describe('taking an import back', () => {
  const given = browserApp();

  it.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('on %s says what will happen, and what came of it', async (name, viewport) => {
    const { app } = given;
    const { id: locationId } = await aLocation(app, { name: `Lab of ${name}` });
    const source = `tickets of ${name}`;
    const columns = { category: 'what' };
    const csv =
      'key,opened,what\nA,2026-10-01 21:00,wifi\nB,2026-10-01 22:00,wifi\nC,2026-10-01 22:30,wifi\n';
    await importFile(app, csv, rowsMapping(locationId, source, columns));
    const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`));
    const noted = items.find(({ externalId }: { externalId: string }) => externalId === 'B');
    succeeded(await app.admin.post(`/support-requests/${noted.id}/notes`, { text: 'Ask Kim' }));
    const { client } = await aUser(app, 'supervisor', [locationId]);
    const page = await given.open(client, { viewport });
    const shot = (what: string): Promise<void> =>
      screenshot(page, `imports-${what}-${name.replaceAll(' ', '-')}`);
    await page.goto('/imports');
    await page.getByText('3 lines were read: 3 added').waitFor();
    await page.getByRole('button', { name: 'Take it back…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The 3 it added go, unless changed or used since.').waitFor();
    await shot('take-back-asked');
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take it back…' }).click();
    await dialog.getByRole('button', { name: 'Take it back', exact: true }).click();
    await page.getByText('Taken back: 2 removed, 1 stayed.').waitFor();
    await page.getByRole('button', { name: 'Show what stayed' }).click();
    await page.getByText('B has notes, or something was done with it.').waitFor();
    await page.getByRole('button', { name: 'Take the rest back…' }).waitFor();
    await shot('taken-back');
  });
});
