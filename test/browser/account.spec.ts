import { ADMIN, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, picture } from '../support/browser.js';

describe('one’s own account', () => {
  const given = browserApp();
  let app: TestApp;
  const { open } = given;
  beforeAll(() => {
    ({ app } = given);
  });

  it('takes another password, says why one will not do, and keeps what was typed', async () => {
    const page = await open(app.admin, { viewport: PHONE });
    await page.goto('/board');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Account and password' }).click();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    const current = page.getByRole('textbox', { name: 'Password until now' });
    const chosen = page.getByRole('textbox', { name: 'New password' });
    await current.fill(ADMIN.password);
    await chosen.fill('password1234');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').getByText('among the common ones').waitFor();
    await picture(page, 'account-weak-phone');
    expect(await current.inputValue()).toBe(ADMIN.password);
    await chosen.fill('the lamp is still on');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    expect(await current.inputValue()).toBe('');
    const login = (password: string) => app.anonymous.post('/auth/login', { ...ADMIN, password });
    expect((await login('the lamp is still on')).status).toBe(200);
    expect((await login(ADMIN.password)).status).toBe(401);
  });
});
