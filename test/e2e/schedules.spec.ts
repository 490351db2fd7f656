import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, coverageHours, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
afterAll(() => app.close());

const WEEK = { startsOn: '2026-11-02', endsOn: '2026-11-08' };
const aSchedule = async (overrides: object = {}): Promise<Answer['body']> =>
  succeeded(await supervisor.post('/schedules', { locationId, ...WEEK, ...overrides }));
const act = (id: string, what: string, body: object = {}): Promise<Answer> =>
  supervisor.post(`/schedules/${id}/${what}`, body);
const shiftsThere = async (): Promise<Answer['body'][]> =>
  (await supervisor.get(`/shifts?locationId=${locationId}&limit=200`)).body.items;
const spans = (shifts: readonly { startsAt: string; endsAt: string; seats: number }[]): string[] =>
  shifts.map(({ startsAt, endsAt, seats }) => `${startsAt} ${endsAt} ${seats}`);

describe('a schedule', () => {
  it('starts as a draft', async () => {
    const made = await aSchedule();
    expect(made).toEqual({
      id: made.id,
      locationId,
      ...WEEK,
      status: 'draft',
      claimableFrom: null,
      publishedAt: null,
      approvedAt: null,
      shifts: 0,
      drafts: 0,
      version: 1,
    });
  });

  it('overlaps no other of its location, even with simultaneous requests', async () => {
    const answers = await Promise.all(
      [0, 1, 2].map((day) =>
        supervisor.post('/schedules', { locationId, startsOn: `2026-11-0${day + 2}`, endsOn: '2026-11-08' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('OVERLAPPING_SCHEDULE');
    await aSchedule({ startsOn: '2026-11-09', endsOn: '2026-11-09' });
  });

  it.each([
    ['an end before its start', { endsOn: '2026-11-01' }],
    ['more than 200 days', { endsOn: '2027-11-01' }],
  ])('is refused with %s', async (_name, change) => {
    const { status, body } = await supervisor.post('/schedules', { locationId, ...WEEK, ...change });
    expect([status, body.violations[0].field]).toEqual([400, 'endsOn']);
  });

  it('keeps its shifts as drafts until it is published', async () => {
    const { id } = await aSchedule();
    const span = { startsAt: '2026-11-04T20:00:00-06:00', endsAt: '2026-11-04T23:00:00-06:00' };
    const early = await supervisor.post('/shifts', { locationId, seats: 1, status: 'published', ...span });
    expect([early.status, early.body.code]).toEqual([409, 'SCHEDULE_NOT_PUBLISHED']);
    const draft = succeeded(await supervisor.post('/shifts', { locationId, seats: 1, ...span }));
    const patched = await supervisor.patch(`/shifts/${draft.id}`, { status: 'published' });
    expect(patched.body.code).toBe('SCHEDULE_NOT_PUBLISHED');
    expect((await act(id, 'publish')).body).toMatchObject({ status: 'published', shifts: 1, drafts: 0 });
    expect((await supervisor.get(`/shifts/${draft.id}`)).body.status).toBe('published');
    const outside = await aShift(app, locationId);
    expect((await supervisor.get(`/shifts/${outside.id}`)).body.status).toBe('published');
    const added = { startsAt: '2026-11-05T20:00:00-06:00', endsAt: '2026-11-05T23:00:00-06:00' };
    succeeded(await supervisor.post('/shifts', { locationId, seats: 1, status: 'draft', ...added }));
    expect((await supervisor.get(`/schedules/${id}`)).body).toMatchObject({ shifts: 2, drafts: 1 });
    expect((await act(id, 'publish')).body).toMatchObject({ status: 'published', shifts: 2, drafts: 0 });
  });

  it('can be deleted only as a draft; its shifts stay', async () => {
    const { id } = await aSchedule();
    await supervisor.post('/shifts', {
      locationId,
      seats: 1,
      startsAt: '2026-11-04T20:00:00-06:00',
      endsAt: '2026-11-04T23:00:00-06:00',
    });
    expect((await supervisor.delete(`/schedules/${id}`)).status).toBe(204);
    expect(await shiftsThere()).toHaveLength(1);
    const other = await aSchedule();
    await act(other.id, 'publish');
    expect((await supervisor.delete(`/schedules/${other.id}`)).body.code).toBe('SCHEDULE_STATUS');
  });
});

describe('generating shifts', () => {
  it('splits coverage hours, has a preview, and adds nothing in a second run', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '02:00', required: 2, weekdays: [2] });
    const { id } = await aSchedule();
    const preview = succeeded(await act(id, 'generate-shifts', { dryRun: true }));
    expect(spans(preview.added)).toEqual([
      '2026-11-03T18:00:00-06:00 2026-11-03T22:00:00-06:00 2',
      '2026-11-03T22:00:00-06:00 2026-11-04T02:00:00-06:00 2',
    ]);
    expect(await shiftsThere()).toEqual([]);
    expect(succeeded(await act(id, 'generate-shifts'))).toMatchObject({ added: preview.added, left: 0 });
    expect(spans(await shiftsThere())).toEqual(spans(preview.added));
    expect((await shiftsThere()).every(({ status }) => status === 'draft')).toBe(true);
    expect(succeeded(await act(id, 'generate-shifts'))).toMatchObject({ added: [], changed: [], left: 2 });
  });

  it('keeps planned shifts and fills the rest', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', required: 1, weekdays: [2] });
    const { id } = await aSchedule();
    const planned = { startsAt: '2026-11-03T18:00:00-06:00', endsAt: '2026-11-03T20:00:00-06:00' };
    await supervisor.post('/shifts', { locationId, seats: 1, ...planned });
    const { added, left } = succeeded(await act(id, 'generate-shifts'));
    expect([spans(added), left]).toEqual([['2026-11-03T20:00:00-06:00 2026-11-03T22:00:00-06:00 1'], 1]);
  });

  it('splits the night of nine hours by real hours', async () => {
    await coverageHours(app, locationId, { startsAt: '22:00', endsAt: '06:00', weekdays: [6] });
    const { id } = await aSchedule({ startsOn: '2026-10-31', endsOn: '2026-10-31' });
    const { added } = succeeded(await act(id, 'generate-shifts'));
    expect(succeeded(await act(id, 'generate-shifts')).added).toEqual([]);
    expect(spans(added)).toEqual([
      '2026-10-31T22:00:00-05:00 2026-11-01T01:30:00-06:00 1',
      '2026-11-01T01:30:00-06:00 2026-11-01T06:00:00-06:00 1',
    ]);
    const { body } = await supervisor.get(
      `/coverage/gaps?locationId=${locationId}&basis=claimed&from=2026-10-31T12:00:00Z&to=2026-11-02T12:00:00Z`,
    );
    expect(body.summary.requiredMinutes).toBe(540);
  });

  it('includes its whole last night, published and approved with it, and the next week adds nothing to it', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '06:00', weekdays: [7] });
    const { id } = await aSchedule();
    const next = await aSchedule({ startsOn: '2026-11-09', endsOn: '2026-11-15' });
    const { added } = succeeded(await act(id, 'generate-shifts'));
    expect(spans(added)).toEqual([
      '2026-11-08T18:00:00-06:00 2026-11-08T22:00:00-06:00 1',
      '2026-11-08T22:00:00-06:00 2026-11-09T02:00:00-06:00 1',
      '2026-11-09T02:00:00-06:00 2026-11-09T06:00:00-06:00 1',
    ]);
    const second = succeeded(await act(next.id, 'generate-shifts'));
    expect(second.added.map(({ startsAt }: { startsAt: string }) => startsAt.slice(0, 10))).toEqual([
      '2026-11-15',
      '2026-11-15',
      '2026-11-16',
    ]);
    expect((await act(id, 'publish')).body).toMatchObject({ status: 'published', shifts: 3 });
    const there = await shiftsThere();
    expect(there.map(({ status }) => status)).toEqual([
      ...['published', 'published', 'published'],
      ...['draft', 'draft', 'draft'],
    ]);
    const morning = there[2]!;
    const { client } = await anOperator(app, { locationIds: [locationId] });
    succeeded(await client.post(`/shifts/${morning.id}/claims`));
    expect((await act(id, 'approve')).body).toMatchObject({ approvedClaims: 1 });
    const moved = await supervisor.patch(`/shifts/${morning.id}`, { startsAt: '2026-11-09T02:30:00-06:00' });
    expect(moved.body.code).toBe('SCHEDULE_NOT_PUBLISHED');
  });

  it('reports what a template cannot create: a day of 25 hours, more seats than a shift can have', async () => {
    const pattern = { startsAt: '01:00', endsAt: '01:00', seats: 150, effectiveFrom: '2026-10-01' };
    succeeded(await supervisor.post('/shift-templates', { locationId, weekdays: [7], ...pattern, seats: 1 }));
    for (const _twice of [1, 2])
      succeeded(await supervisor.post('/shift-templates', { locationId, weekdays: [1], ...pattern }));
    const { id } = await aSchedule({ startsOn: '2026-11-01', endsOn: '2026-11-02' });
    const { added, skipped } = succeeded(await act(id, 'generate-shifts', { from: 'templates' }));
    expect([added.length, skipped.map(({ message }: { message: string }) => message)]).toEqual([
      1,
      ['The clock change makes this longer than 24 hours.', 'A shift has at most 200 seats.'],
    ]);
  });

  it('copies another schedule, once, by weekday and wall-clock time', async () => {
    await coverageHours(app, locationId, { startsAt: '22:00', endsAt: '06:00', weekdays: [6, 7] });
    const first = await aSchedule({ startsOn: '2026-10-26', endsOn: '2026-11-01' });
    succeeded(await act(first.id, 'generate-shifts'));
    const { id } = await aSchedule();
    const copy = { from: 'schedule', scheduleId: first.id };
    const { added } = succeeded(await act(id, 'generate-shifts', copy));
    expect(spans(added)).toEqual([
      '2026-11-07T22:00:00-06:00 2026-11-08T01:30:00-06:00 1',
      '2026-11-08T01:30:00-06:00 2026-11-08T06:00:00-06:00 1',
      '2026-11-08T22:00:00-06:00 2026-11-09T02:00:00-06:00 1',
      '2026-11-09T02:00:00-06:00 2026-11-09T06:00:00-06:00 1',
    ]);
    expect(succeeded(await act(id, 'generate-shifts', copy))).toMatchObject({ added: [], left: 4 });
    expect((await act(id, 'publish')).body.shifts).toBe(4);
    const elsewhere = await aLocation(app);
    const other = succeeded(await app.admin.post('/schedules', { locationId: elsewhere.id, ...WEEK }));
    for (const scheduleId of [other.id, undefined]) {
      const refused = await act(id, 'generate-shifts', { from: 'schedule', scheduleId });
      expect([refused.status, refused.body.violations[0].field]).toEqual([400, 'scheduleId']);
    }
  });

  it('twice at once adds everything once', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00' });
    const { id } = await aSchedule();
    await Promise.all([1, 2, 3].map(async () => succeeded(await act(id, 'generate-shifts'))));
    expect(await shiftsThere()).toHaveLength(7);
  });

  it('from templates adds seats to drafts when the template needs more', async () => {
    const pattern = {
      weekdays: [1, 3],
      startsAt: '20:00',
      endsAt: '01:00',
      seats: 1,
      effectiveFrom: '2026-11-03',
    };
    const template = succeeded(await supervisor.post('/shift-templates', { locationId, ...pattern }));
    const { id } = await aSchedule();
    const first = succeeded(await act(id, 'generate-shifts', { from: 'templates' }));
    expect(spans(first.added)).toEqual(['2026-11-04T20:00:00-06:00 2026-11-05T01:00:00-06:00 1']);
    await supervisor.patch(`/shift-templates/${template.id}`, { seats: 3 });
    const second = succeeded(await act(id, 'generate-shifts', { from: 'templates' }));
    expect(second).toMatchObject({ added: [], changed: [{ seats: 3, seatsBefore: 1 }], left: 0 });
    expect((await shiftsThere()).map(({ seats }) => seats)).toEqual([3]);
  });

  it.each([
    ['a preference below the shortest', { shortestMinutes: 240, preferredMinutes: 120 }, 'preferredMinutes'],
    ['a preference above the longest', { longestMinutes: 180 }, 'preferredMinutes'],
    ['more than a day', { longestMinutes: 1440, overlapMinutes: 15 }, 'overlapMinutes'],
    ['no length at all', { shortestMinutes: 0 }, 'shortestMinutes'],
  ])('refuses %s', async (_name, body, field) => {
    const answer = await act((await aSchedule()).id, 'generate-shifts', body);
    expect([answer.status, answer.body.violations[0].field]).toEqual([400, field]);
  });
});

