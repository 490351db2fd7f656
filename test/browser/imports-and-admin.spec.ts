import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { contentOf, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, aUser, succeeded } from '../support/factories.js';

const TICKETS = [
  'number,created,answered,solved,topic',
  'T-1,2026-10-20 21:00,2026-10-20 21:05,2026-10-20 21:30,Printing',
  'T-2,2026-10-20 25:00,,,Login',
  'T-3,2026-10-21 20:10,2026-10-21 20:40,,"Wi-Fi, slow"',
  ',2026-10-21 20:30,,,Login',
  'T-5,2026-10-22 19:00,2026-10-22 18:00,,Printing',
  'T-6,2026-10-22 19:00',
].join('\r\n');

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('the pages of imports and administration', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
  }, 120_000);

  const imports = async (): Promise<{ dryRun: boolean; rejectedCount: number; created: number }[]> =>
    (await app.admin.get('/support-imports')).body.items;

  it('import a file with bad lines, list these lines, and save exactly them as a file', async () => {
    const desk = await open(app.admin);
    await desk.goto('/imports');
    await desk.getByText('Nothing was imported yet.').waitFor();
    await desk.getByRole('button', { name: 'Choose a file' }).waitFor();
    await desk.locator('input[type=file]').setInputFiles(csv('tickets.csv', TICKETS));
    await desk.getByLabel('Ticket number').waitFor();
    expect(await desk.getByLabel('Opened at').inputValue()).toBe('created');
    expect(await desk.getByLabel('Resolved at').inputValue()).toBe('solved');
    await desk.getByRole('cell', { name: 'Wi-Fi, slow' }).waitFor();
    await desk.getByLabel('Which system it comes from').fill('old desk');
    await screenshot(desk, 'imports-form');
    await desk.getByRole('button', { name: 'Check first' }).click();
    await desk.getByText('6 lines were read, nothing was stored: 3 would be added').waitFor();
    await screenshot(desk, 'imports-checked');
    expect((await app.admin.get('/support-requests')).body.items).toEqual([]);
    await desk.getByRole('button', { name: 'Back to the columns' }).click();
    await desk.getByRole('button', { name: 'Import', exact: true }).click();
    await desk.getByText('6 lines were read: 3 added, 3 rejected.').waitFor();
    const rejected = desk.getByRole('table', { name: 'Rejected lines' }).getByRole('row');
    await rejected.nth(3).waitFor();
    expect((await rejected.allInnerTexts()).map((text) => text.split('\t')[0])).toEqual([
      'Line',
      '3',
      '5',
      '7',
    ]);
    await desk.getByText('Ticket number is empty.').waitFor();
    await desk.getByRole('button', { name: 'Show the warning' }).first().click();
    await desk.getByText('The times of T-5 are not in an order that makes sense.').waitFor();
    await screenshot(desk, 'imports-done');
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Save rejected lines as CSV' }).first().click(),
    ]);
    expect(download.suggestedFilename()).toBe('tickets-rejected.csv');
    expect((await contentOf(download)).trimEnd().split('\n')).toEqual([
      'Line,Code,Why',
      '3,INVALID_TIME,"Opened at is no date and time that exists: ""2026-10-20 25:00""."',
      '5,MISSING_VALUE,Ticket number is empty.',
      '7,WRONG_COLUMN_COUNT,"This line has 2 columns, the header 5."',
    ]);
    expect(await imports()).toMatchObject([
      { dryRun: false, rows: 6, created: 3, rejectedCount: 3, warningCount: 1 },
      { dryRun: true, rows: 6, created: 3, rejectedCount: 3 },
    ]);
    const requests = (await app.admin.get('/support-requests')).body.items;
    expect(requests.map(({ externalId }: { externalId: string }) => externalId).sort()).toEqual([
      'T-1',
      'T-3',
      'T-5',
    ]);
  });

  it('keep the choices when an upload is cut off, and import the file once', async () => {
    const staff = await aUser(app, 'campus_it', [locationId]);
    const phone = await open(staff.client, { viewport: PHONE, colorScheme: 'dark' });
    const before = (await imports()).length;
    await phone.goto('/imports');
    await phone.getByRole('button', { name: 'Choose a file' }).waitFor();
    const text = 'when,Lab,Hall\n2026-10-20 21:00,4,7\n2026-10-20 22:00,x,3\n';
    await phone.locator('input[type=file]').setInputFiles(csv('heads.csv', text));
    await phone.getByLabel('What is in it').selectOption('Headcounts');
    await phone.getByLabel('Lab', { exact: true }).check();
    await phone.getByLabel('Hall', { exact: true }).check();
    // The server accepts the file, but its answer is lost.
    await phone.route('**/api/v1/support-imports', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort();
    });
    await phone.getByRole('button', { name: 'Import', exact: true }).click();
    await phone.getByText('The connection broke off').waitFor();
    await screenshot(phone, 'imports-broke-off-phone-dark');
    await phone.unroute('**/api/v1/support-imports');
    await phone.getByRole('button', { name: 'Import', exact: true }).click();
    await phone.getByText('2 lines were read: 2 added').waitFor();
    await screenshot(phone, 'imports-headcounts-phone-dark');
    expect((await imports()).length).toBe(before + 1);
    expect((await app.admin.get(`/headcounts?locationId=${locationId}`)).body.items).toHaveLength(2);
  });

  it('show the progress of a long import, and many rejected lines in pages', async () => {
    const desk = await open(app.admin, { colorScheme: 'dark' });
    let isHeldBack = true;
    await desk.route('**/api/v1/support-imports/*', async (route) => {
      if (!isHeldBack) return route.continue();
      const response = await route.fetch();
      return route.fulfill({ json: { ...(await response.json()), status: 'running', rows: 20 } });
    });
    await desk.goto('/imports');
    await desk.getByRole('button', { name: 'Choose a file' }).waitFor();
    const bad = Array.from({ length: 55 }, (_, index) => `B-${index},tomorrow`);
    await desk
      .locator('input[type=file]')
      .setInputFiles(csv('bad.csv', `${['id,opened', ...bad].join('\n')}\n`));
    // The column has no value that is a time, so the page does not guess it.
    await desk.getByLabel('Opened at').selectOption('opened');
    await desk.getByLabel('Which system it comes from').fill('bad');
    await desk.getByRole('button', { name: 'Import', exact: true }).click();
    await desk.getByText('20 of about 55 lines read').waitFor();
    await screenshot(desk, 'imports-running-dark');
    isHeldBack = false;
    await desk.getByText('55 lines were read: nothing added, 55 rejected.').waitFor();
    const rows = desk.getByRole('table', { name: 'Rejected lines' }).getByRole('row');
    await waitFor(async () => (await rows.count()) === 51);
    await desk.getByRole('button', { name: 'Show more' }).click();
    await waitFor(async () => (await rows.count()) === 56);
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Save rejected lines as CSV' }).click(),
    ]);
    expect((await contentOf(download)).trimEnd().split('\n')).toHaveLength(56);
  });

  it('import an event log by the meaning of its activities', async () => {
    const desk = await open(app.admin);
    await desk.goto('/imports');
    await desk.getByRole('button', { name: 'Choose a file' }).waitFor();
    const text = [
      'case id,activity,timestamp',
      'C-1,Opened,2026-10-20 21:00',
      'C-1,Assigned,2026-10-20 21:04',
      'C-1,Closed,2026-10-20 21:20',
    ].join('\n');
    await desk.locator('input[type=file]').setInputFiles(csv('log.csv', text));
    await desk.getByLabel('Assigned', { exact: true }).selectOption('First response');
    await desk.getByLabel('Closed', { exact: true }).selectOption('Resolved');
    await desk.getByLabel('Which system it comes from').fill('log');
    await screenshot(desk, 'imports-event-log');
    await desk.getByRole('button', { name: 'Import', exact: true }).click();
    await desk.getByText('3 lines were read: 1 added').waitFor();
    const requests = (await app.admin.get('/support-requests')).body.items;
    expect(requests.find(({ externalId }: { externalId: string }) => externalId === 'C-1')).toMatchObject({
      openedAt: '2026-10-20T21:00:00-05:00',
      firstResponseAt: '2026-10-20T21:04:00-05:00',
      resolvedAt: '2026-10-20T21:20:00-05:00',
    });
  });

  it('show a new API key once, which works within its scopes, and revoke it', async () => {
    const desk = await open(app.admin);
    await desk.goto('/api-keys');
    await desk.getByText('No keys yet').waitFor();
    await desk.getByRole('button', { name: 'Create a key' }).click();
    await desk.getByLabel('Name').fill('Dashboard');
    await desk.getByLabel('Read support requests and counts').check();
    await desk.getByLabel('Last day').fill('2026-12-31');
    await screenshot(desk, 'api-keys-form');
    await desk.getByRole('button', { name: 'Create', exact: true }).click();
    await desk.getByText('This key is shown only now').waitFor();
    await screenshot(desk, 'api-keys-shown');
    const key = await desk.locator('code').innerText();
    const client = app.anonymous.with({ authorization: `Bearer ${key}` });
    expect((await client.get('/support-requests')).status).toBe(200);
    expect((await client.get('/shifts')).status).toBe(403);
    await desk.getByRole('button', { name: 'Done' }).click();
    await desk.getByText('Works until 31 Dec 2026').waitFor();
    expect(await desk.getByText(key).count()).toBe(0);
    await screenshot(desk, 'api-keys');
    await desk.getByRole('button', { name: 'Revoke Dashboard' }).click();
    await desk.getByRole('button', { name: 'Revoke', exact: true }).click();
    await desk.getByText('Dashboard is revoked.').waitFor();
    expect((await client.get('/support-requests')).status).toBe(401);
    expect((await app.admin.get('/api-keys')).body.items).toEqual([]);
  });

  it('show on a person’s page when and why they were deactivated', async () => {
    const leo = await anOperator(app, { name: 'Leo Brandt' });
    succeeded(
      await app.admin.post(`/operators/${leo.id}/deactivate`, { on: '2026-12-01', reason: 'Studies abroad' }),
    );
    const desk = await open(app.admin);
    await desk.goto('/people');
    await desk.getByRole('button', { name: /Leo Brandt/ }).click();
    await desk.getByText('Not active from 1 Dec 2026: Studies abroad').waitFor();
    await screenshot(desk, 'person-deactivated');
  });

  it('find in the audit trail who did what, at an address that can be shared', async () => {
    const nadia = await aUser(app, 'supervisor', [locationId]);
    succeeded(await app.admin.patch(`/users/${nadia.id}`, { name: 'Nadia Boone' }));
    const shift = await aShift(app, locationId);
    succeeded(await nadia.client.patch(`/shifts/${shift.id}`, { seats: 3 }));
    const desk = await open(app.admin);
    await desk.goto('/audit');
    await desk.getByText('Nadia Boone changed a shift').waitFor();
    await screenshot(desk, 'audit');
    await desk.getByLabel('Who').selectOption('Nadia Boone');
    await desk.getByLabel('What it is about').selectOption('Shift');
    await desk.getByLabel('From').fill('2026-10-26');
    await desk.getByLabel('Until (included)').fill('2026-10-26');
    await desk.waitForURL(/person=.*kind=shift.*to=2026-10-26/);
    const sentences = desk.getByRole('main').getByRole('listitem');
    await desk.getByText('changed a shift').waitFor();
    await waitFor(async () => (await sentences.count()) === 1);
    await desk.getByText('Details').click();
    await desk.getByText('Seats', { exact: true }).waitFor();
    const phone = await open(app.admin, { viewport: PHONE, colorScheme: 'dark' });
    await phone.goto(desk.url());
    await phone.getByText('Nadia Boone changed a shift').waitFor();
    await waitFor(async () => (await phone.getByRole('main').getByRole('listitem').count()) === 1);
    await phone.getByText('Details').click();
    await screenshot(phone, 'audit-phone-dark');
    await phone.getByRole('button', { name: 'Clear the search' }).click();
    await phone.getByText('Administrator added a shift').first().waitFor();
    await desk.getByRole('button', { name: 'All that was done to it' }).click();
    await desk.getByText('Only what was done to one of them.').waitFor();
    await desk.getByLabel('From').fill('2026-10-27');
    await desk.getByText('Nothing matches').waitFor();
  });

  it('list undelivered messages with the reason, and send one again', async () => {
    const maya = await anOperator(app, { name: 'Maya Lin' });
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-28T22:00:00-05:00',
    });
    const claim = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await app.admin.post(`/claims/${claim.id}/approve`));
    await app.jobsDone();
    const desk = await open(app.admin);
    await desk.goto('/messages');
    await desk.getByRole('heading', { name: 'Not sent, as no mail server was set up' }).waitFor();
    await app.database.query(
      `UPDATE messages SET status = 'failed', problem = 'The mailbox is full.', attempts = 9 WHERE user_id = $1`,
      [maya.userId],
    );
    await desk.reload();
    await desk.getByText('The mailbox is full. Tried 9 times.').waitFor();
    await desk.getByText('What it says').first().click();
    await screenshot(desk, 'messages');
    await desk.getByRole('button', { name: /Try again: .*Maya Lin/ }).click();
    await desk.getByText('The message to Maya Lin is tried again now.').waitFor();
    const [message] = (await app.admin.get(`/messages?userId=${maya.userId}`)).body.items;
    await app.jobsDone();
    expect((await app.admin.get(`/messages/${message.id}`)).body).toMatchObject({
      status: 'kept',
      attempts: 1,
      problem: 'No mail server is set up.',
    });
    await desk.getByText('The mailbox is full.').waitFor({ state: 'detached' });
    await desk.getByLabel('Which messages').selectOption('Delivered');
    await desk.getByText('Nothing was sent yet').waitFor();
  });
});
