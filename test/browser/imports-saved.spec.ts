import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';

const WORDS = ['printing', 'wifi', 'login'];
const TICKETS = [
  'T,begun,ended,about,remark',
  ...Array.from({ length: 12 }, (_, row) =>
    [`Q-${row}`, `2026-10-01 21:${10 + row}`, `2026-10-01 22:${10 + row}`, WORDS[row % 3], 'x'].join(),
  ),
].join('\n');
const file = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(TICKETS) });

describe('how a file is read', () => {
  const given = browserApp();

  it.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('is guessed with a reason, saved and offered for the next file, on %s', async (name, viewport) => {
    const { app } = given;
    const { id: locationId } = await aLocation(app, { name: `Lab of ${name}` });
    const { client } = await aUser(app, 'supervisor', [locationId]);
    const page = await given.open(client, { viewport });
    const shot = (what: string): Promise<void> =>
      screenshot(page, `imports-${what}-${name.replaceAll(' ', '-')}`);
    const chooseFile = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
      await page.locator('input[type=file]').setInputFiles(file('tickets.csv'));
      await page.getByLabel('Ticket number').waitFor();
    };
    await page.goto('/imports');
    await chooseFile();
    expect(await page.getByLabel('Ticket number').inputValue()).toBe('T');
    await page.getByText('Guessed, please check: each row has another value.').waitFor();
    expect(await page.getByLabel('Opened at').inputValue()).toBe('begun');
    await page.getByText('Guessed, please check: the earliest time of each row.').waitFor();
    expect(await page.getByLabel('Category', { exact: true }).inputValue()).toBe('about');
    await shot('guessed');
    // One time after the opening may be an answer or a resolution.
    await page.getByText('more fields, if the file has them').click();
    await page.getByLabel('Resolved at').selectOption('ended');
    await page.getByLabel('Which system it comes from').fill(`tickets of ${name}`);
    await page.getByRole('button', { name: 'Save this mapping…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Name').inputValue()).toBe(`tickets of ${name}`);
    await dialog.getByLabel('Name').fill('Old desk');
    await shot('saving-mapping');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('“Old desk” is saved.').waitFor();
    // Saving has not imported anything.
    expect(succeeded(await client.get('/support-imports')).items).toEqual([]);

    await page.reload();
    await chooseFile();
    await page.getByText('This file has the columns of “Old desk”').waitFor();
    await shot('mapping-offered');
    await page.getByRole('button', { name: 'Use “Old desk”' }).click();
    await page.getByText('This file has the columns of “Old desk”').waitFor({ state: 'detached' });
    await waitFor(async () => (await page.getByLabel('Resolved at').inputValue()) === 'ended');
    expect(await page.getByLabel('Which system it comes from').inputValue()).toBe(`tickets of ${name}`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('12 lines were read: 12 added').waitFor();

    await page.getByRole('button', { name: 'Import another file' }).click();
    await chooseFile();
    await page.getByRole('button', { name: 'Save this mapping…' }).click();
    await dialog.getByRole('button', { name: 'Remove “Old desk”' }).click();
    await page.getByText('“Old desk” is removed.').waitFor();
    expect(succeeded(await client.get('/import-mappings')).items).toEqual([]);
  });
});
