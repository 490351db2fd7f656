import type { Page } from 'playwright-core';
import { type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { picture } from '../support/browser.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';

describe('accounts, as people use them', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
  }, 120_000);

  /** What the page asked for and did not get. */
  const refusalsOf = (page: Page): string[] => {
    const refusals: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refusals.push(`${response.status()} ${response.url()}`);
    });
    return refusals;
  };

  it('shows an analyst the pilots of their locations, and nothing that is not theirs', async () => {
    const analyst = await aUser(app, 'analyst', [locationId]);
    const desk = await open(analyst.client);
    const refusals = refusalsOf(desk);
    await desk.goto('/');
    await desk.getByText('A supervisor or an administrator creates it').waitFor();
    expect(new URL(desk.url()).pathname).toBe('/pilots');
    expect(await desk.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Pilot']);
    await picture(desk, 'analyst-empty');

    succeeded(
      await app.admin.post('/pilots', {
        name: 'Late lab',
        locationIds: [locationId],
        baseline: { from: '2026-09-01', to: '2026-10-01' },
        pilot: { from: '2026-10-01', to: '2026-10-20' },
      }),
    );
    await desk.getByRole('heading', { name: 'Late lab' }).waitFor();
    await desk.getByRole('button', { name: 'CSV' }).first().waitFor();
    for (const name of ['New pilot', 'Change', 'Remove'])
      expect(await desk.getByRole('button', { name, exact: true }).count()).toBe(0);
    await picture(desk, 'analyst-pilot');

    for (const path of ['/board', '/people', '/users', '/requests', '/gaps']) {
      await desk.goto(path);
      await desk.getByRole('heading', { name: 'Late lab' }).waitFor();
      expect(new URL(desk.url()).pathname).toBe('/pilots');
    }
    expect(refusals).toEqual([]);
  });
});
