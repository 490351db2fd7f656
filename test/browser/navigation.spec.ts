import type { Page } from 'playwright-core';
import { waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { endBrowser, openAs, PHONE, screenshot, startBrowser } from '../support/browser.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';

const WEEK = { startsOn: '2026-10-26', endsOn: '2026-11-01' };
const WEDNESDAY = { startsAt: '2026-10-28T20:00:00-05:00', endsAt: '2026-10-28T22:00:00-05:00' };

describe('the web app', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  const { open } = given;
  const focused = (page: Page): Promise<string | null> => page.locator(':focus').textContent();
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    maya = await anOperator(app, { name: 'Maya Lin' });
  }, 120_000);

  it('sends live updates for the person who is signed in, not for the one before', async () => {
    const leaving = await anOperator(app);
    const page = await open(leaving.client);
    await page.goto('/open-shifts');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('E-mail').fill('admin@example.edu');
    await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByText('admin@example.edu').waitFor();
    // An operator's page gets no updates about accounts.
    succeeded(
      await app.admin.post('/users', {
        name: 'Priya Raman',
        email: 'priya@example.edu',
        role: 'supervisor',
        locationIds: [locationId],
      }),
    );
    await page.getByText('Priya Raman').waitFor();
  });

  it('opens the navigation over an operator’s page, which is inert meanwhile, and closes it on Escape', async () => {
    const page = await open(maya.client, { viewport: PHONE });
    await page.goto('/open-shifts');
    const menu = page.getByRole('button', { name: 'Menu' });
    await menu.click();
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await page.locator('main:not([inert])').waitFor();
    await menu.click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click({ trial: true });
    expect(await page.locator('main').getAttribute('inert')).not.toBeNull();
    await page.getByRole('link', { name: 'My hours' }).focus();
    await page.keyboard.press('Escape');
    await page.locator('main:not([inert])').waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Menu');
    await menu.click();
    await page.getByLabel('Pages', { exact: true }).getByRole('link', { name: 'Open shifts' }).click();
    await page.locator('main:not([inert])').waitFor();
    await menu.click();
    await page.getByRole('link', { name: 'My hours' }).click();
    await page.getByRole('heading', { name: 'My hours' }).waitFor();
    expect(await page.getByRole('button', { name: 'Sign out', exact: true }).count()).toBe(0);
  });

  it.each([
    [12, 900],
    [20, 1100],
    [24, 1366],
  ])(
    'has its navigation at the side or in the menu, never over the page, at a font of %i px and a width of %i px',
    async (font, width) => {
      const browser = await startBrowser(`--blink-settings=defaultFontSize=${font}`);
      try {
        const page = await openAs(browser, app, app.admin, { viewport: { width, height: 800 } });
        await page.goto('/gaps');
        const heading = page.getByRole('heading', { name: 'Gaps ahead', exact: true });
        // This fails if something covers the heading.
        await heading.click({ trial: true });
        const hasMenu = await page.getByRole('button', { name: 'Menu' }).isVisible();
        expect(await page.getByRole('link', { name: 'Week board' }).isVisible()).toBe(!hasMenu);
        expect(hasMenu).toBe(width < 62 * font);
        const { x } = (await heading.boundingBox())!;
        expect(x > 200).toBe(!hasMenu);
      } finally {
        await endBrowser(browser);
      }
    },
  );

  it('goes back to the week before on Back, and only then to the page before', async () => {
    const page = await open(app.admin);
    await page.goto('/gaps');
    await page.getByRole('link', { name: 'Week board' }).click();
    for (const week of ['2 Nov – 8 Nov', '9 Nov – 15 Nov']) {
      await page.getByRole('button', { name: 'Week after' }).click();
      await page.getByText(week).first().waitFor();
    }
    await page.goBack();
    await page.getByText('2 Nov – 8 Nov').first().waitFor();
    await page.goBack();
    await page.getByText('26 Oct – 1 Nov').first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Gaps ahead', exact: true }).waitFor();
  });

  it('shows an operator their shifts of any week and month, past ones without actions', async () => {
    const noor = await anOperator(app, { name: 'Noor Haddad' });
    for (const date of ['2026-10-21', '2026-11-17']) {
      const shift = await aShift(app, locationId, {
        startsAt: `${date}T23:00:00-0${date < '2026-11' ? 5 : 6}:00`,
        endsAt: `${date.slice(0, 8)}${Number(date.slice(8)) + 1}T01:00:00-0${date < '2026-11' ? 5 : 6}:00`,
      });
      const claim = { operatorId: noor.id, overrideReason: 'As it was' };
      succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, claim));
    }
    const phone = await open(noor.client, { viewport: PHONE });
    await phone.goto('/my-shifts');
    await phone.getByRole('heading', { name: 'Tue 17 Nov' }).waitFor();
    await phone.getByText('Week', { exact: true }).click();
    await phone.getByText('You have no shifts in this week').waitFor();
    await phone.getByRole('button', { name: 'Week before' }).click();
    await phone.getByRole('heading', { name: 'Wed 21 Oct' }).waitFor();
    expect(await phone.getByRole('button', { name: /^Change/ }).count()).toBe(0);
    await phone.getByText('Month', { exact: true }).click();
    await phone.getByRole('button', { name: 'October 2026' }).waitFor();
    await phone.getByRole('cell', { name: 'Wed 21 Oct' }).getByText('23:00–01:00').waitFor();
    await screenshot(phone, 'my-shifts-month-phone');
    await phone.getByRole('button', { name: 'Month after' }).click();
    await phone.getByRole('cell', { name: 'Tue 17 Nov' }).getByText('23:00–01:00').waitFor();
    await phone.getByRole('button', { name: 'November 2026' }).click();
    await phone.getByRole('button', { name: 'October 2026' }).waitFor();
    await phone.reload();
    await phone.getByRole('cell', { name: 'Wed 21 Oct' }).getByText('23:00–01:00').waitFor();
    await phone.goto('/my-shifts?view=week&week=2026-13-01');
    await phone.getByText('You have no shifts in this week').waitFor();
  });

  it('shows a shift under the date of its own location, at the edge of a week and a month', async () => {
    const { id: far } = await aLocation(app, { name: 'Zenith Lab', timeZone: 'Pacific/Honolulu' });
    const kai = await anOperator(app, { name: 'Kai Akana', locationIds: [locationId, far] });
    // At the first location it is already Monday.
    const shift = await aShift(app, far, {
      startsAt: '2026-11-01T21:00:00-10:00',
      endsAt: '2026-11-01T23:00:00-10:00',
    });
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: kai.id }));
    const page = await open(kai.client);
    await page.goto('/my-shifts?view=week');
    await page.getByRole('heading', { name: 'Sun 1 Nov' }).waitFor();
    await page.getByRole('button', { name: 'Week after' }).click();
    await page.getByText('You have no shifts in this week').waitFor();
    await page.goto('/my-shifts?view=month');
    await page.getByRole('cell', { name: 'Sun 1 Nov' }).getByText('21:00–23:00').waitFor();
  });

  it('moves the focus to the heading of a new page, also if its answers are slow', async () => {
    const page = await open(app.admin);
    await page.goto('/gaps');
    await page.getByRole('heading', { name: 'Gaps ahead', exact: true }).waitFor();
    await page.route(/\/api\/v1\/shifts/, (route) => setTimeout(() => void route.continue(), 1_500));
    await page.getByRole('link', { name: 'Week board' }).click();
    await page.getByTestId('board-summary').waitFor();
    expect(await focused(page)).toBe('Week board');
  });

  it.each(['settings', 'locations'])(
    'shows no times while the %s cannot be loaded, says so, and continues once they can',
    async (name) => {
      const page = await open(maya.client, { viewport: PHONE });
      const question = new RegExp(`/api/v1/${name}`);
      let refused = 0;
      await page.route(question, (route) => {
        refused += 1;
        return route.abort();
      });
      await page.goto('/my-shifts');
      const alert = page.getByRole('alert');
      const again = page.getByRole('button', { name: 'Try again' });
      await alert.getByText('no connection').waitFor();
      await screenshot(page, `failed-${name}`);
      expect(await page.getByRole('link', { name: 'Open shifts' }).first().isVisible()).toBe(true);
      const before = refused;
      await again.click();
      await waitFor(async () => refused > before && (await alert.isVisible()));
      await page.unroute(question);
      // The app may retry by itself, and then the button has gone.
      await waitFor(async () => {
        if (await page.getByRole('heading', { name: 'My shifts' }).isVisible()) return true;
        await again.click({ timeout: 1_000 }).catch(() => undefined);
        return false;
      });
      expect(await page.getByRole('alert').count()).toBe(0);
    },
  );

  it('says that a dialog could not be loaded, and opens it once it can', async () => {
    const page = await open(app.admin);
    let refusals = 0;
    await page.context().route('**/assets/modal-*.js', (route) => {
      refusals += 1;
      return route.abort();
    });
    await page.goto('/board');
    await page.getByRole('button', { name: 'New shift' }).click();
    await page.getByRole('alert').getByText('This could not be loaded.').waitFor();
    expect(refusals).toBeGreaterThan(0);
    await page.context().unroute('**/assets/modal-*.js');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('button', { name: 'New shift' }).click();
    await page.getByRole('dialog').waitFor();
  });

  it('publishes shifts that were added to a published schedule', async () => {
    const plan = succeeded(await app.admin.post('/schedules', { locationId, ...WEEK }));
    await aShift(app, locationId, { ...WEDNESDAY, status: 'draft' });
    succeeded(await app.admin.post(`/schedules/${plan.id}/publish`, {}));
    const added = await aShift(app, locationId, { ...WEDNESDAY, status: 'draft' });
    const page = await open(app.admin);
    await page.goto('/schedules');
    await page.getByText('one of them a draft').waitFor();
    await page.getByRole('button', { name: 'Publish the draft' }).click();
    await page.getByText('Operators can claim now.').waitFor();
    expect(succeeded(await app.admin.get(`/shifts/${added.id}`))).toMatchObject({ status: 'published' });
    await page.getByRole('button', { name: 'Publish the draft' }).waitFor({ state: 'detached' });
  });
});
