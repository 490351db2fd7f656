import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, aUser, succeeded } from '../support/factories.js';

describe('a claim that a supervisor unticks', () => {
  const given = browserApp();
  const { open } = given;
  let app: TestApp;
  beforeAll(() => {
    ({ app } = given);
  });

  it('stays unticked and pending after a reload, changes by others, and approvals of a batch and the schedule', async () => {
    const { id: locationId } = await aLocation(app, { name: 'Main Lab' });
    const dates = { startsOn: '2026-10-26', endsOn: '2026-11-01' };
    const { id } = succeeded(await app.admin.post('/schedules', { locationId, ...dates }));
    const shift = await aShift(app, locationId, { seats: 4, status: 'draft' });
    succeeded(await app.admin.post(`/schedules/${id}/publish`, {}));
    const claims: Record<string, string> = {};
    for (const name of ['Maya Lin', 'Leo Park', 'Ana Cruz']) {
      const { client } = await anOperator(app, { name, locationIds: [locationId] });
      claims[name] = succeeded(await client.post(`/shifts/${shift.id}/claims`, {})).id as string;
    }
    const statusOf = async (name: string): Promise<string> =>
      (await app.admin.get(`/claims/${claims[name]}`)).body.status;
    const { client } = await aUser(app, 'supervisor', [locationId]);
    const page = await open(client);
    const box = (name: string) => page.getByRole('checkbox', { name: new RegExp(name) });
    await page.goto('/approvals');
    await box('Maya Lin').uncheck();
    await box('Leo Park').uncheck();
    await page.getByRole('button', { name: 'Approve 1' }).waitFor();
    await screenshot(page, 'approvals-unticked');
    await page.reload();
    await page.getByRole('button', { name: 'Approve 1' }).waitFor();
    // Another supervisor decides on one claim, and an operator makes a new one.
    succeeded(await app.admin.post(`/claims/${claims['Leo Park']}/approve`, {}));
    const late = await anOperator(app, { name: 'Tom Roth', locationIds: [locationId] });
    claims['Tom Roth'] = succeeded(await late.client.post(`/shifts/${shift.id}/claims`, {})).id as string;
    await box('Tom Roth').waitFor();
    await box('Leo Park').waitFor({ state: 'detached' });
    expect(await box('Maya Lin').isChecked()).toBe(false);
    expect(await box('Tom Roth').isChecked()).toBe(true);
    await box('Tom Roth').uncheck();
    await page.getByRole('button', { name: 'Approve 1' }).click();
    await page.getByText('One claim approved.').waitFor();
    expect(await statusOf('Ana Cruz')).toBe('approved');
    await box('Ana Cruz').waitFor({ state: 'detached' });
    for (const name of ['Maya Lin', 'Tom Roth']) expect(await box(name).isChecked()).toBe(false);
    await box('Tom Roth').check();
    await page.goto(`/schedules?location=${locationId}`);
    await page.getByText('One claim is unticked under Approvals and will stay pending.').waitFor();
    await screenshot(page, 'schedules-unticked');
    // Unticked claims stay left out even if the list of pending claims cannot be loaded.
    await page.route('**/api/v1/claims?*', (route) => route.fulfill({ status: 503 }));
    await page.reload();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Approved with one claim. One was left out and waits.').waitFor();
    expect(await statusOf('Tom Roth')).toBe('approved');
    expect(await statusOf('Maya Lin')).toBe('pending');
    await page.unroute('**/api/v1/claims?*');
    await page.goto('/approvals');
    await box('Maya Lin').waitFor();
    expect(await box('Maya Lin').isChecked()).toBe(false);
    // Ticks are stored per supervisor: another one still sees the claim ticked.
    const other = await open(app.admin);
    await other.goto('/approvals');
    await other.getByRole('button', { name: 'Approve 1' }).waitFor();
  });
});
