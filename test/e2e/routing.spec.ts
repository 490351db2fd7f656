import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import {
  aCategory,
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aUser,
  succeeded,
  type MadeUser,
} from '../support/factories.js';

// It is Monday, 26 October 2026, 12:00 in Chicago.

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const ON_NOW = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };
const NIGHT = { weekdays: [5, 6], startsAt: '22:00', endsAt: '02:00' };

let app: TestApp;
let locationId: string;
let elsewhere: string;
let supervisor: MadeUser;
let campus: MadeUser;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  app.clock.set(TEST_NOW);
  await app.database.query('DELETE FROM routing_rules');
  locationId = (await aLocation(app)).id;
  elsewhere = (await aLocation(app)).id;
  supervisor = await aUser(app, 'supervisor', [locationId]);
  campus = await aUser(app, 'campus_it', [locationId]);
});
afterAll(() => app.close());

const campusIt = (rest: object = {}) => ({ tier: 'campus-it', words: 'They know it best', ...rest });
const add = async (body: object, client = app.admin) =>
  succeeded(await client.post('/routing-rules', campusIt(body)));
const ofHere = (rest: object = {}) => ({ locationId, ...rest });
const listed = async (client = app.admin, query = ''): Promise<string[]> =>
  succeeded(await client.get(`/routing-rules?limit=200${query}`)).items.map(
    ({ words }: { words: string }) => words,
  );
const attempt = async (body: object = {}, client = app.admin) =>
  succeeded(await client.post('/routing-rules/try', { locationId, ...body }));

