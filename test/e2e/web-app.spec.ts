import { startApp, type TestApp } from '../support/app.js';

describe('the web app, as it is served', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }): Promise<Response> =>
    fetch(`${app.url}${path}`, { headers });

  it.each(['/', '/board?week=2026-11-02', '/invitations/a-token', '/nowhere'])(
    'is one page at %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<div id="root">');
    },
  );

  it('allows no script but its own files, and holds none itself', async () => {
    const response = await get('/');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    const html = await response.text();
    for (const [, attributes, inline] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
      expect(attributes).toContain(' src="/');
      expect(inline).toBe('');
    }
  });

  it('keeps files whose names change with their contents, and sends them compressed', async () => {
    const html = await (await get('/')).text();
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html)!;
    const response = await get(script!, { 'accept-encoding': 'br' });
    expect(response.headers.get('content-type')).toContain('javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('br');
  });

  it('is not what the API answers, nor what asks for something else than a page', async () => {
    expect((await get('/api/v1/nothing')).status).toBe(404);
    expect((await get('/nothing', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/assets/nothing.js', { accept: '*/*' })).status).toBe(404);
    expect((await get('/..%2fpackage.json', { accept: '*/*' })).status).toBe(404);
    expect((await get('/health/live')).headers.get('content-type')).toContain('json');
  });

  it('tells whether anybody is there yet', async () => {
    expect((await app.anonymous.get('/setup')).body).toEqual({
      needsFirstAdmin: false,
      canLoadDemo: false,
    });
    await app.database.query('TRUNCATE users CASCADE');
    expect((await app.anonymous.get('/setup')).body).toEqual({
      needsFirstAdmin: true,
      canLoadDemo: true,
    });
  });
});