describe('publishing', () => {
  it('lets operators claim from a set time on', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', weekdays: [2] });
    const { id } = await aSchedule();
    await act(id, 'generate-shifts');
    const [shift] = await shiftsThere();
    const { client } = await anOperator(app, { locationIds: [locationId] });
    expect((await client.get('/shifts')).body.items).toEqual([]);
    await act(id, 'publish', { claimableFrom: '2026-10-26T13:00:00-05:00' });
    const seen = (await client.get(`/shifts/${shift.id}`)).body;
    expect(seen).toMatchObject({ status: 'published', claimableFrom: '2026-10-26T13:00:00-05:00' });
    const early = await client.post(`/shifts/${shift.id}/claims`);
    expect([early.status, early.body.code]).toEqual([409, 'SHIFT_NOT_PUBLISHED']);
    expect((await client.get('/shifts?claimable=true')).body.items).toEqual([]);
    app.clock.set('2026-10-26T13:00:00-05:00');
    expect((await client.get('/shifts?claimable=true')).body.items).toHaveLength(1);
    expect((await client.post(`/shifts/${shift.id}/claims`)).status).toBe(201);
    app.clock.set('2026-10-26T12:00:00-05:00');
  });
});

describe('a shift published alone', () => {
  it('can be claimed no earlier than its schedule says', async () => {
    const { id } = await aSchedule();
    const claimableFrom = '2026-10-26T13:00:00-05:00';
    await act(id, 'publish', { claimableFrom });
    const span = { startsAt: '2026-11-04T20:00:00-06:00', endsAt: '2026-11-04T23:00:00-06:00' };
    const made = succeeded(
      await supervisor.post('/shifts', { locationId, seats: 1, status: 'published', ...span }),
    );
    expect(made.claimableFrom).toBe(claimableFrom);
    const draft = succeeded(await supervisor.post('/shifts', { locationId, seats: 1, ...span }));
    expect(draft.claimableFrom).toBeNull();
    const published = succeeded(await supervisor.patch(`/shifts/${draft.id}`, { status: 'published' }));
    expect(published.claimableFrom).toBe(claimableFrom);
  });
});

