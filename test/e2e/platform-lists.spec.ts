import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { checked, openApi } from '../support/openapi.js';

const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const ID = '00000000-0000-4000-8000-000000000000';

describe('lists', () => {
  let app: TestApp;
  let admin: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
    for (let at = 0; at < 12; at++) await aLocation(app);
  });
  afterAll(() => app.close());

  it.each([1, 5, 6, 11, 12, 13, 200])('return everything exactly once in pages of %d', async (limit) => {
    const ids: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await admin.get(`/locations?limit=${limit}${query}`);
      ids.push(...(body.items as { id: string }[]).map(({ id }) => id));
      cursor = body.nextCursor;
      pages++;
    }
    expect(pages).toBe(Math.max(1, Math.ceil(12 / limit)));
    expect(ids).toHaveLength(12);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('neither repeat nor skip existing items while others come and go', async () => {
    const first = (await admin.get('/locations?limit=6')).body;
    const added = await aLocation(app);
    await admin.delete(`/locations/${first.items[0].id}`);
    const rest = (await admin.get(`/locations?limit=200&cursor=${first.nextCursor}`)).body.items;
    expect(rest).toHaveLength(7);
    expect(rest.at(-1).id).toBe(added.id);
    await aLocation(app);
    await admin.delete(`/locations/${added.id}`);
  });

  it('have 50 items per page by default', async () => {
    await app.database.query(
      `INSERT INTO positions (id, name) SELECT gen_random_uuid(), 'Many ' || n FROM generate_series(1, 210) n`,
    );
    expect((await admin.get('/positions')).body.items).toHaveLength(50);
    const most = (await admin.get('/positions?limit=200')).body;
    expect(most.items).toHaveLength(200);
    const rest = (await admin.get(`/positions?limit=200&cursor=${most.nextCursor}`)).body;
    expect(rest.items).toHaveLength(11);
    expect(rest.nextCursor).toBeNull();
  });

  const lists = [
    '/me/sessions',
    '/locations',
    '/positions',
    '/operators',
    '/users',
    '/api-keys',
    '/audit-events',
    '/shifts',
    '/claims',
    '/coverage-hours',
    '/coverage-exceptions',
    '/maintenance-windows',
    '/coverage/alerts',
    '/coverage/scans',
    '/support-requests',
    '/support-tallies',
    '/support-categories',
    '/support-category-words',
    '/routing-rules',
    '/workstations',
    '/desk-notes',
    '/headcounts',
    '/activity',
    '/support-imports',
    '/import-mappings',
    '/support-sources',
    '/pilots',
    '/patron-links',
    '/on-duty-links',
    '/calendar-feeds',
    '/terms',
    '/drop-requests',
    '/swaps',
    '/time-off-requests',
    '/attendance-corrections',
    '/pay-periods',
    '/waitlist-entries',
    '/messages',
    '/schedules',
    '/shift-templates',
  ];

  it('are all tested here', () => {
    const paged = Object.entries(openApi().paths)
      .filter(([, { get }]) => JSON.stringify(get ?? {}).includes('nextCursor'))
      .map(([path]) => path.replace('/api/v1', ''))
      .filter((path) => !path.includes('{'));
    expect(lists.sort()).toEqual(paged.sort());
  });

  it.each(lists)('%s refuses invalid limits and cursors', async (path) => {
    const wrong = [
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=1.5',
      'limit=',
      'limit=abc',
      'limit=1e2',
      'limit=0x10',
      'limit=%2010',
      'limit=99999999999999999999',
      'limit=1&limit=2',
      'limit[]=1',
      'limit[a]=1',
      'cursor=',
      'cursor=abc',
      'cursor=%00',
      `cursor=${'A'.repeat(501)}`,
      `cursor=${cursorOf([ID])}&cursor=${cursorOf([ID])}`,
      `cursor=${cursorOf(null)}`,
      `cursor=${cursorOf([])}`,
      `cursor=${cursorOf({ 0: ID })}`,
      `cursor=${cursorOf([`${ID}' OR true`])}`,
      `cursor=${cursorOf([`${ID}\n`])}`,
      `cursor=${cursorOf([ID, ID, ID, ID])}`,
      `cursor=${cursorOf([[ID]])}`,
      `cursor=${cursorOf(['2026-99-99T99:99:99Z', ID])}`,
      'page=2',
      'Limit=1',
      '__proto__=1',
      'constructor=1',
      'prototype=1',
      'toString=1',
    ];
    for (const query of wrong) {
      const { status, body } = await app.admin.get(`${path}?${query}`);
      expect({ query, status, code: typeof body.code }).toEqual({ query, status: 400, code: 'string' });
    }
  });
});
