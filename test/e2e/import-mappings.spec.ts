import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';

const MAPPING = {
  source: 'desk',
  timeZone: 'America/Chicago',
  values: { category: { Printer: 'printing' } },
  columns: { externalId: 'id', openedAt: 'created', category: 'what' },
};
const HEADER = ['id', 'created', 'what'];

describe('saved mappings of imports', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const save = (name: string, overrides: object = {}) =>
    app.admin.post('/import-mappings', { locationId, name, mapping: MAPPING, header: HEADER, ...overrides });

  it('are saved, listed by name, changed and removed', async () => {
    const later = succeeded(await save('Tickets'));
    const first = succeeded(
      await save('counts', {
        mapping: { kind: 'headcounts', columns: { at: 'a', area: 'b', count: 'c' } },
        header: undefined,
      }),
    );
    expect(later).toEqual({
      id: later.id,
      locationId,
      name: 'Tickets',
      mapping: MAPPING,
      header: HEADER,
      version: 1,
    });
    expect(first.header).toEqual([]);
    const { items } = succeeded(await app.admin.get(`/import-mappings?locationId=${locationId}`));
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['counts', 'Tickets']);
    const changed = succeeded(
      await app.admin.patch(`/import-mappings/${later.id}`, { name: 'Old tickets', header: ['id'] }),
    );
    expect(changed).toMatchObject({ name: 'Old tickets', header: ['id'], mapping: MAPPING, version: 2 });
    expect((await app.admin.delete(`/import-mappings/${later.id}`)).status).toBe(204);
    expect((await app.admin.get(`/import-mappings/${later.id}`)).status).toBe(404);
    const { items: trail } = succeeded(await app.admin.get(`/audit-events?entityId=${later.id}`));
    expect(trail.map(({ action }: { action: string }) => action)).toEqual([
      'import-mapping.deleted',
      'import-mapping.updated',
      'import-mapping.created',
    ]);
  });

  it('have a name that is unique at their location, also when two save it at once', async () => {
    const answers = await Promise.all(['Desk', 'desk', 'DESK'].map((name) => save(name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'NAME_TAKEN' });
    const elsewhere = (await aLocation(app)).id;
    expect((await save('Desk', { locationId: elsewhere })).status).toBe(201);
  });

  it('are checked like the mapping of an import', async () => {
    const fields = async (mapping: object) => {
      const { status, body } = await save('wrong', { mapping });
      expect(status).toBe(400);
      return body.violations.map(({ field }: { field: string }) => field);
    };
    expect(await fields({ columns: {} })).toEqual([
      'mapping.columns.externalId',
      'mapping.columns.openedAt',
      'mapping.source',
    ]);
    expect(await fields({ ...MAPPING, file: 'x' })).toEqual(['mapping.file']);
    expect(await fields({ ...MAPPING, timeZone: 'Mars' })).toEqual(['mapping.timeZone']);
    expect((await save('wrong', { header: [1] })).status).toBe(400);
    const { id } = succeeded(await save('right'));
    expect((await app.admin.patch(`/import-mappings/${id}`, { mapping: { columns: {} } })).status).toBe(400);
  });

  it('belong to the staff of their location', async () => {
    const { id } = succeeded(await save('ours'));
    const elsewhere = await aUser(app, 'supervisor', [(await aLocation(app)).id]);
    expect((await elsewhere.client.get(`/import-mappings/${id}`)).status).toBe(404);
    expect((await elsewhere.client.delete(`/import-mappings/${id}`)).status).toBe(404);
    expect(succeeded(await elsewhere.client.get('/import-mappings')).items).toEqual([]);
    expect((await (await anOperator(app)).client.get('/import-mappings')).status).toBe(403);
    const here = await aUser(app, 'campus_it', [locationId]);
    expect((await here.client.patch(`/import-mappings/${id}`, { name: 'theirs too' })).status).toBe(200);
  });

  it('go with their location', async () => {
    const gone = (await aLocation(app)).id;
    const { id } = succeeded(await save('gone', { locationId: gone }));
    expect((await app.admin.delete(`/locations/${gone}`)).status).toBe(204);
    expect((await app.admin.get(`/import-mappings/${id}`)).status).toBe(404);
  });
});
