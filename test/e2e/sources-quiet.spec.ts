import { Jobs } from '../../src/platform/jobs/jobs.js';
import { type TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { aPush, aPusher } from '../support/pushes.js';
import { aSource, clearSources, collected, shown, startWithTracker } from '../support/sources.js';

// Sources of which nothing new comes. It is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  locationId = (await aLocation(app)).id;
  await aUser(app, 'supervisor', [locationId]);
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  tracker.reset();
  await clearSources(app);
  tracker.open('2026-10-26T15:00:00Z');
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
});

/** The source after its next run, at some time. */
async function stateAt(time: string, id: string): Promise<unknown> {
  app.clock.set(time);
  await app.database.query('UPDATE support_sources SET next_run_at = $1', [app.clock.date()]);
  await app.app.get(Jobs).enqueue('support-sources', { sourceId: id });
  await app.jobsDone();
  return (await shown(app, id)).state;
}
const toldOnce = async (): Promise<string[]> =>
  (
    await app.database.query<{ problem: string }>(
      `SELECT DISTINCT facts->>'problem' AS problem FROM messages WHERE kind = 'source-look' ORDER BY 1`,
    )
  ).map(({ problem }) => problem);
const countTold = async (): Promise<number> =>
  (await app.database.query(`SELECT 1 FROM messages WHERE kind = 'source-look'`)).length;

describe('a source of which nothing new comes', () => {
  it('is called quiet after two weeks, and people are told once', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    expect(await stateAt('2026-11-09T16:59:00Z', id)).toBe('working');
    expect(await countTold()).toBe(0);
    expect(await stateAt('2026-11-09T17:00:00Z', id)).toBe('quiet');
    const told = await countTold();
    expect(await toldOnce()).toEqual([expect.stringContaining('14 days')]);
    expect(await stateAt('2026-11-10T17:00:00Z', id)).toBe('quiet');
    expect(await countTold()).toBe(told);
    tracker.open('2026-11-10T18:00:00Z');
    app.clock.set('2026-11-10T19:00:00Z');
    expect(await collected(app, id)).toMatchObject({
      state: 'working',
      lastNewsAt: '2026-11-10T19:00:00+00:00',
    });
    expect(await stateAt('2026-11-17T19:00:00Z', id)).toBe('working');
    expect(await stateAt('2026-11-24T19:00:00Z', id)).toBe('quiet');
    expect(await countTold()).toBe(2 * told);
  });

  it('is called so after as many days as were chosen, or never', async () => {
    const { id } = await aSource(app, tracker, { locationId, quietAfterDays: 3 });
    expect(await stateAt('2026-10-29T17:00:00Z', id)).toBe('quiet');
    succeeded(await app.admin.patch(`/support-sources/${id}`, { quietAfterDays: null }));
    await app.jobsDone();
    expect(await stateAt('2026-11-23T17:00:00Z', id)).toBe('working');
  });

  it('is not called otherwise because its form was saved', async () => {
    const kiosk = await aPusher(app, { locationId });
    app.clock.set('2026-11-09T16:00:00Z');
    succeeded(
      await app.admin.patch(`/support-sources/${kiosk.source.id}`, {
        name: 'wall',
        settings: {},
        enabled: true,
      }),
    );
    await app.jobsDone();
    expect(await stateAt('2026-11-09T17:00:00Z', kiosk.source.id)).toBe('quiet');
  });

  it('has its time again when somebody sets it up anew', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    await stateAt('2026-11-20T17:00:00Z', id);
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: false }));
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
    await app.jobsDone();
    expect(await shown(app, id)).toMatchObject({ state: 'working', lastNewsAt: '2026-11-20T17:00:00+00:00' });
  });

  it.each([0, 366, 1.5, '7'])('cannot be chosen to be so after %p days', async (quietAfterDays) => {
    const answer = await app.admin.post('/support-sources', {
      name: 'rt',
      kind: 'push',
      settings: {},
      everyMinutes: 5,
      enabled: true,
      quietAfterDays,
    });
    expect(answer).toMatchObject({ status: 400, body: { violations: [{ field: 'quietAfterDays' }] } });
  });
});

describe('a source of pushes of which nothing comes', () => {
  it('is called quiet too, and pushes that change nothing are no news', async () => {
    const kiosk = await aPusher(app, { locationId });
    const { id } = kiosk.source;
    await kiosk.sent(aPush('7'));
    app.clock.set('2026-11-05T17:00:00Z');
    await kiosk.sent(aPush('7'));
    expect(await stateAt('2026-11-09T16:59:00Z', id)).toBe('working');
    expect(await stateAt('2026-11-09T17:00:00Z', id)).toBe('quiet');
    expect(await toldOnce()).toHaveLength(1);
    await kiosk.sent(aPush('8'));
    expect(await shown(app, id)).toMatchObject({ state: 'working' });
  });

  it('even when none ever came', async () => {
    const kiosk = await aPusher(app, { locationId });
    expect(await stateAt('2026-11-09T17:00:00Z', kiosk.source.id)).toBe('quiet');
    expect(await toldOnce()).toHaveLength(1);
  });
});
