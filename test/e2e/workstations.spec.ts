import { actionsOn, refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
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

const add = (body: object, client = app.admin) => client.post('/workstations', { locationId, ...body });
const named = async (query: Record<string, string> = {}, client = app.admin): Promise<string[]> =>
  succeeded(await client.get(withQuery('/workstations', { locationId, ...query }))).items.map(
    ({ name }: { name: string }) => name,
  );

describe('a workstation', () => {
  it('is added, changed and removed, with each step in the trail', async () => {
    const made = succeeded(await add({ name: ' PC  07 ', area: 'East' }, supervisor));
    expect(made).toEqual({
      id: expect.any(String),
      locationId,
      name: 'PC 07',
      area: 'East',
      inServiceFrom: null,
      upgradedOn: null,
      joinedNetworkOn: null,
      outOfServiceFrom: null,
      outOfServiceUntil: null,
      note: null,
      state: 'in-service',
      version: 1,
    });
    const path = `/workstations/${made.id}`;
    const change = { upgradedOn: '2026-10-01', joinedNetworkOn: '2026-10-02', area: null, note: 'New disk' };
    expect(succeeded(await campusIt.patch(path, change))).toEqual({ ...made, ...change, version: 2 });
    expect((await app.admin.delete(`/locations/${locationId}`)).body.code).toBe('IN_USE');
    expect((await campusIt.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    expect(await actionsOn(app, made.id)).toEqual([
      'workstation.created',
      'workstation.updated',
      'workstation.deleted',
    ]);
  });

  it('has a name that no other of its location has, in whatever case', async () => {
    const made = succeeded(await add({ name: 'Élan 1' }));
    const other = succeeded(await add({ name: 'PC 2' }));
    for (const name of ['ÉLAN 1', 'e\u0301lan 1'])
      expect((await add({ name })).body).toMatchObject({ status: 409, code: 'NAME_TAKEN' });
    expect((await app.admin.patch(`/workstations/${other.id}`, { name: 'élan 1' })).status).toBe(409);
    expect(succeeded(await app.admin.patch(`/workstations/${made.id}`, { name: 'ÉLAN 1' })).name).toBe(
      'ÉLAN 1',
    );
    succeeded(await add({ name: 'Élan 1', locationId: (await aLocation(app)).id }));
  });

  it('is made once when ten come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => add({ name: index % 2 ? 'pc 9' : 'PC 9' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('is found by area, and by whether it is in service on a date', async () => {
    succeeded(await add({ name: 'always', area: 'East' }));
    succeeded(await add({ name: 'later', area: 'West', inServiceFrom: '2026-10-27' }));
    succeeded(await add({ name: 'broken', area: 'East', outOfServiceFrom: '2026-10-20' }));
    const dates = { outOfServiceFrom: '2026-10-20', outOfServiceUntil: '2026-10-26' };
    const short = succeeded(await add({ name: 'short', ...dates }));
    expect(short.state).toBe('out-of-service');
    expect(await named()).toEqual(['always', 'broken', 'later', 'short']);
    expect(await named({ area: 'East' })).toEqual(['always', 'broken']);
    expect(await named({ inService: 'true' })).toEqual(['always']);
    expect(await named({ inService: 'true', on: '2026-10-27' })).toEqual(['always', 'later', 'short']);
    expect(await named({ inService: 'false', on: '2026-10-19' })).toEqual(['later']);
    const first = succeeded(await supervisor.get('/workstations?limit=3'));
    const rest = succeeded(await supervisor.get(`/workstations?limit=3&cursor=${first.nextCursor}`));
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(await named());
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a last day without a first', { outOfServiceUntil: '2026-10-26' }, 'outOfServiceUntil'],
    [
      'a last day before the first',
      { outOfServiceFrom: '2026-10-26', outOfServiceUntil: '2026-10-25' },
      'outOfServiceUntil',
    ],
    ['an instant as a date', { upgradedOn: '2026-10-26T00:00:00Z' }, 'upgradedOn'],
  ])('is refused with %s', async (_, body, field) => {
    expect(refusedFieldsOf(await add({ name: 'PC 1', ...body }))).toEqual({ status: 400, fields: [field] });
  });

  it('is for those who work at its location; an operator on shift says that it is out of service', async () => {
    const made = succeeded(await add({ name: 'PC 1' }));
    const path = `/workstations/${made.id}`;
    const maya = await anOperator(app, { locationIds: [locationId] });
    expect(succeeded(await maya.client.get(path))).toEqual(made);
    expect((await add({ name: 'PC 2' }, maya.client)).status).toBe(403);
    expect((await maya.client.delete(path)).status).toBe(403);
    const out = { outOfServiceFrom: '2026-10-26' };
    expect((await maya.client.patch(path, out)).body.code).toBe('NO_SHIFT_NEAR');
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T14:00:00-05:00',
    });
    expect((await maya.client.patch(path, { ...out, note: 'Smoke' })).body.code).toBe('FORBIDDEN');
    expect(succeeded(await maya.client.patch(path, out)).state).toBe('out-of-service');
    expect(succeeded(await maya.client.patch(path, { outOfServiceFrom: null })).state).toBe('in-service');
    for (const role of ['supervisor', 'campus_it']) {
      const { client } = await aUser(app, role, [(await aLocation(app)).id]);
      expect((await add({ name: 'PC 3' }, client)).body.code).toBe('FOREIGN_LOCATION');
      for (const answer of [await client.get(path), await client.patch(path, out), await client.delete(path)])
        expect(answer.status).toBe(404);
      expect(await named({}, client)).toEqual([]);
    }
    expect((await (await aUser(app, 'analyst', [locationId])).client.get(path)).status).toBe(403);
    expect((await add({ name: 'PC 1', locationId: NOWHERE })).status).toBe(404);
  });
});

