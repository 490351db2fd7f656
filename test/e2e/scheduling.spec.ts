import { actionsOn, codesOf, refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aShift, aUser, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const idsOf = (answer: Answer): string[] => succeeded(answer).items.map((item: { id: string }) => item.id);

describe('creating and finding shifts', () => {
  let app: TestApp;
  let location: { id: string };
  const shift = (overrides: object = {}): object => ({
    locationId: location.id,
    startsAt: '2026-10-27T20:00:00-05:00',
    endsAt: '2026-10-28T00:00:00-05:00',
    seats: 2,
    ...overrides,
  });
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
  });
  afterAll(() => app.close());

  it('makes drafts of the default position by default, and answers in the zone of the location', async () => {
    const body = shift({ startsAt: '2026-10-28T01:00:00Z', endsAt: '2026-10-28T05:00:00.250Z' });
    const made = await app.admin.post('/shifts', body);
    expect(made).toMatchObject({
      status: 201,
      body: {
        status: 'draft',
        positionId: '00000000-0000-7000-8000-000000000001',
        startsAt: '2026-10-27T20:00:00-05:00',
        endsAt: '2026-10-28T00:00:00.250-05:00',
        seats: 2,
        seatsTaken: 0,
        claims: [],
        cancelReason: null,
        version: 1,
      },
    });
    expect((await app.admin.get(`/shifts/${made.body.id}`)).body).toEqual(made.body);
    expect(await actionsOn(app, made.body.id)).toEqual(['shift.created']);
  });

  it('allows at most 24 real hours, so not a whole day of 25', async () => {
    const day = { startsAt: '2026-11-01T00:00:00-05:00', endsAt: '2026-11-02T00:00:00-06:00' };
    expect(refusedFieldsOf(await app.admin.post('/shifts', shift(day)))).toEqual({
      status: 400,
      fields: ['endsAt'],
    });
    const hoursLess = { ...day, endsAt: '2026-11-01T23:00:00-06:00' };
    expect((await app.admin.post('/shifts', shift(hoursLess))).status).toBe(201);
    const tooLongByLittle = { ...day, endsAt: '2026-11-01T23:00:00.001-06:00' };
    expect((await app.admin.post('/shifts', shift(tooLongByLittle))).status).toBe(400);
  });

  it.each([
    ['no location', { locationId: undefined }, 'locationId'],
    ['a location that is no id', { locationId: 'lab' }, 'locationId'],
    ['a null position', { positionId: null }, 'positionId'],
    ['a start without an offset', { startsAt: '2026-10-27T20:00:00' }, 'startsAt'],
    ['a start on a day that does not exist', { startsAt: '2026-02-30T20:00:00Z' }, 'startsAt'],
    ['a start in numbers', { startsAt: 1793149200000 }, 'startsAt'],
    ['a date for an end', { endsAt: '2026-10-28' }, 'endsAt'],
    ['an end at its start', { endsAt: '2026-10-27T20:00:00-05:00' }, 'endsAt'],
    ['an end before its start', { endsAt: '2026-10-27T19:00:00-05:00' }, 'endsAt'],
    ['no seats', { seats: undefined }, 'seats'],
    ['zero seats', { seats: 0 }, 'seats'],
    ['201 seats', { seats: 201 }, 'seats'],
    ['half a seat', { seats: 0.5 }, 'seats'],
    ['seats as text', { seats: '2' }, 'seats'],
    ['a status of its own', { status: 'open' }, 'status'],
    ['a cancelled status', { status: 'cancelled' }, 'status'],
    ['a null status', { status: null }, 'status'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('is refused with %s', async (_what, overrides, field) => {
    expect(refusedFieldsOf(await app.admin.post('/shifts', shift(overrides)))).toEqual({
      status: 400,
      fields: [field],
    });
  });

  it('allows 1 to 200 seats, and refuses an unknown position or location', async () => {
    for (const seats of [1, 200]) {
      expect((await app.admin.post('/shifts', shift({ seats }))).body.seats).toBe(seats);
    }
    expect(codesOf(await app.admin.post('/shifts', shift({ positionId: NOWHERE })))).toEqual([
      'UNKNOWN_POSITION',
    ]);
    expect((await app.admin.post('/shifts', shift({ locationId: NOWHERE }))).status).toBe(404);
  });

  it('finds those that touch a half-open span, by location and by status', async () => {
    const { id: locationId } = await aLocation(app);
    const at = (from: string, to: string, overrides = {}): Promise<{ id: string }> =>
      aShift(app, locationId, {
        startsAt: `2026-11-${from}:00:00Z`,
        endsAt: `2026-11-${to}:00:00Z`,
        ...overrides,
      });
    const early = await at('10T08', '10T12');
    const late = await at('10T12', '10T16', { status: 'draft' });
    const long = await at('09T10', '10T10');
    const list = async (query: Record<string, string>): Promise<string[]> =>
      idsOf(await app.admin.get(withQuery('/shifts', { locationId, ...query })));
    expect(await list({})).toEqual([long.id, early.id, late.id]);
    expect(await list({ from: '2026-11-10T12:00:00Z' })).toEqual([late.id]);
    expect(await list({ to: '2026-11-10T12:00:00Z' })).toEqual([long.id, early.id]);
    expect(await list({ from: '2026-11-10T10:00:00Z', to: '2026-11-10T11:00:00Z' })).toEqual([early.id]);
    expect(await list({ from: '2026-11-10T09:59:59.999Z', to: '2026-11-10T08:00:00Z' })).toEqual([long.id]);
    expect(await list({ status: 'draft' })).toEqual([late.id]);
    expect(await list({ status: 'published' })).toEqual([long.id, early.id]);
    expect(await list({ claimable: 'true' })).toEqual([long.id, early.id]);
    expect(await list({ claimable: 'false' })).toEqual([long.id, early.id, late.id]);
    succeeded(await app.admin.post(`/shifts/${early.id}/cancel`, { reason: 'Flood' }));
    expect(await list({ status: 'cancelled' })).toEqual([early.id]);
  });

  it.each([
    ['status=open', 'status'],
    ['claimable=yes', 'claimable'],
    ['claimable=', 'claimable'],
    ['from=2026-11-10', 'from'],
    ['to=2026-11-10T12:00:00', 'to'],
    ['locationId=lab', 'locationId'],
    ['operatorId=1', 'operatorId'],
  ])('refuses ?%s', async (query, field) => {
    expect(refusedFieldsOf(await app.admin.get(`/shifts?${query}`))).toEqual({
      status: 400,
      fields: [field],
    });
  });

  it('pages by start, each once, also with equal starts', async () => {
    const { id: locationId } = await aLocation(app);
    const made: { id: string; startsAt: string }[] = [];
    for (const hour of [9, 3, 9, 15, 3, 9, 21]) {
      const startsAt = `2026-11-12T${String(hour).padStart(2, '0')}:00:00Z`;
      const endsAt = `2026-11-12T${hour + 2}:00:00Z`.replace(/T(\d):/, 'T0$1:');
      made.push(await aShift(app, locationId, { startsAt, endsAt }));
    }
    const expected = made
      .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id))
      .map((one) => one.id);
    for (const limit of [1, 2, 3, 7]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query = { locationId, limit: String(limit), ...(cursor && { cursor }) };
        const page: Answer = await app.admin.get(withQuery('/shifts', query));
        seen.push(...idsOf(page));
        cursor = page.body.nextCursor;
      }
      expect(seen).toEqual(expected);
    }
  });

  it('refuses an invalid cursor with 400, whatever it contains', async () => {
    const forged = [
      'x',
      Buffer.from('[]').toString('base64url'),
      Buffer.from('["2026-10-27T20:00:00Z"]').toString('base64url'),
      Buffer.from(JSON.stringify(['2026-99-99T99:99:99Z', NOWHERE])).toString('base64url'),
      Buffer.from(JSON.stringify(['0000-01-01T00:00:00Z', NOWHERE])).toString('base64url'),
      Buffer.from(JSON.stringify(['2026-10-27T20:00:00Z', 'x'])).toString('base64url'),
    ];
    for (const cursor of forged) {
      expect((await app.admin.get(withQuery('/shifts', { cursor }))).status).toBe(400);
    }
  });

  it('shows an operator published and cancelled ones at their locations, and never a draft', async () => {
    const [own, foreign] = [await aLocation(app), await aLocation(app)];
    const published = await aShift(app, own.id);
    const draft = await aShift(app, own.id, { status: 'draft' });
    const elsewhere = await aShift(app, foreign.id);
    const { client } = await anOperator(app, { locationIds: [own.id] });
    expect(idsOf(await client.get('/shifts?limit=200'))).toEqual([published.id]);
    expect(idsOf(await client.get('/shifts?status=draft'))).toEqual([]);
    expect(idsOf(await client.get(`/shifts?locationId=${foreign.id}`))).toEqual([]);
    expect((await client.get(`/shifts/${published.id}`)).status).toBe(200);
    for (const hidden of [draft, elsewhere]) {
      expect((await client.get(`/shifts/${hidden.id}`)).status).toBe(404);
    }
  });

  it('lists as claimable only what the rules allow', async () => {
    const place = await aLocation(app);
    const position = await aPosition(app);
    const at = (day: number, overrides = {}): Promise<{ id: string }> =>
      aShift(app, place.id, {
        startsAt: `2026-11-${day}T20:00:00-06:00`,
        endsAt: `2026-11-${day + 1}T00:00:00-06:00`,
        ...overrides,
      });
    const fitting = [await at(10), await at(14), await at(16)];
    await at(11, { positionId: position.id });
    await at(12, { status: 'draft' });
    const full = await at(13);
    await aShift(app, place.id, {
      startsAt: '2026-10-26T10:00:00-05:00',
      endsAt: '2026-10-26T20:00:00-05:00',
    });
    const held = await at(15, { seats: 2 });
    await at(15, { seats: 2 });
    const { client, id: operatorId } = await anOperator(app);
    succeeded(await app.admin.post(`/shifts/${full.id}/claims`, { operatorId: (await anOperator(app)).id }));
    succeeded(await app.admin.post(`/shifts/${held.id}/claims`, { operatorId }));
    const query = { locationId: place.id, claimable: 'true' };
    expect(idsOf(await client.get(withQuery('/shifts', query)))).toEqual(fitting.map((one) => one.id));
    const first = await client.get(withQuery('/shifts', { ...query, limit: '1' }));
    expect(idsOf(first)).toEqual([fitting[0]!.id]);
    const second = await client.get(
      withQuery('/shifts', { ...query, limit: '1', cursor: first.body.nextCursor }),
    );
    expect(idsOf(second)).toEqual([fitting[1]!.id]);
    const third = await client.get(
      withQuery('/shifts', { ...query, limit: '1', cursor: second.body.nextCursor }),
    );
    expect(third.body).toMatchObject({ items: [{ id: fitting[2]!.id }], nextCursor: null });
  });

  it('finds no foreign shifts, and forbids creating them there', async () => {
    const foreign = await aLocation(app);
    const own = await aShift(app, location.id, { status: 'draft' });
    const other = await aShift(app, foreign.id);
    const supervisor = (await aUser(app, 'supervisor', [location.id])).client;
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    for (const client of [supervisor, campusIt]) {
      expect((await client.get(`/shifts/${own.id}`)).status).toBe(200);
      expect((await client.get(`/shifts/${other.id}`)).status).toBe(404);
      expect(idsOf(await client.get('/shifts?limit=200'))).not.toContain(other.id);
    }
    expect((await supervisor.patch(`/shifts/${other.id}`, { seats: 3 })).status).toBe(404);
    expect((await supervisor.post(`/shifts/${other.id}/cancel`, { reason: 'Mine' })).status).toBe(404);
    expect(codesOf(await supervisor.post('/shifts', shift({ locationId: foreign.id })))).toEqual([
      'FOREIGN_LOCATION',
    ]);
    expect((await supervisor.post('/shifts', shift())).status).toBe(201);
    const operator = (await anOperator(app)).client;
    for (const client of [campusIt, operator]) {
      expect((await client.post('/shifts', shift())).status).toBe(403);
      expect((await client.patch(`/shifts/${own.id}`, { seats: 3 })).status).toBe(403);
      expect((await client.post(`/shifts/${own.id}/cancel`, { reason: 'No' })).status).toBe(403);
    }
    expect((await app.anonymous.get(`/shifts/${own.id}`)).status).toBe(401);
    expect(await actionsOn(app, own.id)).toEqual(['shift.created']);
  });
});
