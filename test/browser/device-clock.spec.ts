import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, coverageHours, type MadeOperator } from '../support/factories.js';
import { assign } from '../support/assignments.js';

/** Monday, 26 October 2026, 21:50 in Chicago. */
const NOW = '2026-10-27T02:50:00Z';
const DEVICES: [string, { deviceTime: string; zone: string }][] = [
  ['five days ahead, in Tokyo', { deviceTime: '2026-11-01T02:50:00Z', zone: 'Asia/Tokyo' }],
  ['seven hours behind, in Honolulu', { deviceTime: '2026-10-26T19:50:00Z', zone: 'Pacific/Honolulu' }],
  ['years behind, in London', { deviceTime: '2020-01-01T00:00:00Z', zone: 'Europe/London' }],
];

describe('a device whose clock is wrong', () => {
  const given = browserApp();
  const { open } = given;
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  beforeAll(async () => {
    ({ app } = given);
    app.clock.set(NOW);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    maya = await anOperator(app, { name: 'Maya Lin', locationIds: [locationId] });
    await coverageHours(app, locationId);
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-26T22:00:00-05:00',
      endsAt: '2026-10-27T02:00:00-05:00',
    });
    await assign(app, shift.id, maya.id);
  });

  it('gets the server’s time with every answer', async () => {
    for (const path of ['/settings', '/nowhere'])
      expect((await app.admin.get(path)).headers.get('x-server-time')).toBe(new Date(NOW).toISOString());
    expect((await app.anonymous.get('/me')).headers.get('x-server-time')).toBe(new Date(NOW).toISOString());
  });

  it.each(DEVICES)('%s, shows a supervisor the right week and the right night', async (_what, device) => {
    const page = await open(app.admin, device);
    await page.goto('/board');
    await page.getByRole('button', { name: '26 Oct – 1 Nov' }).waitFor();
    await page.locator('[data-today]').getByText('Mon 26 Oct').waitFor();
    expect(await page.locator('[data-past]').count()).toBe(0);
    await screenshot(page, `device-clock ${_what}`);
    await page.goto('/coverage-hours');
    await page.getByRole('button', { name: 'Add an exception' }).click();
    expect(await page.getByLabel('First date').inputValue()).toBe('2026-10-26');
  });

  it.each(DEVICES)('%s, lets an operator check in and log a request', async (_what, device) => {
    const phone = await open(maya.client, { ...device, viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Check in' }).waitFor();
    await phone.getByText('Mon 26 Oct, 22:00–02:00 next day').first().waitFor();
    const tallies = async (): Promise<{ at: string }[]> =>
      (await app.admin.get(`/support-tallies?locationId=${locationId}`)).body.items;
    const before = (await tallies()).length;
    await phone.getByRole('button', { name: /^Wi-Fi/ }).click();
    await waitFor(async () => (await tallies()).length === before + 1);
    for (const { at } of await tallies()) expect(Date.parse(at)).toBe(Date.parse(NOW));
  });
});
