import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aUser } from '../support/factories.js';
import { importedClaims } from '../support/rosters.js';

describe('importing past rosters', () => {
  const given = browserApp();

  it.each([
    ['a desk', DESK],
    ['a phone', PHONE],
  ])('on %s is guessed, checked, imported, seen where it matters, and taken back', async (name, viewport) => {
    const { app } = given;
    const word = name.split(' ')[1]!;
    const { id: locationId } = await aLocation(app, { name: `Lab of ${name}` });
    const operator = await anOperator(app, {
      name: `Maya ${word}`,
      email: `maya.${word}@lab.edu`,
      locationIds: [locationId],
    });
    const { client } = await aUser(app, 'supervisor', [locationId]);
    const page = await given.open(client, { viewport });
    const shot = (what: string): Promise<void> => screenshot(page, `imports-rosters-${what}-${word}`);
    const text = [
      'Employee,Date,Start,End',
      `Maya ${word},2026-10-19,20:00,00:00`,
      `Maya ${word},2026-10-20,20:00,00:00`,
      `Kim Elsewhere,2026-10-20,20:00,00:00`,
    ].join('\n');
    await page.goto('/imports');
    await page.locator('input[type=file]').waitFor({ state: 'attached' });
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'autumn.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const kind = page.getByLabel('What is in it');
    await kind.waitFor();
    expect(await kind.inputValue()).toBe('rosters');
    expect(await page.getByLabel('Who (e-mail').inputValue()).toBe('Employee');
    expect(await page.getByLabel('Start (date and time').inputValue()).toBe('Start');
    expect(await page.getByLabel('End (date and time').inputValue()).toBe('End');
    await page.getByText('Nobody is told, and timesheets stay as they are.').waitFor();
    expect(await page.getByLabel('Which system it comes from').count()).toBe(0);
    await shot('form');
    await page.getByRole('button', { name: 'Check first' }).click();
    await page.getByText('3 lines were read, nothing was stored: 2 would be added, 1 rejected.').waitFor();
    await page.getByText('Nobody of this location is found by "Kim Elsewhere".').waitFor();
    await page.getByRole('button', { name: 'Show 2 warnings' }).first().click();
    await page.getByText('2 of 2 shifts do not say what was worked.').waitFor();
    await shot('checked');
    expect(await importedClaims(app, locationId)).toEqual([]);
    await page.getByRole('button', { name: 'Back to the columns' }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('3 lines were read: 2 added, 1 rejected.').waitFor();
    await page.getByText(`Who worked in the past · Lab of ${name}`).first().waitFor();

    await page.goto('/attendance');
    await page.getByLabel('Day').fill('2026-10-20');
    const row = page.getByRole('listitem').filter({ hasText: `Maya ${word}` });
    await row.getByText('Not known', { exact: true }).waitFor();
    await row.getByText('imported').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    await shot('attendance');

    const own = await given.open(operator.client, { viewport });
    await own.goto('/my-shifts');
    await own.getByRole('button', { name: 'Show past shifts' }).click();
    const past = own.getByRole('listitem').filter({ hasText: 'imported' });
    await past.first().waitFor();
    expect(await past.count()).toBe(2);
    await past.first().getByText('What was worked is not known').waitFor();
    expect(await past.getByRole('button').count()).toBe(0);
    await screenshot(own, `imports-rosters-past-${word}`);

    await page.goto('/imports');
    await page.getByRole('button', { name: 'Take it back…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The 2 it added go, unless changed or used since.').waitFor();
    await dialog.getByRole('button', { name: 'Take it back', exact: true }).click();
    await page.getByText('Taken back: 2 removed.').waitFor();
    expect(await importedClaims(app, locationId)).toEqual([]);
  });

  it('is not offered to Campus IT', async () => {
    const { app } = given;
    const { id: locationId } = await aLocation(app);
    const { client } = await aUser(app, 'campus_it', [locationId]);
    const page = await given.open(client, { viewport: DESK });
    await page.goto('/imports');
    await page.locator('input[type=file]').waitFor({ state: 'attached' });
    await page.locator('input[type=file]').setInputFiles({
      name: 'a.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Employee,Start,End\nKim,2026-10-19 20:00,22:00\n'),
    });
    await page.getByLabel('What is in it').waitFor();
    const offered = await page.getByLabel('What is in it').locator('option').allInnerTexts();
    expect(offered).toContain('Headcounts');
    expect(offered).not.toContain('Who worked in the past');
  });
});
