import { FirstAdminService } from '../../src/access/first-admin.service.js';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { endBrowser, openAs, PHONE, screenshot, startBrowser } from '../support/browser.js';
import {
  aLocation,
  anOperator,
  aShift,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import { onShift } from '../support/assignments.js';

const start = async (env: Record<string, string> = {}): Promise<TestApp> =>
  startApp({ env: { PORT: String(await findFreePort()), ...env } });

describe('the web app', () => {
  const given = browserApp();
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let leo: MadeOperator;
  const { open } = given;
  beforeAll(async () => {
    ({ app } = given);
    locationId = (await aLocation(app, { name: 'Main Lab' })).id;
    maya = await anOperator(app, { name: 'Maya Lin' });
    leo = await anOperator(app, { name: 'Leo Park' });
  }, 120_000);

  it('takes a claim on a phone and its approval on a desktop, and the gap disappears on a third screen', async () => {
    await coverageHours(app, locationId, { weekdays: [2], startsAt: '20:00', endsAt: '23:00', required: 1 });
    await aShift(app, locationId, {
      startsAt: '2026-10-27T20:00:00-05:00',
      endsAt: '2026-10-27T23:00:00-05:00',
    });
    const third = await open(app.admin);
    await third.goto('/board');
    await third.getByText('Covered 0% · 3 h short').waitFor();
    await screenshot(third, 'board-gap');
    const phone = await open(maya.client, { viewport: PHONE });
    await phone.goto('/open-shifts');
    await screenshot(phone, 'open-shifts-phone');
    await phone.getByRole('button', { name: 'Claim Tue 27 Oct, 20:00–23:00' }).click();
    await phone.getByText('Claimed: Tue 27 Oct, 20:00–23:00').waitFor();
    const desk = await open(app.admin);
    await desk.goto('/approvals');
    await desk.getByRole('checkbox', { name: /Maya Lin.*Tue 27 Oct, 20:00–23:00/ }).waitFor();
    await screenshot(desk, 'approvals');
    await desk.getByRole('button', { name: 'Approve 1' }).click();
    await desk.getByText('One claim approved.').waitFor();
    await third.getByText('Covered 100% · 0 h short').waitFor();
    await waitFor(async () => (await third.getByRole('button', { name: /Maya Lin/ }).count()) === 1);
    await screenshot(third, 'board-covered');
  });

  it('tells the operator who was too late for a seat what happened, and which shifts are free', async () => {
    await aShift(app, locationId, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-28T22:00:00-05:00',
    });
    await aShift(app, locationId, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T22:00:00-05:00',
      seats: 2,
    });
    const name = 'Claim Wed 28 Oct, 20:00–22:00';
    const [first, second] = [
      await open(maya.client, { viewport: PHONE }),
      await open(leo.client, { viewport: PHONE }),
    ];
    for (const page of [first, second]) {
      await page.goto('/open-shifts');
      await page.getByRole('button', { name }).waitFor();
      // Without live updates both operators see a free seat when they tap.
      await page.route('**/api/v1/events', (route) => route.abort());
    }
    await Promise.all([first, second].map((page) => page.getByRole('button', { name }).click()));
    const outcomes = await Promise.all(
      [first, second].map(async (page) => {
        const lost = page.getByText('Wed 28 Oct, 20:00–22:00 is gone.');
        const won = page.getByText('Claimed: Wed 28 Oct, 20:00–22:00');
        await lost.or(won).first().waitFor();
        return (await lost.count()) > 0 ? 'lost' : 'won';
      }),
    );
    expect(outcomes.sort()).toEqual(['lost', 'won']);
    const loser = (await first.getByText('is gone.').count()) > 0 ? first : second;
    await screenshot(loser, 'lost-race-phone');
    await loser.getByRole('alert').getByRole('button', { name: 'Claim Thu 29 Oct, 20:00–22:00' }).click();
    await loser.getByText('Claimed: Thu 29 Oct, 20:00–22:00').waitFor();
  });

  it('swaps two shifts between two operators, on their phones', async () => {
    const [mine, theirs] = [
      await anOperator(app, { name: 'Mia Berg' }),
      await anOperator(app, { name: 'Tom Roth' }),
    ];
    const claims = [];
    for (const [operator, date] of [
      [mine, '2026-10-26'],
      [theirs, '2026-10-27'],
    ] as const) {
      const shift = await aShift(app, locationId, {
        startsAt: `${date}T16:00:00-05:00`,
        endsAt: `${date}T18:00:00-05:00`,
      });
      claims.push(succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id })));
    }
    const first = await open(mine.client, { viewport: PHONE });
    await first.goto('/my-shifts');
    await first.getByRole('button', { name: 'Change Mon 26 Oct, 16:00–18:00' }).click();
    await first.getByRole('menuitem', { name: 'Swap it with somebody' }).click();
    await first.getByRole('button', { name: 'Ask Tom for Tue 27 Oct, 16:00–18:00' }).waitFor();
    await screenshot(first, 'swap-phone');
    await first.getByRole('button', { name: 'Ask Tom for Tue 27 Oct, 16:00–18:00' }).click();
    await first.getByText('Tom is asked for Tue 27 Oct, 16:00–18:00.').waitFor();
    const second = await open(theirs.client, { viewport: PHONE });
    await second.goto('/trades');
    await second.getByText('Mon 26 Oct, 16:00–18:00 against Tue 27 Oct, 16:00–18:00').waitFor();
    await second.getByRole('button', { name: 'Accept' }).click();
    await second.getByText('Accepted.').waitFor();
    const holders = await Promise.all(
      claims.map(
        async ({ shiftId }) => (await app.admin.get(`/shifts/${shiftId}`)).body.claims[0].operatorId,
      ),
    );
    expect(holders).toEqual([theirs.id, mine.id]);
    await first.getByRole('heading', { name: 'Tue 27 Oct' }).waitFor();
  });

  it('stores a note at the desk, which the next shift sees without a reload, and removes it again', async () => {
    const next = await open(leo.client, { viewport: PHONE });
    await next.goto('/tonight');
    await next.getByText('The shifts before left no note.').waitFor();
    const phone = await open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByLabel('Leave a note').fill('Toner of the left printer is low.');
    await phone.getByRole('link', { name: 'Trades' }).click();
    await phone.getByRole('heading', { name: 'Trades' }).waitFor();
    await phone.getByRole('link', { name: 'Tonight' }).click();
    await phone.getByRole('button', { name: 'Leave it' }).click();
    await next.getByText('Toner of the left printer is low.').waitFor();
    await next.getByText('Maya · Mon 26 Oct, 12:00').waitFor();
    await screenshot(next, 'notes-phone');
    await phone.getByRole('button', { name: 'Undo' }).click();
    await next.getByText('The shifts before left no note.').waitFor();
  });

  it('sends a tally made offline exactly once, when the network is back', async () => {
    const onNow = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };
    await onShift(app, locationId, leo.id, onNow);
    const phone = await open(leo.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Printing' }).waitFor();
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: 'Printing' }).click();
    await phone.getByText('one tap tonight').waitFor();
    await phone.getByText('One entry will be sent later.').waitFor();
    await screenshot(phone, 'tonight-offline-phone');
    await phone.context().setOffline(false);
    await phone.getByText('One entry will be sent later.').waitFor({ state: 'detached' });
    const tallies = async (): Promise<unknown[]> =>
      (await app.admin.get(`/support-tallies?locationId=${locationId}`)).body.items;
    await waitFor(async () => (await tallies()).length > 0);
    await phone.locator('.offline-bar').waitFor({ state: 'detached' });
    await phone.getByText('one tap tonight').waitFor();
    expect(await tallies()).toMatchObject([{ category: 'printing', count: 1 }]);
    await phone.getByRole('button', { name: 'Login' }).click();
    await phone.getByRole('status').getByText('Login').waitFor();
    await phone.getByText('2 taps tonight').waitFor();
    await phone.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await tallies()).length === 1);
    await phone.getByText('one tap tonight').waitFor();
    expect(await tallies()).toMatchObject([{ category: 'printing', count: 1 }]);
  });

  it('undoes a tally made offline, before or after it is sent', async () => {
    const phone = await open(leo.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Hardware' }).waitFor();
    const hardware = async (): Promise<number> =>
      (await app.admin.get(`/support-tallies?locationId=${locationId}&limit=200`)).body.items.filter(
        ({ category }: { category: string }) => category === 'hardware',
      ).length;
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: 'Hardware' }).click();
    await phone.getByText('One entry will be sent later.').waitFor();
    await phone.getByRole('button', { name: 'Undo' }).click();
    await phone.getByText('One entry will be sent later.').waitFor({ state: 'detached' });
    await phone.getByRole('button', { name: 'Hardware' }).click();
    await phone.getByText('One entry will be sent later.').waitFor();
    await phone.context().setOffline(false);
    await waitFor(async () => (await hardware()) === 1);
    await phone.locator('.offline-bar').waitFor({ state: 'detached' });
    // The page refetches its data before it lets go of the queue.
    await phone.evaluate(() => navigator.locks.request('afterhours-outgoing', () => undefined));
    await phone.getByRole('status').getByText('Hardware').waitFor();
    await phone.getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await hardware()) === 0);
  });

  it('says why a check-in is refused, and does not let it block later requests', async () => {
    const ana = await anOperator(app, { name: 'Ana Cruz' });
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-26T12:10:00-05:00',
      endsAt: '2026-10-26T14:00:00-05:00',
    });
    const claim = succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: ana.id }));
    const phone = await open(ana.client, { viewport: PHONE });
    await phone.route('**/api/v1/events', (route) => route.abort());
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Check in' }).waitFor();
    succeeded(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'Closed' }));
    await phone.getByRole('button', { name: 'Check in' }).click();
    await phone.getByText(/This claim is cancelled; only an approved one/).waitFor();
    expect(await phone.locator('.offline-bar').count()).toBe(0);
  });

  it('shows the night with one more hour, and which 1:30 of the two is meant', async () => {
    const night = { startsAt: '2026-10-31T22:00:00-05:00', endsAt: '2026-11-01T01:30:00-06:00' };
    succeeded(await app.admin.post('/shifts', { locationId, seats: 1, status: 'published', ...night }));
    const desk = await open(app.admin);
    await desk.goto('/board?week=2026-10-26');
    await desk.getByText('clocks go back: 1 h more').waitFor();
    await desk.getByRole('button', { name: /22:00–01:30 \(second\) next day/ }).waitFor();
    await screenshot(desk, 'board-clock-change');
    await desk.emulateMedia({ media: 'print' });
    await desk.getByText('26 Oct – 1 Nov').last().waitFor();
    expect(await desk.getByRole('navigation').count()).toBe(0);
    expect(
      await desk.evaluate<boolean>(`document.querySelector('.board-grid').scrollWidth <= innerWidth`),
    ).toBe(true);
    await screenshot(desk, 'board-printed');
  });

  it('shows on the board the status of the schedule, and what has changed since its approval', async () => {
    const { id } = await aLocation(app, { name: 'Annex' });
    const plan = succeeded(
      await app.admin.post('/schedules', { locationId: id, startsOn: '2026-10-26', endsOn: '2026-11-01' }),
    );
    const shift = await aShift(app, id, {
      startsAt: '2026-10-30T18:00:00-05:00',
      endsAt: '2026-10-30T20:00:00-05:00',
      status: 'draft',
    });
    succeeded(await app.admin.post(`/schedules/${plan.id}/publish`, {}));
    succeeded(await app.admin.post(`/schedules/${plan.id}/approve`));
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: leo.id }));
    const desk = await open(app.admin);
    await desk.goto(`/board?location=${id}&week=2026-10-26`);
    await desk.getByText('Schedule: Approved').waitFor();
    await desk.getByRole('button', { name: 'Changes since approval' }).click();
    await desk.getByText('Now: Fri 30 Oct, 18:00–20:00 · Leo Park').waitFor();
    await screenshot(desk, 'board-differences');
  });
});

