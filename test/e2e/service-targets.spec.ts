import { TargetNoticesService } from '../../src/support/targets/target-notices.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import {
  aLocation,
  anOperator,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
  type MadeUser,
} from '../support/factories.js';

// The lab is open each night from 20:00 to 02:00. It is Monday, 26 October 2026, 21:00 in Chicago.

const NOW = '2026-10-26T21:00:00-05:00';
const TARGETS = [
  { tier: 'library', priority: 'normal', responseMinutes: 15, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'urgent', responseMinutes: null, resolutionMinutes: 60 },
];

let app: TestApp;
let locationId: string;
let elsewhere: string;
let campus: MadeUser;
let supervisor: MadeUser;

beforeAll(async () => {
  app = await startApp({ now: NOW });
});
beforeEach(async () => {
  app.clock.set(NOW);
  locationId = (await aLocation(app)).id;
  elsewhere = (await aLocation(app)).id;
  for (const id of [locationId, elsewhere]) await coverageHours(app, id);
  campus = await aUser(app, 'campus_it', [locationId]);
  supervisor = await aUser(app, 'supervisor', [locationId]);
  succeeded(await app.admin.patch('/settings', { serviceTargets: TARGETS }));
});
afterAll(() => app.close());

interface Queued {
  id: string;
  clock: { usedMinutes: number; dueAt: string | null; state: string; isStopped: boolean } | null;
}
const queue = async (client = campus.client, tier = 'campus-it', query = ''): Promise<Queued[]> =>
  succeeded(await client.get(`/support-queue?tier=${tier}${query}`)).items;
const clockOf = async (id: string) => succeeded(await app.admin.get(`/support-requests/${id}/clock`)).clock;
const patch = async (id: string, body: object) =>
  succeeded(await app.admin.patch(`/support-requests/${id}`, body));
const escalated = (at: string, rest: object = {}) =>
  aSupportRequest(app, locationId, { openedAt: at, escalatedAt: at, tier: 'campus-it', ...rest });

describe('targets', () => {
  it('are one for each tier and priority at most, and a change replaces them', async () => {
    expect(succeeded(await app.admin.get('/settings')).serviceTargets).toEqual(
      TARGETS.map((target) => ({ responseMinutes: null, ...target })),
    );
    const refused = async (serviceTargets: unknown) => {
      const { status, body } = await app.admin.patch('/settings', { serviceTargets });
      return [status, body.violations?.[0]?.field];
    };
    const [library, ofCampus] = TARGETS;
    expect(await refused([library, library])).toEqual([400, 'serviceTargets']);
    expect(await refused([{ ...ofCampus, responseMinutes: 5 }])).toEqual([400, 'serviceTargets']);
    expect(await refused([{ ...library, resolutionMinutes: 20_161 }])).toEqual([
      400,
      'serviceTargets.0.resolutionMinutes',
    ]);
    expect(await refused([{ ...library, priority: 'high!' }])).toEqual([400, 'serviceTargets.0.priority']);
    expect(await refused(null)).toEqual([400, 'serviceTargets']);
    succeeded(await app.admin.patch('/settings', { serviceTargets: [] }));
    await escalated('2026-10-26T20:30:00-05:00');
    expect((await queue())[0]!.clock).toBeNull();
  });
});

