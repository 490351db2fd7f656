import { Jobs } from '../../src/platform/jobs/jobs.js';
import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer } from '../support/http-client.js';
import {
  aSource,
  beside,
  collected,
  runsOf,
  shown,
  storedIds,
  storedRequests,
  trackerSettings,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Runs are stopped, changed and taken over; spans are back-filled.

const MORNING = '2026-10-26T15:00:00Z';
const ELSEWHERE = '00000000-0000-4000-8000-000000000000';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;

const given = beside(() => new FakeRequestTracker());
beforeAll(async () => {
  ({ app, system: tracker } = given);
  locationId = (await aLocation(app)).id;
});

/** Does something once, when a run asks for the tickets after this number. */
function whenAskedAfter(number: number, act: () => Promise<unknown>): void {
  let isDone = false;
  tracker.hook = async ({ query }) => {
    if (isDone || !query.get('query')?.endsWith(`id > ${number}`)) return;
    isDone = true;
    await act();
  };
}
const numbersAsked = (): string[] =>
  tracker.asked.flatMap(({ query }) => /id > \d+$/.exec(query.get('query') ?? '')?.[0] ?? []);
const statuses = async (id: string): Promise<unknown[]> =>
  (await runsOf(app, id)).map(({ status }) => status as unknown);
/** A source that has not collected yet, because it was made while it was off. */
const aWaitingSource = async (): Promise<Answer['body']> =>
  aSource(app, tracker, { locationId, enabled: false });
const switchOn = async (id: string): Promise<void> => {
  succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
  await app.jobsDone();
};

describe('a run', () => {
  it('stores nothing more once its source is changed, and the next one goes on', async () => {
    tracker.openMany(250, MORNING);
    const { id } = await aWaitingSource();
    let before: string[] = [];
    whenAskedAfter(100, async () => {
      before = await storedIds(app);
      succeeded(await app.admin.patch(`/support-sources/${id}`, { everyMinutes: 30, enabled: false }));
    });
    await switchOn(id);
    expect(before).toHaveLength(100);
    expect(await storedIds(app)).toEqual(before);
    expect(await statuses(id)).toEqual(['interrupted']);
    expect(await shown(app, id)).toMatchObject({ state: 'off', problem: null, nextRunAt: null });
    tracker.asked = [];
    await switchOn(id);
    expect(await storedIds(app)).toHaveLength(250);
    expect(numbersAsked()).toEqual(['id > 100', 'id > 200', 'id > 250']);
    expect(await statuses(id)).toEqual(['completed', 'interrupted']);
  });

  it('stores nothing more once its source is deleted, and what was collected stays', async () => {
    tracker.openMany(150, MORNING);
    const { id } = await aWaitingSource();
    whenAskedAfter(100, async () =>
      expect((await app.admin.delete(`/support-sources/${id}`)).status).toBe(204),
    );
    await switchOn(id);
    expect(await storedIds(app)).toHaveLength(100);
    expect((await app.admin.get(`/support-sources/${id}`)).status).toBe(404);
    expect(await app.database.query('SELECT FROM secrets')).toEqual([]);
  });

  it('begins anew when it is changed where the source reads', async () => {
    tracker.openMany(150, MORNING);
    const { id } = await aWaitingSource();
    whenAskedAfter(100, async () => {
      const settings = trackerSettings(tracker, { queues: ['Library Desk'] });
      succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
    });
    await switchOn(id);
    expect(await storedIds(app)).toHaveLength(150);
    expect(numbersAsked()).toEqual(['id > 0', 'id > 100', 'id > 0', 'id > 100', 'id > 150']);
    expect(await statuses(id)).toEqual(['completed', 'interrupted']);
  });

  it('stores nothing more once another one has the source, and that one goes on when the lease is over', async () => {
    tracker.openMany(250, MORNING);
    const { id } = await aWaitingSource();
    whenAskedAfter(100, () =>
      app.database.query('UPDATE support_sources SET run_id = $2 WHERE id = $1', [id, ELSEWHERE]),
    );
    await switchOn(id);
    expect(await storedIds(app)).toHaveLength(100);
    expect(await shown(app, id)).toMatchObject({ state: 'collecting' });
    tracker.asked = [];
    await collected(app, id);
    expect(numbersAsked()).toEqual([]);
    app.clock.advance(2);
    await collected(app, id);
    expect(numbersAsked()).toEqual(['id > 100', 'id > 200', 'id > 250']);
    const all = await storedRequests(app);
    expect([all.length, new Set(all.map(({ externalId }) => externalId)).size]).toEqual([250, 250]);
    expect(await shown(app, id)).toMatchObject({ state: 'working' });
    expect(await statuses(id)).toEqual(['completed', 'interrupted']);
  });

  it('that fails in the middle keeps what it has, and the next one goes on from there', async () => {
    tracker.openMany(150, MORNING);
    const { id } = await aWaitingSource();
    tracker.hook = ({ query }, response) => {
      if (!query.get('query')?.endsWith('id > 100')) return;
      response.writeHead(401).end();
      return true;
    };
    await switchOn(id);
    expect(await storedIds(app)).toHaveLength(100);
    expect(await runsOf(app, id)).toMatchObject([{ status: 'failed', fetched: 100, created: 100 }]);
    tracker.hook = () => undefined;
    tracker.asked = [];
    await collected(app, id);
    expect(numbersAsked()).toEqual(['id > 100', 'id > 150']);
    expect(await storedIds(app)).toHaveLength(150);
  });

  it('is shown while it is in hand, and asking for another one then shows it', async () => {
    tracker.openMany(10, MORNING);
    const { id } = await aWaitingSource();
    let seen: Answer['body'][] = [];
    whenAskedAfter(0, async () => {
      const asked = succeeded(await app.admin.post(`/support-sources/${id}/runs`));
      seen = [await shown(app, id), (await runsOf(app, id))[0], asked];
    });
    await switchOn(id);
    expect(seen[0]).toMatchObject({ state: 'collecting' });
    expect(seen[1]).toMatchObject({ status: 'running', endedAt: null });
    expect(seen[2]).toEqual(seen[1]);
  });

  it('is queued when it is asked for, and refused while the source is off', async () => {
    tracker.open(MORNING);
    const { id } = await aWaitingSource();
    const refused = await app.admin.post(`/support-sources/${id}/runs`);
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_OFF']);
    await switchOn(id);
    const { body } = await app.admin.post(`/support-sources/${id}/runs`);
    expect(body).toMatchObject({ status: 'queued', purpose: 'changes', endedAt: null });
    await app.jobsDone();
    expect((await runsOf(app, id)).find((run) => run.id === body.id)).toMatchObject({ status: 'completed' });
  });

  it('that could not even begin is in the history', async () => {
    tracker.open(MORNING);
    const { id } = await aSource(app, tracker, { locationId });
    await app.database.query(`UPDATE secrets SET key_id = 'another'`);
    await app.database.query('UPDATE support_sources SET next_run_at = $1', [app.clock.date()]);
    await app.app.get(Jobs).enqueue('support-sources', { sourceId: id });
    await app.jobsDone();
    expect((await runsOf(app, id))[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('Its stored secret cannot be read') as string,
    });
  });
});

describe('a back-fill', () => {
  const SPAN = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  const begin = (id: string, span: object = SPAN): Promise<Answer> =>
    app.admin.post(`/support-sources/${id}/backfills`, span);
  const backfills = async (id: string): Promise<Answer['body'][]> =>
    succeeded(await app.admin.get(`/support-sources/${id}/backfills`)).items as Answer['body'][];
  /** A source whose requests of March are missing here. */
  async function aSourceWithGap(count = 250): Promise<Answer['body']> {
    tracker.openMany(10, '2026-02-28T23:59:59Z');
    tracker.openMany(count, '2026-03-01T00:00:00Z');
    tracker.openMany(10, '2026-04-01T00:00:00Z');
    tracker.open(MORNING);
    const source = await aSource(app, tracker, { locationId });
    await app.database.query('DELETE FROM support_requests');
    return source;
  }

  it('collects what was opened in its span, with its progress, and is over then', async () => {
    const { id } = await aSourceWithGap();
    let progress: Answer['body'] = null;
    whenAskedAfter(200, async () => ([progress] = await backfills(id)));
    const begun = await begin(id);
    expect(begun.status).toBe(201);
    expect(begun.body).toMatchObject({ status: 'running', fetched: 0, remaining: null, endedAt: null });
    await app.jobsDone();
    expect(progress).toMatchObject({ status: 'running', fetched: 190, created: 190, remaining: 71 });
    const [over] = await backfills(id);
    expect(over).toMatchObject({ status: 'completed', fetched: 250, created: 250, remaining: null });
    expect(over.endedAt).not.toBeNull();
    expect(Date.parse(over.from as string)).toBe(Date.parse(SPAN.from));
    const ofMarch = Array.from({ length: 250 }, (_, index) => String(index + 11));
    expect(await storedIds(app)).toEqual([...ofMarch, '271']);
    expect((await runsOf(app, id))[0]).toMatchObject({
      purpose: 'backfill',
      status: 'completed',
      created: 250,
    });
  });

  it('is refused while another one runs, when its span is none, and while the source is off', async () => {
    const { id } = await aSourceWithGap(150);
    let second: Answer | null = null;
    whenAskedAfter(100, async () => (second = await begin(id)));
    succeeded(await begin(id));
    await app.jobsDone();
    expect(second).toMatchObject({ status: 409, body: { code: 'BACKFILL_RUNNING' } });
    const wrong = await begin(id, { from: SPAN.to, to: SPAN.from });
    expect([wrong.status, wrong.body.violations]).toEqual([400, [expect.objectContaining({ field: 'to' })]]);
    succeeded(await begin(id));
    await app.jobsDone();
    expect(await backfills(id)).toHaveLength(2);
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: false }));
    expect((await begin(id)).body.code).toBe('SOURCE_OFF');
  });

  it('can be stopped, keeps what it has, and is not stopped twice', async () => {
    const { id } = await aSourceWithGap();
    let stopped: Answer | null = null;
    whenAskedAfter(200, async () => {
      const [running] = await backfills(id);
      stopped = await app.admin.post(`/support-sources/${id}/backfills/${running.id as string}/stop`);
    });
    const { id: backfillId } = succeeded(await begin(id)) as { id: string };
    await app.jobsDone();
    expect(stopped).toMatchObject({
      status: 200,
      body: { id: backfillId, status: 'stopped', remaining: null },
    });
    expect(await backfills(id)).toMatchObject([{ status: 'stopped', created: 190 }]);
    const again = await app.admin.post(`/support-sources/${id}/backfills/${backfillId}/stop`);
    expect([again.status, again.body.code]).toEqual([409, 'BACKFILL_OVER']);
    const other = await aSource(app, tracker, { locationId, name: 'other' });
    expect((await app.admin.post(`/support-sources/${other.id}/backfills/${backfillId}/stop`)).status).toBe(
      404,
    );
    expect(await shown(app, id)).toMatchObject({ state: 'working' });
  });

  it('goes on where it was after a failure', async () => {
    const { id } = await aSourceWithGap();
    tracker.hook = ({ query }, response) => {
      if (!query.get('query')?.endsWith('id > 200')) return;
      response.writeHead(401).end();
      return true;
    };
    succeeded(await begin(id));
    await app.jobsDone();
    expect(await backfills(id)).toMatchObject([{ status: 'running', created: 190, remaining: 71 }]);
    expect(await shown(app, id)).toMatchObject({ state: 'stopped' });
    tracker.hook = () => undefined;
    tracker.asked = [];
    await collected(app, id);
    expect(await backfills(id)).toMatchObject([{ status: 'completed', created: 250 }]);
    expect(numbersAsked()).toEqual(expect.arrayContaining(['id > 200', 'id > 271']));
    expect(numbersAsked()).not.toContain('id > 100');
    expect(await storedIds(app)).toHaveLength(251);
  });
});