describe('rules', () => {
  it('have all conditions or none, which a change takes away', async () => {
    const position = await aPosition(app);
    const body = {
      locationId,
      categories: ['printing', 'projector'],
      priorities: ['high', 'urgent'],
      hours: NIGHT,
      staffing: 'nobody-on-shift',
      positionId: position.id,
      tier: 'campus-it',
      words: 'No one is here at night',
    };
    const rule = succeeded(await supervisor.client.post('/routing-rules', body));
    expect(rule).toEqual({ id: expect.any(String), ...body, mayChange: true, version: 1 });
    expect(succeeded(await app.admin.get(`/routing-rules/${rule.id}`))).toEqual(rule);
    const nothing = { categories: null, priorities: null, hours: null, staffing: null, positionId: null };
    expect(
      succeeded(await supervisor.client.patch(`/routing-rules/${rule.id}`, { ...nothing, tier: 'library' })),
    ).toEqual({ ...rule, ...nothing, tier: 'library', version: 2 });
    expect(await add({})).toMatchObject({ locationId: null, ...nothing });
    const events = await app.database.query<{ action: string; location_id: string | null }>(
      `SELECT action, location_id FROM audit_events WHERE entity_id = $1 ORDER BY id`,
      [rule.id],
    );
    expect(events).toEqual([
      { action: 'routing-rule.created', location_id: locationId },
      { action: 'routing-rule.updated', location_id: locationId },
    ]);
  });

  it.each<[string, object, number, string]>([
    ['no words', { words: ' ' }, 400, 'words'],
    ['no tier', { tier: 'elsewhere' }, 400, 'tier'],
    ['no weekday', { hours: { ...NIGHT, weekdays: [] } }, 400, 'hours.weekdays'],
    ['half of its hours', { hours: { weekdays: [1], startsAt: '22:00' } }, 400, 'hours.endsAt'],
    ['no category in its list', { categories: [] }, 400, 'categories'],
    ['a priority twice', { priorities: ['low', 'low'] }, 400, 'priorities'],
    ['a position without who is on shift', { positionId: NOWHERE }, 400, 'positionId'],
    ['a position that there is not', { positionId: NOWHERE, staffing: 'nobody-on-shift' }, 409, ''],
    ['a location that there is not', { locationId: NOWHERE }, 404, ''],
  ])('are refused with %s', async (_name, rest, status, field) => {
    const answer = await app.admin.post('/routing-rules', campusIt(rest));
    expect([answer.status, answer.body.violations?.[0]?.field ?? '']).toEqual([status, field]);
    expect(await listed()).toEqual([]);
  });

  it('of a location are its supervisors’, those for all locations the admins’, and Campus IT reads both', async () => {
    const everywhere = await add({ words: 'everywhere' });
    const here = await add(ofHere({ words: 'here' }), supervisor.client);
    const there = await add({ locationId: elsewhere, words: 'there' });
    expect(await listed(supervisor.client)).toEqual(['here', 'everywhere']);
    expect(await listed(campus.client)).toEqual(['here', 'everywhere']);
    expect(await listed(app.admin, `&locationId=${elsewhere}`)).toEqual(['there', 'everywhere']);
    expect(await listed(supervisor.client, `&locationId=${elsewhere}`)).toEqual([]);
    const may = async ({ client }: MadeUser) =>
      succeeded(await client.get('/routing-rules')).items.map(
        ({ mayChange }: { mayChange: boolean }) => mayChange,
      );
    expect([await may(supervisor), await may(campus)]).toEqual([
      [true, false],
      [false, false],
    ]);
    const refusals = [
      await supervisor.client.post('/routing-rules', campusIt()),
      await supervisor.client.post('/routing-rules', campusIt({ locationId: elsewhere })),
      await supervisor.client.patch(`/routing-rules/${everywhere.id}`, { tier: 'library' }),
      await supervisor.client.delete(`/routing-rules/${everywhere.id}`),
      await supervisor.client.post('/routing-rules/order', { ids: [everywhere.id] }),
      await supervisor.client.patch(`/routing-rules/${there.id}`, { tier: 'library' }),
      await supervisor.client.post('/routing-rules/try', { locationId: elsewhere }),
      await campus.client.patch(`/routing-rules/${here.id}`, { tier: 'library' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 404, 404, 403]);
    expect(refusals[0]!.body.code).toBe('FORBIDDEN');
    expect(succeeded(await supervisor.client.get(`/routing-rules/${everywhere.id}`)).mayChange).toBe(false);
    succeeded(await supervisor.client.delete(`/routing-rules/${here.id}`));
    expect(await listed(supervisor.client)).toEqual(['everywhere']);
  });

  it('are put in order, each location by itself', async () => {
    const [one, two, three] = [
      await add(ofHere({ words: 'one' })),
      await add(ofHere({ words: 'two' })),
      await add(ofHere({ words: 'three' })),
    ];
    await add({ words: 'everywhere' });
    const order = (ids: string[], of: string | null = locationId) =>
      supervisor.client.post('/routing-rules/order', { locationId: of, ids });
    expect((await order([three.id, one.id])).status).toBe(204);
    expect(await listed()).toEqual(['three', 'one', 'two', 'everywhere']);
    expect((await order([two.id, three.id, one.id])).status).toBe(204);
    expect(await listed()).toEqual(['two', 'three', 'one', 'everywhere']);
    const other = await add({ locationId: elsewhere, words: 'there' });
    expect(await order([other.id])).toMatchObject({ status: 409, body: { code: 'UNKNOWN_ROUTING_RULE' } });
    expect((await order([one.id, one.id])).status).toBe(400);
    await app.admin.delete(`/routing-rules/${three.id}`);
    await add(ofHere({ words: 'four' }));
    expect(await listed(supervisor.client)).toEqual(['two', 'one', 'four', 'everywhere']);
  });

  it('come in pages', async () => {
    for (const words of ['one', 'two', 'three']) await add(ofHere({ words }));
    await add({ words: 'everywhere' });
    const first = succeeded(await app.admin.get('/routing-rules?limit=2'));
    const rest = succeeded(await app.admin.get(`/routing-rules?limit=2&cursor=${first.nextCursor}`));
    expect([...first.items, ...rest.items].map(({ words }) => words)).toEqual([
      'one',
      'two',
      'three',
      'everywhere',
    ]);
    expect(rest.nextCursor).toBeNull();
  });

  it('of a location go with it, and a position of a rule stays', async () => {
    const position = await aPosition(app);
    await add({ locationId: elsewhere, staffing: 'nobody-on-shift', positionId: position.id });
    expect(await app.admin.delete(`/positions/${position.id}`)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE' },
    });
    succeeded(await app.admin.delete(`/locations/${elsewhere}`));
    expect(await listed()).toEqual([]);
    succeeded(await app.admin.delete(`/positions/${position.id}`));
  });

  it('are a hundred at most of a location', async () => {
    await app.database.query(
      `INSERT INTO routing_rules (id, location_id, rank, tier, words)
       SELECT gen_random_uuid(), $1, n, 'library', n::text FROM generate_series(1, 100) n`,
      [locationId],
    );
    expect(await app.admin.post('/routing-rules', campusIt(ofHere()))).toMatchObject({
      status: 409,
      body: { code: 'TOO_MANY_ROUTING_RULES' },
    });
    await add({ words: 'everywhere' });
  });

  it('that are added and ordered at the same time have different places', async () => {
    const { id } = await add(ofHere({ words: 'first' }));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 3 === 0
          ? app.admin.post('/routing-rules/order', { locationId, ids: [id] })
          : app.admin.post('/routing-rules', campusIt(ofHere({ words: `rule ${n}` }))),
      ),
    );
    expect(answers.every(({ status }) => status < 300)).toBe(true);
    const ranks = await app.database.query<{ rank: number }>(
      'SELECT rank FROM routing_rules WHERE location_id = $1',
      [locationId],
    );
    expect(new Set(ranks.map(({ rank }) => rank)).size).toBe(9);
    const again = app.database.query(
      `INSERT INTO routing_rules (id, location_id, rank, tier, words) VALUES (gen_random_uuid(), $1, $2, 'library', 'x')`,
      [locationId, ranks[0]!.rank],
    );
    await expect(again).rejects.toThrow('routing_rules_order');
  });
});

