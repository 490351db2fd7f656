import axe from 'axe-core';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { assign } from '../support/assignments.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('shifts outside the app', () => {
  const given = browserApp();
  let lab: string;
  let maya: MadeOperator;
  beforeAll(async () => {
    const { app } = given;
    lab = (await aLocation(app, { name: 'Main Lab' })).id;
    maya = await anOperator(app, { name: 'Maya Ortiz' });
    const shift = await aShift(app, lab);
    await assign(app, shift.id, maya.id);
  });

  it('come into one’s own calendar by an address that is shown once, and leave it when it is revoked', async () => {
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/my-shifts');
    await page.getByRole('link', { name: 'Show all your shifts in your own calendar' }).click();
    await page.getByText('No calendar reads your shifts yet.').waitFor();
    await page.getByRole('button', { name: 'Add to a calendar' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add to a calendar' });
    await dialog.getByLabel('Remind me').selectOption('2 hours before');
    await screenshot(page, 'calendar-form-phone');
    await dialog.getByRole('button', { name: 'Make the address' }).click();
    const address = (await dialog.locator('code').textContent())!;
    expect(address).toMatch(/\/api\/v1\/calendars\/[\w-]{43}\.ics$/);
    await screenshot(page, 'calendar-made-phone');
    const hrefOf = (name: string): Promise<string | null> =>
      dialog.getByRole('link', { name }).getAttribute('href');
    expect(await hrefOf('Google Calendar')).toContain(encodeURIComponent(address.replace(/^http/, 'webcal')));
    expect(await hrefOf('Apple Calendar')).toBe(address.replace(/^http/, 'webcal'));
    expect(await hrefOf('Outlook')).toContain(encodeURIComponent(address));
    const path = new URL(address).pathname.replace('/api/v1', '');
    expect((await given.app.anonymous.get(path)).body).toContain('SUMMARY:Lab operator\\, Main Lab');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('made 26 Oct 2026').waitFor();
    await screenshot(page, 'calendars-phone');
    await page.getByRole('button', { name: 'Revoke the address for My shifts' }).click();
    await page.getByText('The address no longer works.').waitFor();
    await page.getByText('No calendar reads your shifts yet.').waitFor();
    expect((await given.app.anonymous.get(path)).status).toBe(404);
  });

  it('come into a calendar one by one', async () => {
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/my-shifts');
    await page.getByRole('button', { name: /^Change Tue 27 Oct/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Add to a calendar' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('shift.ics');
  });

  it('are at the door, on a screen that keeps itself up to date and says when it cannot', async () => {
    const { app } = given;
    const supervisor = await aUser(app, 'supervisor', [lab]);
    const page = await given.open(supervisor.client, { viewport: DESK });
    await page.goto('/coverage-hours');
    await page.getByText('No screen shows this yet.').waitFor();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const dialog = page.getByRole('dialog', { name: 'Show who is on duty at Main Lab' });
    await dialog.getByLabel('Where it is used').fill('Door of room 101');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const address = (await dialog.locator('code').first().textContent())!;
    await screenshot(page, 'on-duty-link-desk');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Door of room 101').waitFor();
    await page.getByText('Who is on duty, on a screen').scrollIntoViewIfNeeded();
    await screenshot(page, 'on-duty-links-desk');

    const screen = await given.open(app.anonymous, { viewport: DESK });
    await screen.clock.install();
    await screen.goto(new URL(address).pathname);
    await screen.getByText('Nobody', { exact: true }).waitFor();
    await screenshot(screen, 'on-duty-nobody-desk');
    app.clock.set('2026-10-28T01:30:00Z');
    await screen.clock.runFor(31_000);
    await screen.getByText('Maya').waitFor();
    await screen.getByText('until 00:00').waitFor();
    await screenshot(screen, 'on-duty-desk');
    await screen.setViewportSize(PHONE);
    await screenshot(screen, 'on-duty-phone');
    await screen.evaluate(axe.source);
    const { violations } = await screen.evaluate<axe.AxeResults>('axe.run(document)');
    expect(violations.map(({ id }) => id)).toEqual([]);
    await screen.route('**/on-duty-screens/**', (route) => route.abort());
    await screen.clock.runFor(31_000);
    await screen.getByText('Not up to date: the last answer came at Tue 27 Oct, 20:30.').waitFor();
    await screenshot(screen, 'on-duty-stale-phone');
    await screen.unroute('**/on-duty-screens/**');
    await screen.clock.runFor(31_000);
    await screen.getByText('Not up to date').waitFor({ state: 'hidden' });
    const { items } = succeeded(await app.admin.get(`/on-duty-links?locationId=${lab}`));
    await app.admin.delete(`/on-duty-links/${items[0].id}`);
    await screen.clock.runFor(31_000);
    await screen.getByText('There is no such link').waitFor();
  });
});
