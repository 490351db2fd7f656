import { jest } from '@jest/globals';
import { PilotMetricsService } from '../../src/pilots/pilot-metrics.service.js';
import { WorkerPool } from '../../src/platform/workers/worker-pool.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, aSupportRequest, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

describe('metrics of a pilot', () => {
  let app: TestApp;
  let pilotId: string;
  beforeAll(async () => {
    app = await startApp({ now: '2026-12-01T18:00:00Z' });
    const locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId, { effectiveFrom: '2026-10-01', effectiveTo: null });
    for (const day of ['2026-10-20', '2026-11-03'])
      await aSupportRequest(app, locationId, { openedAt: `${day}T21:00:00-05:00` });
    const pilot = await app.admin.post('/pilots', {
      name: 'Pilot',
      locationIds: [locationId],
      baseline: { from: '2026-10-01', to: '2026-11-01' },
      pilot: { from: '2026-11-01', to: '2026-12-01' },
    });
    pilotId = succeeded(pilot).id as string;
  });
  afterAll(() => app.close());

  it('share one load for simultaneous queries, and a wrong query does not affect the others', async () => {
    const ask = (query: string): Promise<Answer> => app.admin.get(`/pilots/${pilotId}/metrics?${query}`);
    const { promise: release, resolve: letGo } = Promise.withResolvers<void>();
    const run = WorkerPool.prototype.run;
    // Only queries of this pilot use it: scheduled jobs do not begin by themselves in tests.
    const computing = jest.spyOn(app.app.get(WorkerPool), 'run').mockImplementation(async function (
      this: WorkerPool,
      task: URL,
      input: unknown,
    ) {
      await release;
      return run.call(this, task, input);
    });
    const first = ask('bucket=none');
    await waitFor(() => Promise.resolve(computing.mock.calls.length === 1));
    const others = [
      ask('bucket=day&phase=pilot'),
      ask('bucket=hour-of-week'),
      ask('from=2026-11-03&to=2026-11-02'),
    ];
    const { open } = app.app.get(PilotMetricsService);
    await waitFor(() => Promise.resolve(open.get(pilotId)?.questions.length === 2));
    letGo();
    const [whole, days, week, wrong] = await Promise.all([first, ...others]);
    expect(computing).toHaveBeenCalledTimes(2);
    computing.mockRestore();
    expect(wrong).toMatchObject({ status: 400, body: { violations: [{ field: 'to' }] } });
    expect(week!.body.totals).toEqual(whole.body.totals);
    expect(days!.body).toEqual((await ask('bucket=day&phase=pilot')).body);
  });
});
