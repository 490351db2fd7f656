import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aShift,
  aUser,
  succeeded,
  type Made,
  type MadeOperator,
} from '../support/factories.js';

const pathOf = (url: string): string => new URL(url).pathname.replace('/api/v1', '');

describe('who is on duty', () => {
  let app: TestApp;
  let lab: Made;
  let maya: MadeOperator;
  let leo: MadeOperator;
  let position: string;
  beforeAll(async () => {
    app = await startApp();
    position = succeeded(await app.admin.get('/positions')).items[0].id as string;
  });
  beforeEach(async () => {
    // Tuesday, 22:00 in Chicago.
    app.clock.set('2026-10-28T03:00:00Z');
    lab = await aLocation(app);
    maya = await anOperator(app, { name: 'Maya Ortiz' });
    leo = await anOperator(app, { name: 'Leo <b>Kim' });
  });
  afterAll(() => app.close());

  const seated = async (
    operator: MadeOperator,
    startsAt: string,
    endsAt: string,
    more: object = {},
  ): Promise<Made> => {
    const shift = await aShift(app, lab.id, { startsAt, endsAt, ...more });
    return succeeded(
      await app.admin.post(`/shifts/${shift.id}/claims`, {
        operatorId: operator.id,
        overrideReason: 'As they asked.',
      }),
    );
  };
  const tonight = () => seated(maya, '2026-10-27T20:00:00-05:00', '2026-10-28T02:00:00-05:00');
  const duty = async (query = '', client = app.admin) =>
    succeeded(await client.get(`/on-duty?locationId=${lab.id}${query}`));

  it('is nobody where nobody has a seat', async () => {
    expect(await duty()).toEqual({ now: [], next: [] });
  });

  it('is told with until when, and who comes next, by the names that they chose', async () => {
    await tonight();
    await seated(leo, '2026-10-28T20:00:00-05:00', '2026-10-29T00:00:00-05:00');
    expect(await duty()).toEqual({
      now: [{ name: 'Maya', positionId: position, until: '2026-10-28T02:00:00-05:00' }],
      next: [{ name: 'Leo', positionId: position, from: '2026-10-28T20:00:00-05:00' }],
    });
    expect((await duty('&at=2026-10-28T02:00:00-05:00')).now).toEqual([]);
    expect((await duty('&at=2026-10-28T20:00:00-05:00')).now).toMatchObject([{ name: 'Leo' }]);
  });

  it('goes on over shifts in a row, also through the night in which the clocks go back', async () => {
    await seated(maya, '2026-10-31T22:00:00-05:00', '2026-11-01T01:30:00-05:00');
    await seated(maya, '2026-11-01T01:30:00-05:00', '2026-11-01T03:00:00-06:00');
    await seated(leo, '2026-11-01T01:30:00-06:00', '2026-11-01T04:00:00-06:00');
    // 01:15, before the clocks go back, and 01:15 afterwards.
    for (const at of ['2026-11-01T06:15:00Z', '2026-11-01T07:15:00Z'])
      expect(await duty(`&at=${at}`)).toEqual({
        now: [{ name: 'Maya', positionId: position, until: '2026-11-01T03:00:00-06:00' }],
        next: [{ name: 'Leo', positionId: position, from: '2026-11-01T01:30:00-06:00' }],
      });
    expect((await duty('&at=2026-11-01T07:30:00Z')).now.map(({ name }: { name: string }) => name)).toEqual([
      'Maya',
      'Leo',
    ]);
  });

  it('is without those who did not come, left, wait for approval or are in training', async () => {
    const claim = await tonight();
    succeeded(await app.admin.post(`/claims/${claim.id}/no-show`));
    expect((await duty()).now).toEqual([]);
    succeeded(await app.admin.post(`/claims/${claim.id}/check-in`, { at: '2026-10-28T01:00:00Z' }));
    expect((await duty()).now).toHaveLength(1);
    succeeded(await app.admin.post(`/claims/${claim.id}/check-out`, { at: '2026-10-28T02:59:00Z' }));
    expect((await duty()).now).toEqual([]);
    const later = await aShift(app, lab.id, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-29T00:00:00-05:00',
    });
    succeeded(await leo.client.post(`/shifts/${later.id}/claims`, {}));
    expect((await duty()).next).toEqual([]);
    const { id: positionId } = await aPosition(app, { shadowShifts: 1 });
    const mentor = await anOperator(app, { name: 'Ana Novak', positionIds: [positionId] });
    succeeded(
      await app.admin.post(`/operators/${leo.id}/qualifications`, { positionId, status: 'in-training' }),
    );
    const beside = await aShift(app, lab.id, {
      positionId,
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-30T00:00:00-05:00',
    });
    for (const { id } of [mentor, leo])
      succeeded(await app.admin.post(`/shifts/${beside.id}/claims`, { operatorId: id }));
    expect((await duty()).next).toMatchObject([{ name: 'Ana', positionId }]);
  });

  it('is not told of drafts and cancelled shifts', async () => {
    await seated(maya, '2026-10-27T20:00:00-05:00', '2026-10-28T02:00:00-05:00', { status: 'draft' });
    const shift = await aShift(app, lab.id, {
      startsAt: '2026-10-27T21:00:00-05:00',
      endsAt: '2026-10-28T01:00:00-05:00',
    });
    succeeded(
      await app.admin.post(`/shifts/${shift.id}/claims`, {
        operatorId: leo.id,
        overrideReason: 'As they asked.',
      }),
    );
    expect((await duty()).now).toHaveLength(1);
    succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Closed.' }));
    expect((await duty()).now).toEqual([]);
  });

  it('is told to operators about a day from now only, and to nobody about another location', async () => {
    await tonight();
    expect((await duty('', leo.client)).now).toHaveLength(1);
    expect((await duty('&at=2026-10-29T03:00:00Z', leo.client)).now).toEqual([]);
    for (const at of ['2026-10-29T03:00:01Z', '2026-10-27T02:59:59Z']) {
      const refused = await leo.client.get(`/on-duty?locationId=${lab.id}&at=${at}`);
      expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('within a day')]);
    }
    const supervisor = await aUser(app, 'supervisor');
    expect((await supervisor.client.get(`/on-duty?locationId=${lab.id}`)).status).toBe(404);
    const analyst = await aUser(app, 'analyst', [lab.id]);
    expect((await analyst.client.get(`/on-duty?locationId=${lab.id}`)).status).toBe(403);
    const key = await anApiKey(app, ['schedule:read']);
    expect((await duty('', key)).now).toHaveLength(1);
    for (const query of [
      '',
      '?locationId=x',
      `?locationId=${lab.id}&at=yesterday`,
      `?locationId=${lab.id}&x=1`,
    ])
      expect((await app.admin.get(`/on-duty${query}`)).status).toBe(400);
  });

  describe('by a link', () => {
    const share = async (
      body: object = {},
      client = app.admin,
    ): Promise<Made & { url: string; dataUrl: string }> =>
      succeeded(await client.post('/on-duty-links', { locationId: lab.id, ...body }));
    const text = async (url: string): Promise<string> =>
      ((await app.anonymous.get(pathOf(url))).body as string).replace(/\s+/g, ' ');

    it('is a page and data for whoever has it, without an account', async () => {
      await tonight();
      await seated(leo, '2026-10-28T20:00:00-05:00', '2026-10-29T00:00:00-05:00');
      succeeded(await leo.client.patch('/me', { displayName: 'Leo <b>' }));
      const { url, dataUrl } = await share({ label: 'Door of room 101' });
      expect(succeeded(await app.anonymous.get(pathOf(dataUrl)))).toMatchObject({
        timeZone: 'America/Chicago',
        at: '2026-10-27T22:00:00-05:00',
        now: [{ name: 'Maya', position: 'Lab operator', until: '2026-10-28T02:00:00-05:00' }],
        next: [{ name: 'Leo <b>', position: 'Lab operator', from: '2026-10-28T20:00:00-05:00' }],
      });
      const answer = await app.anonymous.get(pathOf(url));
      expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
        'text/html; charset=utf-8',
        'no-store',
      ]);
      const page = await text(url);
      expect(page).toContain('<b>Maya</b> <span>Lab operator, until 02:00</span>');
      expect(page).toContain('<b>Leo &lt;b&gt;</b> <span>Lab operator, from Wed 28 Oct, 20:00</span>');
      expect(page).toContain('As of Tue 27 Oct, 22:00 (CDT)');
    });

    it('says that nobody is there', async () => {
      const { url } = await share();
      expect(await text(url)).toContain('<b>Nobody</b>');
      expect(await text(url)).toContain('Nobody within a week');
    });

    it('tells positions only, if so wished', async () => {
      await tonight();
      const { url, dataUrl } = await share({ shows: 'positions' });
      expect(succeeded(await app.anonymous.get(pathOf(dataUrl))).now).toMatchObject([
        { name: null, position: 'Lab operator' },
      ]);
      expect(await text(url)).toContain('<b>Lab operator</b> <span>until 02:00</span>');
      expect(
        (await text(url)) + JSON.stringify((await app.anonymous.get(pathOf(dataUrl))).body),
      ).not.toContain('Maya');
    });

    it('names the zone of a time beyond a clock change', async () => {
      app.clock.set('2026-11-01T05:00:00Z');
      await seated(maya, '2026-10-31T22:00:00-05:00', '2026-11-01T03:00:00-06:00');
      const { url } = await share();
      expect(await text(url)).toContain('until 03:00 CST');
    });

    it('is told once, listed without its address, and ends when it is revoked', async () => {
      const key = { 'idempotency-key': `duty-${lab.id}` };
      const made = succeeded(await app.admin.post('/on-duty-links', { locationId: lab.id }, key));
      const again = succeeded(await app.admin.post('/on-duty-links', { locationId: lab.id }, key));
      expect(again).toEqual({ ...made, url: undefined, dataUrl: undefined });
      const { items } = succeeded(await app.admin.get(`/on-duty-links?locationId=${lab.id}`));
      expect(items).toEqual([
        {
          id: made.id,
          locationId: lab.id,
          shows: 'names',
          label: null,
          createdAt: '2026-10-28T03:00:00.000Z',
          lastUsedAt: null,
          version: 1,
        },
      ]);
      await app.anonymous.get(pathOf(made.url as string));
      expect(succeeded(await app.admin.get(`/on-duty-links/${made.id}`)).lastUsedAt).toBe(
        '2026-10-28T03:00:00.000Z',
      );
      const ends = await Promise.all([1, 2, 3].map(() => app.admin.delete(`/on-duty-links/${made.id}`)));
      expect(ends.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
      expect((await app.anonymous.get(pathOf(made.url as string))).status).toBe(404);
      expect((await app.anonymous.get(pathOf(made.dataUrl as string))).status).toBe(404);
    });

    it('is for supervisors of the location to make, see and revoke', async () => {
      const here = await aUser(app, 'supervisor', [lab.id]);
      const made = await share({}, here.client);
      const elsewhere = await aUser(app, 'supervisor');
      expect((await elsewhere.client.post('/on-duty-links', { locationId: lab.id })).status).toBe(403);
      for (const path of [`/on-duty-links?locationId=${lab.id}`, `/on-duty-links/${made.id}`])
        expect((await elsewhere.client.get(path)).status).toBe(404);
      expect((await elsewhere.client.delete(`/on-duty-links/${made.id}`)).status).toBe(404);
      expect((await maya.client.post('/on-duty-links', { locationId: lab.id })).status).toBe(403);
      expect((await app.anonymous.get(pathOf(made.url))).status).toBe(200);
    });

    it('is refused beyond twenty of a location, also when many are made at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 24 }, () => app.admin.post('/on-duty-links', { locationId: lab.id })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
      expect(answers.filter(({ body }) => body.code === 'TOO_MANY_ON_DUTY_LINKS')).toHaveLength(4);
    });

    it.each(['x', 'a'.repeat(43), '%00', 'a'.repeat(5000)])(
      'leads nowhere with the token %j',
      async (token) => {
        for (const path of [`/on-duty-screens/${token}`, `/on-duty-screens/${token}/data`])
          expect([400, 404, 414]).toContain((await app.anonymous.get(path)).status);
      },
    );
  });
});
