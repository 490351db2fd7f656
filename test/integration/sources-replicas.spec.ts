import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { aSource, collected, runsOf, shown, startWithTracker, storedIds } from '../support/sources.js';

// Three servers share a database, and each of them notices that a source is due.

const MORNING = '2026-10-26T15:00:00Z';
let replicas: TestApp[];
let tracker: FakeRequestTracker;

beforeAll(async () => {
  const first = await startWithTracker();
  ({ tracker } = first);
  const { database } = first.app;
  const env = { PRIVATE_HOSTS: tracker.host };
  const others = await Promise.all([startApp({ database, env }), startApp({ database, env })]);
  replicas = [first.app, ...others];
});
afterAll(async () => {
  for (const replica of replicas.toReversed()) await replica.close();
  await tracker.stop();
});

const atAll = (queue: string, data: object): Promise<unknown> =>
  Promise.all(replicas.flatMap(({ app }) => [1, 2, 3].map(() => app.get(Jobs).enqueue(queue, data))));

describe('three servers with one source that is due', () => {
  it('collect it in one run, and each ticket once', async () => {
    const [app] = replicas as [TestApp, TestApp, TestApp];
    const locationId = (await aLocation(app)).id;
    tracker.openMany(1, MORNING);
    const { id } = await aSource(app, tracker, { locationId });
    for (let round = 1; round <= 3; round++) {
      tracker.openMany(250, new Date(app.clock.now()).toISOString().replace('.000', ''));
      for (const { clock } of replicas) clock.advance(10);
      tracker.asked = [];
      await Promise.all([atAll('support-sources', { sourceId: id }), atAll('support-sources-due', {})]);
      await app.jobsDone();
      const runs = await runsOf(app, id);
      expect(runs.map(({ status }) => status as string)).toEqual(Array<string>(round + 1).fill('completed'));
      expect(runs[0]).toMatchObject({ created: 250 });
      const pages = tracker.asked.filter(({ query }) => query.get('query')?.includes('id > '));
      const asked = pages.map(({ query }) => query.get('query'));
      expect(asked).toHaveLength(new Set(asked).size);
      const numbers = await storedIds(app);
      expect([numbers.length, new Set(numbers).size]).toEqual([1 + 250 * round, 1 + 250 * round]);
    }
    expect(await shown(app, id)).toMatchObject({ state: 'working' });
    const events = await app.database.query(
      `SELECT FROM audit_events WHERE entity_id = $1 AND action = 'support-source.collected'`,
      [id],
    );
    expect(events).toHaveLength(4);
  });

  it('leave it to the one that has it, until that one is silent for a minute', async () => {
    const [app, second] = replicas as [TestApp, TestApp, TestApp];
    const { id } = await aSource(app, tracker, { name: 'second' });
    const now = new Date(second.clock.now() + 30_000);
    await app.database.query(
      `UPDATE support_sources SET run_id = gen_random_uuid(), run_until = $2, next_run_at = '2026-10-26T00:00:00Z' WHERE id = $1`,
      [id, now],
    );
    tracker.asked = [];
    expect(await collected(app, id)).toMatchObject({ state: 'collecting' });
    expect(tracker.asked).toEqual([]);
    for (const { clock } of replicas) clock.advance(1);
    expect(await collected(second, id)).toMatchObject({ state: 'working' });
  });
});
