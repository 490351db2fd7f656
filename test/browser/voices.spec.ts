import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { aPilotOf, pulseToken, tellDue, UNREACHABLE_MAIL } from '../support/voices.js';

// The time is Monday, 26 October 2026, noon in Chicago.

/** What axe finds in both themes, on a phone and on a desk; and whether a narrow screen is too narrow. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await screenshot(page, `${name}-${size}-${colorScheme}`);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run(document)',
      );
      faults.push(...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`));
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  if (
    await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    )
  )
    faults.push('wider than 320 px');
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

describe('the page of a pulse', () => {
  const given = browserApp(() => Promise.resolve(UNREACHABLE_MAIL));
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    pilotId = await aPilotOf(app, [locationId], { name: 'Late lab' });
  }, 120_000);

  async function open(role: 'operator' | 'campus_it'): Promise<Page> {
    const userId =
      role === 'operator'
        ? (await anOperator(app, { locationIds: [locationId] })).userId
        : (await aUser(app, role, [locationId])).id;
    await tellDue(app);
    const token = await pulseToken(app, pilotId, '2026-10', userId);
    const page = await given.open(null, { viewport: PHONE });
    await page.goto(`/pulses/${token}`);
    return page;
  }

  it('takes three answers from a phone and a keyboard, says thanks, and then that it was used', async () => {
    const page = await open('operator');
    await page.getByText('How was October 2026 in the pilot Late lab?').waitFor();
    await page.getByText('take on work that Campus IT does now').waitFor();
    expect(await faultsOf(page, 'pulse')).toEqual([]);
    const steps = page.getByRole('radio');
    await steps.nth(3).check();
    await steps.nth(6).focus();
    await page.keyboard.press('ArrowRight');
    await screenshot(page, 'pulse-chosen');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.getByText('Thank you.').count()).toBe(0);
    await page.getByRole('radio', { name: 'I cannot say' }).nth(2).check();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you.').waitFor();
    const counted = await app.database.query(
      'SELECT question, answer FROM pulse_counts WHERE count > 0 ORDER BY question',
    );
    expect(counted).toEqual([
      { question: 'fastHelp', answer: 0 },
      { question: 'knowsOther', answer: 2 },
      { question: 'wouldTakeOn', answer: 4 },
    ]);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await page.getByText('This link was used').waitFor();
    expect(await faultsOf(page, 'pulse-used')).toEqual([]);
  });

  it('asks Campus IT about the library’s desk, and says when its time is over', async () => {
    const page = await open('campus_it');
    await page.getByText('take on work that the library’s desk does now').waitFor();
    app.clock.set('2026-11-08T00:00:00-06:00');
    await page.reload();
    await page.getByText('The time to answer for October 2026 in the pilot Late lab is over.').waitFor();
    app.clock.set('2026-10-26T17:00:00Z');
  });

  it('says that an unknown link does not work', async () => {
    const page = await given.open(null, { viewport: PHONE });
    await page.goto('/pulses/nothing');
    await page.getByText('This link does not work').waitFor();
    expect(await faultsOf(page, 'pulse-unknown')).toEqual([]);
  });
});

describe('the question at the desk', () => {
  const given = browserApp();
  let app: TestApp;
  let supervisor: HttpClient;
  beforeAll(async () => {
    ({ app } = given);
    const locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    await aPilotOf(app, [locationId], { name: 'Late lab' });
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  }, 120_000);

  it('is made, printed as a code, answered with one tap, and revoked', async () => {
    const desk = await given.open(supervisor);
    await desk.goto('/pilots');
    await desk.getByRole('button', { name: 'Make a sheet for Main Lab' }).click();
    await desk.getByRole('link', { name: 'Show the sheet for Main Lab' }).click();
    await desk.getByRole('heading', { name: 'Did you get the help you needed?' }).waitFor();
    await desk.getByRole('img', { name: 'Code that leads to the question' }).waitFor();
    expect(await faultsOf(desk, 'desk-sheet')).toEqual([]);
    await desk.emulateMedia({ media: 'print' });
    await screenshot(desk, 'desk-sheet-print');
    expect(await desk.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await desk.emulateMedia({ media: 'screen' });
    const url = (await desk.getByText(/\/ask\/[\w-]{43}$/).textContent())!;

    const phone = await given.open(null, { viewport: PHONE });
    await phone.goto(url);
    await phone.getByText('Main Lab').waitFor();
    expect(await faultsOf(phone, 'patron-question')).toEqual([]);
    const { height } = (await phone.getByRole('button', { name: 'Partly' }).boundingBox())!;
    expect(height).toBeGreaterThanOrEqual(64);
    await phone.getByRole('button', { name: 'Partly' }).click();
    await phone.getByText('Thank you. You can close this page.').waitFor();
    expect(await phone.getByRole('button').count()).toBe(0);
    expect(await phone.context().cookies()).toEqual([]);
    expect(await app.database.query('SELECT answer, count FROM patron_counts')).toEqual([
      { answer: 'partly', count: 1 },
    ]);

    await desk.getByRole('link', { name: 'Back to the pilot' }).click();
    await desk.getByRole('button', { name: 'Revoke the sheet for Main Lab' }).click();
    await desk.getByText('no longer works').waitFor();
    await phone.goto(url);
    await phone.getByText('This link does not work any more.').waitFor();
    expect(await faultsOf(phone, 'patron-question-revoked')).toEqual([]);
  });
});

describe('the pilot’s page', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let supervisor: HttpClient;
  let pilotId: string;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    pilotId = await aPilotOf(app, [locationId], { name: 'Late lab' });
    const user = await aUser(app, 'supervisor', [locationId]);
    supervisor = user.client;
    const tap = (date: string, answer: string, count: number) =>
      app.database.query('INSERT INTO patron_counts VALUES ($1, $2, 12, $3, $4)', [
        locationId,
        date,
        answer,
        count,
      ]);
    for (const [month, yes] of [
      ['09', 8],
      ['10', 21],
    ] as const) {
      await tap(`2026-${month}-20`, 'yes', yes);
      await tap(`2026-${month}-20`, 'partly', 5);
      await tap(`2026-${month}-20`, 'no', 2);
    }
    await tap('2026-11-02', 'no', 1);
    for (const [group, counts] of [
      ['operators', [1, 2, 4, 6]],
      ['supervisors', [0, 1, 1, 1]],
      ['campus-it', [2, 1, 2, 1]],
    ] as const)
      for (const question of ['wouldTakeOn', 'knowsOther', 'fastHelp'])
        for (const [at, count] of counts.entries())
          await app.database.query(`INSERT INTO pulse_counts VALUES ($1, '2026-10', $2, $3, $4, $5)`, [
            pilotId,
            group,
            question,
            at + 2,
            count,
          ]);
    app.clock.set('2026-11-10T12:00:00-06:00');
  }, 120_000);

  it('shows voices by month and group, with n and interval, and says what is not shown', async () => {
    const page = await given.open(supervisor);
    await page.goto('/pilots');
    const voices = page.getByRole('region', { name: 'Voices' });
    await voices.getByText('mean 3.9 of 5, 22 answers').first().waitFor();
    await voices.getByText(/^75% \[/).waitFor();
    await voices.getByText('November 2026 can still be answered').waitFor();
    await voices.getByLabel('Who').selectOption('Supervisors');
    await waitFor(async () => (await voices.getByText('Too few answers').count()) === 3);
    await voices.getByLabel('Who').selectOption('All together');
    expect(await faultsOf(page, 'pilot-voices')).toEqual([]);
  });

  it('pauses, leaves the paused days out with one press, resumes, ends and starts over', async () => {
    const page = await given.open(supervisor);
    await page.goto('/pilots');
    const life = page.getByRole('region', { name: 'Where it stands' });
    await life.getByText('Running', { exact: true }).waitFor();
    await life.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('The heating failed');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await life.getByText('Paused since 10 Nov 2026').waitFor();
    app.clock.set('2026-11-12T12:00:00-06:00');
    await life.getByRole('button', { name: 'Resume' }).click();
    await life.getByText('Paused 10 Nov 2026 – 12 Nov 2026').waitFor();
    await screenshot(page, 'pilot-paused');
    await life.getByRole('button', { name: 'Leave these days out' }).click();
    await life.getByText('Left out of every figure').waitFor();
    const { exclusions } = succeeded(await app.admin.get(`/pilots/${pilotId}`));
    expect(exclusions).toEqual([{ from: '2026-11-10', to: '2026-11-13', reason: 'The heating failed' }]);
    await life.getByRole('button', { name: 'End' }).click();
    await dialog.getByLabel('What was found').selectOption('Unsuccessful because of its timing');
    await dialog.getByLabel('What shows that it was the timing').fill('Half of it were exams');
    await screenshot(page, 'pilot-end-form');
    await dialog.getByRole('button', { name: 'End' }).click();
    await life.getByText('Ended on 12 Nov 2026. Unsuccessful because of its timing.').waitFor();
    await life.getByRole('button', { name: 'Start over' }).click();
    await dialog.getByRole('button', { name: 'Start over' }).click();
    await life.getByText('It starts Late lab over.').waitFor();
    await life.getByRole('button', { name: 'Show it' }).click();
    await life.getByText('It was started over as Late lab (2).').waitFor();
    expect(await faultsOf(page, 'pilot-life')).toEqual([]);
  });

  it('keeps reviews with actions, which their owners tick', async () => {
    const it = await aUser(app, 'campus_it', [locationId]);
    const page = await given.open(supervisor);
    await page.goto('/pilots');
    const reviews = page.getByRole('region', { name: 'Reviews' });
    await reviews.getByRole('button', { name: 'New review' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Who took part').fill('Dana Reyes\nNoor Haddad');
    await dialog.getByLabel('Decision').selectOption('Change something');
    await dialog.getByLabel('Why').fill('Few came after midnight');
    await dialog.getByRole('button', { name: 'Add an action' }).click();
    await dialog.getByRole('textbox', { name: 'What', exact: true }).fill('Move the desk');
    await dialog.getByLabel('Who does it').selectOption({ value: it.id });
    await dialog.getByLabel('Until').fill('2026-11-20');
    await screenshot(page, 'review-form');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await reviews.getByText('Change something').waitFor();
    await reviews.getByText('With Dana Reyes, Noor Haddad').waitFor();
    expect(await faultsOf(page, 'pilot-reviews')).toEqual([]);

    const owner = await given.open(it.client, { viewport: PHONE });
    await owner.goto('/pilots');
    await owner.getByRole('checkbox', { name: 'Move the desk' }).click();
    await owner.getByText('Done: Move the desk').waitFor();
    expect(await owner.getByRole('button', { name: 'New review' }).count()).toBe(0);
    await screenshot(owner, 'reviews-of-the-owner');
    await page.reload();
    expect(await page.getByRole('checkbox', { name: 'Move the desk' }).isChecked()).toBe(true);
    await reviews.getByRole('button', { name: /^Remove the review/ }).click();
    await reviews.getByText('No review yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await reviews.getByText('With Dana Reyes, Noor Haddad').waitFor();
  });

  it('shows analysts voices and the life of the pilot, and no reviews', async () => {
    const page = await given.open((await aUser(app, 'analyst', [locationId])).client);
    await page.goto('/pilots');
    await page.getByRole('region', { name: 'Voices' }).getByText('September 2026').first().waitFor();
    expect(await page.getByRole('region', { name: 'Reviews' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    expect(await page.getByText('The question at the desk').count()).toBe(0);
  });
});
