import { startApp, waitFor, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
  type MadeUser,
} from '../support/factories.js';
import { openLivePage } from '../support/live-page.js';
import { pilotMetrics } from '../support/pilots.js';
import { onShift } from '../support/assignments.js';

describe('an analyst', () => {
  let app: TestApp;
  let here: string;
  let there: string;
  let analyst: MadeUser;
  const { aPilot } = pilotMetrics('Late lab', () => app);
  beforeAll(async () => {
    app = await startApp();
    here = (await aLocation(app, { name: 'Here' })).id;
    there = (await aLocation(app, { name: 'There' })).id;
    analyst = await aUser(app, 'analyst', [here]);
  });
  afterAll(() => app.close());

  it('reads the pilots of their own locations, as JSON and as CSV, and finds no other', async () => {
    const own = await aPilot([here], '2026-10-01', '2026-10-20');
    const foreign = await aPilot([there], '2026-10-01', '2026-10-20');
    const both = await aPilot([here, there], '2026-10-01', '2026-10-20');
    const list = succeeded(await analyst.client.get('/pilots')).items as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual([own]);
    const metrics = succeeded(await analyst.client.get(`/pilots/${own}/metrics?bucket=week`));
    expect(metrics).toMatchObject({ items: expect.any(Array), totals: { baseline: {}, pilot: {} } });
    const csv = await analyst.client.get(`/pilots/${own}/metrics?bucket=week`, { accept: 'text/csv' });
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    for (const id of [foreign, both])
      for (const path of [`/pilots/${id}`, `/pilots/${id}/metrics`])
        expect((await analyst.client.get(path)).status).toBe(404);
  });

  it('reads the gaps of their own locations only', async () => {
    await coverageHours(app, here);
    await coverageHours(app, there);
    succeeded(await app.admin.post('/coverage/scans'));
    const span = 'from=2026-10-27T00:00:00Z&to=2026-10-29T00:00:00Z';
    const gaps = succeeded(await analyst.client.get(`/coverage/gaps?locationId=${here}&${span}`));
    expect(gaps.summary.missingMinutes).toBeGreaterThan(0);
    expect((await analyst.client.get(`/coverage/gaps?locationId=${there}&${span}`)).status).toBe(404);
    const alerts = succeeded(await analyst.client.get('/coverage/alerts')).items as { locationId: string }[];
    expect(new Set(alerts.map(({ locationId }) => locationId))).toEqual(new Set([here]));
    const locations = succeeded(await analyst.client.get('/locations')).items as { id: string }[];
    expect(locations.map(({ id }) => id)).toEqual([here]);
  });

  it('sees nothing about people in any readable response', async () => {
    const position = await aPosition(app, { name: 'Printing desk', hourlyCost: 23.45 });
    const maya = await anOperator(app, {
      name: 'Maya Unmistakable',
      email: 'maya.unmistakable@example.edu',
      locationIds: [here],
    });
    await onShift(app, here, maya.id, { startsAt: '2026-10-12T20:00:00Z', endsAt: '2026-10-12T23:00:00Z' });
    await aSupportRequest(app, here, { openedAt: '2026-10-12T21:00:00Z' });
    const pilotId = await aPilot([here], '2026-10-01', '2026-10-20');
    const { body: openapi } = await app.anonymous.get('/openapi.json');
    const reads = Object.entries(openapi.paths as Record<string, object>)
      .filter(([, methods]) => 'get' in methods)
      .map(([path]) => path.replace('/api/v1', ''));
    const query: Record<string, string> = {
      '/coverage/gaps': `?locationId=${here}&from=2026-10-12T00:00:00Z&to=2026-10-14T00:00:00Z`,
      '/pilots/{id}/metrics': '?bucket=hour&by=location',
      '/locations/{id}/quality': '?from=2026-10-12T00:00:00Z&to=2026-10-14T00:00:00Z',
    };
    const ids: Record<string, string> = {
      '/pilots/{id}': pilotId,
      '/pilots/{id}/metrics': pilotId,
      '/pilots/{id}/evaluation': pilotId,
      '/locations/{id}': here,
      '/locations/{id}/quality': here,
      '/positions/{id}': position.id,
      '/operators/{id}': maya.id,
      '/users/{id}': maya.userId,
    };
    let answered = 0;
    for (const path of reads.filter((one) => one !== '/me')) {
      const asked = path.replace('{id}', ids[path] ?? pilotId) + (query[path] ?? '');
      const { status, body } = await analyst.client.get(asked);
      if (status === 200) answered++;
      const text = JSON.stringify(body);
      for (const secret of ['Unmistakable', maya.id, maya.userId, '23.45'])
        expect([asked, secret, text.includes(secret)]).toEqual([asked, secret, false]);
    }
    expect(answered).toBeGreaterThan(8);
  });

  it('needs a location when invited, when they become an analyst, and when locations are removed', async () => {
    const refused = {
      status: 400,
      body: { code: 'LOCATION_NEEDED', violations: [{ field: 'locationIds' }] },
    };
    const body = { name: 'Ana', email: 'ana@example.edu', role: 'analyst' };
    expect(await app.admin.post('/users', body)).toMatchObject(refused);
    expect(await app.admin.post('/users', { ...body, locationIds: [] })).toMatchObject(refused);
    const invited = succeeded(await app.admin.post('/users', { ...body, locationIds: [here] }));
    expect(await app.admin.patch(`/users/${invited.id}`, { locationIds: [] })).toMatchObject(refused);
    const colleague = await aUser(app, 'campus_it');
    expect(await app.admin.patch(`/users/${colleague.id}`, { role: 'analyst' })).toMatchObject(refused);
    const changed = await app.admin.patch(`/users/${colleague.id}`, { role: 'analyst', locationIds: [here] });
    expect(changed).toMatchObject({ status: 200, body: { role: 'analyst', locationIds: [here] } });
  });

  it('cannot change anything, with any request', async () => {
    const pilotId = await aPilot([here], '2026-10-01', '2026-10-20');
    for (const [method, path] of [
      ['PATCH', `/pilots/${pilotId}`],
      ['DELETE', `/pilots/${pilotId}`],
      ['POST', '/pilots'],
      ['PATCH', `/locations/${here}`],
      ['PATCH', '/settings'],
      ['POST', '/coverage/scans'],
    ] as const)
      expect([path, (await analyst.client.send(method, path, {})).status]).toEqual([path, 403]);
  });

  it('hears of pilots and locations on an open page, and not of people', async () => {
    const page = await openLivePage(analyst.client);
    await anOperator(app, { locationIds: [here] });
    await aShift(app, here, {});
    await aPilot([here], '2026-10-01', '2026-10-20');
    await waitFor(() => Promise.resolve(page.told().includes('pilot')));
    expect(JSON.parse(page.told())).toEqual([{ entity: 'pilot', locationId: null }]);
    page.close();
  });
});