describe('a table of workstations', () => {
  const load = (text: string, body: object = {}, client = app.admin) =>
    client.post('/workstations/import', { locationId, text, ...body });

  it('is stored as it is pasted from a spreadsheet, after a look; the same name changes', async () => {
    succeeded(await add({ name: 'PC 1', area: 'East', note: 'Loud' }));
    const text =
      'Name\tArea\tIn service from\tRAM\r\npc 1\tWest\t\t8\r\nPC 2\tWest\t2 Nov 2026\t16\r\n\t\t\t\r\n';
    const told = {
      created: ['PC 2'],
      updated: ['pc 1'],
      unchanged: 0,
      rejected: [],
      ignoredColumns: ['RAM'],
    };
    expect(succeeded(await load(text, { dryRun: true }))).toEqual({ ...told, stored: false });
    expect(await named()).toEqual(['PC 1']);
    expect(succeeded(await load(text, {}, campusIt))).toEqual({ ...told, stored: true });
    const { items } = succeeded(await app.admin.get(`/workstations?locationId=${locationId}`));
    expect(items).toMatchObject([
      { name: 'pc 1', area: 'West', note: 'Loud', inServiceFrom: null },
      { name: 'PC 2', area: 'West', inServiceFrom: '2026-11-02', state: 'planned' },
    ]);
    expect(succeeded(await load(text))).toMatchObject({ created: [], updated: [], unchanged: 2 });
  });

  it('is refused as a whole, and says which lines and why', async () => {
    const text = [
      'name;upgraded;out of service from;out of service until',
      'PC 1;2026-10-01;;',
      ';2026-10-01;;',
      'pc 1;;;',
      'PC 2;11/2/2026;;',
      'PC 3;;2026-10-02;2026-10-01',
      '"PC 4;;;',
    ].join('\n');
    const dry = succeeded(await load(text, { dryRun: true }));
    expect(dry.rejected.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual(
      [3, 4, 5, 6, 7].map((line) => [line, 'WORKSTATION_LINE']),
    );
    const refused = await load(text);
    expect(refused.status).toBe(400);
    expect(refused.body.violations.map(({ message }: { message: string }) => message)).toEqual(
      dry.rejected.map(({ message }: { message: string }) => message),
    );
    expect(refused.body.violations[2].message).toContain('11/2/2026');
    expect(await named()).toEqual([]);
    const american = succeeded(await load('name,upgraded\nPC 2,11/2/2026', { dateOrder: 'mdy' }));
    expect(american.created).toEqual(['PC 2']);
  });

  it.each([
    ['no text', ''],
    ['no column for names', 'area,note\nEast,x'],
    ['more than 1000 lines', `name\n${Array.from({ length: 1001 }, (_, n) => `PC ${n}`).join('\n')}`],
  ])('is refused with %s', async (_, text) => {
    expect(refusedFieldsOf(await load(text))).toEqual({ status: 400, fields: ['text'] });
  });

  it('of another location is refused', async () => {
    const { client } = await aUser(app, 'supervisor');
    expect((await load('name\nPC 1', {}, client)).body.code).toBe('FOREIGN_LOCATION');
  });

  it('is stored whole when several come at once, and beside single ones', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `PC ${n}`);
    const tables = [names, names.toReversed(), names.map((name) => name.toLowerCase())];
    const answers = await Promise.all([
      ...tables.map((table, area) => load(`name,area\n${table.map((name) => `${name},${area}`).join('\n')}`)),
      ...names.slice(0, 5).map((name) => add({ name })),
    ]);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const { items } = succeeded(await app.admin.get(`/workstations?locationId=${locationId}&limit=200`));
    expect(items).toHaveLength(30);
    expect(new Set(items.map(({ area }: { area: string }) => area)).size).toBe(1);
  });
});
