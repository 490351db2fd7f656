import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation } from '../support/factories.js';
import { storedRequests } from '../support/imports.js';

const TICKETS = [
  'number,created,topic,priority',
  'T-1,2026-10-20 21:00,Printing,1 - Critical',
  'T-2,2026-10-20 22:00,Login,3 - Moderate',
  'T-3,2026-10-21 20:10,Wi-Fi,low',
  'T-4,2026-10-21 20:30,Login,Exam week',
].join('\r\n');
const FILE = { name: 'tickets.csv', mimeType: 'text/csv', buffer: Buffer.from(TICKETS) };

describe('the import of a file with priorities', () => {
  const given = browserApp();
  beforeAll(() => aLocation(given.app, { name: 'Main Lab' }), 120_000);

  it('guesses what they mean, asks for the others, and shows what was understood', async () => {
    const desk = await given.open(given.app.admin, { viewport: DESK });
    await desk.goto('/imports');
    await desk.locator('input[type=file]').setInputFiles(FILE);
    expect(await desk.getByLabel('Priority', { exact: true }).inputValue()).toBe('priority');
    await desk.getByText('What its 4 words for priorities mean: 1 without a meaning').click();
    const meaning = (word: string) => desk.getByLabel(word, { exact: true });
    expect(await meaning('1 - Critical').inputValue()).toBe('urgent');
    expect(await meaning('3 - Moderate').inputValue()).toBe('normal');
    expect(await meaning('low').inputValue()).toBe('low');
    await meaning('Exam week').selectOption({ label: 'Soon' });
    await desk.getByText('What its 4 words for priorities mean', { exact: true }).waitFor();
    await desk.getByLabel('Which system it comes from').fill('old desk');
    await desk.getByText('What its 4 words for priorities mean').scrollIntoViewIfNeeded();
    await screenshot(desk, 'imports-priorities');
    await desk.getByRole('button', { name: 'Import', exact: true }).click();
    await desk.getByText('4 lines were read: 4 added').waitFor();
    await desk.getByRole('cell', { name: 'Soon', exact: true }).waitFor();
    await screenshot(desk, 'imports-priorities-done');
    expect(await storedRequests(given.app, 'old desk', 'external_id AS id, priority')).toEqual([
      { id: 'T-1', priority: 'urgent' },
      { id: 'T-2', priority: 'normal' },
      { id: 'T-3', priority: 'low' },
      { id: 'T-4', priority: 'high' },
    ]);
  });

  it('on a phone says which lines have a word without a meaning', async () => {
    const phone = await given.open(given.app.admin, { viewport: PHONE });
    await phone.goto('/imports');
    await phone.locator('input[type=file]').setInputFiles(FILE);
    await phone.getByText('What its 4 words for priorities mean: 1 without a meaning').click();
    await phone.getByLabel('Which system it comes from').fill('another desk');
    await phone.getByLabel('Exam week', { exact: true }).scrollIntoViewIfNeeded();
    await screenshot(phone, 'imports-priorities-phone');
    await phone.getByRole('button', { name: 'Import', exact: true }).click();
    await phone.getByText('4 lines were read: 4 added').waitFor();
    await phone.getByRole('button', { name: 'Show the warning' }).first().click();
    await phone.getByText('It stays as it is, and is normal for a new request.', { exact: false }).waitFor();
  });
});