describe('trying', () => {
  it('tells the tier, the rule, and who is on shift, and changes nothing', async () => {
    const maya = await anOperator(app);
    const noor = await anOperator(app);
    await onShift(app, locationId, maya.id, ON_NOW);
    await onShift(app, elsewhere, noor.id, ON_NOW);
    const alone = await add(ofHere({ staffing: 'nobody-on-shift', words: 'No one is here' }));
    const urgent = await add({ priorities: ['urgent'], words: 'Urgent' });
    expect(await attempt()).toEqual({ tier: 'library', ruleId: null, words: null, onShift: 1 });
    expect(await attempt({ priority: 'urgent' }, campus.client)).toEqual({
      tier: 'campus-it',
      ruleId: urgent.id,
      words: 'Urgent',
      onShift: 1,
    });
    for (const at of ['2026-10-26T14:00:00-05:00', '2026-10-26T10:59:59-05:00'])
      expect(await attempt({ at })).toEqual({
        tier: 'campus-it',
        ruleId: alone.id,
        words: 'No one is here',
        onShift: 0,
      });
    expect(succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`)).items).toEqual([]);
  });

  it('counts approved claims on shifts that are not cancelled, by position', async () => {
    const lab = await aPosition(app);
    const pending = await anOperator(app);
    const maya = await anOperator(app);
    await onShift(app, locationId, maya.id, ON_NOW);
    await add(ofHere({ staffing: 'somebody-on-shift', positionId: lab.id, tier: 'library', words: 'lab' }));
    await add(ofHere({ staffing: 'somebody-on-shift', words: 'anybody' }));
    expect(await attempt()).toMatchObject({ words: 'anybody', onShift: 1 });
    const shift = succeeded(
      await app.admin.post('/shifts', { locationId, ...ON_NOW, seats: 1, status: 'published' }),
    );
    await pending.client.post(`/shifts/${shift.id}/claims`, {});
    expect(await attempt()).toMatchObject({ onShift: 1 });
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    for (const { id, version } of items)
      succeeded(
        await app.admin.post(`/shifts/${id}/cancel`, { reason: 'Storm' }, { 'if-match': `"${version}"` }),
      );
    expect(await attempt()).toEqual({ tier: 'library', ruleId: null, words: null, onShift: 0 });
  });

  it('goes by the hours of the location, and by what categories mean', async () => {
    const night = await add(ofHere({ hours: NIGHT, categories: ['printing'] }));
    const of = (at: string, category: string) => attempt({ at, category });
    expect(await of('2026-10-31T01:30:00-05:00', 'printing')).toMatchObject({ ruleId: night.id });
    expect(await of('2026-10-31T02:00:00-05:00', 'printing')).toMatchObject({ ruleId: null });
    expect(await of('2026-10-30T23:00:00-05:00', 'login')).toMatchObject({ ruleId: null });
    const { items } = succeeded(await app.admin.get('/support-categories?limit=200'));
    const printing = items.find(({ name }: { name: string }) => name === 'printing');
    const scanner = await aCategory(app, { mergedIntoId: printing.id });
    expect(await of('2026-10-30T23:00:00-05:00', scanner.name)).toMatchObject({ ruleId: night.id });
  });

  it('is for staff, and for keys that read', async () => {
    const maya = await anOperator(app);
    expect((await maya.client.post('/routing-rules/try', { locationId })).status).toBe(403);
    const key = await anApiKey(app, ['support:read']);
    expect(await attempt({}, key)).toMatchObject({ tier: 'library' });
    expect((await key.post('/routing-rules', campusIt())).status).toBe(403);
    expect((await app.admin.post('/routing-rules/try', { locationId, priority: 'now' })).status).toBe(400);
  });
});
