import { packageOf, recordsOf } from '../support/data-packages.js';
import { actionsOn, refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, aUser, coverageHours, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let campusIt: HttpClient;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  app.clock.set(TEST_NOW);
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  campusIt = (await aUser(app, 'campus_it', [locationId])).client;
});
afterAll(() => app.close());

/** Tomorrow from 22:00 to midnight, within the coverage hours of the factories. */
const ahead = (overrides: object = {}): object => ({
  locationId,
  startsAt: '2026-10-27T22:00:00-05:00',
  endsAt: '2026-10-28T00:00:00-05:00',
  reason: 'New switches',
  ...overrides,
});
/** Yesterday, likewise. */
const past = (overrides: object = {}): object =>
  ahead({ startsAt: '2026-10-25T22:00:00-05:00', endsAt: '2026-10-26T00:00:00-05:00', ...overrides });
const announce = (client: HttpClient, body: object) => client.post('/maintenance-windows', body);
const WEEK = { from: '2026-10-24T00:00:00-05:00', to: '2026-10-31T00:00:00-05:00' };
const gaps = async () => succeeded(await app.admin.get(withQuery('/coverage/gaps', { locationId, ...WEEK })));

describe('a maintenance window', () => {
  it('is announced, changed and taken back, with each step in the trail', async () => {
    const made = succeeded(await announce(campusIt, ahead({ reason: ' New  switches ' })));
    expect(made).toEqual({
      ...ahead(),
      id: expect.any(String),
      closesCoverage: false,
      changedPast: false,
      division: 'campus-it',
      version: 1,
    });
    const path = `/maintenance-windows/${made.id}`;
    const changed = succeeded(await supervisor.patch(path, { closesCoverage: true, reason: 'Wiring' }));
    expect(changed).toEqual({ ...made, closesCoverage: true, reason: 'Wiring', version: 2 });
    expect(succeeded(await announce(supervisor, ahead())).division).toBe('library');
    expect((await campusIt.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    expect(await actionsOn(app, made.id)).toEqual([
      'maintenance-window.created',
      'maintenance-window.updated',
      'maintenance-window.deleted',
    ]);
  });

  it('is listed by its start, in pages, for a location and a time', async () => {
    const late = succeeded(await announce(app.admin, ahead()));
    const early = succeeded(await announce(app.admin, past()));
    const other = succeeded(await announce(app.admin, ahead({ locationId: (await aLocation(app)).id })));
    const ids = async (query: Record<string, string>, client = app.admin): Promise<string[]> =>
      succeeded(await client.get(withQuery('/maintenance-windows', query))).items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids({ locationId })).toEqual([early.id, late.id]);
    expect(await ids({}, supervisor)).toEqual([early.id, late.id]);
    expect(await ids({ locationId: other.locationId }, supervisor)).toEqual([]);
    expect(await ids({ locationId, from: '2026-10-26T00:00:00-05:00' })).toEqual([late.id]);
    expect(await ids({ locationId, to: '2026-10-27T22:00:00-05:00' })).toEqual([early.id]);
    const first = succeeded(await supervisor.get('/maintenance-windows?limit=1'));
    const rest = succeeded(await supervisor.get(`/maintenance-windows?limit=1&cursor=${first.nextCursor}`));
    expect([first.items[0].id, rest.items[0].id, rest.nextCursor]).toEqual([early.id, late.id, null]);
  });

  it.each([
    ['an end before its start', { endsAt: '2026-10-27T21:00:00-05:00' }, 'endsAt'],
    ['no length', { endsAt: '2026-10-27T22:00:00-05:00' }, 'endsAt'],
    ['more than 31 days', { endsAt: '2026-11-27T22:00:01-06:00' }, 'endsAt'],
    ['a time without an offset', { startsAt: '2026-10-27T22:00:00' }, 'startsAt'],
    ['no reason', { reason: ' ' }, 'reason'],
    ['a reason of two lines', { reason: 'New\nswitches' }, 'reason'],
    ['text for yes', { closesCoverage: 'yes' }, 'closesCoverage'],
    ['null for no', { closesCoverage: null }, 'closesCoverage'],
  ])('is refused with %s', async (_, overrides, field) => {
    const answer = await announce(app.admin, ahead(overrides));
    expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
  });

  it('may last 31 days, not longer by a change either', async () => {
    const made = succeeded(await announce(app.admin, ahead({ endsAt: '2026-11-27T21:00:00-06:00' })));
    const longer = await app.admin.patch(`/maintenance-windows/${made.id}`, {
      startsAt: '2026-10-27T21:59:59-05:00',
    });
    expect(refusedFieldsOf(longer)).toEqual({ status: 400, fields: ['endsAt'] });
  });

  it('is for those who work at its location: staff write, operators read', async () => {
    const made = succeeded(await announce(app.admin, ahead()));
    const path = `/maintenance-windows/${made.id}`;
    const operator = (await anOperator(app, { locationIds: [locationId] })).client;
    expect(succeeded(await operator.get(path))).toEqual(made);
    expect((await announce(operator, ahead())).status).toBe(403);
    expect((await operator.patch(path, { reason: 'x' })).status).toBe(403);
    expect((await operator.delete(path)).status).toBe(403);
    const analyst = (await aUser(app, 'analyst', [locationId])).client;
    expect((await analyst.get(path)).status).toBe(403);
    const elsewhere = (await aLocation(app)).id;
    for (const role of ['supervisor', 'campus_it']) {
      const { client } = await aUser(app, role, [elsewhere]);
      expect((await announce(client, ahead())).body.code).toBe('FOREIGN_LOCATION');
      expect((await client.get(path)).status).toBe(404);
      expect((await client.patch(path, { reason: 'x' })).status).toBe(404);
      expect((await client.delete(path)).status).toBe(404);
    }
    expect((await announce(app.admin, ahead({ locationId: NOWHERE }))).status).toBe(404);
    expect((await app.admin.delete(`/locations/${locationId}`)).body.code).toBe('IN_USE');
  });
});

describe('maintenance that closes coverage', () => {
  it('takes exactly its time out of demand, and people on shift then are staffed while closed', async () => {
    await coverageHours(app, locationId);
    const maya = await anOperator(app);
    const shift = { startsAt: '2026-10-27T20:00:00-05:00', endsAt: '2026-10-28T00:00:00-05:00' };
    await onShift(app, locationId, maya.id, shift);
    const before = await gaps();
    expect(before.summary).toMatchObject({ requiredMinutes: 7 * 360, staffedMinutes: 240 });
    const made = succeeded(await announce(campusIt, ahead()));
    expect(await gaps()).toEqual(before);
    const path = `/maintenance-windows/${made.id}`;
    succeeded(await campusIt.patch(path, { closesCoverage: true }));
    // Overlapping windows close their time once.
    succeeded(await announce(supervisor, ahead({ closesCoverage: true })));
    const after = await gaps();
    expect(after.summary).toMatchObject({ requiredMinutes: 7 * 360 - 120, staffedMinutes: 120 });
    expect(after.staffedWhileClosed).toMatchObject({
      minutes: 120,
      items: [{ startsAt: '2026-10-27T22:00:00-05:00', endsAt: '2026-10-28T00:00:00-05:00', assigned: 1 }],
    });
    const window = { from: '2026-10-27T12:00:00-05:00', to: '2026-10-28T12:00:00-05:00' };
    const demand = succeeded(await app.admin.get(withQuery('/coverage/demand', { locationId, ...window })));
    expect(demand.items.map(({ startsAt, endsAt }: Record<string, string>) => [startsAt, endsAt])).toEqual([
      ['2026-10-27T20:00:00-05:00', '2026-10-27T22:00:00-05:00'],
      ['2026-10-28T00:00:00-05:00', '2026-10-28T02:00:00-05:00'],
    ]);
    const quality = await app.admin.get(withQuery(`/locations/${locationId}/quality`, WEEK));
    expect(quality.status).toBe(200);
  });

  it('makes no shifts when a schedule is generated', async () => {
    await coverageHours(app, locationId);
    succeeded(await announce(campusIt, ahead({ closesCoverage: true })));
    const dates = { locationId, startsOn: '2026-10-27', endsOn: '2026-10-27' };
    const { id } = succeeded(await app.admin.post('/schedules', dates));
    succeeded(await app.admin.post(`/schedules/${id}/generate-shifts`, {}));
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    const spans = items.map(({ startsAt, endsAt }: Record<string, string>) => [startsAt, endsAt]);
    expect(spans.sort()).toEqual([
      ['2026-10-27T20:00:00-05:00', '2026-10-27T22:00:00-05:00'],
      ['2026-10-28T00:00:00-05:00', '2026-10-28T02:00:00-05:00'],
    ]);
  });

  it('withdraws the alert of a night that it closes, and brings it back', async () => {
    await coverageHours(app, locationId, { effectiveFrom: '2026-10-27', effectiveTo: '2026-10-27' });
    const alerts = async () => {
      await app.jobsDone();
      const { items } = succeeded(await app.admin.get(`/coverage/alerts?locationId=${locationId}`));
      return items.map(({ date, status }: { date: string; status: string }) => `${date} ${status}`);
    };
    expect(await alerts()).toEqual(['2026-10-27 open']);
    const night = { startsAt: '2026-10-27T18:00:00-05:00', endsAt: '2026-10-28T06:00:00-05:00' };
    const { id } = succeeded(await announce(campusIt, ahead({ ...night, closesCoverage: true })));
    expect(await alerts()).toEqual(['2026-10-27 withdrawn']);
    succeeded(await campusIt.delete(`/maintenance-windows/${id}`));
    expect(await alerts()).toEqual(['2026-10-27 open']);
  });

  it('changes the past only by a supervisor, who is seen to have done so', async () => {
    const denied = await announce(campusIt, past({ closesCoverage: true }));
    expect([denied.status, denied.body.code]).toEqual([403, 'FORBIDDEN']);
    const open = succeeded(await announce(campusIt, past()));
    const path = `/maintenance-windows/${open.id}`;
    expect((await campusIt.patch(path, { closesCoverage: true })).status).toBe(403);
    expect(succeeded(await supervisor.patch(path, { closesCoverage: true }))).toMatchObject({
      closesCoverage: true,
      changedPast: true,
    });
    expect((await campusIt.patch(path, { endsAt: '2026-10-25T23:00:00-05:00' })).status).toBe(403);
    expect((await campusIt.delete(path)).status).toBe(403);
    expect(succeeded(await campusIt.patch(path, { reason: 'Switches' })).changedPast).toBe(true);
    expect(refusedFieldsOf(await supervisor.delete(path))).toEqual({ status: 400, fields: ['reason'] });
    expect((await supervisor.delete(`${path}?reason=Not%20done`)).status).toBe(204);
    expect((await supervisor.get(path)).status).toBe(404);
    expect((await supervisor.patch(path, { reason: 'x' })).status).toBe(404);
    expect(succeeded(await supervisor.get('/maintenance-windows')).items).toEqual([]);
    const trail = await app.database.query<{ details: { changedPast: boolean } & Record<string, unknown> }>(
      'SELECT details FROM audit_events WHERE entity_id = $1 ORDER BY id',
      [open.id],
    );
    expect(trail.map(({ details }) => details.changedPast)).toEqual([false, true, false, true]);
    expect(trail.at(-1)!.details).toMatchObject({ because: 'Not done', reason: 'Switches' });
  });

  it('leaves no past time by a change that puts it elsewhere', async () => {
    const { id } = succeeded(await announce(supervisor, past({ closesCoverage: true })));
    const path = `/maintenance-windows/${id}`;
    const { startsAt, endsAt } = ahead() as Record<string, string>;
    const moved = await supervisor.patch(path, { startsAt, endsAt });
    expect([moved.status, moved.body.code]).toEqual([409, 'MAINTENANCE_MOVED']);
    succeeded(await supervisor.patch(path, { closesCoverage: false }));
    expect((await supervisor.patch(path, { startsAt, endsAt })).status).toBe(409);
    expect((await supervisor.delete(path)).status).toBe(400);
    const longer = { startsAt: '2026-10-25T23:00:00-05:00', endsAt };
    expect(succeeded(await supervisor.patch(path, longer))).toMatchObject({ ...longer, changedPast: true });
  });

  it('of the present may end earlier or later by whoever announced it', async () => {
    const running = ahead({ startsAt: '2026-10-26T12:00:00-05:00', closesCoverage: true });
    const { id } = succeeded(await announce(campusIt, running));
    app.clock.set('2026-10-26T19:00:00Z');
    const end = (endsAt: string) => campusIt.patch(`/maintenance-windows/${id}`, { endsAt });
    succeeded(await end('2026-10-29T00:00:00-05:00'));
    expect((await end('2026-10-26T13:59:00-05:00')).status).toBe(403);
    expect(succeeded(await end('2026-10-26T14:00:00-05:00')).changedPast).toBe(false);
  });
});

describe('at the same time', () => {
  it('of ten changes of one version, one is made', async () => {
    const made = await announce(app.admin, ahead());
    const path = `/maintenance-windows/${made.body.id}`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? supervisor : campusIt)
          .with({ 'if-match': '"1"' })
          .patch(path, { closesCoverage: true, reason: `Number ${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    const won = answers.find(({ status }) => status === 200)!;
    expect(succeeded(await app.admin.get(path))).toEqual(won.body);
  });

  it('it is taken back once, and not changed afterwards', async () => {
    const { id } = succeeded(await announce(supervisor, past({ closesCoverage: true })));
    const path = `/maintenance-windows/${id}`;
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, index) => supervisor.delete(`${path}?reason=Number%20${index}`)),
      ...Array.from({ length: 6 }, () => supervisor.patch(path, { closesCoverage: true, reason: 'Again' })),
    ]);
    expect(
      answers
        .slice(0, 6)
        .map(({ status }) => status)
        .sort(),
    ).toEqual([204, ...Array<number>(5).fill(404)]);
    const [row] = await app.database.query<{ because: string; n: number }>(
      `SELECT withdrawn_because AS because, (SELECT count(*)::int FROM audit_events WHERE entity_id = $1 AND action = 'maintenance-window.deleted') AS n
       FROM maintenance_windows WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({ because: expect.stringMatching(/^Number \d$/), n: 1 });
  });

  it('parts of one change neither get lost nor make it longer than it may be', async () => {
    const { id } = succeeded(await announce(app.admin, ahead()));
    const path = `/maintenance-windows/${id}`;
    const answers = await Promise.all([
      app.admin.patch(path, { startsAt: '2026-10-27T00:00:00-05:00' }),
      app.admin.patch(path, { endsAt: '2026-11-27T20:00:00-06:00' }),
      app.admin.patch(path, { reason: 'Both' }),
      app.admin.patch(path, { closesCoverage: true }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 400]);
    const stored = succeeded(await app.admin.get(path));
    expect(stored).toMatchObject({ reason: 'Both', closesCoverage: true, version: 4 });
    expect(Date.parse(stored.endsAt) - Date.parse(stored.startsAt)).toBeLessThanOrEqual(
      31 * 24 * 3600 * 1000,
    );
  });
});

describe('a pilot', () => {
  it('marks the maintenance of its time and places, and does not count the time that it closed', async () => {
    await coverageHours(app, locationId);
    const elsewhere = (await aLocation(app)).id;
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: 'Late lab',
        locationIds: [locationId],
        comparisonLocationIds: [elsewhere],
        baseline: { from: '2026-10-01', to: '2026-10-13' },
        pilot: { from: '2026-10-13', to: '2026-11-30' },
      }),
    );
    const figures = async () => succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics?phase=pilot`));
    const before = (await figures()).totals.pilot;
    const at = (day: string) => ({ startsAt: `${day}T22:00:00-05:00`, endsAt: `${day}T23:59:00-05:00` });
    const made = [
      past({ ...at('2026-10-01'), reason: 'Patches' }),
      past({ closesCoverage: true, reason: 'Flood' }),
      ahead({ reason: 'Wiring' }),
    ];
    for (const body of made) succeeded(await announce(supervisor, body));
    // Outside the pilot's time and places.
    for (const body of [
      past(at('2026-09-30')),
      ahead({ startsAt: '2026-11-30T00:00:00-06:00', endsAt: '2026-12-01T00:00:00-06:00' }),
    ])
      succeeded(await announce(supervisor, body));
    succeeded(await announce(app.admin, past({ locationId: elsewhere, reason: 'Elsewhere' })));
    const withdrawnBecause = null;
    const marks = made.map((body, index) => ({
      closesCoverage: false,
      ...body,
      changedPast: index === 1,
      withdrawnBecause,
    }));
    const after = await figures();
    expect(after.marks).toEqual(marks);
    expect(after.totals.pilot.requiredMinutes).toBe(before.requiredMinutes - 120);
    expect(after.totals.pilot.openHours).toBe(before.openHours - 2);
    const analyst = (await aUser(app, 'analyst', [locationId, elsewhere])).client;
    expect(succeeded(await analyst.get(`/pilots/${pilot.id}/evaluation`)).marks).toEqual(marks);
    const packed = recordsOf((await packageOf(app.admin, pilot.id))['maintenance.csv']!);
    expect(packed.map(({ reason, closes_coverage: closes }) => [reason, closes])).toEqual([
      ['Patches', 'false'],
      ['Flood', 'true'],
      ['Elsewhere', 'false'],
      ['Wiring', 'false'],
    ]);
    const { items } = succeeded(await supervisor.get('/maintenance-windows?limit=200'));
    const flood = items.find(({ reason }: { reason: string }) => reason === 'Flood');
    expect((await supervisor.delete(`/maintenance-windows/${flood.id}?reason=No%20flood`)).status).toBe(204);
    const withdrawn = await figures();
    expect(withdrawn.totals.pilot).toEqual(before);
    expect(withdrawn.marks).toEqual(
      marks.map((mark, index) => (index === 1 ? { ...mark, withdrawnBecause: 'No flood' } : mark)),
    );
  });
});
