import type { Page } from 'playwright-core';
import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';
import { startMailServer, type MailServer } from '../support/mail.js';

const PASSWORD = 'a quiet library';
const LINK = /\/invitations\/([\w-]{43})$/;

async function clipboardOf(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate<string>('navigator.clipboard.readText()');
}

const linesOf = (text: string): string[][] => text.split('\n').map((line) => line.split('\t'));

describe('invitations without a mail server', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
  }, 120_000);

  const accept = (link: string) =>
    app.anonymous.post(`/auth/invitations/${LINK.exec(link)![1]}`, { password: PASSWORD });

  it('are shown as links to copy, one line per person, and only once', async () => {
    const supervisor = await aUser(app, 'supervisor', [locationId]);
    const desk = await open(supervisor.client);
    await desk.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.goto('/people');
    await desk.getByRole('button', { name: 'Add people' }).click();
    await desk
      .getByLabel('One person a line')
      .fill('Maya Lin, maya@example.edu\nLeo Park, leo@example.edu\nNoa Bar, noa@example.edu');
    await desk.getByRole('button', { name: 'Add 3 people' }).click();
    await desk.getByRole('button', { name: 'Copy all 3 links' }).click();
    await screenshot(desk, 'links-of-all');
    const lines = linesOf(await clipboardOf(desk));
    expect(lines.map(([name, email]) => [name, email])).toEqual([
      ['Maya Lin', 'maya@example.edu'],
      ['Leo Park', 'leo@example.edu'],
      ['Noa Bar', 'noa@example.edu'],
    ]);
    succeeded(await accept(lines[0]![2]!));
    await desk.getByRole('button', { name: 'Close' }).click();
    await desk.getByText('1 accepted, 2 not yet.').waitFor();
    expect(await desk.getByText(/\/invitations\//).count()).toBe(0);
    await desk.reload();
    await desk.getByText('1 accepted, 2 not yet.').waitFor();
    expect(await desk.getByText(/\/invitations\//).count()).toBe(0);
    await waitFor(async () => (await desk.getByText('Not accepted yet; the link works until').count()) === 2);
  });

  it('that have expired are listed, and can be created again', async () => {
    const supervisor = await aUser(app, 'supervisor', [locationId]);
    await app.database.query(
      `UPDATE invitations SET expires_at = '2026-10-20T12:00:00Z'
       WHERE user_id IN (SELECT id FROM users WHERE email IN ('leo@example.edu', 'noa@example.edu'))`,
    );
    const desk = await open(supervisor.client);
    await desk.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.goto('/people');
    await desk.getByText('1 accepted, 2 not yet. 2 need another link.').waitFor();
    await waitFor(async () => (await desk.getByText('the link was over on 20 Oct 2026').count()) === 2);
    await screenshot(desk, 'links-over');
    await desk.getByRole('button', { name: 'Invite again' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Invite Leo Park again' }).click();
    await dialog.getByText(LINK).waitFor();
    await dialog.getByRole('button', { name: 'Invite Noa Bar again' }).click();
    await dialog.getByRole('button', { name: 'Copy all 2 links' }).click();
    await screenshot(desk, 'invited-again');
    const lines = linesOf(await clipboardOf(desk));
    expect(lines.map(([name]) => name)).toEqual(['Leo Park', 'Noa Bar']);
    // A person who accepts while the links are shown stays in the list until it is closed.
    succeeded(await accept(lines[0]![2]!));
    await waitFor(async () => (await desk.getByText('2 accepted, 1 not yet.').count()) === 1);
    await waitFor(async () => (await dialog.getByText(LINK).count()) === 2);
    succeeded(await accept(lines[1]![2]!));
    await dialog.getByRole('button', { name: 'Close' }).click();
    await waitFor(async () => (await desk.getByText('not yet').count()) === 0);
  });

  it('are on the page of accounts, too, on a phone', async () => {
    const { id } = await aUser(app, 'analyst', [locationId]);
    succeeded(await app.admin.patch(`/users/${id}`, { name: 'Ana Lyst' }));
    const phone = await open(app.admin, { viewport: PHONE });
    await phone.goto('/users');
    const row = phone.getByRole('listitem').filter({ hasText: 'Ana Lyst' });
    await row.getByText('Not accepted yet; the link works until 9 Nov 2026').waitFor();
    await row.getByRole('button', { name: 'Invite again' }).click();
    await row.getByText(LINK).waitFor();
    await screenshot(phone, 'account-link-phone');
    const overflow = await phone.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe('invitations with a mail server', () => {
  let mail: MailServer;
  const given = browserApp(async () => {
    mail = await startMailServer();
    return { SMTP_URL: mail.url, MAIL_FROM: 'lab@example.edu' };
  });
  let app: TestApp;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    await aLocation(app, { name: 'Main Lab' });
  }, 120_000);
  afterAll(() => mail.close());

  it('are shown as on their way, then as sent or not delivered, and lead to the choice of a password', async () => {
    mail.refuse = (address) =>
      address === 'typo@example.edu' ? { code: 550, text: 'no such mailbox' } : null;
    const desk = await open(app.admin);
    await desk.goto('/users');
    for (const [name, email] of [
      ['Sam Vega', 'sam@example.edu'],
      ['Ty Po', 'typo@example.edu'],
    ] as const) {
      await desk.getByRole('button', { name: 'Invite somebody' }).click();
      const dialog = desk.getByRole('dialog');
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByLabel('E-mail').fill(email);
      await dialog.getByLabel('Main Lab').check();
      await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
      await dialog.getByText('An e-mail is on its way.').waitFor();
      await screenshot(desk, 'invited-by-mail');
      await dialog.getByRole('button', { name: 'Close' }).click();
    }
    await app.jobsDone();
    await desk.reload();
    const rowOf = (name: string) => desk.getByRole('listitem').filter({ hasText: name });
    await rowOf('Sam Vega').getByText('Invited by e-mail; the link works until 9 Nov 2026').waitFor();
    await rowOf('Ty Po').getByText('The e-mail did not get through.').waitFor();
    await desk.getByText('One needs another link.').waitFor();
    await screenshot(desk, 'mail-states');

    const letter = mail.received.find(({ to }) => to[0] === 'sam@example.edu')!;
    const link = /\/invitations\/[\w-]{43}/.exec(letter.body.replaceAll(/=\r\n/g, ''))![0];
    const theirs = await open(null);
    await theirs.goto(link);
    await theirs.getByLabel('Password').first().fill(PASSWORD);
    await theirs.keyboard.press('Enter');
    await waitFor(async () => {
      const { items } = (await app.admin.get('/users')).body as {
        items: { email: string; active: boolean }[];
      };
      return items.some(({ email, active }) => email === 'sam@example.edu' && active);
    });
  });
});
