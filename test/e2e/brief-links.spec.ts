import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aUser, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { requestsByWeek } from '../support/weekly-requests.js';
import { CleanupJobs } from '../../src/cleanup-jobs.js';

const DAY = 86_400_000;

describe('a link to a brief', () => {
  let app: TestApp;
  let lab: string;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    lab = await aMeasuredLab(app);
    await requestsByWeek(
      app,
      lab,
      PHASES.baseline.from,
      Array.from({ length: 33 }, () => ({ count: 20 })),
    );
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    id = await aMeasuredPilot(app, { name: `Shared ${Math.random()}`, locationIds: [lab] });
  });
  afterAll(() => app.close());

  const share = async (body: object = {}) =>
    succeeded(await app.admin.post(`/pilots/${id}/brief-links`, body));
  /** The path of a link, without the beginning that all routes share. */
  const pathOf = ({ shareUrl }: { shareUrl: string }): string =>
    new URL(shareUrl).pathname.replace('/api/v1', '');

  it('shows the brief as it was, without an account, until it expires', async () => {
    const link = await share({ days: 7 });
    expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(7 * DAY);
    const path = pathOf(link as { shareUrl: string });
    const first = await app.anonymous.get(path);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    expect(first.body).toBe((await app.admin.get(`/pilots/${id}/brief`)).body);
    succeeded(await app.admin.patch(`/pilots/${id}`, { name: `Renamed ${id}` }));
    expect((await app.anonymous.get(path)).body).toBe(first.body);
    app.clock.set(new Date(Date.parse(TEST_NOW) + 7 * DAY - 1000).toISOString());
    expect((await app.anonymous.get(path)).status).toBe(200);
    app.clock.set(new Date(Date.parse(TEST_NOW) + 7 * DAY).toISOString());
    expect((await app.anonymous.get(path)).status).toBe(404);
    await app.app.get(CleanupJobs).clear();
    expect(await app.database.query('SELECT FROM brief_links WHERE id = $1', [link.id])).toEqual([]);
  });

  it('is listed without its address, and ends when it is revoked', async () => {
    const link = await share();
    const listed = succeeded(await app.admin.get(`/pilots/${id}/brief-links`)).items as object[];
    expect(listed).toEqual([
      { id: link.id, pilotId: id, createdAt: link.createdAt, expiresAt: link.expiresAt, version: 1 },
    ]);
    expect((await app.admin.delete(`/pilots/${id}/brief-links/${link.id}`)).status).toBe(204);
    expect((await app.anonymous.get(pathOf(link as { shareUrl: string }))).status).toBe(404);
    const trail = await app.database.query<{ action: string; details: object }>(
      `SELECT action, details FROM audit_events WHERE entity_id = $1 ORDER BY id`,
      [link.id],
    );
    expect(trail.map(({ action }) => action)).toEqual(['brief-link.created', 'brief-link.deleted']);
    expect(JSON.stringify(trail)).not.toContain(
      pathOf(link as { shareUrl: string })
        .split('/')
        .at(-1),
    );
  });

  it('is told once: a repeated request gets the link without its address', async () => {
    const key = { 'idempotency-key': `share-${id}` };
    const first = succeeded(await app.admin.post(`/pilots/${id}/brief-links`, {}, key));
    const again = succeeded(await app.admin.post(`/pilots/${id}/brief-links`, {}, key));
    expect(first.shareUrl).toMatch(/\/api\/v1\/briefs\/[\w-]{43}$/);
    expect(again).toEqual({ ...first, shareUrl: undefined });
  });

  it('is not made of a pilot that somebody changes meanwhile', async () => {
    const [shared, changed] = await Promise.all([
      app.admin.post(`/pilots/${id}/brief-links`),
      app.admin.patch(`/pilots/${id}`, { fixedCosts: 100 }),
    ]);
    succeeded(changed);
    const links = await app.database.query<{ page: string }>(
      'SELECT page FROM brief_links WHERE pilot_id = $1',
      [id],
    );
    // Either all of it was before the change, or nothing is shared, or the page has the change.
    if (shared.status === 201) expect(links).toHaveLength(1);
    else expect([shared.body.code, links]).toEqual(['PILOT_CHANGED_MEANWHILE', []]);
  });

  it('ends once in the trail, however many revoke it at once', async () => {
    const link = await share();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => app.admin.delete(`/pilots/${id}/brief-links/${link.id}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    const ends = await app.database.query(
      `SELECT FROM audit_events WHERE entity_id = $1 AND action = 'brief-link.deleted'`,
      [link.id],
    );
    expect(ends).toHaveLength(1);
  });

  it('is refused beyond twenty of a pilot, also when many are made at once', async () => {
    await app.database.query(
      `INSERT INTO brief_links (id, pilot_id, digest, page, created_at, expires_at)
       SELECT gen_random_uuid(), $1::uuid, decode(md5(n::text || $1::text), 'hex'), '', $2, $3 FROM generate_series(1, 18) AS n`,
      [id, TEST_NOW, '2027-01-01T00:00:00Z'],
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => app.admin.post(`/pilots/${id}/brief-links`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_BRIEF_LINKS' });
    expect(refused.body.detail).toContain('20 links');
  });

  it.each([{ days: 0 }, { days: 91 }, { days: 1.5 }, { days: '7' }, { until: '2027-01-01' }])(
    'refuses %j',
    async (body) => {
      expect((await app.admin.post(`/pilots/${id}/brief-links`, body)).status).toBe(400);
      expect(succeeded(await app.admin.get(`/pilots/${id}/brief-links`)).items).toEqual([]);
    },
  );

  it('is for supervisors of all its locations to make and to see', async () => {
    const link = await share();
    const elsewhere = await aUser(app, 'supervisor', [await aMeasuredLab(app)]);
    const analyst = await aUser(app, 'analyst', [lab]);
    const here = await aUser(app, 'supervisor', [lab]);
    for (const [user, status] of [
      [elsewhere, 404],
      [analyst, 403],
      [here, 200],
    ] as const) {
      expect((await user.client.get(`/pilots/${id}/brief-links`)).status).toBe(status);
      expect((await user.client.get(`/pilots/${id}/brief-links/${link.id}`)).status).toBe(status);
    }
    expect((await elsewhere.client.post(`/pilots/${id}/brief-links`)).status).toBe(404);
    expect((await analyst.client.post(`/pilots/${id}/brief-links`)).status).toBe(403);
  });

  it.each(['x', 'a'.repeat(43), '%00', 'a'.repeat(5000)])(
    'leads nowhere with the token %j',
    async (token) => {
      expect([400, 404, 414]).toContain((await app.anonymous.get(`/briefs/${token}`)).status);
    },
  );
});
