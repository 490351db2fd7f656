import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { screenshot } from '../support/browser.js';
import { aLocation, anOperator, aShift, coverageHours, succeeded } from '../support/factories.js';
import { assign } from '../support/assignments.js';

describe('cover, in the web app,', () => {
  const given = browserApp();
  const { open } = given;
  let app: TestApp;
  beforeAll(() => {
    ({ app } = given);
  });

  /** A location that needs people on Tuesday from 20:00 to 02:00. */
  const aLab = async (name: string, required = 1): Promise<string> => {
    const { id } = await aLocation(app, { name });
    await coverageHours(app, id, { weekdays: [2], required });
    return id;
  };
  const NIGHT = { startsAt: '2026-10-27T20:00:00-05:00', endsAt: '2026-10-28T02:00:00-05:00' };

  it('counts only approved claims on the board, in the list of gaps and beside the coverage hours', async () => {
    const locationId = await aLab('North Lab', 2);
    const [maya, leo] = [
      await anOperator(app, { name: 'Maya Lin' }),
      await anOperator(app, { name: 'Leo Park' }),
    ];
    const shift = await aShift(app, locationId, { ...NIGHT, seats: 2 });
    succeeded(await maya.client.post(`/shifts/${shift.id}/claims`, {}));
    succeeded(await app.admin.post('/coverage/scans', {}));
    const page = await open(app.admin);
    await page.goto(`/board?location=${locationId}`);
    await page.getByText('Covered 0% · 12 h short').waitFor();
    await page.getByText('Counts approved claims alone. One claim waits for approval.').waitFor();
    expect(await page.locator('[data-kind="pending"].block').innerText()).toMatch(/Maya Lin\s+pending/);
    expect(await page.locator('[data-kind="gap"].block').innerText()).toContain('1 pending');
    await screenshot(page, 'board-pending');
    await assign(app, shift.id, leo.id);
    await page.getByText('Covered 50% · 6 h short').waitFor();
    const block = page.locator('[data-kind="staffed"].block');
    expect(await block.locator('[data-status="pending"]').innerText()).toMatch(/^Maya Lin\s+pending$/);
    await screenshot(page, 'board-half-approved');
    await page.goto('/gaps');
    await page.getByText('Counts approved claims alone').waitFor();
    await page.goto(`/coverage-hours?location=${locationId}`);
    await page
      .getByText('12 hours of work are asked for; 6 are not covered yet, counting approved claims alone.')
      .waitFor();
  });

  it('is added from a gap on the board: on a free seat, or with a new shift if there is none', async () => {
    const locationId = await aLab('South Lab');
    await anOperator(app, { name: 'Ana Cruz', locationIds: [locationId] });
    await aShift(app, locationId, { ...NIGHT, endsAt: '2026-10-27T23:00:00-05:00' });
    const page = await open(app.admin);
    await page.goto(`/board?location=${locationId}`);
    await page.getByRole('button', { name: /Empty: 1 short/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('One free seat of 1').waitFor();
    await dialog.getByText('No shift is there. One person is missing.').waitFor();
    await screenshot(page, 'gap-filling');
    const candidate = dialog.getByRole('listitem').filter({ hasText: 'Ana Cruz' });
    await candidate.getByRole('button', { name: 'Assign' }).click();
    await page.getByText('Ana Cruz is assigned.').waitFor();
    await dialog.getByText('One free seat of 1').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'New shift' }).click();
    expect(await page.getByLabel('From').inputValue()).toBe('23:00');
    expect(await page.getByLabel('Until').inputValue()).toBe('02:00');
    await page.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Tue 27 Oct, 23:00–02:00 next day').first().waitFor();
    await dialog.getByRole('listitem').filter({ hasText: 'Ana Cruz' }).getByRole('button').click();
    await dialog.getByText('Nothing is missing here any more.').waitFor();
    const { items } = (await app.admin.get(`/shifts?locationId=${locationId}`)).body;
    expect(items).toMatchObject([
      { endsAt: '2026-10-27T23:00:00-05:00', seats: 1, seatsTaken: 1 },
      { startsAt: '2026-10-27T23:00:00-05:00', endsAt: NIGHT.endsAt, seats: 1, seatsTaken: 1 },
    ]);
  });

  it('is added from the list of gaps, too: with one more seat if all are taken', async () => {
    const locationId = await aLab('East Lab', 2);
    const [mia] = [
      await anOperator(app, { name: 'Mia Berg', locationIds: [locationId] }),
      await anOperator(app, { name: 'Tom Roth', locationIds: [locationId] }),
    ];
    const shift = await aShift(app, locationId, NIGHT);
    await assign(app, shift.id, mia.id);
    succeeded(await app.admin.post('/coverage/scans', {}));
    const page = await open(app.admin);
    await page.goto('/gaps');
    const card = page.getByRole('listitem').filter({ hasText: 'East Lab' }).first();
    await card.waitFor();
    await screenshot(page, 'gaps');
    await card.getByRole('button', { name: 'Fill 20:00–02:00 next day' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('One seat more is needed than this shift has free.').waitFor();
    await screenshot(page, 'gap-filling-full');
    await dialog.getByRole('button', { name: 'Add a seat' }).click();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: 'Tom Roth' })
      .getByRole('button', { name: 'Assign' })
      .click();
    await dialog.getByText('Nothing is missing here any more.').waitFor();
    const { items } = (await app.admin.get(`/shifts?locationId=${locationId}`)).body;
    expect(items).toMatchObject([{ id: shift.id, seats: 2, seatsTaken: 2 }]);
  });

  it('can be seen, but not changed, by Campus IT', async () => {
    const locationId = await aLab('West Lab');
    succeeded(await app.admin.post('/coverage/scans', {}));
    const user = succeeded(
      await app.admin.post('/users', {
        name: 'Kim IT',
        email: 'kim@example.edu',
        role: 'campus_it',
        locationIds: [locationId],
      }),
    );
    const page = await open(await app.signedIn(user.id));
    await page.goto('/gaps');
    await page.getByText('West Lab').first().waitFor();
    expect(await page.getByRole('button', { name: /Fill/ }).count()).toBe(0);
  });

  it('ends in closed dates: their shifts are shown first, and kept or cancelled as the supervisor chooses', async () => {
    const locationId = await aLab('Quiet Lab');
    const maya = await anOperator(app, { name: 'Nia Okoye', locationIds: [locationId] });
    const [kept, cancelled] = [
      await aShift(app, locationId, NIGHT),
      await aShift(app, locationId, {
        startsAt: '2026-11-03T20:00:00-06:00',
        endsAt: '2026-11-03T23:00:00-06:00',
      }),
    ];
    for (const { id } of [kept, cancelled]) await assign(app, id, maya.id);
    const page = await open(app.admin);
    const close = async (date: string, untilDate: string, fate: string): Promise<void> => {
      await page.goto(`/coverage-hours?location=${locationId}`);
      await page.getByRole('button', { name: 'Add an exception' }).click();
      await page.getByLabel('First date').fill(date);
      await page.getByLabel('Last date').fill(untilDate);
      await page.getByLabel('Why').fill('Flood');
      await page.getByText('One shift stands in the closed time, with one claim.').waitFor();
      await page.getByText('No mail server is set up, so nobody is sent anything').waitFor();
      await screenshot(page, `closing-${fate}`);
      // Until the supervisor has chosen, nothing is stored.
      await page.getByRole('button', { name: 'Close these dates' }).click();
      expect(await page.getByRole('dialog').count()).toBe(1);
      await page.getByRole('radio', { name: fate }).check();
      await page.getByRole('button', { name: 'Close these dates' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await close('2026-10-26', '2026-10-29', 'Keep it');
    await page.getByText('Saved. One shift stays.').waitFor();
    await page.getByText('Mon 26 Oct 2026 to Thu 29 Oct 2026').waitFor();
    await close('2026-11-02', '2026-11-06', 'Cancel it');
    await page.getByText('Saved. One shift is cancelled.').waitFor();
    expect((await app.admin.get(`/shifts/${cancelled.id}`)).body.status).toBe('cancelled');
    await page.goto(`/board?location=${locationId}`);
    await page.getByText('6 h staffed while closed, which cover nothing.').waitFor();
    await page.locator('[data-closed].block').getByText('while closed').waitFor();
    await screenshot(page, 'board-while-closed');
    await page.goto('/gaps');
    await page.getByRole('heading', { name: 'Staffed while closed' }).waitFor();
    await page.getByText('Tue 27 Oct, 20:00–02:00 next day: one person').waitFor();
    // Undo opens the dates again, and their shift is as before.
    await page.goto(`/coverage-hours?location=${locationId}`);
    await page
      .getByRole('listitem')
      .filter({ hasText: '2 Nov 2026' })
      .getByRole('button', { name: 'Change' })
      .click();
    await page.getByLabel('Last date').fill('2026-11-01');
    await page.getByText('This lies before the first date.').waitFor();
    await page.getByLabel('Last date').fill('2026-11-07');
    await page.getByText('No shift stands there.').waitFor();
    await page.getByRole('button', { name: 'Close these dates' }).click();
    await page.getByText('Mon 2 Nov 2026 to Sat 7 Nov 2026').waitFor();
  });

  it('ends only after the shifts were shown, again for other dates; undo says whose claims are not restored', async () => {
    const locationId = await aLab('Hill Lab');
    const maya = await anOperator(app, { name: 'Ada Obi', locationIds: [locationId] });
    const hours = { startsAt: '2026-11-03T20:00:00-06:00', endsAt: '2026-11-03T23:00:00-06:00' };
    await assign(app, (await aShift(app, locationId, hours)).id, maya.id);
    const page = await open(app.admin);
    await page.goto(`/coverage-hours?location=${locationId}`);
    await page.getByRole('button', { name: 'Add an exception' }).click();
    await page.getByLabel('First date').fill('2026-11-02');
    await page.getByLabel('Last date').fill('2026-11-06');
    await page.getByLabel('Why').fill('Flood');
    const cancel = page.getByRole('radio', { name: 'Cancel it' });
    await cancel.check();
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/coverage-exceptions/preview', async (route) => {
      await promise;
      await route.continue();
    });
    await page.getByLabel('Last date').fill('2026-11-07');
    const save = page.getByRole('button', { name: 'Close these dates' });
    expect(await save.isDisabled()).toBe(true);
    resolve();
    await cancel.waitFor();
    expect(await cancel.isChecked()).toBe(false);
    await cancel.check();
    await save.click();
    await page.getByText('Saved. One shift is cancelled.').waitFor();
    await assign(app, (await aShift(app, locationId, hours)).id, maya.id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('One claim did not come back').waitFor();
    await page.getByText('No exceptions.').waitFor();
  });
});
