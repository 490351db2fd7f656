import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aUser,
  succeeded,
  type Made,
  type MadeOperator,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { entriesOf, type Entry } from '../support/read-calendar.js';

/** The path of an address, without the beginning that all routes share. */
const pathOf = ({ url }: { url?: string }): string => new URL(url!).pathname.replace('/api/v1', '');

describe('a calendar', () => {
  let app: TestApp;
  let lab: Made & { name: string };
  let maya: MadeOperator;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    const { id } = await aLocation(app);
    lab = succeeded(await app.admin.get(`/locations/${id}`));
    maya = await anOperator(app, { name: 'Maya Ortiz' });
  });
  afterAll(() => app.close());

  const feed = async (client: HttpClient, body: object): Promise<{ id: string; path: string }> => {
    const made = succeeded(await client.post('/calendar-feeds', body));
    return { id: made.id, path: pathOf(made) };
  };
  const read = async (path: string): Promise<Entry[]> =>
    entriesOf((await app.anonymous.get(path)).body as string);
  const assign = async (shift: Made, operator: MadeOperator): Promise<Made> =>
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));

  it('of an operator has their approved shifts, without an account', async () => {
    const shift = await aShift(app, lab.id);
    await assign(shift, maya);
    await aShift(app, lab.id, { startsAt: '2026-10-28T20:00:00-05:00', endsAt: '2026-10-29T00:00:00-05:00' });
    const { path } = await feed(maya.client, { kind: 'mine', alarmMinutes: 120 });
    expect(path).toMatch(/^\/calendars\/[\w-]{43}\.ics$/);
    const answer = await app.anonymous.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
    ]);
    expect(entriesOf(answer.body as string)).toEqual([
      {
        uid: `own-${shift.id}`,
        sequence: expect.any(Number),
        summary: `Lab operator, ${lab.name}`,
        status: 'CONFIRMED',
        start: '2026-10-28T01:00:00.000Z',
        end: '2026-10-28T05:00:00.000Z',
        transparency: 'OPAQUE',
        alarms: [-120],
      },
    ]);
  });

  it('is empty, and still a calendar, without any shift', async () => {
    const { path } = await feed(maya.client, { kind: 'mine' });
    expect(await read(path)).toEqual([]);
  });

  it('keeps what was given up, moved and cancelled, as such', async () => {
    const shift = await aShift(app, lab.id);
    const claim = await assign(shift, maya);
    const { path } = await feed(maya.client, { kind: 'mine' });
    const [first] = await read(path);
    const moved = { startsAt: '2026-10-27T21:00:00-05:00', endsAt: '2026-10-28T01:00:00-05:00' };
    succeeded(await app.admin.patch(`/shifts/${shift.id}`, moved));
    const [second] = await read(path);
    expect(second).toMatchObject({ uid: first!.uid, start: '2026-10-28T02:00:00.000Z', status: 'CONFIRMED' });
    expect(second!.sequence).toBeGreaterThan(first!.sequence);
    succeeded(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'Not needed.' }));
    const [third] = await read(path);
    expect(third).toMatchObject({
      uid: first!.uid,
      status: 'CANCELLED',
      transparency: 'TRANSPARENT',
      alarms: [],
    });
    expect(third!.sequence).toBeGreaterThan(second!.sequence);
    await assign(shift, maya);
    const [fourth] = await read(path);
    expect(fourth).toMatchObject({ uid: first!.uid, status: 'CONFIRMED' });
    expect(fourth!.sequence).toBeGreaterThan(third!.sequence);
    succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Closed.' }));
    const [fifth] = await read(path);
    expect(fifth).toMatchObject({ uid: first!.uid, status: 'CANCELLED' });
    expect(fifth!.sequence).toBeGreaterThan(fourth!.sequence);
    succeeded(await app.admin.post(`/shifts/${shift.id}/restore`));
    const [sixth] = await read(path);
    expect(sixth).toMatchObject({ uid: first!.uid, status: 'CONFIRMED' });
    expect(sixth!.sequence).toBeGreaterThan(fifth!.sequence);
  });

  it('has claims that wait on request only', async () => {
    const shift = await aShift(app, lab.id, { seats: 2 });
    succeeded(await maya.client.post(`/shifts/${shift.id}/claims`, {}));
    const approved = await feed(maya.client, { kind: 'mine' });
    const all = await feed(maya.client, { kind: 'mine', includePending: true });
    expect(await read(approved.path)).toEqual([]);
    expect(await read(all.path)).toMatchObject([{ status: 'TENTATIVE' }]);
    const here = await feed(app.admin, { kind: 'location', locationId: lab.id });
    const hereAll = await feed(app.admin, { kind: 'location', locationId: lab.id, includePending: true });
    expect(await read(here.path)).toMatchObject([{ summary: 'Lab operator (2 of 2 not filled)' }]);
    expect(await read(hereAll.path)).toMatchObject([
      { summary: 'Lab operator: Maya (waits) (1 of 2 not filled)' },
    ]);
  });

  it('tells instants rightly in both nights in which the clocks change', async () => {
    // The autumn night: 01:00 to 02:00 happens twice on 1 November; the spring night of 2027 has no 02:00 to 03:00.
    const spans = [
      ['2026-10-31T22:00:00-05:00', '2026-11-01T06:00:00-06:00'],
      ['2026-11-01T06:30:00Z', '2026-11-01T06:45:00Z'],
      ['2026-11-01T07:15:00Z', '2026-11-01T07:45:00Z'],
      ['2026-11-01T08:00:00Z', '2026-11-01T09:00:00Z'],
      ['2027-03-13T22:00:00-06:00', '2027-03-14T06:00:00-05:00'],
    ] as const;
    for (const [startsAt, endsAt] of spans) await aShift(app, lab.id, { startsAt, endsAt });
    const { path } = await feed(app.admin, { kind: 'location', locationId: lab.id });
    const text = (await app.anonymous.get(path)).body as string;
    expect(entriesOf(text).map(({ start, end }) => [start, end])).toEqual(
      spans.map(([start, end]) => [new Date(start).toISOString(), new Date(end).toISOString()]),
    );
    // Local times that happen twice are told in UTC, because programs disagree about which one is meant.
    expect(text.match(/^DTSTART:[\dT]*Z/gm)).toEqual([
      'DTSTART:20261101T063000Z',
      'DTSTART:20261101T071500Z',
    ]);
  });

  it('is not sent again while nothing changed', async () => {
    const shift = await aShift(app, lab.id);
    await assign(shift, maya);
    const { path } = await feed(maya.client, { kind: 'mine' });
    const etag = (await app.anonymous.get(path)).headers.get('etag')!;
    const again = (tag: string) => app.anonymous.get(path, { 'if-none-match': tag });
    expect((await again(etag)).status).toBe(304);
    expect((await again(`"other", W/${etag}`)).status).toBe(304);
    expect((await again('"other"')).status).toBe(200);
    app.clock.advance(90);
    expect((await again(etag)).status).toBe(304);
    succeeded(await app.admin.patch(`/shifts/${shift.id}`, { endsAt: '2026-10-28T00:30:00-05:00' }));
    const changed = await again(etag);
    expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  });

  it('of a location tells staff who has its seats, and operators only on shifts that they share', async () => {
    const leo = await anOperator(app, { name: 'Leo Kim' });
    const shared = await aShift(app, lab.id, { seats: 3 });
    const other = await aShift(app, lab.id, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-29T00:00:00-05:00',
    });
    await aShift(app, lab.id, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-30T00:00:00-05:00',
      status: 'draft',
    });
    await assign(shared, maya);
    await assign(shared, leo);
    await assign(other, leo);
    const summaries = async (client: HttpClient): Promise<string[]> =>
      (await read((await feed(client, { kind: 'location', locationId: lab.id })).path)).map(
        ({ summary }) => summary,
      );
    const names = ['Lab operator: Maya, Leo (1 of 3 not filled)', 'Lab operator: Leo'];
    expect(await summaries((await aUser(app, 'supervisor', [lab.id])).client)).toEqual(names);
    expect(await summaries((await aUser(app, 'campus_it', [lab.id])).client)).toEqual(names);
    expect(await summaries(maya.client)).toEqual([names[0], 'Lab operator']);
  });

  it('of a supervisor has all their locations, and no other', async () => {
    const annex = await aLocation(app, { name: 'Annex' });
    const elsewhere = await aLocation(app, { name: 'Elsewhere' });
    for (const { id } of [lab, annex, elsewhere]) await aShift(app, id);
    const supervisor = await aUser(app, 'supervisor', [lab.id, annex.id]);
    const { path } = await feed(supervisor.client, { kind: 'supervisor' });
    expect((await read(path)).map(({ summary }) => summary).sort()).toEqual([
      'Annex, Lab operator (1 of 1 not filled)',
      `${lab.name}, Lab operator (1 of 1 not filled)`,
    ]);
    const { version } = succeeded(await app.admin.get(`/users/${supervisor.id}`));
    succeeded(
      await app.admin.patch(
        `/users/${supervisor.id}`,
        { locationIds: [annex.id] },
        { 'if-match': `"${version}"` },
      ),
    );
    expect(await read(path)).toHaveLength(1);
  });

  it('ends with the rights of its person, and when it is revoked', async () => {
    const { path, id } = await feed(maya.client, { kind: 'mine' });
    const other = await feed(maya.client, { kind: 'location', locationId: lab.id });
    expect(succeeded(await maya.client.get('/calendar-feeds')).items).toHaveLength(2);
    expect(JSON.stringify(succeeded(await maya.client.get('/calendar-feeds')))).not.toContain(
      path.split('/').at(-1),
    );
    expect((await maya.client.delete(`/calendar-feeds/${id}`)).status).toBe(204);
    expect((await app.anonymous.get(path)).status).toBe(404);
    expect((await app.anonymous.get(other.path)).status).toBe(200);
    succeeded(
      await app.admin.post(`/operators/${maya.id}/deactivate`, { on: '2026-10-26', reason: 'Left.' }),
    );
    expect((await app.anonymous.get(other.path)).status).toBe(404);
  });

  it('says when it was last read, to the hour', async () => {
    const { path, id } = await feed(maya.client, { kind: 'mine' });
    const lastUsedAt = async (): Promise<string | null> =>
      succeeded(await maya.client.get(`/calendar-feeds/${id}`)).lastUsedAt as string | null;
    expect(await lastUsedAt()).toBeNull();
    await read(path);
    expect(await lastUsedAt()).toBe('2026-10-26T17:00:00.000Z');
    app.clock.advance(59);
    await read(path);
    expect(await lastUsedAt()).toBe('2026-10-26T17:00:00.000Z');
    app.clock.advance(1);
    await read(path);
    expect(await lastUsedAt()).toBe('2026-10-26T18:00:00.000Z');
  });

  it('has no line that a name could have smuggled in', async () => {
    const name = 'Lab\r\nBEGIN:VEVENT\r\nSUMMARY:x;,\\ <b>\u0007';
    const odd = await aLocation(app);
    await app.database.query('UPDATE locations SET name = $2 WHERE id = $1', [odd.id, name]);
    await aShift(app, odd.id);
    const { path } = await feed(app.admin, { kind: 'supervisor' });
    const found = (await read(path)).filter(({ summary }) => summary.includes('BEGIN:VEVENT'));
    expect(found.map(({ summary }) => summary)).toEqual([
      'Lab BEGIN:VEVENT SUMMARY:x;,\\ <b> , Lab operator (1 of 1 not filled)',
    ]);
    await app.database.query('UPDATE locations SET name = $2 WHERE id = $1', [odd.id, 'Odd']);
  });

  it('is refused where its person has no such shifts', async () => {
    const campusIt = await aUser(app, 'campus_it', [lab.id]);
    const analyst = await aUser(app, 'analyst', [lab.id]);
    const elsewhere = await aLocation(app);
    const refused = async (client: HttpClient, body: object): Promise<[number, string]> => {
      const answer = await client.post('/calendar-feeds', body);
      return [answer.status, answer.body.code as string];
    };
    expect(await refused(app.admin, { kind: 'mine' })).toEqual([403, 'FORBIDDEN']);
    expect(await refused(campusIt.client, { kind: 'supervisor' })).toEqual([403, 'FORBIDDEN']);
    expect(await refused(maya.client, { kind: 'supervisor' })).toEqual([403, 'FORBIDDEN']);
    expect(await refused(analyst.client, { kind: 'location', locationId: lab.id })).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(await refused(campusIt.client, { kind: 'location', locationId: elsewhere.id })).toEqual([
      403,
      'FOREIGN_LOCATION',
    ]);
    expect(await refused(app.admin, { kind: 'location' })).toEqual([400, 'INVALID_FIELD']);
    expect(await refused(maya.client, { kind: 'mine', locationId: lab.id })).toEqual([400, 'INVALID_FIELD']);
    for (const body of [
      {},
      { kind: 'all' },
      { kind: 'mine', alarmMinutes: -1 },
      { kind: 'mine', alarmMinutes: 10081 },
    ])
      expect((await refused(maya.client, body))[0]).toBe(400);
    expect(succeeded(await maya.client.get('/calendar-feeds')).items).toEqual([]);
  });

  it('belongs to one person: nobody else sees or revokes it', async () => {
    const { id, path } = await feed(maya.client, { kind: 'mine' });
    for (const client of [app.admin, (await anOperator(app)).client]) {
      expect((await client.get(`/calendar-feeds/${id}`)).status).toBe(404);
      expect((await client.delete(`/calendar-feeds/${id}`)).status).toBe(404);
    }
    expect((await app.anonymous.get(path)).status).toBe(200);
  });

  it('is told once, and there are at most twenty, also when many are made at once', async () => {
    const key = { 'idempotency-key': 'a-feed' };
    const first = succeeded(await maya.client.post('/calendar-feeds', { kind: 'mine' }, key));
    const again = succeeded(await maya.client.post('/calendar-feeds', { kind: 'mine' }, key));
    expect([typeof first.url, again]).toEqual(['string', { ...first, url: undefined }]);
    const answers = await Promise.all(
      Array.from({ length: 23 }, () => maya.client.post('/calendar-feeds', { kind: 'mine' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(19);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body.code)).toEqual(Array(4).fill('TOO_MANY_CALENDAR_FEEDS'));
  });

  it.each(['x', 'x.ics', `${'a'.repeat(43)}.ics`, '%00', 'a'.repeat(5000)])(
    'is not at the address %j',
    async (token) => {
      expect([400, 404, 414]).toContain((await app.anonymous.get(`/calendars/${token}`)).status);
    },
  );

  it('of one shift is the own one, or tells who has its seats', async () => {
    const shift = await aShift(app, lab.id, { seats: 2 });
    await assign(shift, maya);
    const one = async (client: HttpClient): Promise<Entry[]> => {
      const answer = await client.get(`/shifts/${shift.id}.ics`);
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="shift.ics"');
      return entriesOf(answer.body as string);
    };
    expect(await one(maya.client)).toMatchObject([
      { uid: `own-${shift.id}`, summary: `Lab operator, ${lab.name}` },
    ]);
    expect(await one(app.admin)).toMatchObject([
      { uid: `shift-${shift.id}`, summary: `${lab.name}, Lab operator: Maya (1 of 2 not filled)` },
    ]);
    const leo = await anOperator(app);
    expect(await one(leo.client)).toMatchObject([
      { summary: `${lab.name}, Lab operator (1 of 2 not filled)` },
    ]);
    const draft = await aShift(app, lab.id, {
      startsAt: '2026-10-30T20:00:00-05:00',
      endsAt: '2026-10-31T00:00:00-05:00',
      status: 'draft',
    });
    expect((await app.admin.get(`/shifts/${draft.id}.ics`)).status).toBe(404);
    const elsewhere = await aUser(app, 'supervisor');
    expect((await elsewhere.client.get(`/shifts/${shift.id}.ics`)).status).toBe(404);
    expect((await app.anonymous.get(`/shifts/${shift.id}.ics`)).status).toBe(401);
    expect((await app.admin.get('/shifts/nonsense.ics')).status).toBe(400);
  });

  it('says what it leaves out when there are more shifts than it holds', async () => {
    const many = await aLocation(app);
    await app.database.query(
      `INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at)
       SELECT gen_random_uuid(), $1, (SELECT id FROM positions ORDER BY id LIMIT 1),
              '2026-10-27T00:00:00Z'::timestamptz + n * interval '150 minutes', '2026-10-27T02:00:00Z'::timestamptz + n * interval '150 minutes',
              1, 'published', now()
       FROM generate_series(0, 3100) AS n`,
      [many.id],
    );
    const { path } = await feed(app.admin, { kind: 'location', locationId: many.id });
    const text = ((await app.anonymous.get(path)).body as string).replace(/\r\n /g, '');
    expect(entriesOf(text)).toHaveLength(3000);
    expect(text).toContain('later ones than 2027-09-04 are missing here');
  });
});
