import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import {
  aSource,
  clearSources,
  collected,
  recheckNext,
  runsOf,
  startWithTracker,
  storedIds,
  trackerSettings,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Tickets that were collected are not shown any more.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;
let id: string;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  locationId = (await aLocation(app)).id;
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  tracker.reset();
  await clearSources(app);
  tracker.openMany(20, MORNING);
  ({ id } = await aSource(app, tracker, { locationId }));
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
});

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const ALL = numbers(1, 20);
const rechecked = async (): Promise<Record<string, unknown>> => {
  await recheckNext(app, id);
  return collected(app, id) as Promise<Record<string, unknown>>;
};
const dropped = (): Promise<Record<string, unknown>[]> =>
  app.database.query(
    `SELECT details ->> 'externalId' AS "externalId", details ->> 'mergedInto' AS "mergedInto", details ->> 'tier' AS tier
     FROM audit_events WHERE action = 'support-request.deleted' AND at >= $1 ORDER BY (details ->> 'externalId')::int`,
    [app.clock.date()],
  );

describe('the recheck', () => {
  it('takes deleted and merged tickets out of the figures, and keeps what they were', async () => {
    tracker.change(3, MORNING, { Status: 'deleted' });
    tracker.merge(5, 6);
    expect(await collected(app, id)).toMatchObject({ state: 'working' });
    expect(await storedIds(app)).toEqual(ALL);
    expect(await rechecked()).toMatchObject({ state: 'working', problem: null });
    expect(await storedIds(app)).toEqual(ALL.filter((number) => !['3', '5'].includes(number)));
    expect(await dropped()).toEqual([
      { externalId: '3', mergedInto: null, tier: 'library' },
      { externalId: '5', mergedInto: '6', tier: 'library' },
    ]);
    const [recheck, changes] = await runsOf(app, id);
    expect(recheck).toMatchObject({ purpose: 'recheck', status: 'completed', removed: 2 });
    expect(changes).toMatchObject({ purpose: 'changes', status: 'completed' });
    const listed = succeeded(
      await app.admin.get(`/support-requests?locationId=${locationId}&limit=100`),
    ).items;
    expect(listed).toHaveLength(18);
  });

  it('happens once a day', async () => {
    expect(await rechecked()).toMatchObject({ state: 'working' });
    tracker.change(3, MORNING, { Status: 'deleted' });
    app.clock.advance(21 * 60);
    await collected(app, id);
    expect(await storedIds(app)).toEqual(ALL);
    app.clock.advance(60);
    await collected(app, id);
    expect(await storedIds(app)).toHaveLength(19);
  });

  it('brings a dropped ticket back when it is shown again', async () => {
    tracker.change(3, MORNING, { Status: 'deleted' });
    await rechecked();
    tracker.change(3, '2026-10-26T16:59:00Z', { Status: 'open' });
    await collected(app, id);
    expect(await storedIds(app)).toEqual(ALL);
  });

  it('takes what moved to a queue that is not read for gone', async () => {
    tracker.move(4, MORNING, 'Media Lab');
    const settings = trackerSettings(tracker, { queues: ['Library Desk'] });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
    await app.jobsDone();
    await rechecked();
    expect(await storedIds(app)).toEqual(ALL.filter((number) => number !== '4'));
  });

  it('leaves alone what came by a file or a program, and what was opened more than 90 days ago', async () => {
    succeeded(
      await app.admin.post('/support-requests', {
        locationId,
        source: 'rt',
        externalId: 'A-1',
        openedAt: MORNING,
      }),
    );
    const old = tracker.open('2026-07-28T16:00:00Z', { LastUpdated: MORNING });
    const younger = tracker.open('2026-07-28T18:00:00Z', { LastUpdated: MORNING });
    await collected(app, id);
    for (const ticket of [old, younger]) tracker.change(ticket.id, MORNING, { Status: 'deleted' });
    await rechecked();
    expect(await storedIds(app)).toEqual([...ALL, '21', 'A-1']);
  });

  it('drops nothing and shows a problem when too many may not be seen', async () => {
    tracker.hidden = new Set([1, 2, 3, 4, 5, 6]);
    expect(await rechecked()).toMatchObject({
      state: 'stopped',
      problem: {
        code: 'SOURCE_LOST_TICKETS',
        message:
          '6 or more of 20 tickets may not be seen any more: most likely its credentials lost a right. They stay in the figures.',
        params: { hidden: 6, total: 20 },
      },
    });
    expect(await storedIds(app)).toEqual(ALL);
    tracker.hidden = new Set();
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
  });

  it('keeps the few that may not be seen, and says so', async () => {
    tracker.hidden = new Set([7]);
    expect(await rechecked()).toMatchObject({ state: 'working' });
    expect(await storedIds(app)).toEqual(ALL);
    expect((await runsOf(app, id))[0]).toMatchObject({
      purpose: 'recheck',
      removed: 0,
      skipped: 1,
      remarks: [{ externalId: '7', message: 'It may not be seen any more. It stays in the figures.' }],
    });
  });

  it('drops as many as were deleted', async () => {
    for (let number = 1; number <= 15; number++) tracker.change(number, MORNING, { Status: 'deleted' });
    expect(await rechecked()).toMatchObject({ state: 'working' });
    expect(await storedIds(app)).toEqual(numbers(16, 20));
  });
});

describe('rights that were lost', () => {
  it('are a problem at the next run, and nothing is dropped', async () => {
    tracker.isBlind = true;
    for (const _again of [1, 2])
      expect(await rechecked()).toMatchObject({
        state: 'stopped',
        problem: {
          code: 'SOURCE_SEES_NOTHING',
          message:
            'It shows no ticket any more, and it did before. Most likely its credentials lost the right to see them.',
        },
      });
    expect(await storedIds(app)).toEqual(ALL);
    tracker.isBlind = false;
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
  });

  it('are a problem also for a source that began without tickets', async () => {
    const settings = trackerSettings(tracker, { startsEmpty: true });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
    await app.jobsDone();
    tracker.isBlind = true;
    expect(await rechecked()).toMatchObject({ state: 'stopped' });
    expect(await storedIds(app)).toEqual(ALL);
  });

  it('between adding a source and its first run are a problem', async () => {
    await clearSources(app);
    let searches = 0;
    tracker.hook = ({ path }) => {
      if (path === 'tickets' && ++searches === 2) tracker.isBlind = true;
    };
    const source = await aSource(app, tracker, { locationId });
    id = source.id;
    expect(await collected(app, id)).toMatchObject({
      state: 'stopped',
      problem: { code: 'SOURCE_SEES_NOTHING' },
    });
  });

  it('of one queue are a problem, and nothing is dropped', async () => {
    tracker.openMany(10, MORNING, { Queue: 'Media Lab' });
    app.clock.advance(5);
    for (let number = 21; number <= 30; number++)
      tracker.change(number, '2026-10-26T17:04:00Z', { Subject: 'In the media lab' });
    await collected(app, id);
    tracker.hidden = new Set(numbers(21, 30).map(Number));
    expect(await rechecked()).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_LOST_TICKETS' } });
    expect(await storedIds(app)).toHaveLength(30);
  });
});
