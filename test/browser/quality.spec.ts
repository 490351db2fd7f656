import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { assign } from '../support/assignments.js';
import { aLocation, anOperator, aShift, aUser, coverageHours, succeeded } from '../support/factories.js';

describe('the quality of a schedule on the page of schedules', () => {
  const given = browserApp();
  const { open } = given;

  it('shows the score, its parts and what would raise it', async () => {
    const { app } = given;
    const { id } = await aLocation(app, { name: 'Main Lab' });
    const locationIds = [id];
    const maya = await anOperator(app, { name: 'Maya Lin', locationIds, weeklyHourCap: 20 });
    await anOperator(app, { name: 'Leo Park', locationIds, weeklyHourCap: 20 });
    await coverageHours(app, id, { startsAt: '20:00', endsAt: '00:00', weekdays: [1, 2, 3, 4, 5] });
    for (const day of ['27', '28', '29']) {
      const times = {
        startsAt: `2026-10-${day}T20:00:00-05:00`,
        endsAt: `2026-10-${Number(day) + 1}T00:00:00-05:00`,
      };
      await assign(app, (await aShift(app, id, times)).id, maya.id);
    }
    const dates = { startsOn: '2026-10-26', endsOn: '2026-11-08' };
    succeeded(await app.admin.post('/schedules', { locationId: id, ...dates }));
    const { client } = await aUser(app, 'supervisor', locationIds);
    for (const [name, options] of [
      ['desk', {}],
      ['phone', { viewport: PHONE }],
    ] as const) {
      const page = await open(client, options);
      await page.goto(`/schedules?location=${id}`);
      await page.getByRole('button', { name: 'Quality' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('of 100').waitFor();
      await dialog.getByText('Hand over from Maya Lin to Leo Park').waitFor();
      await dialog.getByText('Fill Mondays, 20:00–00:00').waitFor();
      await dialog.getByText('Not judged').first().waitFor();
      await screenshot(page, `quality-${name}`);
      await dialog.getByText('What would raise it most').scrollIntoViewIfNeeded();
      await screenshot(page, `quality-raises-${name}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    }
  });
});
