import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aSupportRequest, aUser, coverageHours, succeeded } from '../support/factories.js';

// It is Monday, 26 October 2026, noon in Chicago. The lab is open from 8:00 to 20:00.

describe('targets', () => {
  const given = browserApp();
  let locationId: string;
  let campus: Awaited<ReturnType<typeof aUser>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    await coverageHours(given.app, locationId, { startsAt: '08:00', endsAt: '20:00' });
    campus = await aUser(given.app, 'campus_it', [locationId]);
    const escalated = (at: string, title: string, rest: object = {}) =>
      aSupportRequest(given.app, locationId, {
        openedAt: at,
        firstResponseAt: at,
        escalatedAt: at,
        tier: 'campus-it',
        title,
        ...rest,
      });
    await escalated('2026-10-25T14:48:00-05:00', 'The wall socket is dead');
    await escalated('2026-10-26T11:00:00-05:00', 'No picture on the projector');
    await escalated('2026-10-26T08:50:00-05:00', 'The card reader beeps');
  }, 60_000);

  it('are set by an administrator, and a change can be undone', async () => {
    const page = await given.open(given.app.admin, { viewport: DESK });
    await page.goto('/settings');
    const campusIt = page.getByRole('group', { name: 'Campus IT: resolved or given back' });
    await campusIt.getByLabel('Normal').fill('240');
    await campusIt.getByLabel('Urgent').fill('60');
    await page.getByRole('group', { name: 'Library: first answer' }).getByLabel('Normal').fill('15');
    await screenshot(page, 'service-targets-desktop');
    await page.getByRole('button', { name: 'Save targets' }).click();
    await page.getByText('Targets saved.').waitFor();
    const targets = async () => succeeded(await given.app.admin.get('/settings')).serviceTargets;
    const set = [
      { tier: 'library', priority: 'normal', responseMinutes: 15, resolutionMinutes: null },
      { tier: 'campus-it', priority: 'normal', responseMinutes: null, resolutionMinutes: 240 },
      { tier: 'campus-it', priority: 'urgent', responseMinutes: null, resolutionMinutes: 60 },
    ];
    expect(await targets()).toEqual(set);
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await targets()).length === 0);
    succeeded(await given.app.admin.patch('/settings', { serviceTargets: set }));
  });

  it('put the queue of Campus IT in order', async () => {
    const phone = await given.open(campus.client, { viewport: PHONE });
    await phone.goto('/requests');
    await phone.getByText('Waiting 9 h 12 min of 4 h · over the target').waitFor();
    await phone.getByText('Waiting 3 h 10 min of 4 h · due Mon 26 Oct, 12:50').waitFor();
    await phone.getByText('Waiting 1 h of 4 h').waitFor();
    await screenshot(phone, 'campus-queue-phone');
    const titles = await phone.locator('.plain-list a').allTextContents();
    expect(titles).toEqual([
      'The wall socket is dead',
      'The card reader beeps',
      'No picture on the projector',
    ]);
  });

  it('keep their order and their clocks under filters', async () => {
    const phone = await given.open(campus.client, { viewport: PHONE });
    await phone.goto('/requests?words=re');
    await phone.getByText('Waiting 3 h 10 min of 4 h · due Mon 26 Oct, 12:50').waitFor();
    await screenshot(phone, 'campus-queue-filtered-phone');
    expect(await phone.locator('.plain-list a').allTextContents()).toEqual(['The card reader beeps']);
    await phone.getByLabel('Search').fill('scanner');
    await phone.getByRole('heading', { name: 'No requests match' }).waitFor();
    await phone.getByRole('button', { name: 'Clear filters', exact: true }).click();
    await phone.getByText('Waiting 9 h 12 min of 4 h · over the target').waitFor();
  });

  it('put what the library has in order, too', async () => {
    await aSupportRequest(given.app, locationId, {
      openedAt: '2026-10-26T11:30:00-05:00',
      title: 'A screen stays black',
    });
    const supervisor = await aUser(given.app, 'supervisor', [locationId]);
    const phone = await given.open(supervisor.client, { viewport: PHONE });
    await phone.goto('/requests');
    await phone.getByText('Library', { exact: true }).click();
    await phone.getByText('Waiting for an answer 30 min of 15 min · over the target').waitFor();
    await phone.getByRole('link', { name: 'A screen stays black' }).waitFor();
    await screenshot(phone, 'library-queue-phone');
  });

  it('stand still while the person is waited for, and go by how urgent it is', async () => {
    const page = await given.open(campus.client, { viewport: PHONE });
    await page.goto('/requests');
    await page.getByRole('link', { name: 'No picture on the projector' }).click();
    await page.getByText('Waiting 1 h of 4 h').waitFor();
    await page.getByRole('button', { name: 'Waits for the person' }).click();
    await page.getByText('the clock stands still for the person').waitFor();
    await screenshot(page, 'request-waiting-phone');
    await page.getByRole('region', { name: 'What happened' }).getByText('You wait for the person').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Waits for the person' }).waitFor();
    await page.getByLabel('How urgent').selectOption('Urgent');
    await page.getByText('Waiting 1 h of 1 h').waitFor();
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.getByText('Waiting 1 h of 1 h').waitFor();
    await page.getByRole('link', { name: 'No picture on the projector' }).click();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Took 1 h of 1 h').waitFor();
  });
});