describe('a server without users', () => {
  it('loads the demo from its first page, as a second server', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'afterhours-demo-'));
    // When the test runs as root, PostgreSQL runs as another user, who must be able to enter the folder.
    await chmod(folder, 0o755);
    process.env['DEMO_DATA_DIR'] = join(folder, 'data');
    const browser = await startBrowser();
    const app = await start();
    await app.database.query('TRUNCATE users CASCADE');
    const page = await openAs(browser, app, null);
    await page.goto('/');
    await page.getByRole('button', { name: 'Load the demo' }).click();
    await page.getByText('Filling it').first().waitFor();
    await screenshot(page, 'demo-filling');
    await page.getByRole('link', { name: 'Open the demo' }).waitFor({ timeout: 300_000 });
    await screenshot(page, 'demo-ready');
    expect((await app.anonymous.post('/setup/demo')).body.state).toBe('ready');
    await page.getByRole('link', { name: 'Open the demo' }).click();
    await page.getByLabel('E-mail').fill('priya.raman@larkfield.example.edu');
    await page.getByRole('textbox', { name: 'Password' }).fill('open-until-two');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Week board' }).waitFor();
    await endBrowser(browser);
    await app.close();
    await rm(folder, { recursive: true });
  }, 400_000);

  it('leads from its first page to a published week', async () => {
    const browser = await startBrowser();
    const app = await start();
    await app.database.query('TRUNCATE users CASCADE');
    const page = await openAs(browser, app, null);
    await page.goto('/');
    await page.getByLabel('Setup code').fill('WRONG-CODE');
    await page.getByLabel('Your name').fill('Dana Reyes');
    await page.getByLabel('Your e-mail').fill('dana@example.edu');
    await page.getByRole('textbox', { name: 'Password' }).fill('a quiet library');
    await screenshot(page, 'welcome');
    await page.getByRole('button', { name: 'Create the administrator' }).click();
    await page.getByRole('alert').getByText('This is not a setup code of this server').waitFor();
    const code = await app.app.get(FirstAdminService).issueCode();
    await page.getByLabel('Setup code').fill(code!.toLowerCase());
    await page.getByRole('button', { name: 'Create the administrator' }).click();
    await page.getByLabel('Institution').fill('State University');
    await page.getByLabel('Name of the location').fill('Main Lab');
    await page.getByLabel('Time zone').selectOption('America/Chicago');
    await screenshot(page, 'welcome-location');
    await page.getByRole('button', { name: 'Create the location' }).click();
    await page.getByLabel('One person a line').fill('Maya Lin, maya@example.edu\nnobody');
    await page.getByRole('button', { name: 'Add one person' }).click();
    await page.getByText('/invitations/').waitFor();
    await screenshot(page, 'welcome-people');
    await page.getByRole('button', { name: 'Go to the week board' }).click();
    await page.getByText('Covered 0% · 30 h short').waitFor();
    await page.getByRole('link', { name: 'Schedules' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Fill with shifts' }).click();
    await page.getByRole('button', { name: 'Show what it would make' }).click();
    await screenshot(page, 'generate');
    await page.getByRole('button', { name: /Make \d+ shifts/ }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Operators can claim now.').waitFor();
    await screenshot(page, 'schedules');
    await endBrowser(browser);
    await app.close();
  });
});
