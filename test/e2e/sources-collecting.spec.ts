import { Jobs } from '../../src/platform/jobs/jobs.js';
import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import {
  aSource,
  beside,
  collected,
  runsOf,
  shown,
  sourceBody,
  stored,
  storedIds,
  storedRequests,
  trackerSettings,
  trackerTime,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Tickets come from a Request Tracker in memory.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let lab: string;
let mediaLab: string;

const given = beside(() => new FakeRequestTracker());
beforeAll(async () => {
  ({ app, system: tracker } = given);
  lab = (await aLocation(app)).id;
  mediaLab = (await aLocation(app)).id;
  // Times of sources are told in the institution's zone.
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
});

const RULES = (): object => ({
  locationRules: [
    { equals: 'Library Desk', locationId: lab },
    { equals: 'media lab', locationId: mediaLab },
  ],
});
const now = (): string => trackerTime(app);
const later = (minutes: number): string => {
  app.clock.advance(minutes);
  return now();
};

describe('a source that was added', () => {
  it('has its tickets as requests, with their times, tiers and places', async () => {
    tracker.open('2026-10-26T15:00:00Z', {
      Subject: 'Printer is stuck',
      Queue: 'Media Lab',
      Status: 'resolved',
      Started: '2026-10-26T15:10:00Z',
      Resolved: '2026-10-26T16:00:00Z',
      LastUpdated: '2026-10-26T16:00:00Z',
      fields: { Category: ' printing ', Location: 'First floor' },
    });
    tracker.open('2026-10-26T16:30:00Z', { Queue: 'Campus IT' });
    const settings = trackerSettings(tracker, { categoryField: 'Category' });
    const { id } = await aSource(app, tracker, { ...RULES(), settings });
    const requests = succeeded(await app.admin.get(`/support-requests?locationId=${mediaLab}`)).items;
    expect(requests).toEqual([
      expect.objectContaining({
        source: 'rt',
        externalId: '1',
        externalUrl: `http://${tracker.host}/Ticket/Display.html?id=1`,
        locationId: mediaLab,
        title: 'Printer is stuck',
        openedAt: '2026-10-26T10:00:00-05:00',
        firstResponseAt: '2026-10-26T10:10:00-05:00',
        firstResolvedAt: '2026-10-26T11:00:00-05:00',
        resolvedAt: '2026-10-26T11:00:00-05:00',
        escalatedAt: null,
        tier: 'library',
        category: 'printing',
      }),
    ]);
    expect(await stored(app, { id: 2 })).toMatchObject({
      tier: 'campus-it',
      escalatedAt: new Date('2026-10-26T16:30:00Z'),
      place: 'Campus IT',
      locationId: null,
      firstResponseAt: null,
      resolvedAt: null,
    });
    expect(await shown(app, id)).toMatchObject({
      state: 'working',
      problem: null,
      failingSince: null,
      lastSuccessAt: '2026-10-26T12:00:00-05:00',
      nextRunAt: expect.stringMatching(/^2026-10-26T12:0[45]:\d\d(\.\d+)?-05:00$/) as string,
      unassigned: 1,
      unmatched: [{ place: 'Campus IT', count: 1 }],
    });
    expect(await runsOf(app, id)).toEqual([
      expect.objectContaining({
        purpose: 'changes',
        status: 'completed',
        startedAt: '2026-10-26T12:00:00-05:00',
        endedAt: '2026-10-26T12:00:00-05:00',
        fetched: 2,
        created: 2,
        updated: 0,
        removed: 0,
        skipped: 0,
        remarks: [],
        error: null,
      }),
    ]);
  });

  it('is collected when it is due, and not before', async () => {
    tracker.open(MORNING);
    const { id } = await aSource(app, tracker, { locationId: lab });
    tracker.open(later(1));
    const due = async (): Promise<string[]> => {
      await app.app.get(Jobs).enqueue('support-sources-due', {});
      await app.app.get(Jobs).enqueue('support-sources', { sourceId: id });
      await app.jobsDone();
      return storedIds(app);
    };
    expect(await due()).toEqual(['1']);
    later(5);
    expect(await due()).toEqual(['1', '2']);
  });

  it('reads the place from a custom field when one is named', async () => {
    tracker.open(MORNING, { fields: { Location: ' MEDIA LAB ' } });
    tracker.open(MORNING, { fields: { Other: 'Media Lab' } });
    tracker.open(MORNING, { Queue: 'Campus IT', fields: { Location: 'Library Desk' } });
    const settings = trackerSettings(tracker, { placeField: 'Location' });
    await aSource(app, tracker, { ...RULES(), settings });
    expect((await storedRequests(app)).map(({ place, locationId }) => [place, locationId])).toEqual([
      ['MEDIA LAB', mediaLab],
      [null, null],
      ['Library Desk', lab],
    ]);
  });

  it('shows some tickets and where they would belong, without storing them', async () => {
    tracker.open(MORNING, { Queue: 'Media Lab' });
    const source = await aSource(app, tracker, { ...RULES(), enabled: false });
    const answer = succeeded(await app.admin.post(`/support-sources/${source.id}/check`));
    expect(answer).toEqual({
      ok: true,
      message: 'It can be read.',
      sample: [
        expect.objectContaining({
          externalId: '1',
          openedAt: '2026-10-26T10:00:00-05:00',
          place: 'Media Lab',
          locationId: mediaLab,
        }),
      ],
    });
    expect(await storedRequests(app)).toEqual([]);
  });
});

describe('changes of tickets', () => {
  it('arrive with the next run: a resolution, opening again, another title', async () => {
    const ticket = tracker.open(MORNING);
    const { id } = await aSource(app, tracker, RULES());
    const resolved = later(10);
    tracker.resolve(ticket.id, resolved);
    await collected(app, id);
    const times = { firstResolvedAt: new Date(resolved), resolvedAt: new Date(resolved) };
    expect(await stored(app, ticket)).toMatchObject(times);
    tracker.reopen(ticket.id, later(10));
    tracker.change(ticket.id, now(), { Subject: 'It is stuck again' });
    await collected(app, id);
    expect(await stored(app, ticket)).toMatchObject({
      ...times,
      resolvedAt: null,
      title: 'It is stuck again',
    });
    const again = later(10);
    tracker.resolve(ticket.id, again);
    await collected(app, id);
    expect(await stored(app, ticket)).toMatchObject({ ...times, resolvedAt: new Date(again) });
    expect(await storedIds(app)).toEqual(['1']);
  });

  it('are resolutions also under a status of the library’s own', async () => {
    const [fixed, parked] = ['fixed', 'parked'].map((Status) =>
      tracker.open(MORNING, { Status, Resolved: '2026-10-26T16:00:00Z' }),
    );
    tracker.inactive.add('fixed');
    await aSource(app, tracker, RULES());
    expect((await stored(app, fixed!)).resolvedAt).toEqual(new Date('2026-10-26T16:00:00Z'));
    expect((await stored(app, parked!)).resolvedAt).toBeNull();
  });

  it('lead to Campus IT: the place stays, and the time is that of the first move there', async () => {
    const ticket = tracker.open(MORNING, { Queue: 'Media Lab' });
    const { id } = await aSource(app, tracker, RULES());
    tracker.comment(ticket.id, now(), 150);
    const escalated = later(20);
    tracker.move(ticket.id, escalated, 'Campus IT');
    later(20);
    await collected(app, id);
    const atCampusIt = {
      tier: 'campus-it',
      escalatedAt: new Date(escalated),
      place: 'Media Lab',
      locationId: mediaLab,
    };
    expect(await stored(app, ticket)).toMatchObject(atCampusIt);
    tracker.resolve(ticket.id, later(60));
    await collected(app, id);
    later(60);
    await collected(app, id);
    expect(await stored(app, ticket)).toMatchObject(atCampusIt);
    tracker.move(ticket.id, later(5), 'Library Desk');
    await collected(app, id);
    expect(await stored(app, ticket)).toMatchObject({
      tier: 'library',
      escalatedAt: new Date(escalated),
      locationId: lab,
    });
  });

  it('lead to Campus IT also for tickets that were read before its queue was named', async () => {
    const ticket = tracker.open(MORNING, { Queue: 'Media Lab' });
    const escalated = '2026-10-26T15:30:00Z';
    tracker.move(ticket.id, escalated, 'Campus IT');
    const before = trackerSettings(tracker, {
      queues: ['Media Lab', 'Campus IT'],
      campusItQueues: undefined,
    });
    const { id } = await aSource(app, tracker, { ...RULES(), settings: before });
    expect(await stored(app, ticket)).toMatchObject({ tier: 'library', place: 'Campus IT' });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings: trackerSettings(tracker) }));
    await app.jobsDone();
    expect(await stored(app, ticket)).toMatchObject({
      tier: 'campus-it',
      escalatedAt: new Date(escalated),
      place: 'Media Lab',
      locationId: mediaLab,
    });
  });

  it('are not lost, and told once, when they happen while pages are read', async () => {
    tracker.openMany(250, MORNING);
    let changes = 0;
    tracker.hook = ({ query }) => {
      if (!query.get('query')?.includes('id > 100') || changes++ > 0) return;
      later(1);
      tracker.change(50, now(), { Subject: 'Read before' });
      tracker.change(220, now(), { Subject: 'Read afterwards' });
      tracker.open(now(), { Subject: 'New' });
    };
    const { id } = await aSource(app, tracker, RULES());
    expect((await stored(app, { id: 220 })).title).toBe('Read afterwards');
    expect((await stored(app, { id: 50 })).title).toBe('Printer 50');
    await collected(app, id);
    expect((await stored(app, { id: 50 })).title).toBe('Read before');
    expect(await storedIds(app)).toEqual(Array.from({ length: 251 }, (_, index) => String(index + 1)));
    expect((await runsOf(app, id)).map(({ created }) => created as number)).toEqual([0, 251]);
  });

  it('are all told when ten thousand tickets changed in the same second', async () => {
    tracker.openMany(10_000, MORNING);
    const { id } = await aSource(app, tracker, RULES());
    const numbers = await storedIds(app);
    expect([numbers.length, new Set(numbers).size]).toEqual([10_000, 10_000]);
    expect(await runsOf(app, id)).toMatchObject([{ status: 'completed', fetched: 10_000, created: 10_000 }]);
  });
});

describe('queues without tickets', () => {
  it('are refused unless that is in order', async () => {
    const refused = await app.admin.post('/support-sources', sourceBody(tracker, { locationId: lab }));
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_SEES_NOTHING']);
    const missing = trackerSettings(tracker, { queues: ['Nowhere'] });
    const unknown = await app.admin.post('/support-sources', sourceBody(tracker, { settings: missing }));
    expect(unknown.body.title).toBeDefined();
    expect(JSON.stringify(unknown.body)).toContain('The queue Nowhere is not there');
  });

  it('stay in order for days, and are collected when the first ticket comes', async () => {
    const settings = trackerSettings(tracker, { startsEmpty: true });
    const { id } = await aSource(app, tracker, { ...RULES(), settings });
    succeeded(
      await app.admin.post(`/support-sources/${id}/backfills`, {
        from: '2026-09-01T00:00:00Z',
        to: '2026-10-01T00:00:00Z',
      }),
    );
    later(2 * 24 * 60);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    tracker.open(later(10));
    expect(await collected(app, id)).toMatchObject({ state: 'working' });
    expect(await storedIds(app)).toEqual(['1']);
  });
});
