import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded } from '../support/factories.js';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('pilots', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const body = (overrides: object = {}): object => ({
    name: `Pilot ${++count}`,
    locationIds: [locationId],
    baseline: { from: '2026-08-24', to: '2026-10-01' },
    pilot: { from: '2026-10-01', to: '2026-12-01' },
    ...overrides,
  });
  const create = (overrides: object = {}, client = app.admin) => client.post('/pilots', body(overrides));
  const aPilot = async (overrides: object = {}) =>
    succeeded(await create(overrides)) as { id: string; version: number };

  it('are stored with all their fields', async () => {
    const agreed = {
      exclusions: [{ from: '2026-11-25', to: '2026-11-30', reason: 'Thanksgiving' }],
      targets: [{ metric: 'coverageRate', comparison: 'at-least', value: 0.95 }],
      fixedCosts: 1234.56,
    };
    const answer = await create(agreed);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...agreed,
      locationIds: [locationId],
      baseline: { from: '2026-08-24', to: '2026-10-01' },
      pilot: { from: '2026-10-01', to: '2026-12-01' },
      version: 1,
    });
    const read = await app.admin.get(`/pilots/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe('"1"');
    expect((await create()).body).toMatchObject({ exclusions: [], targets: [], fixedCosts: null });
  });

  it.each<[string, object, string]>([
    ['no name', { name: '' }, 'name'],
    ['no place', { locationIds: [] }, 'locationIds'],
    ['a place that is no id', { locationIds: ['x'] }, 'locationIds'],
    ['places as text', { locationIds: NOWHERE }, 'locationIds'],
    ['no baseline', { baseline: undefined }, 'baseline'],
    ['a null pilot', { pilot: null }, 'pilot'],
    ['a pilot as a list', { pilot: [] }, 'pilot'],
    ['a date with a time', { pilot: { from: '2026-10-01T00:00:00Z', to: '2026-12-01' } }, 'pilot.from'],
    ['a date that does not exist', { pilot: { from: '2026-10-01', to: '2026-11-31' } }, 'pilot.to'],
    ['a phase without days', { pilot: { from: '2026-10-01', to: '2026-10-01' } }, 'pilot.to'],
    ['a phase backwards', { baseline: { from: '2026-09-01', to: '2026-08-01' } }, 'baseline.to'],
    ['a phase of centuries', { baseline: { from: '1990-01-01', to: '2026-08-01' } }, 'baseline.to'],
    [
      'an unknown field in a phase',
      { baseline: { from: '2026-08-01', to: '2026-09-01', note: 'x' } },
      'baseline.note',
    ],
    ['phases that overlap', { baseline: { from: '2026-09-01', to: '2026-10-02' } }, 'pilot'],
    [
      'an exclusion without a reason',
      { exclusions: [{ from: '2026-10-01', to: '2026-10-02' }] },
      'exclusions.0.reason',
    ],
    [
      'an exclusion backwards',
      { exclusions: [{ from: '2026-10-02', to: '2026-10-01', reason: 'x' }] },
      'exclusions.0.to',
    ],
    ['null exclusions', { exclusions: null }, 'exclusions'],
    [
      'a comparison of its own',
      { targets: [{ metric: 'fillRate', comparison: 'equals', value: 1 }] },
      'targets.0.comparison',
    ],
    [
      'a target as text',
      { targets: [{ metric: 'fillRate', comparison: 'at-least', value: '1' }] },
      'targets.0.value',
    ],
    [
      'a metric that is no name',
      { targets: [{ metric: '1; --', comparison: 'at-least', value: 1 }] },
      'targets.0.metric',
    ],
    [
      'a metric that does not exist',
      { targets: [{ metric: 'happiness', comparison: 'at-least', value: 1 }] },
      'targets.0.metric',
    ],
    [
      'a metric that is several numbers',
      { targets: [{ metric: 'readLevels', comparison: 'at-least', value: 1 }] },
      'targets.0.metric',
    ],
    [
      'a share in per cent',
      { targets: [{ metric: 'coverageRate', comparison: 'at-least', value: 95 }] },
      'targets.0.value',
    ],
    [
      'requests below nothing',
      { targets: [{ metric: 'requests', comparison: 'at-least', value: -1 }] },
      'targets.0.value',
    ],
    [
      'no-shows to be more',
      { targets: [{ metric: 'noShowRate', comparison: 'at-least', value: 0.1 }] },
      'targets.0.comparison',
    ],
    [
      'coverage to be less',
      { targets: [{ metric: 'coverageRate', comparison: 'at-most', value: 0.1 }] },
      'targets.0.comparison',
    ],
    ['costs below nothing', { fixedCosts: -1 }, 'fixedCosts'],
    ['costs as text', { fixedCosts: '10' }, 'fixedCosts'],
  ])('are refused with %s', async (_name, overrides, field) => {
    const answer = await create(overrides);
    expect(answer.status).toBe(400);
    expect(answer.body.violations.map((violation: { field: string }) => violation.field)).toEqual([field]);
  });

  it('explain in a sentence what is wrong with a target', async () => {
    const targets = [
      { metric: 'happiness', comparison: 'at-least', value: 1 },
      { metric: 'firstResponseWallMinutesP50', comparison: 'at-least', value: 15 },
    ];
    expect((await create({ targets })).body.violations).toMatchObject([
      {
        message:
          'No metric is called happiness, or it is more than one number. Choose one of docs/metrics.md.',
      },
      { message: 'Less of firstResponseWallMinutesP50 is better, so a target says at most, not at least.' },
    ]);
  });

  it('keep a target from before targets were checked, until it is changed', async () => {
    const { id } = await aPilot();
    const old = { metric: 'happiness', comparison: 'at-least', value: 1 };
    await app.database.query('UPDATE pilots SET targets = $2 WHERE id = $1', [id, JSON.stringify([old])]);
    expect((await app.admin.get(`/pilots/${id}`)).body.targets).toEqual([old]);
    const withOne = [old, { metric: 'fillRate', comparison: 'at-least', value: 0.9 }];
    expect((await app.admin.patch(`/pilots/${id}`, { fixedCosts: 1 })).status).toBe(200);
    expect((await app.admin.patch(`/pilots/${id}`, { targets: withOne })).body.targets).toEqual(withOne);
    const changed = await app.admin.patch(`/pilots/${id}`, { targets: [{ ...old, value: 2 }] });
    expect(changed.body.violations).toMatchObject([{ field: 'targets.0.metric' }]);
    expect((await app.admin.patch(`/pilots/${id}`, { targets: [] })).status).toBe(200);
  });

  it.each([[[null]], [['x']], [[[]]], ['x'], [{}]])(
    'are refused with %j for exclusions',
    async (exclusions) => {
      expect((await create({ exclusions })).status).toBe(400);
      expect((await create({ targets: exclusions })).status).toBe(400);
    },
  );

  it('are refused with one location twice, in any spelling', async () => {
    expect((await create({ locationIds: [locationId, locationId] })).status).toBe(400);
    expect((await create({ locationIds: [locationId, locationId.toUpperCase()] })).status).toBe(400);
    expect((await create({ locationIds: [locationId.toUpperCase()] })).body.locationIds).toEqual([
      locationId,
    ]);
  });

  it('name every violation at once', async () => {
    const backwards = { from: '2026-09-01', to: '2026-08-01' };
    const answer = await create({ baseline: backwards, exclusions: [{ ...backwards, reason: 'x' }] });
    expect(answer.body.violations).toHaveLength(2);
  });

  it('are refused with an unknown location, and with a name that is used', async () => {
    expect((await create({ locationIds: [NOWHERE] })).status).toBe(404);
    succeeded(await create({ name: 'Late lab' }));
    expect(await create({ name: 'Late lab' })).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
  });

  it('are changed field by field, at the version that was read', async () => {
    const pilot = await aPilot({ fixedCosts: 5 });
    const path = `/pilots/${pilot.id}`;
    const changed = await app.admin.patch(path, { fixedCosts: null, name: 'Renamed' }, { 'if-match': '"1"' });
    expect(changed.body).toEqual({ ...pilot, fixedCosts: null, name: 'Renamed', version: 2 });
    expect((await app.admin.patch(path, { name: 'Again' }, { 'if-match': '"1"' })).status).toBe(412);
    for (const wrong of [
      { baseline: null },
      { name: null },
      { pilot: { from: '2026-09-01', to: '2026-12-01' } },
      { locationIds: null },
    ])
      expect((await app.admin.patch(path, wrong)).status).toBe(400);
    expect((await app.admin.get(path)).body).toEqual(changed.body);
    expect((await app.admin.delete(path, { 'if-match': '"1"' })).status).toBe(412);
    expect((await app.admin.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    const events = succeeded(await app.admin.get(`/audit-events?entityId=${pilot.id}`)).items;
    expect(events.map((event: { action: string }) => event.action)).toEqual([
      'pilot.deleted',
      'pilot.updated',
      'pilot.created',
    ]);
  });

  it('are listed page by page', async () => {
    const made = [await aPilot(), await aPilot(), await aPilot()].map((pilot) => pilot.id);
    const seen: string[] = [];
    for (let cursor = ''; cursor !== null;) {
      const page = succeeded(await app.admin.get(`/pilots?limit=2${cursor && `&cursor=${cursor}`}`));
      seen.push(...page.items.map((item: { id: string }) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen.filter((id) => made.includes(id))).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
  });

  describe('roles and rows', () => {
    it('let a supervisor see and change pilots that are entirely at their locations', async () => {
      const [own, foreign] = [await aLocation(app), await aLocation(app)];
      const { client } = await aUser(app, 'supervisor', [own.id]);
      const mine = succeeded(await create({ locationIds: [own.id] }, client));
      const shared = await aPilot({ locationIds: [own.id, foreign.id] });
      const theirs = await aPilot({ locationIds: [foreign.id] });
      expect(succeeded(await client.get('/pilots')).items.map((item: { id: string }) => item.id)).toEqual([
        mine.id,
      ]);
      for (const { id } of [shared, theirs]) {
        for (const answer of [
          await client.get(`/pilots/${id}`),
          await client.get(`/pilots/${id}/metrics`),
          await client.get(`/pilots/${id}/evaluation`),
          await client.patch(`/pilots/${id}`, { name: 'x' }),
          await client.delete(`/pilots/${id}`),
        ])
          expect(answer.status).toBe(404);
      }
      expect((await create({ locationIds: [own.id, foreign.id] }, client)).status).toBe(403);
      expect((await client.patch(`/pilots/${mine.id}`, { locationIds: [foreign.id] })).status).toBe(403);
      expect((await client.get(`/pilots/${mine.id}/metrics`)).status).toBe(200);
      expect((await client.delete(`/pilots/${mine.id}`)).status).toBe(204);
    });

    it('let campus IT read, and an operator nothing', async () => {
      const pilot = await aPilot();
      const { client } = await aUser(app, 'campus_it', [locationId]);
      expect((await client.get(`/pilots/${pilot.id}/metrics`)).status).toBe(200);
      expect((await client.get(`/pilots/${pilot.id}/evaluation`)).status).toBe(200);
      expect((await create({}, client)).status).toBe(403);
      expect((await client.patch(`/pilots/${pilot.id}`, {})).status).toBe(403);
      const operator = await anOperator(app);
      for (const path of [
        '/pilots',
        `/pilots/${pilot.id}`,
        `/pilots/${pilot.id}/metrics`,
        `/pilots/${pilot.id}/evaluation`,
      ])
        expect((await operator.client.get(path)).status).toBe(403);
      expect((await app.anonymous.get('/pilots')).status).toBe(401);
    });

    it('limit an API key to its scopes', async () => {
      const pilot = await aPilot();
      const reader = await anApiKey(app, ['metrics:read']);
      const other = await anApiKey(app, ['support:read', 'schedule:read']);
      expect((await reader.get(`/pilots/${pilot.id}/metrics`)).status).toBe(200);
      expect((await create({}, reader)).status).toBe(403);
      expect((await other.get(`/pilots/${pilot.id}/metrics`)).status).toBe(403);
      expect((await other.get('/pilots')).status).toBe(403);
    });
  });
});
