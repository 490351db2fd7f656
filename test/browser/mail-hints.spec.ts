import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startApp } from '../support/app.js';
import { endBrowser, openAs, screenshot, startBrowser } from '../support/browser.js';
import { aLocation, anOperator, aShift, aUser } from '../support/factories.js';
import { assign } from '../support/assignments.js';

describe('the hint about e-mails', () => {
  it.each([
    ['without a mail server', {}, false],
    ['with one', { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'lab@example.edu' }, true],
  ])(
    'is true, %s',
    async (what, env, sendsMail) => {
      const browser = await startBrowser();
      const app = await startApp({ env: { PORT: String(await findFreePort()), ...env } });
      expect((await app.admin.get('/settings')).body.sendsMail).toBe(sendsMail);
      const { id } = await aLocation(app, { name: 'Main Lab' });
      const maya = await anOperator(app, { name: 'Maya Lin', locationIds: [id] });
      const shift = await aShift(app, id);
      await assign(app, shift.id, maya.id);
      const { client } = await aUser(app, 'supervisor', [id]);
      const page = await openAs(browser, app, client);
      await page.goto('/gaps');
      await page.getByText('No gaps ahead').waitFor();
      expect(await page.getByText('nobody is sent them').count()).toBe(sendsMail ? 0 : 1);
      await page.goto('/board');
      await page.getByRole('button', { name: /Maya Lin/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Why it is cancelled').fill('Flood');
      expect(await dialog.getByText('whoever is on the shift is sent nothing').count()).toBe(
        sendsMail ? 0 : 1,
      );
      await screenshot(page, `cancelling ${what}`);
      await dialog.getByRole('button', { name: 'Cancel the shift' }).click();
      await page
        .getByText(
          sendsMail
            ? 'The shift is cancelled. Whoever was on it is sent an e-mail.'
            : 'The shift is cancelled. Nobody is sent anything: tell whoever was on it.',
        )
        .waitFor();
      await page.goto('/people');
      await page.getByRole('button', { name: 'Add people' }).click();
      await page.getByLabel('One person a line').fill('Leo Park, leo@example.edu');
      await page.getByRole('button', { name: 'Add one person' }).click();
      await page
        .getByText(
          sendsMail
            ? 'An e-mail is on its way. This link works as well, and is shown this once.'
            : 'These links are not sent to anybody: hand each over yourself.',
        )
        .waitFor();
      await endBrowser(browser);
      await app.close();
    },
    180_000,
  );
});
