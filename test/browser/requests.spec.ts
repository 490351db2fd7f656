import type { Page } from 'playwright-core';
import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';

/** One dot. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

describe('requests and their threads', () => {
  const given = browserApp();
  let locationId: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  let campus: Awaited<ReturnType<typeof aUser>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    maya = await anOperator(given.app, { name: 'Maya Okafor', displayName: 'Maya' });
    campus = await aUser(given.app, 'campus_it', [locationId]);
    await onShift(given.app, locationId, maya.id, ON_NOW);
  }, 60_000);

  const opened = (phone: Page, name: string) => phone.getByRole('link', { name }).click();
  const thread = (page: Page) => page.getByRole('region', { name: 'What happened' });

  it('are logged with words, handed over with what was tried, and given back with an answer', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Printing', exact: true }).click();
    await phone.getByRole('button', { name: 'Printing 1 tonight' }).waitFor();
    await phone.getByRole('button', { name: 'Log a request' }).click();
    await phone.getByLabel('What is wrong').fill('No sound in the headset');
    await phone.getByLabel('Where').fill('PC 12');
    await phone.getByLabel('It is resolved').uncheck();
    await phone.getByLabel('Who asks').fill('Sam, room 204');
    await screenshot(phone, 'log-request-phone');
    await phone.getByRole('button', { name: 'Save' }).click();
    const open = phone.getByRole('region', { name: 'Open at this desk' });
    await open.getByText('PC 12').waitFor();
    await screenshot(phone, 'desk-open-phone');
    await open.getByRole('button', { name: 'Hand to Campus IT' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog
      .getByLabel('What was tried, and what is needed')
      .fill('Another headset has no sound either.');
    await screenshot(phone, 'escalate-phone');
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await open.getByText('With Campus IT').waitFor();

    const desk = await given.open(campus.client, { viewport: DESK });
    await desk.goto('/requests');
    await screenshot(desk, 'campus-queue-desktop');
    await opened(desk, 'No sound in the headset');
    await thread(desk).getByText('Another headset has no sound either.').waitFor();
    await desk.getByText('Sam, room 204').waitFor();
    await desk.getByRole('button', { name: 'Take it' }).click();
    await thread(desk).getByText('You took it').waitFor();
    await desk.getByLabel('Note for colleagues').fill('The driver is from 2019.');
    await desk.getByRole('button', { name: 'Add note' }).click();
    await thread(desk).getByText('The driver is from 2019.').waitFor();
    await desk.setInputFiles('input[type=file]', {
      name: 'screen.png',
      mimeType: 'image/png',
      buffer: PICTURE,
    });
    await thread(desk).getByRole('img', { name: 'Picture screen.jpg' }).waitFor();
    await waitFor(() => desk.evaluate<boolean>('document.querySelector("img.attached").naturalWidth === 1'));
    await screenshot(desk, 'request-desktop');
    await desk.getByRole('button', { name: 'Give back to the library' }).click();
    await desk
      .getByRole('dialog')
      .getByLabel('What the library needs to know')
      .fill('Restart it: the driver is new.');
    await desk.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await thread(desk).getByText('You gave it back to the library').waitFor();

    await phone.goto('/tonight');
    await opened(phone, 'No sound in the headset');
    await thread(phone).getByText('Restart it: the driver is new.').waitFor();
    await phone.getByRole('button', { name: 'Resolve' }).click();
    await thread(phone).getByText('You resolved it').waitFor();
    await screenshot(phone, 'request-phone');
    await phone.getByRole('button', { name: 'Undo' }).click();
    await thread(phone).getByText('You opened it again').waitFor();
    const { items } = succeeded(await given.app.admin.get('/support-requests?search=headset'));
    expect(items).toMatchObject([{ tier: 'library', resolvedAt: null, escalatedAt: expect.any(String) }]);
  });

  it('are found by words, by who works on them and by state, and the way back keeps the search', async () => {
    const supervisor = await aUser(given.app, 'supervisor', [locationId]);
    for (let i = 1; i <= 60; i++) await aSupportRequest(given.app, locationId, { title: `Paper jam ${i}` });
    const desk = await given.open(supervisor.client, { viewport: DESK });
    await desk.goto('/requests');
    await desk.getByLabel('Search').fill('paper');
    await desk.getByRole('link', { name: 'Paper jam 60' }).waitFor();
    await desk.getByText('headset').waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Show more' }).click();
    await desk.getByRole('link', { name: 'Paper jam 1', exact: true }).waitFor();
    await screenshot(desk, 'requests-desktop');
    await desk.getByLabel('Search').fill('jam 33');
    await desk.getByRole('link', { name: 'Paper jam 60' }).waitFor({ state: 'detached' });
    await opened(desk, 'Paper jam 33');
    await desk.getByRole('combobox', { name: 'Who works on it' }).selectOption(supervisor.id);
    await thread(desk).getByText('You took it').waitFor();
    await desk.goBack();
    await desk.getByRole('link', { name: 'Paper jam 33' }).waitFor();
    expect(await desk.getByLabel('Search').inputValue()).toBe('jam 33');
    await desk.getByLabel('Search').fill('');
    await desk.getByLabel('Who works on it').selectOption('You');
    await desk.getByRole('link', { name: 'Paper jam 34' }).waitFor({ state: 'detached' });
    await desk.getByRole('link', { name: 'Paper jam 33' }).waitFor();
    const [file] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('support-requests.csv');
  });
});
