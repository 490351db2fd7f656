import { actionsOn, codesOf, refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aShift,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const at = (time: string): string => `2026-10-27T${time}:00-05:00`;

describe('coverage alerts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  const alertsOf = async (
    locationId: string,
    query: Record<string, string> = {},
  ): Promise<Answer['body'][]> =>
    succeeded(await app.admin.get(withQuery('/coverage/alerts', { locationId, ...query }))).items;
  const scanned = async (locationId: string): Promise<Answer['body']> => {
    await app.jobsDone();
    succeeded(await app.admin.post('/coverage/scans'));
    const alerts = await alertsOf(locationId);
    expect(alerts.length).toBeLessThanOrEqual(1);
    return alerts[0];
  };
  /** A location that needs one operator on Tuesday from 20:00 to 23:00. */
  const aPlace = async (overrides: object = {}): Promise<{ id: string; hoursId: string }> => {
    const location = await aLocation(app);
    const date = { effectiveFrom: '2026-10-27', effectiveTo: '2026-10-27' };
    const hours = { startsAt: '20:00', endsAt: '23:00', ...date, ...overrides };
    return { id: location.id, hoursId: (await coverageHours(app, location.id, hours)).id };
  };
  const assigned = async (
    locationId: string,
    from: string,
    to: string,
  ): Promise<{ id: string; shiftId: string }> => {
    const shift = await aShift(app, locationId, { startsAt: at(from), endsAt: at(to) });
    const body = { operatorId: (await anOperator(app)).id, overrideReason: 'For the test' };
    return succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, body));
  };

  it('open with the missing stretches, and show when they were first and last seen', async () => {
    const { id } = await aPlace({ required: 2 });
    await assigned(id, '20:00', '21:00');
    const seen = await scanned(id);
    expect(seen).toEqual({
      id: expect.any(String),
      locationId: id,
      positionId: '00000000-0000-7000-8000-000000000001',
      date: '2026-10-27',
      status: 'open',
      stretches: [
        { startsAt: at('20:00'), endsAt: at('21:00'), required: 2, assigned: 1, missing: 1 },
        { startsAt: at('21:00'), endsAt: at('23:00'), required: 2, assigned: 0, missing: 2 },
      ],
      firstSeenAt: '2026-10-26T12:00:00-05:00',
      lastSeenAt: '2026-10-26T12:00:00-05:00',
      closedAt: null,
    });
    expect((await app.admin.get(`/coverage/alerts/${seen.id}`)).body).toEqual(seen);
    app.clock.advance(60);
    expect(await scanned(id)).toEqual({ ...seen, lastSeenAt: '2026-10-26T13:00:00-05:00' });
  });

  it('are not written while unchanged, and show when they were last open once they are filled', async () => {
    const { id } = await aPlace();
    await scanned(id);
    const version = async (): Promise<unknown> =>
      app.database.query('SELECT xmin FROM coverage_alerts WHERE location_id = $1', [id]);
    const written = await version();
    app.clock.advance(30);
    await scanned(id);
    expect(await version()).toEqual(written);
    app.clock.advance(15);
    await assigned(id, '20:00', '23:00');
    expect(await scanned(id)).toMatchObject({
      status: 'filled',
      firstSeenAt: '2026-10-26T12:00:00-05:00',
      lastSeenAt: '2026-10-26T12:30:00-05:00',
      closedAt: '2026-10-26T12:45:00-05:00',
    });
  });

  it('are filled with the gap, and reopen when it comes back', async () => {
    const { id } = await aPlace();
    const open = await scanned(id);
    app.clock.advance(10);
    const claim = await assigned(id, '20:00', '23:00');
    const filled = await scanned(id);
    expect(filled).toMatchObject({
      id: open.id,
      status: 'filled',
      stretches: [],
      firstSeenAt: '2026-10-26T12:00:00-05:00',
      closedAt: '2026-10-26T12:10:00-05:00',
    });
    app.clock.advance(10);
    expect(await scanned(id)).toEqual(filled);
    succeeded(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'Ill' }));
    expect(await scanned(id)).toMatchObject({
      id: open.id,
      status: 'open',
      stretches: [{ missing: 1 }],
      firstSeenAt: '2026-10-26T12:00:00-05:00',
      lastSeenAt: '2026-10-26T12:20:00-05:00',
      closedAt: null,
    });
  });

  it('are not filled by a pending claim', async () => {
    const { id } = await aPlace();
    const shift = await aShift(app, id, { startsAt: at('20:00'), endsAt: at('23:00') });
    const operator = await anOperator(app);
    const claim = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
    expect((await scanned(id)).status).toBe('open');
    succeeded(await app.admin.post(`/claims/${claim.id}/approve`));
    expect((await scanned(id)).status).toBe('filled');
  });

  it('drop stretches in the past, and become past when a gap was missed', async () => {
    const { id } = await aPlace();
    expect((await scanned(id)).status).toBe('open');
    await assigned(id, '21:00', '22:00');
    app.clock.set(at('21:30'));
    expect(await scanned(id)).toMatchObject({
      status: 'open',
      stretches: [{ startsAt: at('22:00'), endsAt: at('23:00') }],
    });
    app.clock.set(at('22:59'));
    expect((await scanned(id)).status).toBe('open');
    app.clock.set(at('23:00'));
    const past = await scanned(id);
    expect(past).toMatchObject({
      status: 'past',
      stretches: [
        { startsAt: at('20:00'), endsAt: at('21:00') },
        { startsAt: at('22:00'), endsAt: at('23:00') },
      ],
      closedAt: at('23:00'),
    });
    app.clock.set('2026-10-30T12:00:00Z');
    expect(await scanned(id)).toEqual(past);
  });

  it('close with the right state even when the scan comes a week late', async () => {
    const { id } = await aPlace();
    expect((await scanned(id)).status).toBe('open');
    app.clock.set('2026-11-05T12:00:00Z');
    expect(await scanned(id)).toMatchObject({ status: 'past', stretches: [{ startsAt: at('20:00') }] });
  });

  it('are withdrawn when the demand is removed, and reopen when it returns', async () => {
    const { id, hoursId } = await aPlace();
    const open = await scanned(id);
    const closed = { locationId: id, date: '2026-10-27', kind: 'closed', reason: 'Flood' };
    const exception = succeeded(await app.admin.post('/coverage-exceptions', closed));
    expect(await scanned(id)).toMatchObject({ id: open.id, status: 'withdrawn', stretches: [] });
    succeeded(await app.admin.delete(`/coverage-exceptions/${exception.id}`));
    expect(await scanned(id)).toMatchObject({ id: open.id, status: 'open' });
    succeeded(await app.admin.patch(`/coverage-hours/${hoursId}`, { required: 0 }));
    expect((await scanned(id)).status).toBe('withdrawn');
    succeeded(await app.admin.patch(`/coverage-hours/${hoursId}`, { required: 1 }));
    expect((await scanned(id)).status).toBe('open');
    succeeded(await app.admin.delete(`/coverage-hours/${hoursId}`));
    expect((await scanned(id)).status).toBe('withdrawn');
  });

  it('are one per position and date, a night belonging to the date it starts on', async () => {
    const { id } = await aLocation(app);
    const position = await aPosition(app);
    const nights = {
      startsAt: '22:00',
      endsAt: '06:00',
      effectiveFrom: '2026-10-27',
      effectiveTo: '2026-10-28',
    };
    await coverageHours(app, id, nights);
    await coverageHours(app, id, { ...nights, positionId: position.id });
    await coverageHours(app, id, {
      ...nights,
      startsAt: '01:00',
      endsAt: '03:00',
      effectiveTo: '2026-10-27',
    });
    await app.jobsDone();
    const alerts = await alertsOf(id);
    const keys = alerts.map(
      (alert) => `${alert.date} ${alert.positionId === position.id ? 'other' : 'default'}`,
    );
    expect(keys.toSorted()).toEqual([
      '2026-10-27 default',
      '2026-10-27 other',
      '2026-10-28 default',
      '2026-10-28 other',
    ]);
    const first = alerts.find((alert) => alert.date === '2026-10-27' && alert.positionId !== position.id);
    expect(first.stretches).toMatchObject([
      { startsAt: at('01:00'), endsAt: at('03:00') },
      { startsAt: at('22:00'), endsAt: '2026-10-28T06:00:00-05:00' },
    ]);
  });

  it('look 30 days ahead, and further day by day', async () => {
    const { id } = await aLocation(app);
    const date = { effectiveFrom: '2026-11-26', effectiveTo: '2026-11-26' };
    await coverageHours(app, id, { startsAt: '05:00', endsAt: '09:00', ...date });
    await app.jobsDone();
    expect(await alertsOf(id)).toEqual([]);
    app.clock.set('2026-10-27T17:00:00Z');
    expect(await scanned(id)).toMatchObject({ status: 'open', date: '2026-11-26' });
  });

  it('are found by place, state and dates, page by page', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { effectiveFrom: '2026-11-02', effectiveTo: '2026-11-08' });
    await app.jobsDone();
    const dates = async (query: Record<string, string>): Promise<string[]> =>
      (await alertsOf(id, query)).map((alert) => alert.date as string);
    expect(await dates({})).toHaveLength(7);
    expect(await dates({ from: '2026-11-03', to: '2026-11-05' })).toEqual(['2026-11-03', '2026-11-04']);
    expect(await dates({ status: 'filled' })).toEqual([]);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = { locationId: id, limit: '2', ...(cursor && { cursor }) };
      const page: Answer = await app.admin.get(withQuery('/coverage/alerts', query));
      seen.push(...page.body.items.map((alert: { date: string }) => alert.date));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(await dates({}));
    for (const [field, value] of [
      ['status', 'closed'],
      ['from', '2026-02-30'],
      ['to', '2026-11-02T00:00:00Z'],
      ['positionId', NOWHERE],
    ] as const) {
      const answer = await app.admin.get(withQuery('/coverage/alerts', { [field]: value }));
      expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
    }
    const forged = Buffer.from(JSON.stringify(['2026-99-99', NOWHERE])).toString('base64url');
    expect((await app.admin.get(`/coverage/alerts?cursor=${forged}`)).status).toBeLessThan(500);
  });

  it('are visible to those who oversee the location', async () => {
    const { id } = await aPlace();
    const alert = await scanned(id);
    const stranger = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    expect((await stranger.get(`/coverage/alerts/${alert.id}`)).status).toBe(404);
    expect((await stranger.get(withQuery('/coverage/alerts', { locationId: id }))).body.items).toEqual([]);
    for (const role of ['supervisor', 'campus_it']) {
      const { client } = await aUser(app, role, [id]);
      expect((await client.get(`/coverage/alerts/${alert.id}`)).status).toBe(200);
      expect((await client.get('/coverage/alerts')).body.items).toHaveLength(1);
    }
    const operator = (await anOperator(app)).client;
    expect((await operator.get('/coverage/alerts')).status).toBe(403);
    expect((await operator.get(`/coverage/alerts/${alert.id}`)).status).toBe(403);
    expect((await (await anApiKey(app, ['metrics:read'])).get('/coverage/alerts')).status).toBe(200);
    expect(codesOf(await app.admin.get('/coverage/alerts/1'))).toEqual(['INVALID_ID']);
    expect((await app.admin.get(`/coverage/alerts/${NOWHERE}`)).status).toBe(404);
  });
});