describe('the queue of Campus IT', () => {
  it('begins with what is due first; then come stopped clocks, then what has no target', async () => {
    const old = await escalated('2026-10-24T20:00:00-05:00', { priority: 'low' });
    const over = await escalated('2026-10-24T21:00:00-05:00');
    const urgent = await escalated('2026-10-26T20:15:00-05:00', { priority: 'urgent' });
    const fresh = await escalated('2026-10-26T20:30:00-05:00');
    const waiting = await escalated('2026-10-25T20:30:00-05:00');
    await patch(waiting.id, { waiting: true });
    await escalated('2026-10-26T20:00:00-05:00', { resolvedAt: '2026-10-26T20:10:00-05:00' });
    await aSupportRequest(app, elsewhere, {
      tier: 'campus-it',
      openedAt: '2026-10-26T20:00:00-05:00',
      escalatedAt: '2026-10-26T20:00:00-05:00',
    });
    const found = await queue();
    expect(found.map(({ id }) => id)).toEqual([over.id, urgent.id, fresh.id, waiting.id, old.id]);
    expect(found.map(({ clock }) => clock && [clock.usedMinutes, clock.state, clock.isStopped])).toEqual([
      // Saturday 21:00 to 02:00, Sunday 20:00 to 02:00, and an hour of today.
      [300 + 360 + 60, 'over', false],
      [45, 'soon', false],
      [30, 'on-time', false],
      [330 + 60, 'over', true],
      null,
    ]);
    // Until 02:00 there are 5 hours, and 210 minutes are left.
    expect(found[2]!.clock!.dueAt).toBe('2026-10-27T00:30:00-05:00');
    expect(found[3]!.clock!.dueAt).toBeNull();
  });

  it('shows the few that are urgent before the many that may wait', async () => {
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, opened_at, escalated_at, tier)
       SELECT gen_random_uuid(), $1, at, at, 'campus-it'
       FROM generate_series(1, 501) AS n, LATERAL (SELECT timestamptz '2026-10-26 20:00-05' + n * interval '1 second' AS at) AS times`,
      [locationId],
    );
    const urgent = await escalated('2026-10-26T20:30:00-05:00', { priority: 'urgent' });
    const { items, more } = succeeded(await campus.client.get('/support-queue?tier=campus-it'));
    expect(items).toHaveLength(500);
    expect(items[0]).toMatchObject({ id: urgent.id, clock: { state: 'on-time', usedMinutes: 30 } });
    expect(more).toBe(true);
  });

  it('keeps its order and its clocks under each filter of the list', async () => {
    app.clock.set('2026-10-27T01:00:00-05:00');
    const given = { category: 'network', channel: 'phone', title: 'Port 14 is dead' };
    const late = await escalated('2026-10-26T20:00:00-05:00', given);
    const later = await escalated('2026-10-27T00:30:00-05:00', { ...given, priority: 'urgent' });
    const other = await escalated('2026-10-25T20:00:00-05:00', { category: 'printing', title: 'Toner' });
    await patch(late.id, { assigneeId: campus.id });
    const ids = async (query: string): Promise<string[]> =>
      (await queue(app.admin, 'campus-it', `&locationId=${locationId}${query}`)).map(({ id }) => id);
    expect(await ids('')).toHaveLength(3);
    for (const [query, found] of [
      ['category=network', 2],
      ['channel=phone', 2],
      ['search=port 14', 2],
      ['firstDay=2026-10-26&lastDay=2026-10-26', 2],
      ['priority=urgent', [later.id]],
      [`assignee=${campus.id}`, [late.id]],
      ['search=port&assignee=nobody', [later.id]],
      ['lastDay=2026-10-25', [other.id]],
      ['category=network&lastDay=2026-10-25', []],
    ] as const) {
      const listed = await app.admin.get(
        `/support-requests?locationId=${locationId}&tier=campus-it&resolved=false&history=false&${query}`,
      );
      const all = succeeded(listed).items.map(({ id }: { id: string }) => id) as string[];
      const queued = await ids(`&${query}`);
      expect([query, queued.toSorted()]).toEqual([query, all.toSorted()]);
      if (typeof found === 'number') expect([query, queued.length]).toEqual([query, found]);
      else expect([query, queued]).toEqual([query, found]);
    }
    // One is an hour over its four hours, the urgent one has half an hour of its hour left.
    const [first, second] = await queue(campus.client, 'campus-it', '&category=network');
    expect([first!.id, second!.id]).toEqual([late.id, later.id]);
    expect([first!.clock?.usedMinutes, second!.clock?.usedMinutes]).toEqual([300, 30]);
    expect((await app.admin.get('/support-queue?tier=library&assignee=somebody')).status).toBe(400);
    expect((await app.admin.get('/support-queue?tier=library&firstDay=2026-02-31')).status).toBe(400);
  });

  it('counts the night in which an hour comes twice with its seven hours, and an exception without', async () => {
    app.clock.set('2026-11-01T21:00:00-06:00');
    const { id } = await escalated('2026-10-31T20:00:00-05:00');
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 7 * 60 + 60, state: 'over' });
    succeeded(
      await app.admin.post('/coverage-exceptions', {
        locationId,
        date: '2026-10-31',
        kind: 'closed',
        reason: 'Storm',
      }),
    );
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 60, state: 'on-time' });
  });

  it('is for staff, of their locations', async () => {
    await escalated('2026-10-26T20:30:00-05:00');
    await aSupportRequest(app, elsewhere, {
      tier: 'campus-it',
      openedAt: '2026-10-26T20:00:00-05:00',
      escalatedAt: '2026-10-26T20:00:00-05:00',
    });
    expect(await queue(supervisor.client)).toHaveLength(1);
    expect(await queue(supervisor.client, 'campus-it', `&locationId=${elsewhere}`)).toEqual([]);
    expect((await queue(app.admin, 'campus-it', `&locationId=${elsewhere}`)).length).toBe(1);
    const maya = await anOperator(app);
    expect((await maya.client.get('/support-queue?tier=campus-it')).status).toBe(403);
    expect((await app.admin.get('/support-queue')).status).toBe(400);
    expect((await app.admin.get('/support-queue?tier=else')).status).toBe(400);
  });
});

describe('the clock of a request', () => {
  it('is that of the first answer, then that of the resolution, and stands still for the person', async () => {
    const { id } = await aSupportRequest(app, locationId, { openedAt: '2026-10-26T20:50:00-05:00' });
    expect(await clockOf(id)).toMatchObject({
      measure: 'response',
      usedMinutes: 10,
      targetMinutes: 15,
      state: 'on-time',
    });
    await patch(id, { firstResponseAt: NOW });
    expect(await clockOf(id)).toMatchObject({ measure: 'resolution', usedMinutes: 10, targetMinutes: 240 });
    expect((await patch(id, { waiting: true })).waitingSince).toBe(NOW);
    app.clock.set('2026-10-26T21:30:00-05:00');
    expect((await patch(id, { waiting: true })).waitingSince).toBe(NOW);
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 10, isStopped: true, dueAt: null });
    expect((await patch(id, { waiting: false })).waitingSince).toBeNull();
    app.clock.set('2026-10-26T21:40:00-05:00');
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 20, isStopped: false });
    const { items } = succeeded(await app.admin.get(`/support-requests/${id}/thread`));
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'opened',
      'answered',
      'waiting',
      'resumed',
    ]);
    await patch(id, { resolvedAt: '2026-10-26T21:40:00-05:00' });
    app.clock.set('2026-10-27T21:00:00-05:00');
    expect(await clockOf(id)).toMatchObject({
      measure: 'resolution',
      usedMinutes: 20,
      endedAt: '2026-10-26T21:40:00-05:00',
      dueAt: null,
      state: 'on-time',
    });
    const old = { openedAt: '2025-09-10T21:00:00-05:00', resolvedAt: '2025-09-10T21:30:00-05:00' };
    expect(await clockOf((await aSupportRequest(app, locationId, old)).id)).toBeNull();
    const refused = await app.admin.patch(`/support-requests/${id}`, { waiting: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'RESOLVED_ALREADY']);
  });

  it('runs after a hand-over, whoever was waited for before', async () => {
    const { id } = await aSupportRequest(app, locationId, {
      openedAt: '2026-10-26T20:30:00-05:00',
      firstResponseAt: '2026-10-26T20:30:00-05:00',
    });
    await patch(id, { waiting: true });
    app.clock.set('2026-10-26T21:30:00-05:00');
    succeeded(await app.admin.post(`/support-requests/${id}/escalate`, { text: 'Two cables tried' }));
    app.clock.set('2026-10-26T21:45:00-05:00');
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 15, isStopped: false });
    await patch(id, { waiting: true });
    app.clock.set('2026-10-26T22:00:00-05:00');
    succeeded(await campus.client.post(`/support-requests/${id}/return`, { text: 'Plug it in' }));
    app.clock.set('2026-10-26T22:10:00-05:00');
    // 30 minutes before it waited, and 10 since it came back.
    expect(await clockOf(id)).toMatchObject({ usedMinutes: 40, isStopped: false });
    await patch(id, { waiting: true });
    expect((await patch(id, { tier: 'campus-it' })).waitingSince).toBeNull();
  });

  it('is told to who sees the request', async () => {
    const { id } = await aSupportRequest(app, locationId, { openedAt: '2026-10-26T20:50:00-05:00' });
    const maya = await anOperator(app, { locationIds: [locationId] });
    expect((await maya.client.get(`/support-requests/${id}/clock`)).status).toBe(404);
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T20:00:00-05:00',
      endsAt: '2026-10-26T23:00:00-05:00',
    });
    expect(succeeded(await maya.client.get(`/support-requests/${id}/clock`)).clock.usedMinutes).toBe(10);
    const other = await aUser(app, 'supervisor', [elsewhere]);
    expect((await other.client.get(`/support-requests/${id}/clock`)).status).toBe(404);
  });
});

describe('people', () => {
  const told = (kind = 'requests-due') =>
    app.database.query<{
      userId: string;
      facts: { tier: string; due: { state: string; requestId: string }[] };
    }>('SELECT user_id AS "userId", facts FROM messages WHERE kind = $1 ORDER BY created_at, key', [kind]);
  const send = () => app.app.get(TargetNoticesService).sendDue();

  it('are told once that a request nears its target, and once that it is over it, by many servers at once too', async () => {
    await app.database.query('UPDATE support_requests SET resolved_at = opened_at');
    await app.database.query('DELETE FROM messages');
    const request = await escalated('2026-10-26T20:00:00-05:00');
    const stopped = await escalated('2026-10-24T20:00:00-05:00');
    await patch(stopped.id, { waiting: true });
    await send();
    expect(await told()).toEqual([]);
    app.clock.set('2026-10-26T23:10:00-05:00');
    await Promise.all([send(), send(), send()]);
    const soon = { requestId: request.id, state: 'soon', usedMinutes: 190, targetMinutes: 240 };
    expect(await told()).toMatchObject([{ userId: campus.id, facts: { tier: 'campus-it', due: [soon] } }]);
    app.clock.set('2026-10-27T00:30:00-05:00');
    await Promise.all([send(), send()]);
    await send();
    const messages = await told();
    expect(messages.map(({ facts }) => facts.due.map(({ state }) => state))).toEqual([['soon'], ['over']]);
  });

  it('of the library hear of its requests, all at once', async () => {
    await app.database.query('UPDATE support_requests SET resolved_at = opened_at');
    await app.database.query('DELETE FROM messages');
    for (const minute of [10, 20, 30])
      await aSupportRequest(app, locationId, { openedAt: `2026-10-26T20:${minute}:00-05:00` });
    await send();
    const messages = await told();
    expect(messages).toMatchObject([{ userId: supervisor.id, facts: { tier: 'library' } }]);
    expect(messages[0]!.facts.due.map(({ state }) => state)).toEqual(['over', 'over', 'over']);
  });

  it('hear of a request however many others were left open before it, and are told of those once', async () => {
    await app.database.query('UPDATE support_requests SET resolved_at = opened_at');
    await app.database.query('DELETE FROM messages');
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, opened_at, logged_at)
       SELECT gen_random_uuid(), $1, $2::timestamptz - n * interval '1 hour', $2 FROM generate_series(1, 1200) n`,
      [locationId, NOW],
    );
    const late = await aSupportRequest(app, locationId, { openedAt: '2026-10-26T20:30:00-05:00' });
    await send();
    const [message] = await told();
    expect(message!.facts).toMatchObject({ more: 1181 });
    const isTold = `SELECT state FROM request_target_notices WHERE request_id = $1`;
    expect(await app.database.query(isTold, [late.id])).toEqual([{ state: 'over' }]);
    await send();
    expect(await told()).toHaveLength(1);
  });

  it('are told of the resolution after a late first answer, and of what comes back to them', async () => {
    await app.database.query('UPDATE support_requests SET resolved_at = opened_at');
    await app.database.query('DELETE FROM messages');
    const request = await aSupportRequest(app, locationId, { openedAt: '2026-10-26T20:30:00-05:00' });
    await send();
    await patch(request.id, { firstResponseAt: NOW });
    app.clock.set('2026-10-27T00:40:00-05:00');
    await send();
    const states = (await told()).map(({ facts }) => facts.due.map(({ state }) => state));
    expect(states).toEqual([['over'], ['over']]);
    succeeded(await app.admin.post(`/support-requests/${request.id}/escalate`, { text: 'Please.' }));
    app.clock.set('2026-10-27T22:50:00-05:00');
    await send();
    expect((await told()).at(-1)).toMatchObject({ userId: campus.id, facts: { due: [{ state: 'over' }] } });
  });
});
