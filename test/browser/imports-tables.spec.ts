import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation } from '../support/factories.js';

const TICKETS = [
  'Ticket report;;;;;;',
  'Generated 1 November;;;;;;',
  'Ticket Number;Date Created;Opened by;Category;Answered;Thread Count;Closed Date',
  '1;9/7/2026 9:00 PM;Kim;Printing;1;4;9/7/2026 9:30 PM',
  '2;9/8/2026 9:00 PM;Lee;Café, till;0;2;',
  '3;10/9/2026 9:00 PM;Lee;Printer;1;3;soon',
].join('\r\n');

const file = (name: string, text: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text, 'latin1'),
});

describe('the import of a table', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
  }, 120_000);

  it.each([
    ['a desk', DESK, 'month first', '2026-09-07T21:00:00-05:00'],
    ['a phone', PHONE, 'day first', '2026-07-09T21:00:00-05:00'],
  ])(
    'on %s shows how the file is read, and asks what the file does not tell',
    async (name, viewport, order, opened) => {
      const page = await given.open(app.admin, { viewport });
      const shot = (what: string): Promise<void> =>
        screenshot(page, `imports-${what}-${name.replaceAll(' ', '-')}`);
      await page.goto('/imports');
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
      await page.locator('input[type=file]').setInputFiles(file('tickets.csv', TICKETS));
      const reading = page.getByText(
        'Read as values separated by semicolons, in Windows-1252, columns named on line 3',
        { exact: true },
      );
      await reading.waitFor();
      expect(await page.getByLabel('Opened at').inputValue()).toBe('Date Created');
      expect(await page.getByLabel('Resolved at').inputValue()).toBe('Closed Date');
      expect(await page.getByLabel('First response at').inputValue()).toBe('');
      expect(await page.getByLabel('READ level (1 to 6)').inputValue()).toBe('');
      await page.getByRole('cell', { name: 'Café, till' }).waitFor();

      // Chooses wrong lines for the names of the columns, and then the right one again.
      await reading.click();
      await page.getByLabel('Line that names the columns').fill('4');
      await page.getByText('columns named on line 4').waitFor();
      await page.getByLabel('Line that names the columns').fill('90');
      await page.getByText('Nothing can be read that way.').waitFor();
      await page.getByLabel('Line that names the columns').fill('3');
      await reading.waitFor();
      await shot('read-as');

      await page.getByText('Categories: 1 of 3 words become the desk’s own').click();
      expect(await page.getByLabel('Printing', { exact: true }).inputValue()).toBe('printing');
      await page.getByLabel('Printer', { exact: true }).selectOption('Printing');
      await page.getByText('Categories: 2 of 3 words become the desk’s own').waitFor();
      await page.getByLabel('Which system it comes from').fill(`tickets of ${name}`);
      await page.getByRole('button', { name: 'Check first' }).click();
      await page.getByText('Which comes first, the month or the day?').waitFor();
      await page.getByText('The first one is “9/7/2026 9:00 PM”, on line 4.').waitFor();
      await shot('which-first');
      const answer = order === 'month first' ? '7 Sept 2026' : '9 Jul 2026';
      await page.getByRole('button', { name: `${answer} (${order})` }).click();
      await page.getByText('3 lines were read, nothing was stored: 3 would be added').waitFor();
      await page.getByText(`columns named on line 3; dates in numbers ${order}.`).first().waitFor();
      await page.getByRole('region', { name: 'The first records, as they were understood' }).waitFor();
      await page
        .getByRole('cell', { name: `${answer}, ` })
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Show the warning' }).first().click();
      await page
        .getByText('Resolved at is no date and time that exists: "soon". It is left empty.')
        .waitFor();
      await shot('understood');

      await page.getByRole('button', { name: 'Back to the columns' }).click();
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText('3 lines were read: 3 added').waitFor();
      let own: { externalId: string; openedAt: string; category: string }[] = [];
      await waitFor(async () => {
        const { items } = (await app.admin.get(`/support-requests?locationId=${locationId}`)).body;
        own = items.filter(({ source }: { source: string }) => source === `tickets of ${name}`);
        return own.length === 3;
      });
      expect(own.map(({ category }) => category).sort()).toEqual(['Café, till', 'printing', 'printing']);
      expect(own.find(({ externalId }) => externalId === '1')?.openedAt).toBe(opened);
    },
  );

  it('keeps open requests from before the pilot out of the list for Campus IT', async () => {
    const text = 'id,opened,escalated\nA,2020-01-15 21:00,2020-01-15 22:00\n';
    const page = await given.open(app.admin);
    await page.goto('/imports');
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(file('old.csv', text));
    await page.getByLabel('Which system it comes from').fill('old desk');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('One line was read: 1 added').waitFor();
    await page.goto('/requests');
    await page.getByText('Campus IT', { exact: true }).click();
    await page.getByText('Nothing is with Campus IT').waitFor();
    await page.getByText('All', { exact: true }).click();
    await page.getByText('From before the pilot').first().waitFor();
    await screenshot(page, 'requests-history');
  });
});
