import type { Locator, Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import { sourceAt } from '../support/sources.js';

const CHANGED_MEANWHILE = 'This was changed meanwhile';

/** A form of a row in a list, or a question before the row is removed. */
interface OpenForm {
  page: string;
  /** Creates the row and returns its path. */
  make: () => Promise<string>;
  /** The button that opens the form. */
  opener: (page: Page) => Locator;
  submit: string;
  /** Whether Undo is offered after it was saved. */
  hasUndo?: boolean;
  /** What somebody else changes, and how the list shows it. */
  change: object;
  shown: string;
}

describe('a form that is open while somebody else changes the same', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  const { open } = given;
  const posted = async (path: string, body: object): Promise<string> =>
    `${path}/${succeeded(await app.admin.post(path, body)).id}`;
  const read = async (path: string) => succeeded(await app.admin.get(path));
  const changed = async (path: string, change: object) => succeeded(await app.admin.patch(path, change));
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    const pilot = await posted('/pilots', {
      name: 'Fall pilot',
      locationIds: [locationId],
      baseline: { from: '2026-09-01', to: '2026-10-01' },
      pilot: { from: '2026-10-01', to: '2026-12-01' },
    });
    pilotId = pilot.split('/')[2]!;
  }, 120_000);

  const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: true });
  const buttonIn = (region: string, name: string) => (page: Page) =>
    page.getByRole('region', { name: region }).getByRole('button', { name, exact: true });

  const FORMS: Record<string, OpenForm> = {
    'of a template': {
      page: '/templates',
      make: () =>
        posted('/shift-templates', {
          locationId,
          weekdays: [1],
          startsAt: '20:00',
          endsAt: '23:00',
          seats: 1,
          effectiveFrom: '2026-12-01',
        }),
      opener: button(/^Change Mon 20:00/),
      submit: 'Save',
      hasUndo: true,
      change: { seats: 3 },
      shown: 'Mon 20:00–23:00, 3 seats',
    },
    'of a category': {
      page: '/categories',
      make: () => posted('/support-categories', { label: 'Scanner', readLevel: 2 }),
      opener: button('Change Scanner'),
      submit: 'Save',
      hasUndo: true,
      change: { readLevel: 4 },
      shown: 'READ level 4',
    },
    'of a routing rule': {
      page: '/routing',
      make: () =>
        posted('/routing-rules', { locationId, tier: 'campus-it', words: 'The network is run by Campus IT' }),
      opener: button('Change “The network is run by Campus IT”'),
      submit: 'Save',
      hasUndo: true,
      change: { priorities: ['urgent'] },
      shown: 'Urgent → Campus IT',
    },
    'of a workstation': {
      page: '/workstations',
      make: () => posted('/workstations', { locationId, name: 'PC 1' }),
      opener: button('Change PC 1'),
      submit: 'Save',
      hasUndo: true,
      change: { note: 'Fan is loud' },
      shown: 'Fan is loud',
    },
    'of maintenance': {
      page: '/workstations',
      make: () =>
        posted('/maintenance-windows', {
          locationId,
          startsAt: '2026-12-01T20:00:00-06:00',
          endsAt: '2026-12-01T23:00:00-06:00',
          reason: 'Wiring',
        }),
      opener: button(/^Change maintenance Tue 1 Dec/),
      submit: 'Save',
      hasUndo: true,
      change: { reason: 'New switches' },
      shown: 'New switches',
    },
    'of a term': {
      page: '/terms',
      make: () => posted('/terms', { name: 'Summer', startsOn: '2027-06-01', endsOn: '2027-08-01' }),
      opener: button('Change Summer'),
      submit: 'Save',
      hasUndo: true,
      change: { endsOn: '2027-08-05' },
      shown: '1 Jun 2027 – 5 Aug 2027',
    },
    'of weekly hours': {
      page: '/coverage-hours',
      make: async () => `/coverage-hours/${(await coverageHours(app, locationId)).id}`,
      opener: buttonIn('Every week', 'Change'),
      submit: 'Save',
      hasUndo: true,
      change: { startsAt: '19:00' },
      shown: ', 19:00–02:00',
    },
    'of an exception': {
      page: '/coverage-hours',
      make: () =>
        posted('/coverage-exceptions', { locationId, date: '2026-11-26', kind: 'closed', reason: 'Holiday' }),
      opener: buttonIn('Exceptions', 'Change'),
      submit: 'Close these dates',
      hasUndo: true,
      change: { reason: 'Thanksgiving' },
      shown: 'Thanksgiving',
    },
    'of a pilot': {
      page: '/pilots',
      make: () => Promise.resolve(`/pilots/${pilotId}`),
      opener: button('Change'),
      submit: 'Save',
      hasUndo: true,
      change: { name: 'Autumn pilot' },
      shown: 'Autumn pilot',
    },
    'of a review': {
      page: '/pilots',
      make: () =>
        posted(`/pilots/${pilotId}/reviews`, {
          heldOn: '2026-10-20',
          people: ['Dana'],
          decision: 'go-on',
          why: 'It helps',
          actions: [],
        }),
      opener: button(/^Correct the review/),
      submit: 'Save',
      change: { why: 'Few came' },
      shown: 'Few came',
    },
    'of a location': {
      page: '/settings',
      make: async () => `/locations/${(await aLocation(app, { name: 'South Lab' })).id}`,
      opener: button(/^Change South/),
      submit: 'Save',
      hasUndo: true,
      change: { name: 'South Wing' },
      shown: 'South Wing',
    },
    'of a position': {
      page: '/settings',
      make: async () => `/positions/${(await aPosition(app, { name: 'Printing desk' })).id}`,
      opener: button('Change Printing desk'),
      submit: 'Save',
      hasUndo: true,
      change: { shadowShifts: 7 },
      shown: '7 training shifts',
    },
    'of an operator': {
      page: '/people',
      make: async () => `/operators/${(await anOperator(app, { name: 'Ana Cruz' })).id}`,
      opener: button('Change Ana Cruz'),
      submit: 'Save',
      hasUndo: true,
      change: { weeklyHourCap: 12 },
      shown: '12 h a week',
    },
    'of an account': {
      page: '/users',
      make: () => posted('/users', { name: 'Dana Kim', email: 'dana@example.edu', role: 'campus_it' }),
      opener: button(/^Change Dana .*account$/),
      submit: 'Save',
      hasUndo: true,
      change: { name: 'Dana Lee' },
      shown: 'Dana Lee',
    },
    'of a source': {
      page: '/sources',
      make: () => posted('/support-sources', { ...sourceAt(locationId), name: 'Help desk' }),
      opener: (page) =>
        page.getByRole('listitem').filter({ hasText: 'Help desk' }).getByRole('button', { name: 'Change' }),
      submit: 'Save',
      change: { everyMinutes: 7 },
      shown: 'every 7 minutes',
    },
    'that removes an account': {
      page: '/users',
      make: () => posted('/users', { name: 'Theo Park', email: 'theo@example.edu', role: 'campus_it' }),
      opener: button(/^Remove Theo/),
      submit: 'Remove',
      change: { name: 'Theo Roth' },
      shown: 'Theo Roth',
    },
    'that removes a source': {
      page: '/sources',
      make: () => posted('/support-sources', { ...sourceAt(locationId), name: 'Old desk' }),
      opener: (page) =>
        page.getByRole('listitem').filter({ hasText: 'Old desk' }).getByRole('button', { name: 'Remove' }),
      submit: 'Remove',
      change: { everyMinutes: 9 },
      shown: 'every 9 minutes',
    },
  };

  it.each(Object.entries(FORMS))(
    '%s leaves that as it is, as does its undo, and can be opened again',
    async (_name, form) => {
      const path = await form.make();
      const page = await open(app.admin);
      await page.goto(form.page);
      await form.opener(page).click();
      const dialog = page.getByRole('dialog');
      const submit = dialog.getByRole('button', { name: form.submit });
      await submit.waitFor();
      await changed(path, form.change);
      await page.getByText(form.shown).first().waitFor();
      await submit.click();
      await dialog.getByText(CHANGED_MEANWHILE).waitFor();
      expect(await read(path)).toMatchObject(form.change);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await form.opener(page).click();
      await submit.click();
      await dialog.waitFor({ state: 'detached' });
      if (form.submit === 'Remove') expect((await app.admin.get(path)).status).toBe(404);
      else expect(await read(path)).toMatchObject(form.change);
      if (!form.hasUndo) return;
      await changed(path, form.change);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText(CHANGED_MEANWHILE).waitFor();
    },
  );

  it('of the institution’s settings leaves that as it is, and shows it when the page is read again', async () => {
    const page = await open(app.admin);
    await page.goto('/settings');
    await page.getByLabel('Grace (minutes)').fill('20');
    await changed('/settings', { institutionName: 'City College', graceMinutes: 5 });
    await page.getByText('City College').first().waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(CHANGED_MEANWHILE).waitFor();
    expect(await page.getByLabel('Grace (minutes)').inputValue()).toBe('20');
    expect(await read('/settings')).toMatchObject({ institutionName: 'City College', graceMinutes: 5 });
    await page.reload();
    await page.getByLabel('Grace (minutes)').fill('20');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The settings are saved.').waitFor();
    expect(await read('/settings')).toMatchObject({ institutionName: 'City College', graceMinutes: 20 });
    // Until the next edit, the form shows what others change.
    await changed('/settings', { graceMinutes: 6 });
    await page.locator('input[value="6"]').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(CHANGED_MEANWHILE).waitFor();
    expect(await read('/settings')).toMatchObject({ graceMinutes: 6 });
  });

  const openedShift = async (
    overrides: object = {},
  ): Promise<{ id: string; dialog: Locator; seats: Locator }> => {
    const { id: where } = await aLocation(app);
    const { id } = await aShift(app, where, overrides);
    const page = await open(app.admin);
    await page.goto(`/board?location=${where}`);
    await page.getByRole('button', { name: /^20:00/ }).click();
    const dialog = page.getByRole('dialog');
    return { id, dialog, seats: dialog.getByRole('spinbutton', { name: 'Seats' }) };
  };

  it('of a shift leaves that as it is, and keeps what was typed', async () => {
    const { id, dialog, seats } = await openedShift();
    await seats.fill('2');
    await changed(`/shifts/${id}`, { seats: 4 });
    await dialog.getByText('0 of 4 seats taken').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(CHANGED_MEANWHILE).waitFor();
    expect(await seats.inputValue()).toBe('2');
    expect(await read(`/shifts/${id}`)).toMatchObject({ seats: 4 });
  });

  it('of a shift is not refused for what the same person did in it, and then shows what others change', async () => {
    const { id, dialog, seats } = await openedShift({ status: 'draft' });
    await seats.fill('2');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await dialog.getByText('Published', { exact: true }).waitFor();
    for (const wanted of ['2', '3']) {
      await seats.fill(wanted);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText(`0 of ${wanted} seats taken`).waitFor();
    }
    expect(await read(`/shifts/${id}`)).toMatchObject({ status: 'published', seats: 3 });
    await changed(`/shifts/${id}`, { seats: 5 });
    await dialog.getByText('0 of 5 seats taken').waitFor();
    expect(await seats.inputValue()).toBe('5');
    await dialog.page().getByRole('button', { name: 'Undo' }).click();
    await dialog.page().getByText(CHANGED_MEANWHILE).waitFor();
    expect(await read(`/shifts/${id}`)).toMatchObject({ seats: 5 });
  });

  it('that revokes a key leaves that as it is', async () => {
    const key = await posted('/api-keys', { name: 'Dashboard', scopes: ['metrics:read'] });
    const { id: userId } = await aUser(app, 'admin');
    succeeded(await app.admin.patch(`/users/${userId}`, { name: 'Ines Roy' }));
    const page = await open(app.admin);
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Revoke Dashboard' }).click();
    succeeded(await app.admin.post(`${key}/hand-over`, { userId }));
    await page.getByText('Ines Roy answers for it').waitFor();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByText(CHANGED_MEANWHILE).waitFor();
    expect((await read('/api-keys')).items).toMatchObject([{ name: 'Dashboard', ownerId: userId }]);
  });

  it('of one’s own name leaves that as it is, as does its undo, and can be opened again', async () => {
    const { id, client } = await aUser(app, 'supervisor', [locationId]);
    const page = await open(client);
    await page.goto('/board');
    const dialog = page.getByRole('dialog');
    const fillIn = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Your name here' }).click();
      await dialog.getByLabel('What colleagues see').fill(name);
    };
    await fillIn('Sam');
    await changed(`/users/${id}`, { displayName: 'Samira' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(CHANGED_MEANWHILE).waitFor();
    expect(await read(`/users/${id}`)).toMatchObject({ displayName: 'Samira' });
    await page.keyboard.press('Escape');
    await fillIn('Sam');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Colleagues see “Sam” from now on.').waitFor();
    await changed(`/users/${id}`, { displayName: 'Sami' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(CHANGED_MEANWHILE).waitFor();
    expect(await read(`/users/${id}`)).toMatchObject({ displayName: 'Sami' });
  });

  it('of an operator is not refused for what the same person did in it', async () => {
    const { id } = await anOperator(app, { name: 'Leo Fox', positionIds: [] });
    const page = await open(app.admin);
    await page.goto('/people');
    await page.getByRole('button', { name: 'Change Leo Fox' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Employee number').fill('E-7');
    await dialog
      .getByRole('button', { name: /^Qualify/ })
      .first()
      .click();
    await dialog.getByText('Qualified', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Leo Fox is saved.').waitFor();
    expect(await read(`/operators/${id}`)).toMatchObject({ employeeId: 'E-7' });
  });
});
