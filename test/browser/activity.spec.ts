import { waitFor } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aUser, coverageHours, succeeded } from '../support/factories.js';

// It is Monday, 26 October 2026, noon in Chicago.
const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

interface Count {
  series: string;
  area: string;
  count: number;
  at: string;
}

describe('activity', () => {
  const given = browserApp();
  let locationId: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  let dana: Awaited<ReturnType<typeof aUser>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    await coverageHours(given.app, locationId, { weekdays: [1, 7], startsAt: '08:00', endsAt: '14:00' });
    maya = await anOperator(given.app, { name: 'Maya Okafor' });
    dana = await aUser(given.app, 'supervisor', [locationId]);
    await onShift(given.app, locationId, maya.id, ON_NOW);
  }, 60_000);

  const counts = async (series: string): Promise<Count[]> =>
    succeeded(await given.app.admin.get(`/activity?locationId=${locationId}&series=${series}`)).items;
  const count = async (body: object): Promise<unknown> =>
    succeeded(await given.app.admin.post('/activity', { locationId, ...body }));

  it('is counted at the desk, and taken back', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Count people' }).click();
    await phone.getByText('Workstations in use').click();
    await phone.getByLabel('Area').fill('Quiet room');
    await phone.getByLabel('How many').fill('14');
    await screenshot(phone, 'activity-desk-phone');
    await phone.getByRole('button', { name: 'Save the count' }).click();
    await phone.getByText('14 workstations in Quiet room counted.').waitFor();
    expect(await counts('workstations-in-use')).toMatchObject([
      { area: 'Quiet room', count: 14, at: '2026-10-26T12:00:00-05:00' },
    ]);
    await phone.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await counts('workstations-in-use')).length === 0);
    // The form is closed, so that the next count is a new one.
    await phone.getByRole('button', { name: 'Count people' }).click();
    await phone.getByLabel('How many').fill('1');
    await phone.getByRole('button', { name: 'Save the count' }).click();
    await phone.getByText('One person counted.').waitFor();
    expect(await counts('headcount')).toMatchObject([{ area: '', count: 1 }]);
  });

  it('is counted without a network, and sent later once', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Count people' }).click();
    await phone.getByLabel('How many').fill('9');
    await phone.getByLabel('Area').fill('Loud');
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: 'Save the count' }).click();
    await phone.getByText('Kept on this device; it is sent once you are online.').waitFor();
    await phone.context().setOffline(false);
    const sent = async (): Promise<Count[]> =>
      (await counts('headcount')).filter(({ area }) => area === 'Loud');
    await waitFor(async () => (await sent()).length > 0);
    expect(await sent()).toMatchObject([{ count: 9 }]);
  });

  it('says why a count is refused', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Count people' }).click();
    await phone.getByLabel('How many').fill('9');
    await given.app.database.query(`UPDATE shifts SET status = 'cancelled'`);
    await given.app.database.query(`UPDATE claims SET status = 'cancelled', seat = NULL`);
    try {
      await phone.getByRole('button', { name: 'Save the count' }).click();
      await phone.getByText('You had no shift here then.').first().waitFor();
    } finally {
      await given.app.database.query(`UPDATE shifts SET status = 'published'`);
      await given.app.database.query(`UPDATE claims SET status = 'approved', seat = 1`);
    }
  });

  it('has a page by the hour, on which a wrong count is removed and comes back', async () => {
    for (const [time, stands] of [
      ['08:00', 9_950],
      ['09:00', 9_980],
      ['10:00', 25],
      ['12:00', 7],
    ] as const)
      await count({ series: 'gate', at: `2026-10-26T${time}:00-05:00`, count: stands, cumulative: true });
    const desk = await given.open(dana.client);
    await desk.goto('/activity');
    await desk.getByRole('radiogroup', { name: 'What was counted' }).getByText('Gates').click();
    const hours = desk.getByRole('region', { name: 'By the hour' });
    await hours.getByRole('row', { name: '08:00–09:00 30' }).waitFor();
    await hours.getByRole('row', { name: '09:00–10:00 45' }).waitFor();
    await hours.getByRole('row', { name: /^11:00–12:00 4 At least: the counter was set back/ }).waitFor();
    await hours.getByRole('row', { name: '07:00–08:00 not known' }).waitFor();
    await screenshot(desk, 'activity-gates-desk');
    await desk.getByRole('button', { name: 'Remove the count of Mon 26 Oct, 09:00, Whole location' }).click();
    await desk.getByText('Count of Mon 26 Oct, 09:00 removed.').waitFor();
    await hours.getByRole('row', { name: /^08:00–09:00 37 Shared out/ }).waitFor();
    await desk.getByRole('button', { name: 'Undo' }).click();
    await hours.getByRole('row', { name: '09:00–10:00 45' }).waitFor();
    expect(await counts('gate')).toHaveLength(4);
    const phone = await given.open(dana.client, { viewport: PHONE });
    await phone.goto('/activity');
    await phone.getByText('Gates', { exact: true }).click();
    await phone.getByRole('row', { name: '09:00–10:00 45' }).waitFor();
    await screenshot(phone, 'activity-gates-phone');
    await phone.getByText('People', { exact: true }).click();
    await phone.getByRole('row', { name: /Loud/ }).first().waitFor();
    await screenshot(phone, 'activity-people-phone');
  });

  it('says on an empty day where counts come from', async () => {
    const desk = await given.open(dana.client);
    await desk.goto('/activity?week=2026-10-20');
    await desk.getByText('Nobody counted people on this day').waitFor();
    await screenshot(desk, 'activity-empty-desk');
    await desk.getByRole('button', { name: 'Next day' }).click();
    await desk.getByRole('button', { name: 'Wed 21 Oct', exact: true }).click();
    await desk.getByRole('button', { name: 'Mon 26 Oct', exact: true }).waitFor();
    expect(new URL(desk.url()).searchParams.get('week')).toContain('2026-10-26');
  });

  it('is imported from a file with the readings of a gate', async () => {
    const { id } = await aLocation(given.app, { name: 'Annex' });
    const desk = await given.open(given.app.admin);
    await desk.goto('/imports');
    await desk.getByRole('button', { name: 'Choose a file' }).waitFor();
    const text = 'when,counter\n2026-10-25 20:00,100\n2026-10-25 21:00,131\n';
    const file = { name: 'gate.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await desk.locator('input[type=file]').setInputFiles(file);
    expect(await desk.getByLabel('What is in it').inputValue()).toBe('gate');
    expect(await desk.getByLabel('The numbers are where a counter stands').isChecked()).toBe(true);
    await desk.getByLabel('Location').selectOption('Annex');
    await screenshot(desk, 'activity-import-desk');
    await desk.getByRole('button', { name: 'Import', exact: true }).click();
    await desk.getByText('2 lines were read: 2 added').waitFor();
    await desk.goto(`/activity?week=2026-10-25&location=${id}`);
    await desk.getByText('Gates', { exact: true }).click();
    await desk.getByRole('row', { name: '20:00–21:00 31' }).waitFor();
  });

  it('is no page of an operator', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/activity');
    await phone.getByRole('heading', { name: 'Tonight' }).waitFor();
  });
});
