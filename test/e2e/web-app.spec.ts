import { SECTIONS } from '../../web/src/app/sections.js';
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

  it('allows only its own script files, and has none inline', async () => {
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

  it('lets files with versioned names be cached, and compresses them', async () => {
    const html = await (await get('/')).text();
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html)!;
    const response = await get(script!, { 'accept-encoding': 'br' });
    expect(response.headers.get('content-type')).toContain('javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('br');
  });

  it('names what a page needs, so that it loads before the script runs', async () => {
    const links = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
      (await get(path, { accept: 'text/html', ...headers })).headers.get('link') ?? '';
    const html = await (await get('/')).text();
    const [, script] = /type="module"[^>]* src="([^"]+)"/.exec(html)!;
    for (const path of Object.values(SECTIONS)
      .flatMap((groups) => groups)
      .flatMap(({ sections }) => sections)) {
      const named = await links(path.path);
      expect(named).toContain(`<${script}>; rel=modulepreload`);
      expect(named).toContain(`</assets${path.path}-`);
    }
    expect(await links('/sign-in')).not.toContain('/api/');
    expect(await links('/sign-in?to=/board')).toContain('</assets/sign-in-');
    const asked = await links('/board?week=2026-11-02', { cookie: app.admin.headers['cookie']! });
    for (const path of ['/api/v1/me', '/api/v1/settings', '/api/v1/locations?limit=200'])
      expect(asked).toContain(`<${path}>; rel=preload; as=fetch`);
    expect(await links('/nowhere')).toBe('');
  });

  it('gets long API answers compressed, if it accepts that', async () => {
    const body = async (encoding: string): Promise<Response> =>
      fetch(`${app.url}/api/v1/openapi.json`, { headers: { 'accept-encoding': encoding } });
    const compressed = await body('gzip');
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('vary')).toContain('accept-encoding');
    expect(await compressed.json()).toEqual(await (await body('identity')).json());
    const short = await fetch(`${app.url}/api/v1/setup`, { headers: { 'accept-encoding': 'gzip' } });
    expect(short.headers.get('content-encoding')).toBeNull();
  });

  it('does not answer for the API, nor for requests that do not want a page', async () => {
    expect((await get('/api/v1/nothing')).status).toBe(404);
    expect((await get('/nothing', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/assets/nothing.js', { accept: '*/*' })).status).toBe(404);
    expect((await get('/..%2fpackage.json', { accept: '*/*' })).status).toBe(404);
    expect((await get('/health/live')).headers.get('content-type')).toContain('json');
  });

  it('knows whether there are users yet', async () => {
    expect((await app.anonymous.get('/setup')).body).toEqual({
      needsFirstAdmin: false,
      canLoadDemo: false,
      canResetPassword: false,
    });
    await app.database.query('TRUNCATE users CASCADE');
    expect((await app.anonymous.get('/setup')).body).toEqual({
      needsFirstAdmin: true,
      canLoadDemo: true,
      canResetPassword: false,
    });
  });
});
