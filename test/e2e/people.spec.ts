import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aShift, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('positions', () => {
  let app: TestApp;
  let admin: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
  });
  afterAll(() => app.close());

  it('start with the default one, which can be renamed but not deleted', async () => {
    const [position] = (await admin.get('/positions')).body.items;
    expect(position).toMatchObject({ name: 'Lab operator', isDefault: true, hourlyCost: null });
    const renamed = await admin.patch(`/positions/${position.id}`, { name: 'Operator', hourlyCost: 14.25 });
    expect(renamed.body).toMatchObject({ name: 'Operator', hourlyCost: 14.25, isDefault: true, version: 2 });
    expect(await admin.delete(`/positions/${position.id}`)).toMatchObject({
      status: 409,
      body: { code: 'DEFAULT_POSITION' },
    });
  });

  it('are made, read, changed and deleted', async () => {
    const { status, body } = await admin.post('/positions', { name: ' Lead ', hourlyCost: 20.05 });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Lead',
      hourlyCost: 20.05,
      isDefault: false,
      shadowShifts: 0,
      expiresWithTerm: false,
      version: 1,
    });
    expect((await admin.patch(`/positions/${body.id}`, { hourlyCost: null })).body).toMatchObject({
      name: 'Lead',
      hourlyCost: null,
    });
    expect((await admin.delete(`/positions/${body.id}`)).status).toBe(204);
    expect((await admin.get(`/positions/${body.id}`)).status).toBe(404);
  });

  it('have unique names', async () => {
    const [one, other] = [await aPosition(app, { name: 'One' }), await aPosition(app)];
    expect((await admin.post('/positions', { name: 'One' })).body.code).toBe('NAME_TAKEN');
    expect((await admin.patch(`/positions/${other.id}`, { name: 'One' })).body.code).toBe('NAME_TAKEN');
    expect((await admin.patch(`/positions/${one.id}`, { name: 'One' })).status).toBe(200);
  });

  it('stay while anything refers to them', async () => {
    const position = await aPosition(app);
    await anOperator(app, { positionIds: [position.id] });
    expect(await admin.delete(`/positions/${position.id}`)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', detail: expect.stringContaining('operator positions') },
    });
  });

  it.each(['campus_it', 'operator'])('hide their cost from a %s', async (role) => {
    const position = await aPosition(app, { hourlyCost: 17 });
    const { client } = role === 'operator' ? await anOperator(app) : await aUser(app, role);
    const asked = [
      (await checked(client).get(`/positions/${position.id}`)).body,
      ...(await checked(client).get('/positions')).body.items,
    ];
    expect(asked.length).toBeGreaterThan(1);
    for (const seen of asked) expect(seen).not.toHaveProperty('hourlyCost');
    const supervisor = (await aUser(app, 'supervisor')).client;
    expect((await supervisor.get(`/positions/${position.id}`)).body.hourlyCost).toBe(17);
  });
});

describe('operators', () => {
  let app: TestApp;
  let admin: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
  });
  afterAll(() => app.close());

  let count = 0;
  const create = (overrides: object = {}, client = admin): Promise<Answer> =>
    client.post('/operators', { name: 'Olga', email: `olga${++count}@example.edu`, ...overrides });

  it('are created with an account, an invitation and the default position', async () => {
    const { status, body } = await create({ employeeId: ' E-17 ', weeklyHourCap: 19.5 });
    expect(status).toBe(201);
    const [position] = (await admin.get('/positions')).body.items;
    expect(body).toMatchObject({
      name: 'Olga',
      email: `olga${count}@example.edu`,
      positionIds: [position.id],
      locationIds: [],
      weeklyHourCap: 19.5,
      employeeId: 'E-17',
      deactivatedOn: null,
      invitationUrl: expect.stringMatching(/\/invitations\/[\w-]{43}$/),
    });
    const user = (await admin.get(`/users/${body.userId}`)).body;
    expect(user).toMatchObject({ role: 'operator', operatorId: body.id, active: false });
    const { invitationUrl: _shownOnce, isMailed: _said, ...rest } = body;
    expect((await admin.get(`/operators/${body.id}`)).body).toEqual(rest);
  });

  it('are changed field by field; null clears optional fields', async () => {
    const [position, location] = [await aPosition(app), await aLocation(app)];
    const { body } = await create({ employeeId: 'E', weeklyHourCap: 10 });
    const change = {
      name: 'Olga Neu',
      email: `NEW${count}@example.edu`,
      positionIds: [position.id],
      locationIds: [location.id],
      weeklyHourCap: null,
      employeeId: null,
    };
    const changed = await admin.patch(`/operators/${body.id}`, change);
    expect(changed.body).toMatchObject({ ...change, email: `new${count}@example.edu`, version: 3 });
    const partly = await admin.patch(`/operators/${body.id}`, { weeklyHourCap: 0 });
    expect(partly.body).toMatchObject({ name: 'Olga Neu', positionIds: [position.id], weeklyHourCap: 0 });
    expect((await admin.patch(`/operators/${body.id}`, { positionIds: [] })).body.positionIds).toEqual([]);
  });

  it.each([
    ['a cap beyond a week', { weeklyHourCap: 168.01 }],
    ['a negative cap', { weeklyHourCap: -1 }],
    ['a cap as text', { weeklyHourCap: '20' }],
    ['a blank employee id', { employeeId: ' ' }],
    ['null for the name', { name: null }],
    ['null for the positions', { positionIds: null }],
    ['a position twice', { positionIds: [NOWHERE, NOWHERE] }],
    ['an unknown position', { positionIds: [NOWHERE] }],
    ['an account of their own', { userId: NOWHERE }],
    ['a role', { role: 'admin' }],
    ['a date of leaving', { deactivatedOn: '2026-11-01' }],
  ])('are refused with %s, when created and when changed', async (_case, wrong) => {
    const { body } = await create();
    expect((await create(wrong)).status).toBe(400);
    expect((await admin.patch(`/operators/${body.id}`, wrong)).status).toBe(400);
    expect((await admin.get(`/operators/${body.id}`)).body.version).toBe(1);
    const made = await app.database.query('SELECT FROM users WHERE email = $1', [`olga${count}@example.edu`]);
    expect(made).toEqual([]);
  });

  it('cannot be removed once they have history', async () => {
    const { id: locationId } = await aLocation(app);
    const shift = await aShift(app, locationId);
    const { body } = await create();
    succeeded(await admin.post(`/shifts/${shift.id}/claims`, { operatorId: body.id }));
    expect(await admin.delete(`/operators/${body.id}`)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', detail: expect.stringContaining('claims') },
    });
    expect((await admin.get(`/users/${body.userId}`)).status).toBe(200);
  });

  it('are removed with their account', async () => {
    const { body } = await create();
    expect((await admin.delete(`/operators/${body.id}`)).status).toBe(204);
    expect((await admin.get(`/operators/${body.id}`)).status).toBe(404);
    expect((await admin.get(`/users/${body.userId}`)).status).toBe(404);
    expect((await create({ email: body.email })).status).toBe(201);
  });

  it('are created once, for any number of simultaneous requests with one address', async () => {
    const email = 'race@example.edu';
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => create({ email: at % 2 ? email : email.toUpperCase() })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const rows = 'SELECT FROM operators o JOIN users u ON u.id = o.user_id WHERE u.email = $1';
    expect(await app.database.query(rows, [email])).toHaveLength(1);
  });
});