describe('approving', () => {
  /** A published week with one evening of two seats, and its claims. */
  async function claimed(...overrides: object[]): Promise<{ id: string; claims: string[]; shiftId: string }> {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', required: 2, weekdays: [2] });
    const { id } = await aSchedule();
    await act(id, 'generate-shifts');
    await act(id, 'publish');
    const [shift] = await shiftsThere();
    const claims: string[] = [];
    for (const one of overrides) {
      const operator = await anOperator(app, { locationIds: [locationId], ...one });
      claims.push(succeeded(await operator.client.post(`/shifts/${shift.id}/claims`)).id as string);
      if ('weeklyHourCap' in one) await app.admin.patch(`/operators/${operator.id}`, { weeklyHourCap: 1 });
    }
    return { id, claims, shiftId: shift.id as string };
  }

  it('approves what breaks no rule and names the others', async () => {
    const { id, claims } = await claimed({}, { weeklyHourCap: 20 });
    const approved = succeeded(await act(id, 'approve'));
    expect(approved).toMatchObject({ status: 'approved', approvedClaims: 1 });
    expect(approved.notApproved).toEqual([
      expect.objectContaining({
        claimId: claims[1],
        violations: [expect.objectContaining({ code: 'WEEKLY_CAP_EXCEEDED' })],
      }),
    ]);
    const statuses = claims.map(async (claim) => (await app.admin.get(`/claims/${claim}`)).body.status);
    expect(await Promise.all(statuses)).toEqual(['approved', 'pending']);
    expect((await act(id, 'approve')).body.code).toBe('SCHEDULE_STATUS');
  });

  it('keeps excluded claims pending, and names them', async () => {
    const { id, claims } = await claimed({}, {});
    const approved = succeeded(await act(id, 'approve', { exceptClaimIds: [claims[0]] }));
    expect(approved).toMatchObject({
      status: 'approved',
      approvedClaims: 1,
      notApproved: [{ claimId: claims[0], violations: [{ code: 'LEFT_OUT' }] }],
    });
    const statuses = claims.map(async (claim) => (await app.admin.get(`/claims/${claim}`)).body.status);
    expect(await Promise.all(statuses)).toEqual(['pending', 'approved']);
  });

  it('excludes nothing of other schedules, and accepts no more ids than it says', async () => {
    const { id, claims } = await claimed({});
    const other = '01890000-0000-7000-8000-000000000000';
    expect((await act(id, 'approve', { exceptClaimIds: ['x'] })).status).toBe(400);
    expect((await act(id, 'approve', { except: claims })).status).toBe(400);
    const approved = succeeded(await act(id, 'approve', { exceptClaimIds: [other] }));
    expect(approved).toMatchObject({ approvedClaims: 1, notApproved: [] });
  });

  it('stores the approved plan, and shows later changes', async () => {
    const { id, shiftId, claims } = await claimed({});
    expect((await supervisor.get(`/schedules/${id}/differences`)).body.code).toBe('NEVER_APPROVED');
    succeeded(await act(id, 'approve'));
    expect((await supervisor.get(`/schedules/${id}/differences`)).body).toEqual({ items: [] });
    succeeded(await supervisor.post(`/claims/${claims[0]}/cancel`, { reason: 'ill' }));
    const { id: added } = succeeded(
      await supervisor.post('/shifts', {
        locationId,
        seats: 1,
        startsAt: '2026-11-08T23:00:00-06:00',
        endsAt: '2026-11-09T02:00:00-06:00',
      }),
    );
    const { items } = (await supervisor.get(`/schedules/${id}/differences`)).body;
    expect(items).toMatchObject([
      { shiftId, kind: 'changed', after: { operatorIds: [] } },
      { shiftId: added, kind: 'added', before: null },
    ]);
    succeeded(await supervisor.post(`/shifts/${shiftId}/cancel`, { reason: 'heating' }));
    const { items: later } = (await supervisor.get(`/schedules/${id}/differences`)).body;
    expect(later[0]).toMatchObject({ shiftId, kind: 'removed', after: null });
  });

  it('can be undone with a reason, and repeated', async () => {
    const { id } = await claimed({});
    succeeded(await act(id, 'approve'));
    expect((await act(id, 'reopen')).status).toBe(400);
    expect((await act(id, 'reopen', { reason: 'One evening was wrong.' })).body.status).toBe('published');
    expect(succeeded(await act(id, 'approve')).approvedClaims).toBe(0);
    expect((await act(id, 'archive')).body.status).toBe('archived');
    expect((await act(id, 'publish')).body.code).toBe('SCHEDULE_STATUS');
  });

  it('twice at once approves each claim once', async () => {
    const { id, claims } = await claimed({}, {});
    const answers = await Promise.all([act(id, 'approve'), act(id, 'approve')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const events = await app.database.query(
      `SELECT FROM audit_events WHERE action = 'claim.approved' AND entity_id = ANY($1::uuid[])`,
      [claims],
    );
    expect(events).toHaveLength(2);
  });
});

it('schedules and templates of other locations are not found', async () => {
  const { id } = await aSchedule();
  const elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
  for (const what of ['generate-shifts', 'publish', 'approve', 'archive'])
    expect((await elsewhere.post(`/schedules/${id}/${what}`)).status).toBe(404);
  expect((await elsewhere.get(`/schedules/${id}/differences`)).status).toBe(404);
  expect(
    (await elsewhere.post('/schedules', { locationId, startsOn: '2026-12-01', endsOn: '2026-12-01' })).status,
  ).toBe(403);
});
