import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import { aRedmineSource, redmineSettings, storedIssue, storedNumbers } from '../support/redmine-sources.js';
import { beside, collected, recheckNext, runsOf, trackerTime } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Each issue costs a request, so none is read without a reason.

const MORNING = '2026-10-26T14:00:00Z';
const ELSEWHERE = '00000000-0000-4000-8000-000000000000';
let app: TestApp;
let redmine: FakeRedmine;
let locationId: string;
let id: string;

const given = beside(() => new FakeRedmine());
beforeAll(async () => {
  ({ app, system: redmine } = given);
  locationId = (await aLocation(app)).id;
});
beforeEach(() => {
  redmine.openMany(250, MORNING);
});

/** The issues that are asked for by themselves meanwhile. */
const askedFor = async (act: () => Promise<unknown>): Promise<number[]> => {
  redmine.asked = [];
  await act();
  return redmine.detailsAsked;
};
const later = (minutes: number): string => {
  app.clock.advance(minutes);
  return trackerTime(app);
};

describe('of issues that are stored already', () => {
  beforeEach(async () => {
    ({ id } = await aRedmineSource(app, redmine, { locationId }));
    // The latest change is of today's noon, so that the morning is over.
    redmine.change(250, trackerTime(app), { subject: 'Latest' });
    await collected(app, id);
  });

  it('a run reads those that changed, and those of the last minutes before it', async () => {
    redmine.change(7, later(10), { subject: 'Changed' });
    expect(await askedFor(() => collected(app, id))).toEqual([7, 250]);
    expect(await askedFor(() => collected(app, id))).toEqual([7]);
    expect((await storedIssue(app, { id: 7 })).title).toBe('Changed');
  });

  it('the recheck reads those that changed unseen, and takes none for gone', async () => {
    await app.database.query(
      `UPDATE support_requests SET source_changed_at = source_changed_at - interval '1 hour', title = 'Old'
       WHERE external_id IN ('9', '8')`,
    );
    redmine.delete(9);
    later(10);
    await recheckNext(app, id);
    // Before anything is dropped, the newest ones show that the source is still readable.
    const newest = [246, 247, 248, 249, 250];
    expect(new Set(await askedFor(() => collected(app, id)))).toEqual(new Set([8, 9, ...newest]));
    expect((await storedIssue(app, { id: 8 })).title).toBe('Printer 8');
    expect((await runsOf(app, id))[0]).toMatchObject({ purpose: 'recheck', fetched: 249, removed: 1 });
    expect(await storedNumbers(app)).toHaveLength(249);
  });

  it('a back-fill reads those that are missing, and counts all of its span', async () => {
    redmine.open('2026-10-26T16:10:00Z');
    await app.database.query(`DELETE FROM support_requests WHERE external_id IN ('17', '200')`);
    later(200);
    const asked = await askedFor(async () => {
      const span = { from: '2026-10-26T13:00:00Z', to: '2026-10-26T16:00:00Z' };
      succeeded(await app.admin.post(`/support-sources/${id}/backfills`, span));
      await app.jobsDone();
      await collected(app, id);
    });
    expect(new Set(asked)).toEqual(new Set([17, 200, 250, 251]));
    const runs = await runsOf(app, id);
    expect(runs.find(({ purpose }) => purpose === 'backfill')).toMatchObject({ fetched: 250, created: 2 });
    expect(await storedNumbers(app)).toHaveLength(251);
  });

  it('all are read again when the settings tell to look elsewhere', async () => {
    const settings = redmineSettings(redmine, { categoryField: 'Kind' });
    const asked = await askedFor(async () => {
      succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
      await app.jobsDone();
    });
    expect(new Set(asked).size).toBe(250);
  });
});

describe('a run that is lost', () => {
  it('is gone on with from its last page, and no issue is missing or there twice', async () => {
    ({ id } = await aRedmineSource(app, redmine, { locationId, enabled: false }));
    let isDone = false;
    redmine.hook = async ({ query }) => {
      if (isDone || query.get('v[issue_id][]') !== '101') return;
      isDone = true;
      await app.database.query('UPDATE support_sources SET run_id = $2 WHERE id = $1', [id, ELSEWHERE]);
    };
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
    await app.jobsDone();
    expect(await storedNumbers(app)).toHaveLength(100);
    redmine.change(50, later(2), { subject: 'Changed meanwhile' });
    const asked = await askedFor(() => collected(app, id));
    expect(Math.min(...asked)).toBe(101);
    expect(await storedNumbers(app)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    await collected(app, id);
    expect((await storedIssue(app, { id: 50 })).title).toBe('Changed meanwhile');
    expect((await runsOf(app, id)).map(({ status }) => status as string)).toEqual([
      'completed',
      'completed',
      'interrupted',
    ]);
  });
});
