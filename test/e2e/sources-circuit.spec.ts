import type { TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded, type MadeUser } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer } from '../support/http-client.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import {
  aSource,
  clearSources,
  collected,
  shown,
  sourceBody,
  startWithTracker,
  storedIds,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. A source fails for a while, and works again.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;
let supervisor: MadeUser;
let creator: MadeUser;
let id: string;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  locationId = (await aLocation(app)).id;
  supervisor = await aUser(app, 'supervisor', [locationId]);
  creator = await aUser(app, 'supervisor', [locationId]);
  await aUser(app, 'supervisor');
  await aUser(app, 'campus_it');
  await aUser(app, 'analyst', [locationId]);
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  tracker.reset();
  await clearSources(app);
  tracker.open(MORNING);
  ({ id } = succeeded(
    await creator.client.post('/support-sources', sourceBody(tracker, { locationId, everyMinutes: 10 })),
  ) as { id: string });
  await app.jobsDone();
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
});

const failWith = (status: number): void => {
  tracker.hook = (_asked, response) => {
    response.writeHead(status).end();
    return true;
  };
};
/** Waits for the next run, and returns the source with the minutes until the one after. */
async function nextRun(): Promise<{ source: Answer['body']; minutes: number }> {
  const { nextRunAt } = await shown(app, id);
  app.clock.set(nextRunAt as string);
  await app.app.get(Jobs).enqueue('support-sources', { sourceId: id });
  await app.jobsDone();
  const source = await shown(app, id);
  return { source, minutes: (Date.parse(source.nextRunAt as string) - app.clock.now()) / 60_000 };
}
const messages = (): Promise<{ userId: string; facts: object }[]> =>
  app.database.query(
    `SELECT user_id AS "userId", facts FROM messages WHERE kind = 'source-failed' ORDER BY user_id`,
  );

describe('a source that fails', () => {
  it('is tried less and less often, and stops after five failures', async () => {
    failWith(500);
    const tries: [state: unknown, minutes: number][] = [];
    for (let run = 1; run <= 6; run++) {
      const { source, minutes } = await nextRun();
      tries.push([source.state, minutes]);
    }
    expect(tries.map(([state]) => state)).toEqual([
      ...Array<string>(4).fill('failing'),
      'stopped',
      'stopped',
    ]);
    for (const [index, usual] of [10, 20, 40, 80, 360, 360].entries()) {
      expect(tries[index]![1]).toBeGreaterThanOrEqual(usual * 0.95);
      expect(tries[index]![1]).toBeLessThanOrEqual(usual * 1.05);
    }
    expect(await shown(app, id)).toMatchObject({
      problem: { code: 'SOURCE_FAILED', params: { status: 500 } },
    });
  });

  it('tells once, when it stops: its maker, the supervisors of its locations and the admins', async () => {
    const [admin] = await app.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'admin'`);
    failWith(500);
    for (let run = 1; run <= 4; run++) await nextRun();
    expect(await messages()).toEqual([]);
    for (let run = 5; run <= 7; run++) await nextRun();
    const told = await messages();
    const expected = [admin!.id, supervisor.id, creator.id].toSorted();
    expect(told.map(({ userId }) => userId)).toEqual(expected);
    expect(told[0]!.facts).toEqual({
      sourceName: 'rt',
      problem: 'It failed by itself (status 500). If that goes on, tell whoever runs it.',
    });
  });

  it('stops at once where somebody has to change something, and tells again after it worked', async () => {
    for (const count of [3, 6]) {
      failWith(401);
      const { source, minutes } = await nextRun();
      expect(source).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_REFUSED' } });
      expect(minutes).toBeGreaterThan(340);
      await nextRun();
      expect(await messages()).toHaveLength(count);
      tracker.hook = () => undefined;
      expect((await nextRun()).source).toMatchObject({ state: 'working', problem: null, failingSince: null });
    }
  });

  it('shows since when it fails and when it last worked, and works again by itself', async () => {
    failWith(500);
    const { nextRunAt } = await shown(app, id);
    await nextRun();
    tracker.open('2026-10-26T17:05:00Z');
    const { source } = await nextRun();
    expect(Date.parse(source.failingSince as string)).toBe(Date.parse(nextRunAt as string));
    expect(Date.parse(source.lastSuccessAt as string)).toBe(Date.parse('2026-10-26T17:00:00Z'));
    tracker.hook = () => undefined;
    const again = await nextRun();
    expect(again.source).toMatchObject({ state: 'working', problem: null, failingSince: null });
    expect(Date.parse(again.source.lastSuccessAt as string)).toBe(app.clock.now());
    expect(again.minutes).toBeCloseTo(10, 0);
    expect(await storedIds(app)).toEqual(['1', '2']);
  });

  it('is tried at once after it was changed, and when somebody asks', async () => {
    failWith(401);
    await nextRun();
    tracker.hook = () => undefined;
    expect(await collected(app, id)).toMatchObject({ state: 'working' });
    failWith(401);
    await nextRun();
    tracker.hook = () => undefined;
    succeeded(await app.admin.patch(`/support-sources/${id}`, { everyMinutes: 20 }));
    await app.jobsDone();
    expect(await shown(app, id)).toMatchObject({ state: 'working', everyMinutes: 20 });
  });

  it('is in the metrics, with what waits for a location', async () => {
    tracker.open(MORNING, { Queue: 'Media Lab' });
    const rules = [{ equals: 'Library Desk', locationId }];
    await aSource(app, tracker, { name: 'by rules', locationRules: rules });
    await aSource(app, tracker, { name: 'off', locationId, enabled: false });
    failWith(401);
    await nextRun();
    const { body } = (await app.anonymous.get('/metrics')) as { body: string };
    const lines = body.split('\n').filter((line) => line.startsWith('afterhours_support_source_'));
    const seconds = Date.parse('2026-10-26T17:00:00Z') / 1000;
    expect(lines.toSorted()).toEqual(
      [
        'circuit_open{source="by rules"} 0',
        'circuit_open{source="rt"} 1',
        'failures{source="by rules"} 0',
        'failures{source="rt"} 1',
        `last_news_timestamp_seconds{source="by rules"} ${seconds}`,
        `last_news_timestamp_seconds{source="rt"} ${seconds}`,
        `last_success_timestamp_seconds{source="by rules"} ${seconds}`,
        `last_success_timestamp_seconds{source="rt"} ${seconds}`,
        'unassigned_requests{source="by rules"} 1',
        'unassigned_requests{source="rt"} 0',
      ].map((line) => `afterhours_support_source_${line}`),
    );
  });
});
