import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aSupportRequest, succeeded } from '../support/factories.js';
import { pilotMetrics } from '../support/pilots.js';

describe('the figures of a request that stood still', () => {
  let app: TestApp;
  let pilotId: string;
  let id: string;
  const { aPilot, ask, alwaysOpen } = pilotMetrics('Standstills', () => app);

  beforeAll(async () => {
    app = await startApp({ now: '2026-10-26T21:00:00-05:00' });
    const place = (await aLocation(app)).id;
    await alwaysOpen(place);
    pilotId = await aPilot([place], '2026-10-26', '2026-10-27', { followUpHours: 24 });
    const opened = { openedAt: '2026-10-26T21:00:00-05:00' };
    ({ id } = await aSupportRequest(app, place, opened));
  });
  afterAll(() => app.close());

  const patchAt = async (time: string, body: object): Promise<void> => {
    app.clock.set(`2026-10-26T${time}:00-05:00`);
    succeeded(await app.admin.patch(`/support-requests/${id}`, body));
  };
  const figures = async (): Promise<unknown> => (await ask(pilotId, '')).totals.pilot;

  it('leave it out of service time, as in Zammad’s published case, and never of elapsed time', async () => {
    await patchAt('22:00', { firstResponseAt: '2026-10-26T22:00:00-05:00' });
    await patchAt('22:30', { waiting: true });
    await patchAt('23:00', { resolvedAt: '2026-10-26T23:00:00-05:00' });
    const expected = {
      firstResponseServiceMinutesP50: 60,
      resolutionServiceMinutesP50: 90,
      resolutionWallMinutesP50: 120,
      stoppedRequests: 1,
    };
    expect(await figures()).toMatchObject(expected);
    expect(succeeded(await app.admin.get(`/support-requests/${id}`)).version).toBe(4);
  });

  it('are those of the reopened request, also once its day was counted', async () => {
    app.clock.set('2026-10-28T12:00:00-05:00');
    const counts = app.app.get(CountsService);
    await counts.count();
    expect(await app.database.query('SELECT FROM location_days WHERE NOT stale')).not.toEqual([]);
    expect(await figures()).toMatchObject({ resolutionServiceMinutesP50: 90, stoppedRequests: 1 });
    succeeded(await app.admin.patch(`/support-requests/${id}`, { resolvedAt: null }));
    app.clock.set('2026-10-28T12:10:00-05:00');
    succeeded(await app.admin.patch(`/support-requests/${id}`, { resolvedAt: '2026-10-28T12:10:00-05:00' }));
    const expected = {
      firstResolutionServiceMinutesP50: 90,
      resolutionServiceMinutesP50: 100,
      resolutionWallMinutesP50: null,
      censored: { resolvedAt: 1 },
      stoppedRequests: 1,
    };
    expect(await figures()).toMatchObject(expected);
    await counts.count();
    expect(await figures()).toMatchObject(expected);
  });
});
