import type { TestApp } from '../support/app.js';
import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import {
  aLocation,
  anOperator,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
  type MadeUser,
} from '../support/factories.js';

const LONG = 'Wilhelmina Annemarie Theodora von Hohenstaufen-Löwenfels zu X';

describe('the pages for setting up', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let supervisor: MadeUser;
  const { open } = given;
  const itemsOf = async (path: string) => succeeded(await app.admin.get(path)).items as { id: string }[];
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    supervisor = await aUser(app, 'supervisor', [locationId]);
  }, 120_000);

  it('create a term with its break and weekly caps, change it, and restore it after removal', async () => {
    const page = await open(app.admin, { viewport: PHONE });
    await page.goto('/terms');
    await page.getByText('No terms yet').waitFor();
    await screenshot(page, 'terms-empty-phone');
    await page.getByRole('button', { name: 'Add a term' }).click();
    await page.getByLabel('Name').fill('Fall 2026');
    await page.getByLabel('First day').fill('2026-08-24');
    await page.getByLabel('Last day').fill('2026-12-18');
    await page.getByRole('button', { name: 'Add a break or exams' }).click();
    const period = page.getByRole('group', { name: 'Period 1' });
    await period.getByLabel('First day').fill('2026-11-23');
    await period.getByLabel('Last day').fill('2026-12-29');
    await page.getByLabel('Breaks').fill('37.5');
    await screenshot(page, 'terms-form-phone');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('does not lie within the term.').waitFor();
    await period.getByLabel('Last day').fill('2026-11-29');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Classes: 24 Aug – 22 Nov · 20 h a week · now').waitFor();
    await page.getByText('Break: 23 Nov – 29 Nov · 37.5 h a week').waitFor();
    expect(await itemsOf('/terms')).toMatchObject([
      {
        name: 'Fall 2026',
        startsOn: '2026-08-24',
        endsOn: '2026-12-18',
        periods: [{ kind: 'break', startsOn: '2026-11-23', endsOn: '2026-11-29' }],
        weeklyHourCap: { classes: 20, exams: 20, break: 37.5 },
      },
    ]);
    await page.getByRole('button', { name: 'Change Fall 2026' }).click();
    await page.getByRole('button', { name: 'Add a break or exams' }).click();
    const exams = page.getByRole('group', { name: 'Period 2' });
    await exams.getByLabel('What it is').selectOption('Exams');
    await exams.getByLabel('First day').fill('2026-12-14');
    await exams.getByLabel('Last day').fill('2026-12-18');
    await page.getByLabel('Exams').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Exams: 14 Dec – 18 Dec · 12 h a week').waitFor();
    await screenshot(page, 'terms-phone');
    await page.getByRole('button', { name: 'Remove Fall 2026' }).click();
    await page.getByText('No terms yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Exams: 14 Dec – 18 Dec · 12 h a week').waitFor();
    expect(await itemsOf('/terms')).toMatchObject([
      { weeklyHourCap: { classes: 20, exams: 12, break: 37.5 } },
    ]);
    succeeded(
      await app.admin.post('/terms', {
        name: LONG.slice(0, 60),
        startsOn: '2027-01-11',
        endsOn: '2027-05-07',
      }),
    );
    const reader = await open(supervisor.client, { colorScheme: 'dark' });
    await reader.goto('/terms');
    await reader.getByText('This term').waitFor();
    await reader.getByText('Classes: 11 Jan – 7 May · 20 h a week').waitFor();
    expect(await reader.getByRole('button', { name: /Change|Remove|Add a term/ }).count()).toBe(0);
    await screenshot(reader, 'terms-reader-desk-dark');
  });

  it('do not overwrite another person’s change', async () => {
    const { id } = succeeded(
      await app.admin.post('/terms', { name: 'Summer 2027', startsOn: '2027-06-01', endsOn: '2027-08-01' }),
    );
    const page = await open(app.admin);
    await page.goto('/terms');
    await page.getByRole('button', { name: 'Change Summer 2027' }).click();
    succeeded(await app.admin.patch(`/terms/${id}`, { name: 'Summer session' }));
    await page.getByLabel('Breaks').fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('This was changed meanwhile').waitFor();
    expect(succeeded(await app.admin.get(`/terms/${id}`))).toMatchObject({
      name: 'Summer session',
      weeklyHourCap: { break: 40 },
    });
  });

  it('create a template, say which shifts it makes, and lead to the schedule that it fills', async () => {
    const page = await open(supervisor.client, { viewport: PHONE });
    await page.goto('/templates');
    await page.getByText('No templates here yet').waitFor();
    await page.getByRole('button', { name: 'Add a template' }).click();
    await page.getByLabel('Seats').fill('2');
    await screenshot(page, 'templates-form-phone');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Mon–Thu 22:00–02:00 next day, 2 seats').waitFor();
    await page.getByRole('button', { name: 'Change Mon–Thu 22:00–02:00 next day, 2 seats' }).click();
    await page.getByRole('checkbox', { name: 'Thu' }).uncheck();
    await page.getByLabel(/^Until( \*)?$/).fill('01:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Mon–Wed 22:00–01:00 next day, 2 seats').waitFor();
    await page.getByText('3 shifts a week of 3 h · since 26 Oct 2026').waitFor();
    await page.getByRole('button', { name: 'Remove Mon–Wed' }).click();
    await page.getByText('No templates here yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Mon–Wed 22:00–01:00 next day, 2 seats').waitFor();
    expect(await itemsOf(`/shift-templates?locationId=${locationId}`)).toMatchObject([
      { weekdays: [1, 2, 3], startsAt: '22:00', endsAt: '01:00', seats: 2, effectiveTo: null },
    ]);
    await screenshot(page, 'templates-phone');
    await page.getByRole('link', { name: 'Fill a schedule from these' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Fill with shifts' }).click();
    await page.getByLabel('From what').selectOption('The weekly templates');
    await page.getByRole('button', { name: 'Show what it would make' }).click();
    await page.getByRole('button', { name: 'Make 3 shifts' }).waitFor();
  });

  it('create a pilot with its targets, and draw its metrics', async () => {
    await coverageHours(app, locationId, { startsAt: '20:00', endsAt: '22:00', effectiveFrom: '2026-08-31' });
    const maya = await anOperator(app, { name: 'Maya Lin' });
    for (const [day, answered] of [
      ['2026-09-01', 10],
      ['2026-09-15', 25],
      ['2026-10-06', 5],
      ['2026-10-13', 8],
      ['2026-10-14', 4],
    ] as const) {
      await aSupportRequest(app, locationId, {
        openedAt: `${day}T20:10:00-05:00`,
        firstResponseAt: `${day}T20:${10 + answered}:00-05:00`,
        resolvedAt: `${day}T21:30:00-05:00`,
        category: 'printing',
        channel: 'desk',
      });
      if (day > '2026-10') {
        const span = { startsAt: `${day}T20:00:00-05:00`, endsAt: `${day}T22:00:00-05:00` };
        const shift = await aShift(app, locationId, span);
        succeeded(
          await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: maya.id, overrideReason: 'Past' }),
        );
      }
    }
    const page = await open(supervisor.client, { viewport: DESK });
    await page.goto('/pilots');
    await page.getByText('No pilot yet').waitFor();
    await page.getByRole('button', { name: 'Create the pilot' }).click();
    await page.getByLabel('Name').fill('Fall pilot');
    const days = async (group: string, first: string, last: string): Promise<void> => {
      await page.getByRole('group', { name: group, exact: true }).getByLabel('First day').fill(first);
      await page.getByRole('group', { name: group, exact: true }).getByLabel('Last day').fill(last);
    };
    await days('Baseline', '2026-08-31', '2026-09-27');
    await days('Pilot', '2026-09-28', '2026-10-25');
    await page.getByRole('button', { name: 'Leave days out' }).click();
    await days('Days left out 1', '2026-09-07', '2026-09-13');
    await page.getByLabel('Why').fill('Labor Day week');
    await page.getByRole('button', { name: 'Add a target' }).click();
    await page.getByLabel('Per cent').fill('57');
    await screenshot(page, 'pilot-form-desk');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Fall pilot' }).waitFor();
    const [pilot] = await itemsOf('/pilots');
    expect(pilot).toMatchObject({
      name: 'Fall pilot',
      locationIds: [locationId],
      baseline: { from: '2026-08-31', to: '2026-09-28' },
      pilot: { from: '2026-09-28', to: '2026-10-26' },
      exclusions: [{ from: '2026-09-07', to: '2026-09-14', reason: 'Labor Day week' }],
      targets: [{ metric: 'coverageRate', comparison: 'at-least', value: 0.57 }],
      fixedCosts: null,
    });
    await page.getByText('31 Aug 2026 – 27 Sept 2026').waitFor();
    await page.getByText('Target: at least 57%').waitFor();
    const { items } = succeeded(await app.admin.get(`/pilots/${pilot!.id}/metrics?bucket=week`)) as {
      items: { phase: string; coverageRate: number | null; firstResponseWallMinutesP50: number | null }[];
    };
    const card = (name: string) => page.getByRole('region', { name, exact: true });
    const response = card('First response, minutes by the clock');
    await response.getByText('As a table').click();
    const written = await response.getByRole('row').locator('td:nth-child(3)').allTextContents();
    expect(written).toEqual(items.map((item) => String(item.firstResponseWallMinutesP50 ?? '–')));
    // A week without answered requests has no dot, and the line has a break there.
    const dots = items.filter((item) => item.firstResponseWallMinutesP50 !== null).length;
    await waitFor(async () => (await response.locator('.plot-dots-0 > *').count()) === dots);
    const planned = card('Coverage, of required time').locator('.plot-dots-1 > *');
    await waitFor(
      async () => (await planned.count()) === items.filter((item) => item.coverageRate !== null).length,
    );
    await screenshot(page, 'pilot-desk');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV: Coverage, of required time' }).click();
    expect((await download).suggestedFilename()).toBe('pilot-week.csv');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Name').fill('Fall 2026 pilot');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Fall 2026 pilot' }).waitFor();
    const phone = await open(supervisor.client, { viewport: PHONE, colorScheme: 'dark' });
    await phone.goto('/pilots');
    await phone.getByText('Day', { exact: true }).click();
    await phone.locator('.plot svg').first().waitFor();
    await screenshot(phone, 'pilot-phone-dark');
    const it = await open((await aUser(app, 'campus_it', [locationId])).client);
    await it.goto('/pilots');
    await it.getByRole('heading', { name: 'Fall 2026 pilot' }).waitFor();
    expect(await it.getByRole('button', { name: /Change|Remove|New pilot/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('No pilot yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Fall 2026 pilot' }).waitFor();
    expect(await itemsOf('/pilots')).toMatchObject([
      { name: 'Fall 2026 pilot', targets: [{ metric: 'coverageRate', value: 0.57 }] },
    ]);
  });
});
