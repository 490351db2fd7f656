import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser } from '../support/factories.js';
import { SELF_SIGNED } from '../support/certificates.js';
import { FakeImap } from '../support/fake-imap.js';
import { FileHost } from '../support/file-host.js';
import { littlePatience } from '../support/patience.js';
import { storedRequests } from '../support/sources.js';
import type { TestApp } from '../support/app.js';
import type { HttpClient } from '../support/http-client.js';

describe('the form of a file at an address', () => {
  const host = new FileHost();
  const mail = new FakeImap(SELF_SIGNED);
  const trusted = getCACertificates('default');
  const given = browserApp(async () => {
    littlePatience();
    await Promise.all([host.start(), mail.start()]);
    setDefaultCACertificates([...trusted, SELF_SIGNED.cert]);
    return { PRIVATE_HOSTS: `${host.host},${mail.host}` };
  });
  let app: TestApp;
  let supervisor: HttpClient;
  beforeAll(async () => {
    ({ app } = given);
    const lab = (await aLocation(app, { name: 'Main Lab' })).id;
    supervisor = (await aUser(app, 'supervisor', [lab])).client;
  }, 120_000);
  afterAll(() => {
    setDefaultCACertificates(trusted);
    return Promise.all([host.stop(), mail.stop()]);
  });

  it('on a phone fills in the columns from a copy, and shows what is wrong with the address', async () => {
    const lines = [
      'Ticket No;Opened;Replied;Closed;Topic;Priority',
      '1;10/26/2026 9:00 AM;10/26/2026 9:05 AM;;Printer;1 - Critical',
    ];
    host.write('<!doctype html><title>Sign in</title>');
    const phone = await given.open(supervisor, { viewport: PHONE });
    await phone.goto('/sources');
    await phone.getByRole('button', { name: 'Add a source' }).click();
    await phone.getByLabel('System', { exact: true }).selectOption({ label: 'A file at an address (CSV)' });
    await phone.getByRole('textbox', { name: /^Name/ }).fill('Desk log');
    await phone.getByRole('textbox', { name: /^Address of the file/ }).fill(host.url);
    const copy = { name: 'copy.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
    const choosing = phone.waitForEvent('filechooser');
    await phone.getByRole('button', { name: 'Fill in from a copy of the file' }).click();
    await (await choosing).setFiles(copy);
    await phone.getByText('Its columns are: Ticket No, Opened, Replied, Closed, Topic, Priority.').waitFor();
    expect(await phone.getByLabel('First response at').inputValue()).toBe('Replied');
    expect(await phone.getByRole('textbox', { name: 'Its word' }).inputValue()).toBe('1 - Critical');
    await screenshot(phone, 'source-file-phone');
    await phone.getByRole('textbox', { name: 'Its word' }).scrollIntoViewIfNeeded();
    await screenshot(phone, 'source-file-priorities-phone');
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('A web page came instead of a file', { exact: false }).waitFor();
    await screenshot(phone, 'source-file-refused-phone');
    host.write(...lines);
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('Desk log was saved.').waitFor();
    await app.jobsDone();
    await phone.getByText('Working', { exact: true }).waitFor();
    expect(await storedRequests(app, 'Desk log')).toMatchObject([
      { externalId: '1', category: 'Printer', priority: 'urgent' },
    ]);
    expect(await phone.content()).not.toContain(FileHost.KEY);
  });

  it('changes the columns, keeps the address, and says on which host the file is', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Change' }).click();
    await desk.getByText(`The file is on ${host.host}.`).waitFor();
    expect(await desk.getByRole('textbox', { name: /^Address of the file/ }).inputValue()).toBe('');
    await desk.getByLabel('Subject').fill('Topic');
    await desk.getByLabel('Category').fill('');
    await desk.getByLabel('Signing in').selectOption({ label: 'With a name and a password' });
    await desk.getByRole('textbox', { name: /^User name/ }).fill('maya');
    await desk.getByRole('textbox', { name: /^Password/ }).fill('a-secret-password');
    await screenshot(desk, 'source-file');
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('Desk log was saved.').waitFor();
    await app.jobsDone();
    expect(await storedRequests(app, 'Desk log')).toMatchObject([{ title: 'Printer', category: 'Printer' }]);
    expect(host.asked.at(-1)!.authorization).toMatch(/^Basic /);
  });

  it('asks for the meaning of events of a log, and tells what was noticed in a run', async () => {
    host.write('case,what,when', '7,Made,2026-10-26 09:00', '7,Taken,2026-10-26 09:02', 'x,Made,never');
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Add a source' }).click();
    await desk.getByLabel('System', { exact: true }).selectOption({ label: 'A file at an address (CSV)' });
    await desk.getByRole('textbox', { name: /^Name/ }).fill('Event log');
    await desk.getByRole('textbox', { name: /^Address of the file/ }).fill(host.url);
    await desk.getByLabel('What is in it').selectOption({ label: 'Support requests, as a log of events' });
    await desk.getByLabel('Ticket number').fill('case');
    await desk.getByLabel('What happened').fill('what');
    await desk.getByLabel('Date and time').fill('when');
    await desk.getByRole('combobox', { name: /^First response/ }).fill('Taken');
    await desk.getByRole('combobox', { name: /^Resolved/ }).fill('Done');
    await desk.getByRole('combobox', { name: /^Resolved/ }).press('Enter');
    await screenshot(desk, 'source-file-log');
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('Event log was saved.').waitFor();
    await app.jobsDone();
    const card = desk.getByRole('listitem').filter({ hasText: 'Event log' });
    await card.getByRole('button', { name: 'Runs' }).click();
    await desk.getByText('file: No event is called "Done", which resolvedAt names.').waitFor();
    await desk.getByText('Left out: line 4. at is no date and time that exists: "never".').waitFor();
    await screenshot(desk, 'source-file-runs');
  });

  it('asks for a mailbox, says when none of its messages has a file, and keeps the password', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Add a source' }).click();
    await desk.getByLabel('System', { exact: true }).selectOption({ label: 'A file that is mailed (CSV)' });
    await desk.getByRole('textbox', { name: /^Name/ }).fill('Mailed log');
    await desk.getByRole('textbox', { name: /^Mail server/ }).fill('127.0.0.1');
    await desk.getByRole('spinbutton', { name: /^Port/ }).fill(String(mail.port));
    await desk.getByRole('textbox', { name: /^User name/ }).fill(FakeImap.USER);
    await desk.getByRole('textbox', { name: /^Password/ }).fill(FakeImap.PASSWORD);
    await desk.getByRole('textbox', { name: /^Only attachments called/ }).fill('tickets*.csv');
    await desk.getByLabel('Ticket number').fill('key');
    await desk.getByLabel('Opened at').fill('opened');
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk
      .getByText('None of the newest messages in the folder INBOX has such a file.', { exact: false })
      .waitFor();
    await screenshot(desk, 'source-mailbox');
    mail.deliverCsv(['key,opened', 'M1,2026-10-26 09:00']);
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('Mailed log was saved.').waitFor();
    await app.jobsDone();
    expect(await storedRequests(app, 'Mailed log')).toMatchObject([{ externalId: 'M1' }]);
    const card = desk.getByRole('listitem').filter({ hasText: 'Mailed log' });
    await card.getByRole('button', { name: 'Change' }).click();
    expect(await desk.getByRole('textbox', { name: /^Password/ }).inputValue()).toBe('');
    await desk.getByRole('textbox', { name: /^Only from/ }).fill('@desk.example.edu');
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('Mailed log was saved.').waitFor();
    expect(await desk.content()).not.toContain('never-shown');
  });

  it('asks for the address and the time zone of an export of osTicket only', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Add a source' }).click();
    await desk.getByLabel('System', { exact: true }).selectOption({ label: 'osTicket (export file)' });
    const labels = await desk.getByRole('dialog').locator('label').allTextContents();
    expect(labels).toEqual(
      expect.arrayContaining(['Address of the exported file *', 'Time zone of the database of osTicket *']),
    );
    await screenshot(desk, 'source-file-os-ticket');
  });
});
