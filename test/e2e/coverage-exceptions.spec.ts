import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aUser, succeeded } from '../support/factories.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';
const EVENING = { startsAt: '18:00', endsAt: '23:00', required: 2 };

describe('coverage exceptions', () => {
  let app: TestApp;
  let location: { id: string };
  const closed = (date: string, overrides: object = {}): object => ({
    locationId: location.id,
    date,
    kind: 'closed',
    reason: 'Holiday',
    ...overrides,
  });
  const special = (date: string, hours: object[] = [EVENING], overrides: object = {}): object =>
    closed(date, { kind: 'special', hours, ...overrides });
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
  });
  afterAll(() => app.close());

  it('close a date, and open it again, each change with its audit event', async () => {
    const made = await app.admin.post('/coverage-exceptions', closed('2026-11-26'));
    expect(made).toMatchObject({
      status: 201,
      body: { locationId: location.id, date: '2026-11-26', kind: 'closed', hours: [], reason: 'Holiday' },
    });
    const path = `/coverage-exceptions/${made.body.id}`;
    const { affected, ...exception } = made.body;
    expect(affected).toEqual({ shifts: [], claims: [], cancelled: [], worked: [] });
    expect((await app.admin.get(path)).body).toEqual(exception);
    const list = await app.admin.get(`/coverage-exceptions?locationId=${location.id}`);
    expect(list.body.items).toEqual([exception]);
    const changed = await app.admin.patch(path, { date: '2026-11-27', reason: 'Day after' });
    expect(changed).toMatchObject({
      status: 200,
      body: { date: '2026-11-27', reason: 'Day after', version: 2 },
    });
    expect((await app.admin.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    expect(await actionsOn(app, made.body.id)).toEqual([
      'coverage-exception.created',
      'coverage-exception.updated',
      'coverage-exception.deleted',
    ]);
  });

  it('keep special hours in their order, for their positions', async () => {
    const position = await aPosition(app);
    const late = { startsAt: '23:00', endsAt: '01:00', required: 0, positionId: position.id };
    const made = await app.admin.post('/coverage-exceptions', special('2026-12-01', [late, EVENING]));
    expect(made.body.hours).toEqual([late, { ...EVENING, positionId: DEFAULT_POSITION }]);
    expect((await app.admin.delete(`/positions/${position.id}`)).body.code).toBe('IN_USE');
  });

  it.each([
    ['no location', { locationId: undefined }, 'locationId'],
    ['no date', { date: undefined }, 'date'],
    ['a date that does not exist', { date: '2026-11-31' }, 'date'],
    ['an instant as a date', { date: '2026-11-30T00:00:00Z' }, 'date'],
    ['no kind', { kind: undefined }, 'kind'],
    ['an unknown kind', { kind: 'open' }, 'kind'],
    ['no reason', { reason: undefined }, 'reason'],
    ['a blank reason', { reason: ' ' }, 'reason'],
    ['a reason too long', { reason: 'x'.repeat(501) }, 'reason'],
    ['hours on a closed date', { hours: [EVENING] }, 'hours'],
    ['a special date without hours', { kind: 'special' }, 'hours'],
    ['a special date with an empty list', { kind: 'special', hours: [] }, 'hours'],
    ['hours that are no list', { kind: 'special', hours: EVENING }, 'hours'],
    ['null hours', { kind: 'special', hours: null }, 'hours'],
    ['too many hours', { kind: 'special', hours: Array(51).fill(EVENING) }, 'hours'],
    [
      'hours of a wrong time',
      { kind: 'special', hours: [{ ...EVENING, endsAt: '25:00' }] },
      'hours.0.endsAt',
    ],
    ['hours for too many', { kind: 'special', hours: [{ ...EVENING, required: 201 }] }, 'hours.0.required'],
    [
      'hours without a number',
      { kind: 'special', hours: [{ startsAt: '10:00', endsAt: '11:00' }] },
      'hours.0.required',
    ],
    ['an unknown field in hours', { kind: 'special', hours: [{ ...EVENING, room: 1 }] }, 'hours.0.room'],
    ['an unknown field', { until: '2026-12-01' }, 'until'],
  ])('are not made with %s', async (_what, overrides, field) => {
    const answer = await app.admin.post('/coverage-exceptions', closed('2026-11-30', overrides));
    expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
  });

  it('are not made with text among the hours', async () => {
    const answer = await app.admin.post(
      '/coverage-exceptions',
      closed('2026-11-30', { kind: 'special', hours: ['18:00'] }),
    );
    expect(answer.status).toBe(400);
  });

  it('are not made for an unknown position or location', async () => {
    const unknown = special('2026-11-30', [{ ...EVENING, positionId: NOWHERE }]);
    expect(codesOf(await app.admin.post('/coverage-exceptions', unknown))).toEqual(['UNKNOWN_POSITION']);
    const nowhere = closed('2026-11-30', { locationId: NOWHERE });
    expect((await app.admin.post('/coverage-exceptions', nowhere)).status).toBe(404);
  });

  it('are one per location and date, however they are created', async () => {
    const first = succeeded(await app.admin.post('/coverage-exceptions', closed('2026-12-24')));
    const { affected: _affected, ...other } = succeeded(
      await app.admin.post('/coverage-exceptions', special('2026-12-25')),
    );
    const again = await app.admin.post('/coverage-exceptions', special('2026-12-24'));
    expect(again).toMatchObject({ status: 409, body: { code: 'EXCEPTION_EXISTS' } });
    const moved = await app.admin.patch(`/coverage-exceptions/${other.id}`, { date: '2026-12-24' });
    expect(moved).toMatchObject({ status: 409, body: { code: 'EXCEPTION_EXISTS' } });
    expect((await app.admin.get(`/coverage-exceptions/${other.id}`)).body).toEqual(other);
    const elsewhere = await aLocation(app);
    const there = await app.admin.post(
      '/coverage-exceptions',
      closed('2026-12-24', { locationId: elsewhere.id }),
    );
    expect(there.status).toBe(201);
    expect((await app.admin.delete(`/coverage-exceptions/${first.id}`)).status).toBe(204);
    expect((await app.admin.patch(`/coverage-exceptions/${other.id}`, { date: '2026-12-24' })).status).toBe(
      200,
    );
  });

  it('are one per location and date even when ten come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.admin.post('/coverage-exceptions', special('2026-12-31'))),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.body.code === 'EXCEPTION_EXISTS')).toHaveLength(9);
    const made = answers.find((answer) => answer.status === 201)!;
    expect((await app.admin.get(`/coverage-exceptions/${made.body.id}`)).body.hours).toHaveLength(1);
  });

  it('change their kind only together with the fields of the new kind', async () => {
    const { id } = succeeded(await app.admin.post('/coverage-exceptions', special('2027-01-02')));
    const path = `/coverage-exceptions/${id}`;
    const refused = await app.admin.patch(path, { kind: 'closed', hours: [EVENING] });
    expect(refusedFieldsOf(refused)).toEqual({ status: 400, fields: ['hours'] });
    expect((await app.admin.patch(path, { hours: [] })).status).toBe(400);
    expect((await app.admin.patch(path, { reason: 'Inventory' })).body.hours).toHaveLength(1);
    expect((await app.admin.patch(path, { kind: 'closed' })).body).toMatchObject({
      kind: 'closed',
      hours: [],
    });
    expect((await app.admin.patch(path, { kind: 'special' })).status).toBe(400);
    expect((await app.admin.patch(path, { hours: [EVENING] })).status).toBe(400);
    const reopened = await app.admin.patch(path, { kind: 'special', hours: [EVENING, EVENING] });
    expect(reopened.body.hours).toHaveLength(2);
    expect((await app.admin.patch(path, { reason: 'Late' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await app.admin.delete(path, { 'if-match': '"1"' })).status).toBe(412);
    expect((await app.admin.delete(path, { 'if-match': '*' })).status).toBe(204);
  });

  it('show each role its own rows, and only supervisors change them', async () => {
    const foreign = await aLocation(app);
    const own = succeeded(await app.admin.post('/coverage-exceptions', closed('2027-02-01')));
    const other = succeeded(
      await app.admin.post('/coverage-exceptions', closed('2027-02-01', { locationId: foreign.id })),
    );
    const supervisor = (await aUser(app, 'supervisor', [location.id])).client;
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    for (const client of [supervisor, campusIt]) {
      expect((await client.get(`/coverage-exceptions/${own.id}`)).status).toBe(200);
      expect((await client.get(`/coverage-exceptions/${other.id}`)).status).toBe(404);
      const list = await client.get('/coverage-exceptions?limit=200');
      expect(list.body.items.map((item: { id: string }) => item.id)).not.toContain(other.id);
    }
    expect((await supervisor.patch(`/coverage-exceptions/${other.id}`, { reason: 'Mine' })).status).toBe(404);
    expect((await supervisor.delete(`/coverage-exceptions/${other.id}`)).status).toBe(404);
    const making = closed('2027-02-02', { locationId: foreign.id });
    expect(codesOf(await supervisor.post('/coverage-exceptions', making))).toEqual(['FOREIGN_LOCATION']);
    expect((await supervisor.post('/coverage-exceptions', closed('2027-02-02'))).status).toBe(201);
    const operator = (await anOperator(app)).client;
    expect((await operator.get('/coverage-exceptions')).status).toBe(403);
    expect((await operator.get(`/coverage-exceptions/${own.id}`)).status).toBe(403);
    for (const client of [campusIt, operator]) {
      expect((await client.post('/coverage-exceptions', closed('2027-02-03'))).status).toBe(403);
      expect((await client.patch(`/coverage-exceptions/${own.id}`, { reason: 'No' })).status).toBe(403);
      expect((await client.delete(`/coverage-exceptions/${own.id}`)).status).toBe(403);
    }
    expect((await supervisor.delete(`/coverage-exceptions/${own.id}`)).status).toBe(204);
  });
});
