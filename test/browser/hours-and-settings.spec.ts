import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { contentOf, PHONE, screenshot } from '../support/browser.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import { assign, recordAttendance, onShift } from '../support/assignments.js';

describe('the pages of hours, time off and settings', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let leo: MadeOperator;
  const { open } = given;
  /** A shift on a day in October, 20:00 to 23:00, with an operator assigned to it. */
  const worked = async (
    day: string,
    operatorId: string,
    { cameAt, leftAt, ...overrides }: { cameAt?: string; leftAt?: string; positionId?: string } = {},
  ): Promise<{ shiftId: string; claimId: string }> => {
    const { id: claimId, shiftId } = await onShift(app, locationId, operatorId, {
      startsAt: `2026-10-${day}T20:00:00-05:00`,
      endsAt: `2026-10-${day}T23:00:00-05:00`,
      ...overrides,
    });
    const at = (time: string): string => `2026-10-${day}T${time}:00-05:00`;
    if (cameAt) await recordAttendance(app, claimId, at(cameAt), leftAt && at(leftAt));
    return { shiftId, claimId };
  };
  const claimOf = async (id: string) => (await app.admin.get(`/claims/${id}`)).body;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    maya = await anOperator(app, { name: 'Maya Lin', employeeId: 'E-1001' });
    leo = await anOperator(app, { name: 'Leo Park' });
  }, 120_000);

  it('create a pay period, complete its times, lock and unlock it, and export it for the payroll', async () => {
    await worked('19', maya.id, { cameAt: '20:00', leftAt: '23:00' });
    const { claimId } = await worked('20', leo.id, { cameAt: '20:00' });
    const desk = await open(app.admin);
    await desk.goto('/timesheets');
    await desk.getByText('No pay period yet').waitFor();
    await screenshot(desk, 'timesheets-empty');
    await desk.getByRole('button', { name: 'New pay period' }).click();
    await desk.getByLabel('First day').fill('2026-10-12');
    await desk.getByLabel('Last day').fill('2026-10-25');
    await desk.getByRole('button', { name: 'Create' }).click();
    await desk.getByText('The pay period is there.').waitFor();
    await desk.getByText('No check-out: counts to the shift’s end').waitFor();
    await desk.getByRole('button', { name: 'Show shifts of Maya Lin' }).click();
    await screenshot(desk, 'timesheets');
    await desk.getByRole('button', { name: 'Correct Leo Park, Tue 20 Oct, 20:00–23:00' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Left').fill('22:15');
    await dialog.getByText('Tue 20 Oct, 20:00–22:15').waitFor();
    await dialog.getByLabel('Why').fill('Forgot to check out');
    await screenshot(desk, 'timesheets-correct');
    await dialog.getByRole('button', { name: 'Correct the times' }).click();
    await desk.getByText('Nothing is left to look into.').waitFor();
    await desk.getByText('5 h 15 min').waitFor();
    expect(await claimOf(claimId)).toMatchObject({ checkedOutAt: '2026-10-20T22:15:00-05:00' });
    const period = async () => (await app.admin.get('/pay-periods')).body.items[0];
    await desk.getByRole('button', { name: 'Lock', exact: true }).click();
    await desk.getByText('Nothing worked in it changes any more.').waitFor();
    await waitFor(async () => (await period()).lockedAt !== null);
    // The list follows its notice. Only when it has, does it show what Undo changes.
    await desk.getByRole('button', { name: 'Unlock' }).waitFor();
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.getByRole('button', { name: 'Lock', exact: true }).click();
    await desk.getByRole('button', { name: 'Unlock' }).waitFor();
    await screenshot(desk, 'timesheets-locked');
    const downloading = desk.waitForEvent('download');
    await desk.getByRole('button', { name: 'Download as CSV' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe('timesheet-2026-10-12-2026-10-25.csv');
    expect(await contentOf(file)).toContain('E-1001,Maya Lin,2026-10-19');
    await desk.getByRole('button', { name: 'Unlock' }).click();
    await desk.getByLabel('Why').fill('A shift was missing');
    await desk.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await desk.getByText('Unlocked. Times can be corrected again.').waitFor();
    expect((await period()).lockedAt).toBeNull();
    const phone = await open(maya.client, { viewport: PHONE });
    await phone.goto('/hours');
    await phone.getByText('Mon 19 Oct, 20:00–23:00').waitFor();
    await screenshot(phone, 'hours-phone');
    expect(await phone.getByText('Tue 20 Oct').count()).toBe(0);
  });

  it('send an operator’s correction from their phone to the supervisor', async () => {
    const { claimId } = await worked('22', maya.id, { cameAt: '20:25', leftAt: '23:00' });
    const phone = await open(maya.client, { viewport: PHONE });
    await phone.goto('/my-shifts');
    await phone.getByRole('button', { name: 'Show past shifts' }).click();
    await phone.getByRole('button', { name: 'Correct the times of Thu 22 Oct, 20:00–23:00' }).click();
    const form = phone.getByRole('dialog');
    await form.getByLabel('Came').fill('19:58');
    await form.getByLabel('Why').fill('The reader was down');
    await screenshot(phone, 'correction-phone');
    await form.getByRole('button', { name: 'Ask for the correction' }).click();
    await phone.getByText('You asked for 19:58–23:00.').waitFor();
    await screenshot(phone, 'past-shifts-phone');
    expect(await claimOf(claimId)).toMatchObject({ checkedInAt: '2026-10-22T20:25:00-05:00' });
    const desk = await open(app.admin, { colorScheme: 'dark' });
    await desk.goto('/attendance');
    await desk.getByText('Says: Thu 22 Oct, 19:58–23:00').waitFor();
    await screenshot(desk, 'attendance-corrections-dark');
    await desk.getByRole('button', { name: 'Approve the correction of Maya Lin' }).click();
    await desk.getByText('The times of Maya Lin are corrected.').waitFor();
    expect(await claimOf(claimId)).toMatchObject({ checkedInAt: '2026-10-22T19:58:00-05:00' });
    await phone.getByText('Corrected to 19:58–23:00.').waitFor();
    await desk.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await claimOf(claimId)).checkedInAt === '2026-10-22T20:25:00-05:00');
  });

  it('record who worked instead, and sign off a training shift', async () => {
    const { claimId, shiftId } = await worked('21', maya.id);
    const positionId = (await aPosition(app, { name: 'Printing desk', shadowShifts: 1 })).id;
    const mentor = await anOperator(app, { name: 'Ana Cruz', positionIds: [positionId] });
    const trainee = await anOperator(app, { name: 'Noor Haddad', positionIds: [] });
    const people = await open(app.admin);
    await people.goto('/people');
    await people.getByRole('button', { name: 'Change Noor Haddad' }).click();
    await people.getByRole('button', { name: 'Put into training: Printing desk' }).click();
    await people.getByText('In training: Printing desk.').waitFor();
    await people.getByText('In training · 0 of 1 training shifts signed off').waitFor();
    await people.getByRole('button', { name: 'Undo' }).click();
    await people.getByRole('button', { name: 'Put into training: Printing desk' }).click();
    await people.getByText('In training · 0 of 1 training shifts signed off').waitFor();
    await screenshot(people, 'qualifications');
    const beside = await worked('23', mentor.id, { positionId, cameAt: '20:00', leftAt: '23:00' });
    const shadow = await assign(app, beside.shiftId, trainee.id);
    await recordAttendance(app, shadow.id, '2026-10-23T20:00:00-05:00');
    const phone = await open(trainee.client, { viewport: PHONE });
    await phone.goto('/hours');
    await phone.getByText('0 of 1 training shifts signed off').waitFor();
    const desk = await open(app.admin);
    await desk.goto('/attendance');
    await desk.getByLabel('Day').fill('2026-10-21');
    await desk.getByRole('button', { name: 'Somebody else worked the shift of Maya Lin' }).waitFor();
    await screenshot(desk, 'attendance-earlier');
    await desk.getByRole('button', { name: 'Somebody else worked the shift of Maya Lin' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Who worked it').selectOption('Leo Park');
    await dialog.getByLabel('What happened').fill('Maya was ill');
    await screenshot(desk, 'covering');
    await dialog.getByRole('button', { name: 'Record it' }).click();
    await desk.getByText('Recorded: Leo Park worked it.').waitFor();
    expect(await claimOf(claimId)).toMatchObject({ status: 'cancelled', noShow: true });
    const { items } = (await app.admin.get(`/claims?shiftId=${shiftId}&status=approved`)).body;
    expect(items).toMatchObject([{ operatorId: leo.id, checkedInAt: '2026-10-21T20:00:00-05:00' }]);
    await desk.getByRole('button', { name: 'Sign off the training shift of Noor Haddad' }).click();
    await desk.getByText('Noor Haddad is now qualified: Printing desk.').waitFor();
    expect((await app.admin.get(`/operators/${trainee.id}`)).body.qualifications).toMatchObject([
      { positionId, status: 'qualified', signedOffShifts: 1 },
    ]);
  });

  it('send a request for time off from the phone to the supervisor, and the decision back', async () => {
    const phone = await open(leo.client, { viewport: PHONE });
    await phone.goto('/availability');
    const form = phone.locator('form', { hasText: 'Ask for time off' });
    await form.getByLabel('First day off').fill('2026-11-05');
    await form.getByLabel('Last day off').fill('2026-11-06');
    await form.getByLabel('Why').fill('A wedding');
    await form.getByRole('button', { name: 'Ask for time off' }).click();
    await phone.getByText('Thu 5 Nov – Fri 6 Nov').waitFor();
    await screenshot(phone, 'time-off-phone');
    const desk = await open(app.admin);
    await desk.goto('/approvals');
    await desk.getByText('A wedding').waitFor();
    await screenshot(desk, 'approvals-time-off');
    await desk.getByRole('button', { name: 'Leo Park: Approve' }).click();
    await desk.getByText('Time off of Leo Park is approved.').waitFor();
    const absences = async (): Promise<unknown[]> =>
      (await app.admin.get(`/operators/${leo.id}/unavailability`)).body.items;
    expect(await absences()).toHaveLength(1);
    await desk.getByRole('button', { name: 'Leo Park: Approve' }).waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.getByRole('button', { name: 'Leo Park: Reject' }).click();
    expect(await absences()).toEqual([]);
    await desk.getByRole('dialog').getByLabel('Why').fill('Exams: nobody else is free');
    await desk.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await desk.getByText('Rejected. Leo Park reads why in the app; nothing is sent.').waitFor();
    await phone.reload();
    await phone.getByText('Exams: nobody else is free').waitFor();
    await screenshot(phone, 'time-off-rejected-phone');
  });

  it('hold a free seat for the operator on the waitlist until they accept', async () => {
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-28T22:00:00-05:00',
    });
    const held = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
    const phone = await open(leo.client, { viewport: PHONE });
    await phone.goto('/open-shifts');
    await phone.getByRole('button', { name: 'Wait for it' }).click();
    await phone.getByText('Main Lab · 1st in line').waitFor();
    succeeded(await maya.client.post(`/claims/${held.id}/withdraw`));
    await app.jobsDone();
    await phone.getByText('A seat is held for you').waitFor();
    await phone.getByText('Held until Mon 26 Oct, 14:00 · 2 h left').waitFor();
    await screenshot(phone, 'offer-phone');
    await phone.getByRole('button', { name: 'Accept Wed 28 Oct, 20:00–22:00' }).click();
    await phone.getByText('Claimed: Wed 28 Oct, 20:00–22:00').waitFor();
    const { items } = (await leo.client.get(`/claims?shiftId=${shift.id}`)).body;
    expect(items).toMatchObject([{ operatorId: leo.id, status: 'pending' }]);
  });

  it('change the institution’s settings, a location and a position, and undo each', async () => {
    const desk = await open(app.admin);
    await desk.goto('/settings');
    const settings = async () => (await app.admin.get('/settings')).body;
    const before = await settings();
    await desk.getByLabel('Most hours a day').fill('10');
    await desk.getByLabel('A week begins on').selectOption('Sunday');
    await screenshot(desk, 'settings');
    await desk.getByRole('button', { name: 'Save', exact: true }).click();
    await desk.getByText('The settings are saved.').waitFor();
    expect(await settings()).toMatchObject({ dailyHourCap: 10, weekStartsOn: 7 });
    await desk.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await settings()).dailyHourCap === null);
    expect(await settings()).toEqual({ ...before, version: expect.any(Number) });
    await desk.getByRole('button', { name: 'Change Main Lab' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Trades need approval').check();
    await dialog.getByLabel('Networks to check in from').fill('10.4.0.0/16\nnowhere');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Networks to check in from').fill('10.4.0.0/16');
    await screenshot(desk, 'location-form');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await desk.getByText('check-in from one network').waitFor();
    expect((await app.admin.get(`/locations/${locationId}`)).body).toMatchObject({
      tradesNeedApproval: true,
      checkInNetworks: ['10.4.0.0/16'],
    });
    await desk.getByRole('button', { name: 'Add a position' }).click();
    await dialog.getByLabel('Name').fill('Roaming help');
    await dialog.getByLabel('Cost of an hour').fill('14.5');
    await dialog.getByRole('button', { name: 'Add a position' }).click();
    await desk.getByText('Roaming help is there.').waitFor();
    await desk.getByRole('button', { name: 'Remove Roaming help' }).click();
    await desk.getByText('Roaming help is removed.').waitFor();
    await desk.getByText('14.50 an hour').waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.getByText('14.50 an hour').waitFor();
    const positions = (await app.admin.get('/positions')).body.items;
    expect(positions.map(({ name }: { name: string }) => name)).toContain('Roaming help');
  });
});
