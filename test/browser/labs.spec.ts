import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, aShift, aUser, coverageHours, succeeded } from '../support/factories.js';

const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };
const TABLE = [
  'Name\tArea\tUpgraded\tOut of service from\tNote',
  'PC 1\tEast\t2026-09-01\t\t',
  'PC 2\tEast\t\t2026-10-20\tFan is loud',
  'PC 10\tEast\t\t\t',
  'PC 3\tWest\t\t\t',
].join('\n');

describe('labs', () => {
  const given = browserApp();
  let locationId: string;
  let maya: Awaited<ReturnType<typeof anOperator>>;
  beforeAll(async () => {
    locationId = (await aLocation(given.app, { name: 'Main Lab' })).id;
    await coverageHours(given.app, locationId);
    await aShift(given.app, locationId);
    maya = await anOperator(given.app, { name: 'Maya Okafor', displayName: 'Maya' });
    await onShift(given.app, locationId, maya.id, ON_NOW);
  }, 60_000);

  const stations = async (): Promise<{ name: string; area: string | null }[]> =>
    succeeded(await given.app.admin.get(`/workstations?locationId=${locationId}`)).items;
  const windows = async (): Promise<{ reason: string; closesCoverage: boolean }[]> =>
    succeeded(await given.app.admin.get(`/maintenance-windows?locationId=${locationId}`)).items;

  it('are filled from a spreadsheet after a preview, by area', async () => {
    const { client } = await aUser(given.app, 'supervisor', [locationId]);
    const page = await given.open(client, { viewport: DESK });
    await page.goto('/workstations');
    await page.getByText('No workstations yet').waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Table').fill(`${TABLE}\nPC 3\tNorth\t11/2/2026\t\t`);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText('Line 6: “11/2/2026” is no date that is understood.').waitFor();
    await screenshot(page, 'labs-import-refused-desktop');
    expect(await stations()).toEqual([]);
    await dialog.getByLabel('Table').fill(TABLE);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText('4 new, 0 changed, 0 as they are.').waitFor();
    await dialog.getByRole('button', { name: 'Import 4' }).click();
    await dialog.getByText('4 workstations imported.').waitFor();
    await page.keyboard.press('Escape');
    const east = page.getByRole('region', { name: 'East' });
    await east.getByText('Out of service').waitFor();
    expect(await east.locator('li .wrapping').allTextContents()).toEqual(['PC 1', 'PC 2', 'PC 10']);
    await screenshot(page, 'labs-desktop');
  });

  it('are changed and removed, and both can be undone', async () => {
    const page = await given.open(given.app.admin, { viewport: PHONE });
    await page.goto('/workstations');
    await page.getByRole('button', { name: 'Change PC 3' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Area').fill('East');
    await screenshot(page, 'labs-form-phone');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('PC 3 saved.').waitFor();
    expect((await stations()).find(({ name }) => name === 'PC 3')!.area).toBe('East');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('region', { name: 'West' }).getByText('PC 3').waitFor();
    await page.getByRole('button', { name: 'Remove PC 3' }).click();
    await page.getByText('PC 3 removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('region', { name: 'West' }).getByText('PC 3').waitFor();
    await screenshot(page, 'labs-phone');
  });

  it('are worked on: announced by Campus IT, on the board and with who is on shift', async () => {
    const { client } = await aUser(given.app, 'campus_it', [locationId]);
    const page = await given.open(client, { viewport: DESK });
    await page.goto('/workstations');
    await page.getByRole('button', { name: 'Announce maintenance' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('New switches');
    await dialog.getByLabel('Starts on').fill('2026-10-27');
    await dialog.getByLabel('At').first().fill('10:30');
    await dialog.getByLabel('Ends on').fill('2026-10-27');
    await dialog.getByLabel('At').last().fill('21:30');
    await dialog.getByLabel('Nobody is needed meanwhile').check();
    await screenshot(page, 'maintenance-form-desktop');
    await dialog.getByRole('button', { name: 'Announce maintenance' }).click();
    await page.getByText('announced by Campus IT').waitFor();
    await page.getByText('Closed meanwhile').waitFor();
    expect(await windows()).toMatchObject([{ reason: 'New switches', closesCoverage: true }]);
    await page.goto('/board');
    await page.getByText('New switches: closed 10:30–21:30').waitFor();
    await page.locator('.board-band').waitFor();
    await screenshot(page, 'board-maintenance-desktop');

    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByText('Maintenance Tue 27 Oct, 10:30–21:30').waitFor();
    await phone.getByText('New switches · the lab is closed').waitFor();
    await screenshot(phone, 'tonight-maintenance-phone');
  });

  it('are told to be out of service with two taps at the desk, and back', async () => {
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/tonight');
    const stationsHere = page.getByRole('region', { name: 'Workstations' });
    await stationsHere.getByText('One workstation is out of service').waitFor();
    await stationsHere.getByText('East · since 20 Oct · Fan is loud').waitFor();
    await stationsHere.getByRole('button', { name: 'A workstation is broken' }).click();
    await stationsHere.scrollIntoViewIfNeeded();
    await screenshot(page, 'desk-stations-phone');
    await stationsHere.getByRole('button', { name: 'PC 10', exact: true }).click();
    await page.getByText('PC 10 is out of service.').waitFor();
    await stationsHere.getByText('East · since 26 Oct').waitFor();
    await stationsHere.scrollIntoViewIfNeeded();
    await screenshot(page, 'desk-stations-out-phone');
    const stateOf = async (name: string): Promise<string> =>
      succeeded(await given.app.admin.get(`/workstations?locationId=${locationId}`)).items.find(
        (one: { name: string }) => one.name === name,
      ).state;
    expect(await stateOf('PC 10')).toBe('out-of-service');
    await page.getByRole('button', { name: 'Undo' }).click();
    await stationsHere.getByText('One workstation is out of service').waitFor();
    expect(await stateOf('PC 10')).toBe('in-service');
    await stationsHere.getByRole('button', { name: 'PC 2 works again' }).click();
    await page.getByText('PC 2 is in service again.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await stationsHere.getByText('East · since 20 Oct · Fan is loud').waitFor();
  });

  it('tell of maintenance beside the shift that it touches', async () => {
    await onShift(given.app, locationId, maya.id, {
      startsAt: '2026-10-27T18:00:00-05:00',
      endsAt: '2026-10-27T23:00:00-05:00',
    });
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/my-shifts');
    await page.getByText('Maintenance Tue 27 Oct, 10:30–21:30: New switches · the lab is closed').waitFor();
    await screenshot(page, 'my-shifts-maintenance-phone');
  });

  it('are named at the desk', async () => {
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/tonight');
    await page.getByRole('button', { name: 'Log a request' }).click();
    await page.locator('datalist option[value="PC 10"]').waitFor({ state: 'attached' });
    const list = await page.getByLabel('Where').getAttribute('list');
    expect(await page.locator(`datalist#${list} option`).count()).toBe(4);
  });

  it('have maintenance that is changed and removed, and both can be undone', async () => {
    const page = await given.open(given.app.admin, { viewport: PHONE });
    await page.goto('/workstations');
    await page.getByRole('button', { name: /^Change maintenance Tue 27 Oct/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Old switches');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Old switches').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('New switches').waitFor();
    await page.getByRole('button', { name: /^Remove maintenance Tue 27 Oct/ }).click();
    await page.getByText('Nothing is announced.').waitFor();
    expect(await windows()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('New switches').waitFor();
    expect(await windows()).toMatchObject([{ reason: 'New switches', closesCoverage: true }]);
  });
});
