import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, picture } from '../support/browser.js';
import { aLocation, anOperator, succeeded } from '../support/factories.js';
import { onShift } from '../support/scheduled.js';

const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

describe('the desk on a phone', () => {
  const given = browserApp();
  let locationId: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    maya = await anOperator(given.app, { name: 'Maya Okafor' });
    await onShift(given.app, locationId, maya.id, ON_NOW);
  }, 60_000);

  const requests = async (): Promise<{ id: string; category: string; waitedMinutes: number | null }[]> =>
    succeeded(await given.app.admin.get(`/support-requests?locationId=${locationId}&limit=200`)).items;

  it('asks how long they had waited with one tap; nothing chosen is unknown, and undo takes it back', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Log a request' }).click();
    const wait = phone.getByRole('radiogroup', { name: 'How many minutes had they waited' });
    expect(await wait.getByRole('radio', { name: 'Unknown' }).isChecked()).toBe(true);
    await wait.getByText('15', { exact: true }).click();
    await picture(phone, 'desk-wait-phone');
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('waited 15 min').waitFor();
    expect(await requests()).toMatchObject([{ category: 'software', waitedMinutes: 15 }]);
    await phone.getByRole('button', { name: 'Undo' }).click();
    await phone.getByText('waited 15 min').waitFor({ state: 'detached' });
    expect(await requests()).toEqual([]);
    await phone.getByRole('button', { name: 'Log a request' }).click();
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('wait unknown').waitFor();
    expect(await requests()).toMatchObject([{ waitedMinutes: null, waitUnknown: true }]);
  });

  it('keeps the wait of what is logged without a network', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Log a request' }).click();
    await phone.context().setOffline(true);
    await phone.getByLabel('What was it about').selectOption('Hardware');
    await phone.getByText('None', { exact: true }).click();
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('Kept on this device; it is sent once you are online.').waitFor();
    await phone.context().setOffline(false);
    const sent = async () => (await requests()).filter(({ category }) => category === 'hardware');
    await waitFor(async () => (await sent()).length > 0);
    expect(await sent()).toMatchObject([{ waitedMinutes: 0, openedAt: '2026-10-26T12:00:00-05:00' }]);
  });
});