describe('a scan', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('covers its caller’s locations, returns what it found and is stored', async () => {
    const [own, foreign] = [await aLocation(app), await aLocation(app)];
    await app.database.query(
      `INSERT INTO coverage_hours (id, location_id, position_id, weekdays, starts_at, ends_at, required, effective_from, effective_to)
       SELECT gen_random_uuid(), id, '00000000-0000-7000-8000-000000000001', '{1,2,3,4,5,6,7}', '20:00', '22:00', 1, '2026-10-27', '2026-10-28'
       FROM locations`,
    );
    const supervisor = (await aUser(app, 'supervisor', [own.id])).client;
    const scan = await supervisor.post('/coverage/scans');
    expect(scan).toMatchObject({
      status: 201,
      body: {
        startedAt: '2026-10-26T17:00:00+00:00',
        finishedAt: '2026-10-26T17:00:00+00:00',
        scannedTo: '2026-11-25T17:00:00+00:00',
        locations: 1,
        opened: 2,
        closed: 0,
        open: 2,
      },
    });
    expect(await actionsOn(app, scan.body.id)).toEqual(['coverage.scanned']);
    expect((await app.admin.get('/coverage/alerts')).body.items).toHaveLength(2);
    const all = await app.admin.post('/coverage/scans');
    expect(all.body).toMatchObject({ locations: 2, opened: 2, closed: 0, open: 4 });
    const closed = { locationId: foreign.id, date: '2026-10-27', kind: 'closed', reason: 'Flood' };
    await app.database.query(
      `INSERT INTO coverage_exceptions (id, location_id, date, until_date, kind, reason) VALUES (gen_random_uuid(), $1, $2, $2, $3, $4)`,
      [closed.locationId, closed.date, closed.kind, closed.reason],
    );
    const third = await app.admin.post('/coverage/scans');
    expect(third.body).toMatchObject({ opened: 0, closed: 1, open: 3 });
    expect((await app.admin.get(`/coverage/scans/${third.body.id}`)).body).toEqual(third.body);
    const list = await app.admin.get('/coverage/scans?limit=2');
    expect(list.body.items).toEqual([third.body, all.body]);
    const rest = await app.admin.get(`/coverage/scans?limit=2&cursor=${list.body.nextCursor}`);
    expect(rest.body.items).toContainEqual(scan.body);
  });

  it('is for supervisors only', async () => {
    const { id } = await aLocation(app);
    const scan = succeeded(await app.admin.post('/coverage/scans'));
    for (const { client } of [await aUser(app, 'campus_it', [id]), await anOperator(app)]) {
      expect((await client.post('/coverage/scans')).status).toBe(403);
      expect((await client.get('/coverage/scans')).status).toBe(403);
      expect((await client.get(`/coverage/scans/${scan.id}`)).status).toBe(403);
    }
    expect((await app.anonymous.post('/coverage/scans')).status).toBe(401);
    expect((await app.admin.get(`/coverage/scans/${NOWHERE}`)).status).toBe(404);
    expect(refusedFieldsOf(await app.admin.post('/coverage/scans', { locationId: id })).status).toBeLessThan(
      500,
    );
  });
});
