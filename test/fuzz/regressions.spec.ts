import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { openApi } from '../support/openapi.js';

// Regressions: each test repeats the request with which the fuzz found a defect.

describe('defects found by the fuzz', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('openapi.json refers only to schemas that it contains', () => {
    const text = JSON.stringify(openApi());
    const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name!);
    const held = Object.keys(openApi().components.schemas);
    expect(named.filter((name) => !held.includes(name))).toEqual([]);
  });

  it('openapi.json calls whole numbers integers, as the server accepts no others', async () => {
    const { id } = await aLocation(app);
    const shift = { locationId: id, startsAt: '2026-10-27T20:00:00Z', endsAt: '2026-10-27T22:00:00Z' };
    expect((await app.admin.post('/shifts', { ...shift, seats: 1.5 })).status).toBe(400);
    const { CreateShiftDto, CreateCoverageHoursDto } = openApi().components.schemas as Record<
      string,
      { properties: Record<string, object> }
    >;
    expect(CreateShiftDto!.properties['seats']).toEqual({ type: 'integer', minimum: 1, maximum: 200 });
    expect(CreateCoverageHoursDto!.properties['weekdays']).toMatchObject({
      items: { type: 'integer', minimum: 1, maximum: 7 },
    });
  });

  it('a pilot whose baseline comes after it is evaluated', async () => {
    const { id: locationId } = await aLocation(app);
    const { id } = (
      await app.admin.post('/pilots', {
        name: 'Backwards',
        locationIds: [locationId],
        baseline: { from: '2026-10-05', to: '2026-10-19' },
        pilot: { from: '2026-09-07', to: '2026-09-21' },
      })
    ).body;
    for (const part of ['evaluation', 'brief', 'data-package', 'metrics'])
      expect([part, (await app.admin.get(`/pilots/${id}/${part}`)).status]).toEqual([part, 200]);
  });

  it('the length of text counts characters, not UTF-16 units', async () => {
    const name = '\u{1f600}'.repeat(200);
    expect((await app.admin.post('/locations', { name, timeZone: 'UTC' })).body.name).toBe(name);
    const longer = { name: `${name}\u{1f600}`, timeZone: 'UTC' };
    expect((await app.admin.post('/locations', longer)).status).toBe(400);
  });

  it.each(['/locations/%', '/locations/%zz', `/locations/${'x'.repeat(300)}`])(
    'an unreadable address, %s, is answered with the id of its request',
    async (path) => {
      const { status, headers, body } = await app.admin.get(path);
      expect(status).toBe(path.endsWith('x') ? 414 : 400);
      expect(headers.get('x-request-id')).toBe(body.requestId);
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
});
