import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import {
  aLocation,
  anOperator,
  aShift,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';

const MOST_STOPS = 200;

/** Presses Tab until the element with that name has the focus; throws if it never gets it. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const found = await focused.evaluate(
      (element: {
        ariaLabel: string | null;
        textContent: string | null;
        labels?: Iterable<{ textContent: string | null }>;
      }) => [
        element.ariaLabel,
        element.textContent,
        ...[...(element.labels ?? [])].map((label) => label.textContent),
      ],
    );
    if (found.some((one) => one?.trim().startsWith(name))) return;
  }
  throw new Error(`Tab never reaches “${name}”`);
}

describe('with only the keyboard', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId, { weekdays: [3], startsAt: '20:00', endsAt: '22:00', required: 1 });
    maya = await anOperator(app, { name: 'Maya Ortiz' });
    await aShift(app, locationId, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-28T22:00:00-05:00',
    });
  }, 120_000);

  it('a person signs in, and gets to the page that they wanted', async () => {
    const page = await given.open(null);
    await page.goto('/gaps');
    await page.getByLabel('E-mail').waitFor();
    await tabTo(page, 'E-mail');
    await page.keyboard.type('admin@example.edu');
    await tabTo(page, 'Password');
    await page.keyboard.type('correct horse');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Gaps ahead' }).waitFor();
  });

  it('an operator skips to the content, claims a shift, and undoes the claim', async () => {
    const page = await given.open(maya.client, { viewport: PHONE });
    await page.goto('/open-shifts');
    await page.getByRole('button', { name: 'Claim Wed 28 Oct, 20:00–22:00' }).waitFor();
    await tabTo(page, 'Skip');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Claim Wed 28 Oct, 20:00–22:00');
    await page.keyboard.press('Enter');
    await page.getByText('Claimed: Wed 28 Oct, 20:00–22:00').waitFor();
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Claim Wed 28 Oct, 20:00–22:00' }).waitFor();
  });

  it('an operator marks an evening they cannot work', async () => {
    const page = await given.open(maya.client);
    await page.goto('/availability');
    await page.getByRole('heading', { name: 'Availability' }).waitFor();
    await tabTo(page, 'Prefer');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'Monday');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const cell = page.locator(':focus');
    expect(await cell.getAttribute('aria-label')).toMatch(/^Tuesday .*: No wish$/);
    await page.keyboard.press('Space');
    await screenshot(page, 'availability-keyboard');
    await page.getByLabel(/^Tuesday .*: Cannot$/).waitFor();
    expect(await cell.getAttribute('aria-label')).toMatch(/: Cannot$/);
  });

  it('a supervisor creates a shift, changes it, assigns an operator, and the focus returns', async () => {
    const page = await given.open(app.admin);
    await page.goto('/board');
    await page.getByRole('button', { name: 'New shift' }).waitFor();
    await tabTo(page, 'New shift');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    // A second Enter must not close the dialog that the first one opened.
    await dialog.locator('.dialog-body:focus').waitFor();
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const shift = page.getByLabel('Mon 26 Oct').getByRole('button').first();
    await shift.waitFor();
    await shift.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await tabTo(page, 'Assign');
    await page.keyboard.press('Enter');
    await dialog.getByText('Maya Ortiz').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Mon 26 Oct').locator(':focus').waitFor();
  });

  it('a supervisor approves pending claims', async () => {
    const { id } = await aShift(app, locationId, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T22:00:00-05:00',
    });
    const claim = succeeded(await maya.client.post(`/shifts/${id}/claims`));
    const page = await given.open(app.admin);
    await page.goto('/approvals');
    await page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .waitFor();
    await tabTo(page, 'Approve 1');
    await page.keyboard.press('Enter');
    await page.getByText('Undo').waitFor();
    expect((await app.admin.get(`/claims/${claim.id}`)).body.status).toBe('approved');
  });
});
