import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aSupportRequest,
  coverageHours,
  succeeded,
} from '../support/factories.js';

describe('everything together, from coverage hours to pilot metrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  it('follows one evening from demand to the pilot’s figures', async () => {
    const location = await aLocation(app);
    await coverageHours(app, location.id);
    const shift = await aShift(app, location.id);
    const operator = await anOperator(app);

    const claim = await operator.client.post(`/shifts/${shift.id}/claims`);
    expect(claim.status).toBe(201);
    expect(claim.body).toMatchObject({ shiftId: shift.id, operatorId: operator.id, status: 'pending' });
    expect((await app.admin.post(`/claims/${claim.body.id}/approve`)).body.status).toBe('approved');

    const window = `locationId=${location.id}&from=2026-10-27T00:00:00-05:00&to=2026-10-28T12:00:00-05:00`;
    const gaps = succeeded(await app.admin.get(`/coverage/gaps?${encodeURI(window).replaceAll('+', '%2B')}`));
    expect(gaps.items).toEqual([
      expect.objectContaining({
        startsAt: '2026-10-27T00:00:00-05:00',
        endsAt: '2026-10-27T02:00:00-05:00',
        missing: 1,
      }),
      expect.objectContaining({
        startsAt: '2026-10-28T00:00:00-05:00',
        endsAt: '2026-10-28T02:00:00-05:00',
        missing: 1,
      }),
    ]);
    expect(gaps.summary).toMatchObject({ requiredMinutes: 480, staffedMinutes: 240, coverageRate: 0.5 });

    app.clock.set('2026-10-28T17:00:00Z');
    await aSupportRequest(app, location.id, {
      openedAt: '2026-10-27T21:00:00-05:00',
      firstResponseAt: '2026-10-27T21:10:00-05:00',
      resolvedAt: '2026-10-27T22:00:00-05:00',
    });
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: 'Late lab',
        locationIds: [location.id],
        baseline: { from: '2026-10-01', to: '2026-10-27' },
        pilot: { from: '2026-10-27', to: '2026-10-29' },
      }),
    );
    const metrics = succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics?bucket=day&phase=pilot`));
    expect(metrics.items).toHaveLength(2);
    expect(metrics.totals.pilot).toMatchObject({
      requests: 1,
      firstResponseWallMinutesP50: 10,
      resolutionWallMinutesP50: 60,
    });
  });

  it('keeps an alert open while there is a gap, and fills it soon after the approval', async () => {
    const location = await aLocation(app);
    await coverageHours(app, location.id, {
      startsAt: '20:00',
      endsAt: '00:00',
      effectiveTo: '2026-10-27',
      effectiveFrom: '2026-10-27',
    });
    await app.jobsDone();
    const before = succeeded(await app.admin.get(`/coverage/alerts?locationId=${location.id}`));
    expect(before.items).toMatchObject([{ date: '2026-10-27', status: 'open' }]);
    const shift = await aShift(app, location.id);
    const operator = await anOperator(app);
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    await app.jobsDone();
    const after = succeeded(await app.admin.get(`/coverage/alerts?locationId=${location.id}`));
    expect(after.items).toMatchObject([{ date: '2026-10-27', status: 'filled' }]);
  });
});
