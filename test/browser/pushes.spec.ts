import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';
import { aPush, Pusher } from '../support/pushes.js';
import { shown } from '../support/sources.js';
import type { HttpClient } from '../support/http-client.js';

describe('the page of sources, for a system that sends its requests', () => {
  const given = browserApp();
  let supervisor: HttpClient;
  let kiosk: Pusher;
  beforeAll(async () => {
    const lab = (await aLocation(given.app, { name: 'Main Lab' })).id;
    supervisor = (await aUser(given.app, 'supervisor', [lab])).client;
  }, 120_000);

  it('on a phone gives an address and a secret, and shows what was pushed', async () => {
    const phone = await given.open(supervisor, { viewport: PHONE });
    await phone.goto('/sources');
    await phone.getByRole('button', { name: 'Add a source' }).click();
    await phone.getByLabel(/^System/).selectOption({ label: 'Webhook: it sends to us' });
    await phone.getByRole('textbox', { name: /^Name/ }).fill('Kiosk');
    await screenshot(phone, 'push-form-phone');
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('This secret is shown only now').waitFor();
    const secret = (await phone.getByText(/^whsec_/).textContent())!;
    await screenshot(phone, 'push-secret-phone');
    await phone.getByRole('button', { name: 'Done' }).click();
    await phone.getByText('Nothing was pushed yet').waitFor();
    expect(await phone.content()).not.toContain(secret);

    const [source] = succeeded(await given.app.admin.get('/support-sources')).items;
    kiosk = new Pusher(given.app, source, secret);
    await phone.getByText(`${source.pushUrl}`).waitFor();
    await kiosk.sent(aPush('7', { title: 'The printer eats paper' }));
    await phone.getByText('Last taken just now').waitFor();
    await phone.getByText('Working', { exact: true }).waitFor();
    await screenshot(phone, 'push-working-phone');
  });

  it('says why pushes are refused, and makes a new secret', async () => {
    const desk = await given.open(supervisor, { viewport: DESK, colorScheme: 'dark' });
    await kiosk.send({ externalId: '8' }, { id: 'msg_8' });
    await desk.goto('/sources');
    await desk.getByText('Pushes were refused').waitFor();
    await desk.getByText(/^openedAt must be/).waitFor();
    await screenshot(desk, 'push-refused-dark');
    await desk.getByRole('button', { name: 'History' }).click();
    await desk.getByText('Left out: msg_8.', { exact: false }).waitFor();
    await screenshot(desk, 'push-history-dark');
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: 'New secret' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    await desk.getByText('This secret is shown only now').waitFor();
    const secret = (await desk.getByText(/^whsec_/).textContent())!;
    await desk
      .getByText(/^The former secret is valid until/)
      .first()
      .waitFor();
    await screenshot(desk, 'push-rotated-dark');
    await desk.getByRole('button', { name: 'Done' }).click();
    await kiosk.sent(aPush('8'), { secret, id: 'msg_8' });
    expect(await shown(given.app, kiosk.source.id)).toMatchObject({ state: 'working', problem: null });
    await desk.getByText('Pushes were refused').waitFor({ state: 'detached' });
  });

  it('says that nothing new came for long', async () => {
    await given.app.database.query(
      `UPDATE support_sources SET last_news_at = last_news_at - interval '20 days'`,
    );
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByText('Nothing new for long').waitFor();
    await screenshot(desk, 'source-quiet');
  });
});
