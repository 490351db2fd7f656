import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aSupportRequest, aUser, succeeded } from '../support/factories.js';

describe('the filters of requests', () => {
  const given = browserApp();
  let robin: Awaited<ReturnType<typeof aUser>>;
  beforeAll(async () => {
    const { app } = given;
    const lab = (await aLocation(app, { name: 'Main Lab' })).id;
    robin = await aUser(app, 'supervisor', [lab]);
    const add = (title: string, more: object) => aSupportRequest(app, lab, { title, ...more });
    await add('Projector is dark', {
      openedAt: '2026-10-23T20:00:00-05:00',
      priority: 'urgent',
      channel: 'Kiosk',
    });
    const { id } = await add('Scanner hums', { openedAt: '2026-10-24T01:00:00-05:00', channel: 'chat' });
    await add('Printer jams', { openedAt: '2026-10-24T09:00:00-05:00', priority: 'urgent' });
    await add('Headset is gone', { openedAt: '2026-10-25T09:00:00-05:00' });
    succeeded(await app.admin.patch(`/support-requests/${id}`, { assigneeId: robin.id }));
  }, 120_000);

  it('at the desk go together, stay in the address and the file, and are cleared at once', async () => {
    const desk = await given.open(given.app.admin, { viewport: DESK });
    await desk.goto('/requests');
    const link = (name: string) => desk.getByRole('link', { name });
    await link('Headset is gone').waitFor();
    await desk.getByLabel('Opened from').fill('2026-10-23');
    await desk.getByLabel('Opened until').fill('2026-10-23');
    await link('Headset is gone').waitFor({ state: 'detached' });
    await link('Scanner hums').waitFor();
    await desk.getByText('A night belongs to the day on which it begins.').waitFor();
    await desk.getByLabel('How urgent').selectOption('Urgent');
    await link('Scanner hums').waitFor({ state: 'detached' });
    await desk.getByLabel('Reached by').selectOption('Kiosk');
    await link('Projector is dark').waitFor();
    await desk.getByText('4 filters').waitFor();
    await screenshot(desk, 'request-filters-desk');
    expect(new URL(desk.url()).searchParams.toString()).toBe(
      'since=2026-10-23&until=2026-10-23&priority=urgent&by=Kiosk',
    );
    const asked = desk.waitForRequest((request) => request.headers()['accept'] === 'text/csv');
    await desk.getByRole('button', { name: 'Save as CSV' }).click();
    expect((await asked).url()).toContain(
      'priority=urgent&channel=Kiosk&firstDay=2026-10-23&lastDay=2026-10-23',
    );
    await desk.reload();
    await link('Projector is dark').waitFor();
    expect(await desk.getByLabel('How urgent').inputValue()).toBe('urgent');
    await desk.getByLabel('Search').fill('scanner');
    await desk.getByRole('heading', { name: 'No requests match' }).waitFor();
    await screenshot(desk, 'request-filters-none-desk');
    await desk.getByRole('button', { name: 'Clear filters', exact: true }).click();
    await link('Headset is gone').waitFor();
    expect(await desk.getByLabel('Search').inputValue()).toBe('');
  });

  it('on a phone are behind a button that counts them', async () => {
    const phone = await given.open(robin.client, { viewport: PHONE });
    await phone.goto('/requests');
    await phone.getByRole('link', { name: 'Headset is gone' }).waitFor();
    expect(await phone.getByLabel('How urgent').isVisible()).toBe(false);
    await screenshot(phone, 'request-filters-closed-phone');
    await phone.getByRole('button', { name: 'Filters', exact: true }).click();
    await phone.getByLabel('How urgent').selectOption('Urgent');
    await phone.getByLabel('Who works on it').selectOption('Nobody yet');
    await phone.getByRole('link', { name: 'Scanner hums' }).waitFor({ state: 'detached' });
    await screenshot(phone, 'request-filters-open-phone');
    const button = phone.getByRole('button', { name: 'Filters (2)', exact: true });
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await button.click();
    await phone.getByRole('link', { name: 'Printer jams' }).waitFor();
    await screenshot(phone, 'request-filters-phone');
    await phone.getByRole('button', { name: 'Clear filters', exact: true }).click();
    await phone.getByRole('link', { name: 'Scanner hums' }).waitFor();
    await phone.getByRole('button', { name: 'Filters', exact: true }).waitFor();
  });

  it('say when no day lies between two days', async () => {
    const desk = await given.open(robin.client, { viewport: DESK });
    await desk.goto('/requests?which=all&since=2026-10-26&until=2026-10-23');
    await desk.getByText('The last day is before the first day, so nothing is found.').waitFor();
    await desk.getByLabel('Opened until').fill('2026-10-26');
    await desk.getByText('A night belongs to the day on which it begins.').waitFor();
  });

  it('name another person who works on requests', async () => {
    const desk = await given.open(given.app.admin, { viewport: DESK, colorScheme: 'dark' });
    await desk.goto(`/requests?which=all&who=${robin.id}`);
    await desk.getByRole('link', { name: 'Scanner hums' }).waitFor();
    await desk.getByRole('link', { name: 'Printer jams' }).waitFor({ state: 'detached' });
    const { name } = succeeded(await robin.client.get('/me')) as { name: string };
    await desk
      .getByRole('combobox', { name: 'Who works on it' })
      .locator('option:checked', { hasText: name })
      .waitFor({ state: 'attached' });
    await screenshot(desk, 'request-filters-dark');
  });
});
