import type { Page } from 'playwright-core';
import { TEST_NOW, waitFor } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { PHONE, screenshot } from '../support/browser.js';
import { aLocation, anOperator, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';

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

  it('asks for the wait with one tap; without an answer it is unknown, and undo removes the request', async () => {
    const phone = await given.open(maya.client, { viewport: PHONE });
    await phone.goto('/tonight');
    await phone.getByRole('button', { name: 'Log a request' }).click();
    const wait = phone.getByRole('radiogroup', { name: 'How many minutes had they waited' });
    expect(await wait.getByRole('radio', { name: 'Unknown' }).isChecked()).toBe(true);
    await wait.getByText('15', { exact: true }).click();
    await screenshot(phone, 'desk-wait-phone');
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('waited 15 min').waitFor();
    expect(await requests()).toMatchObject([{ category: null, waitedMinutes: 15 }]);
    await phone.getByRole('button', { name: 'Undo' }).click();
    await phone.getByText('waited 15 min').waitFor({ state: 'detached' });
    expect(await requests()).toEqual([]);
    await phone.getByRole('button', { name: 'Log a request' }).click();
    await phone.getByRole('button', { name: 'Save' }).click();
    await phone.getByText('wait unknown').waitFor();
    expect(await requests()).toMatchObject([{ waitedMinutes: null, waitUnknown: true }]);
  });

  it('keeps the wait of a request that is logged without a network', async () => {
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

  describe('started without a network', () => {
    /** Whether every file that the page needs without a network, and the desk, are stored. */
    const KEPT_WHOLE = `(async () => {
      const files = await caches.open('afterhours-files-1');
      const { pages } = await (await fetch('/links.json')).json();
      const links = ['/tonight', '/sign-in'].flatMap((path) => pages[path]);
      const wanted = ['/', ...links.map((link) => link.slice(1, link.indexOf('>')))];
      const found = await Promise.all(wanted.map((file) => files.match(file)));
      const kept = localStorage.getItem('afterhours-kept') ?? sessionStorage.getItem('afterhours-kept');
      return found.every(Boolean) && /"desk"/.test(kept);
    })()`;
    const visited = async (client = maya.client, { stays = true } = {}): Promise<Page> => {
      const phone = await given.open(client, { viewport: PHONE });
      if (stays) await phone.addInitScript(() => localStorage.setItem('afterhours-stays', 'true'));
      await phone.goto('/tonight');
      await phone.getByRole('button', { name: 'Log a request' }).waitFor();
      await waitFor(() => phone.evaluate<boolean>(KEPT_WHOLE));
      return phone;
    };
    const kept = (phone: Page) => phone.evaluate(() => localStorage.getItem('afterhours-kept'));

    it('shows the last known shift with its age, logs requests, and sends each once', async () => {
      const leo = await anOperator(given.app, { name: 'Leo Park', displayName: 'Leo' });
      await onShift(given.app, locationId, leo.id, ON_NOW);
      const phone = await visited();
      await phone.context().setOffline(true);
      await phone.reload();
      await phone.getByText('As of 12:00').waitFor();
      await phone.getByText('Mon 26 Oct, 11:00–14:00').waitFor();
      expect(await phone.getByRole('button', { name: 'Check in' }).isDisabled()).toBe(true);
      await phone.getByText('Checking in and out needs the network').waitFor();
      await phone.getByRole('button', { name: 'Log a request' }).click();
      await phone.getByLabel('What was it about').selectOption('Login');
      await phone.getByText('30', { exact: true }).click();
      await phone.getByRole('button', { name: 'Save' }).click();
      await phone.getByText('One entry will be sent later.').waitFor();
      await phone.getByText('What is open is shown once you are online.').waitFor();
      await screenshot(phone, 'cold-start-phone');
      await phone.reload();
      await phone.getByText('One entry will be sent later.').waitFor();
      await phone.context().setOffline(false);
      const sent = async () => (await requests()).filter(({ category }) => category === 'login');
      await waitFor(async () => (await sent()).length > 0);
      await phone.getByText('As of 12:00').waitFor({ state: 'detached' });
      expect(await phone.getByRole('button', { name: 'Check in' }).isDisabled()).toBe(false);
      expect(await sent()).toMatchObject([{ waitedMinutes: 30 }]);
    });

    it('stores no address, and of other people only the names that colleagues see', async () => {
      const phone = await visited();
      const text = (await kept(phone))!;
      expect(text).not.toMatch(/@|Park/);
      expect(JSON.parse(text)).toMatchObject({ user: { name: 'Maya Okafor', email: '' } });
    });

    it('deletes everything at the sign-out, with a network or without; later the session is ended, too', async () => {
      const client = await given.app.signedIn(maya.userId);
      const phone = await visited(client);
      await phone.context().setOffline(true);
      await phone.getByRole('button', { name: 'Menu' }).click();
      await phone.getByRole('button', { name: 'Sign out', exact: true }).click();
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await kept(phone)).toBeNull();
      await phone.goto('/tonight');
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect((await client.get('/me')).status).toBe(200);
      await phone.context().setOffline(false);
      await phone.goto('/tonight');
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect((await client.get('/me')).status).toBe(401);
    });

    it('ends the session later if the server failed at the sign-out', async () => {
      const client = await given.app.signedIn(maya.userId);
      const phone = await visited(client);
      await phone.route('**/auth/logout', (route) => route.fulfill({ status: 503 }));
      await phone.getByRole('button', { name: 'Menu' }).click();
      await phone.getByRole('button', { name: 'Sign out', exact: true }).click();
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      await phone.goto('/tonight');
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect((await client.get('/me')).status).toBe(200);
      await phone.unroute('**/auth/logout');
      await phone.goto('/tonight');
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect((await client.get('/me')).status).toBe(401);
    });

    it('shows no data of another person or of an ended session', async () => {
      const client = await given.app.signedIn(maya.userId);
      const phone = await visited(client);
      succeeded(await client.post('/auth/logout'));
      await phone.goto('/tonight');
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await kept(phone)).toBeNull();
      const ana = await anOperator(given.app, { name: 'Ana Cruz' });
      const shared = await visited();
      const [name, value] = (await given.app.signedIn(ana.userId)).headers['cookie']!.split('=');
      await shared.context().addCookies([{ name: name!, value: value!, url: given.app.url }]);
      await shared.goto('/tonight');
      await shared.getByText('No shift tonight').waitFor();
      await shared.context().setOffline(true);
      await shared.reload();
      await shared.getByText('No shift tonight').waitFor();
      expect(await kept(shared)).not.toContain('Maya');
    });

    it('keeps the data only while the tab is open, if the session ends with the browser', async () => {
      const desk = await visited(await given.app.signedIn(maya.userId), { stays: false });
      expect(await kept(desk)).toBeNull();
      await desk.context().setOffline(true);
      await desk.reload();
      await desk.getByText('As of 12:00').waitFor();
      const opened = await desk.context().newPage();
      await opened.goto('/tonight');
      await opened.getByRole('heading', { name: 'Sign in' }).waitFor();
      await desk.clock.setFixedTime('2026-10-26T13:01:00-05:00');
      await desk.reload();
      await desk.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    it('deletes its data within a day', async () => {
      const phone = await visited();
      await phone.context().setOffline(true);
      await phone.clock.setFixedTime('2026-10-27T10:01:00-05:00');
      await phone.reload();
      await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await kept(phone)).toBeNull();
    });

    it.each([
      [
        'over midnight',
        ['2026-10-27T22:00:00-05:00', '2026-10-28T02:00:00-05:00'],
        ['2026-10-27T23:50:00-05:00', '2026-10-28T00:20:00-05:00'],
        ['Tue 27 Oct, 23:50', 'Tue 27 Oct, 22:00–02:00'],
      ],
      [
        'in the night with one more hour',
        ['2026-10-31T22:00:00-05:00', '2026-11-01T03:00:00-06:00'],
        ['2026-11-01T01:30:00-05:00', '2026-11-01T01:10:00-06:00'],
        ['01:30 (first)', 'Sat 31 Oct, 22:00–03:00'],
      ],
      [
        'in the night with one hour less',
        ['2027-03-13T22:00:00-06:00', '2027-03-14T05:00:00-05:00'],
        ['2027-03-14T01:50:00-06:00', '2027-03-14T03:10:00-05:00'],
        ['01:50', 'Sat 13 Mar, 22:00–05:00'],
      ],
    ])('says the time of the shift and of its data, %s', async (_name, shift, moments, told) => {
      const [[startsAt, endsAt], [before, after], [asOf, span]] = [shift, moments, told];
      const kim = await anOperator(given.app, { name: 'Kim Lee' });
      await onShift(given.app, locationId, kim.id, { startsAt: startsAt!, endsAt: endsAt! });
      given.app.clock.set(before!);
      const phone = await visited(await given.app.signedIn(kim.userId));
      // The phone goes offline before the clock is set; otherwise a late answer gives it the new date.
      await phone.context().setOffline(true);
      given.app.clock.set(TEST_NOW);
      await phone.clock.setFixedTime(after!);
      await phone.reload();
      await phone.getByText(`As of ${asOf}:`).waitFor();
      await phone.getByText(span!).first().waitFor();
      await phone.getByRole('button', { name: 'Printing' }).waitFor();
    });
  });
});
