import { ADMIN, type TestApp } from '../support/app.js';
import type { Browser } from 'playwright-core';
import { startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { browserApp } from '../support/browser-app.js';
import { aUser, succeeded } from '../support/factories.js';
import { endBrowser, openAs, PHONE, screenshot, startBrowser } from '../support/browser.js';

describe('the page of one’s own account', () => {
  const given = browserApp();
  let app: TestApp;
  const { open } = given;
  beforeAll(() => {
    ({ app } = given);
  });

  it('changes the password, says why a password is refused, and keeps what was typed', async () => {
    const page = await open(app.admin, { viewport: PHONE });
    await page.goto('/board');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Account', exact: true }).click();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    const current = page.getByRole('textbox', { name: 'Password until now' });
    const chosen = page.getByRole('textbox', { name: 'New password' });
    await current.fill(ADMIN.password);
    await chosen.fill('password1234');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').getByText('among the common ones').waitFor();
    await screenshot(page, 'account-weak-phone');
    expect(await current.inputValue()).toBe(ADMIN.password);
    await chosen.fill('the lamp is still on');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    expect(await current.inputValue()).toBe('');
    const login = (password: string) => app.anonymous.post('/auth/login', { ...ADMIN, password });
    expect((await login('the lamp is still on')).status).toBe(200);
    expect((await login(ADMIN.password)).status).toBe(401);
  });

  it('lists one’s sessions, and ends those that one does not recognize', async () => {
    const { client } = await aUser(app, 'campus_it');
    const { id } = succeeded(await client.get('/me'));
    const other = await app.signedIn(id as string);
    await app.database.query(
      `UPDATE sessions SET device = 'Firefox on Linux', address = '203.0.113.7'
       WHERE id = (SELECT id FROM sessions WHERE user_id = $1 ORDER BY id DESC LIMIT 1)`,
      [id],
    );
    const page = await open(client, { viewport: PHONE });
    await page.goto('/account');
    await page.getByText('this device').waitFor();
    await screenshot(page, 'account-sessions-phone');
    await page.getByRole('button', { name: 'End the session of Firefox on Linux' }).click();
    await page.getByText('Firefox on Linux is signed out.').waitFor();
    expect((await other.get('/me')).status).toBe(401);
    expect((await client.get('/me')).status).toBe(200);
  });

  it('requires the password before new rights are given, and then completes the request', async () => {
    const { client } = await aUser(app, 'admin');
    const { id } = succeeded(await client.get('/me'));
    await app.database.query(
      `UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = $1) WHERE id = $2`,
      [ADMIN.email, id],
    );
    await app.database.query(
      `UPDATE sessions SET confirmed_at = created_at - interval '1 hour' WHERE user_id = $1`,
      [id],
    );
    const page = await open(client);
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Create a key' }).first().click();
    await page.getByLabel('Name').fill('Dean’s spreadsheet');
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Give your password again' });
    await dialog.waitFor();
    await screenshot(page, 'fresh-sign-in-desk');
    await dialog.getByRole('textbox', { name: 'Password' }).fill('not this one');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByRole('alert').getByText('This is not your password.').waitFor();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('the lamp is still on');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByText(/ah_[\w-]{43}/).waitFor();
  });
});

describe('a forgotten password, in the web app,', () => {
  let browser: Browser;
  let mailed: MailedApp;
  beforeAll(async () => {
    browser = await startBrowser();
    mailed = await startMailedApp({ BASE_URL: '' });
  });
  afterAll(async () => {
    await endBrowser(browser);
    await mailed.close();
  });

  it('is replaced through the link in an e-mail, which works once', async () => {
    const { app, mail } = mailed;
    const page = await openAs(browser, app, null, { viewport: PHONE });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    // Waits for the next page, because the page before also has an e-mail field.
    await page.getByRole('button', { name: 'Send the link' }).waitFor();
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await screenshot(page, 'forgotten-phone');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await screenshot(page, 'forgotten-sent-phone');
    await app.jobsDone();
    const [, path] = /(\/password-resets\/[\w-]+)/.exec(mail.received[0]!.body.replaceAll(/=\r?\n/g, ''))!;
    await page.goto(path!);
    await page.getByRole('textbox', { name: 'New password' }).fill('the lamp is still on');
    await screenshot(page, 'reset-phone');
    // The sign-in is refused after too many tries, but the password is replaced, and the next sign-in works.
    await page.route('**/auth/login', (route) => route.fulfill({ status: 429 }), { times: 1 });
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByText('The server answered 429.').waitFor();
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByRole('heading', { name: 'Week board' }).waitFor();
    await page.goto(path!);
    await page.getByRole('textbox', { name: 'New password' }).fill('and once more with it');
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByText('Your password stays as it is.').waitFor();
    await screenshot(page, 'reset-gone-phone');
    await page.getByRole('link', { name: 'Ask for a new link' }).click();
    await page.getByRole('button', { name: 'Send the link' }).waitFor();
  });
});

describe('the page for a forgotten password, without a mail server,', () => {
  const { open } = browserApp();

  it('has no form, and says whom to ask', async () => {
    const page = await open(null, { viewport: PHONE });
    await page.goto('/forgotten');
    await page.getByText('This server sends no e-mail.').waitFor();
    expect(await page.getByLabel('E-mail').count()).toBe(0);
    await screenshot(page, 'forgotten-no-mail-phone');
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});
