import { SchedulerRegistry } from '@nestjs/schedule';
import { startApp, waitFor, type TestApp } from '../support/app.js';

describe('scheduled jobs', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ timers: true });
  });
  afterAll(() => app.close());

  const queues = async (): Promise<string[]> => {
    const rows = await app.database.query<{ name: string }>(
      `SELECT DISTINCT name FROM pgboss.job WHERE name NOT LIKE '\\_\\_pgboss%'`,
    );
    return rows.map(({ name }) => name).sort();
  };

  it('are enqueued by the timers of a server', async () => {
    const scheduler = app.app.get(SchedulerRegistry);
    expect(scheduler.getIntervals()).toEqual(['coverage-scan-all']);
    for (const timer of scheduler.getCronJobs().values()) await timer.fireOnTick();
    const expected = [
      'counting',
      'counts-verification',
      'escalation-tickets',
      'housekeeping',
      'outbox',
      'reminding',
      'support-sources-due',
      'telling',
      'timetable-subscriptions',
      'waitlist',
    ];
    await waitFor(async () => (await queues()).length >= expected.length);
    expect(await queues()).toEqual(expected);
  });
});
