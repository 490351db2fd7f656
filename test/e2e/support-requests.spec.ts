import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';

const OPENED = '2026-10-26T10:00:00-05:00';
const SHIFT = { startsAt: '2026-10-26T09:00:00-05:00', endsAt: '2026-10-26T11:30:00-05:00' };
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('support requests', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const hour = (at: number) => `2026-10-25T${at}:00:00-05:00`;
  const save = (body: object) =>
    app.admin.post('/support-requests', { locationId, openedAt: OPENED, ...body });
  const actions = async (id: string) =>
    succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items.map(
      (event: { action: string }) => event.action,
    );

  describe('logging one', () => {
    it('answers 201 with all fields, times in the zone of the location', async () => {
      const body = {
        source: 'desk',
        externalId: 'A-1',
        externalUrl: 'https://tickets.example.edu/A-1',
        firstResponseAt: '2026-10-26T15:10:00Z',
        escalatedAt: '2026-10-26T15:20:00.250Z',
        resolvedAt: '2026-10-26T16:00:00Z',
        tier: 'campus-it',
        channel: 'walk-in',
        category: 'printing',
        readLevel: 4,
        directional: true,
      };
      const answer = await save(body);
      expect(answer.status).toBe(201);
      expect(answer.headers.get('etag')).toBe('"1"');
      expect(answer.body).toEqual({
        ...body,
        id: expect.any(String) as string,
        locationId,
        openedAt: OPENED,
        firstResponseAt: '2026-10-26T10:10:00-05:00',
        escalatedAt: '2026-10-26T10:20:00.250-05:00',
        firstResolvedAt: '2026-10-26T11:00:00-05:00',
        resolvedAt: '2026-10-26T11:00:00-05:00',
        loggedAt: '2026-10-26T12:00:00-05:00',
        loggedLate: false,
        waitedMinutes: null,
        waitUnknown: false,
        priority: 'normal',
        waitingSince: null,
        title: null,
        workstation: null,
        requester: null,
        assigneeId: null,
        assigneeName: null,
        place: null,
        placedByHand: false,
        collected: false,
        canEscalate: false,
        canReturn: false,
        history: false,
        version: 1,
      });
      expect((await app.admin.get(`/support-requests/${answer.body.id}`)).body).toEqual(answer.body);
      expect(await actions(answer.body.id)).toEqual(['support-request.created']);
    });

    it('needs only location and time', async () => {
      const answer = await save({});
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        tier: 'library',
        directional: false,
        source: null,
        readLevel: null,
      });
      expect((await save({})).status).toBe(201);
    });

    it.each([
      ['an external id without its source', { externalId: 'A-2' }, 'source'],
      ['an external id with a null source', { externalId: 'A-2', source: null }, 'source'],
      ['a time without an offset', { openedAt: '2026-10-26T10:00:00' }, 'openedAt'],
      ['a day that does not exist', { openedAt: '2026-02-30T10:00:00Z' }, 'openedAt'],
      ['a null time', { openedAt: null }, 'openedAt'],
      ['an unknown tier', { tier: 'faculty' }, 'tier'],
      ['a null tier', { tier: null }, 'tier'],
      ['a READ level of 7', { readLevel: 7 }, 'readLevel'],
      ['a READ level as text', { readLevel: '3' }, 'readLevel'],
      ['a flag as text', { directional: 'true' }, 'directional'],
      ['a link that is a script', { externalUrl: 'javascript:alert(1)' }, 'externalUrl'],
      ['a blank channel', { channel: '  ' }, 'channel'],
      ['a NUL character', { category: 'a\0b' }, 'category'],
      ['an unknown field', { priority: 1 }, 'priority'],
      ['no place', { locationId: undefined }, 'locationId'],
    ])('refuses %s', async (_name, body, field) => {
      const answer = await save(body);
      expect(answer.status).toBe(400);
      expect(answer.body.violations).toEqual([expect.objectContaining({ field })]);
    });

    it('answers 404 for an unknown location', async () => {
      expect((await save({ locationId: NOWHERE })).status).toBe(404);
    });

    it('returns the first answer again for the same idempotency key', async () => {
      const send = (category: string) =>
        app.admin.post(
          '/support-requests',
          { locationId, openedAt: OPENED, category },
          { 'idempotency-key': 'sr-1' },
        );
      const first = await send('printing');
      expect(await send('printing')).toMatchObject({ status: 201, body: { id: first.body.id } });
      expect((await send('scanning')).status).toBe(422);
    });
  });

  describe('the same source and external id again', () => {
    it('updates: a missing field stays, null clears', async () => {
      const first = await save({
        source: 'rt',
        externalId: '7',
        channel: 'chat',
        category: 'login',
        readLevel: 2,
      });
      const again = await save({ source: 'rt', externalId: '7', channel: null, category: 'password' });
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({
        id: first.body.id,
        channel: null,
        category: 'password',
        readLevel: 2,
        version: 2,
      });
      expect(await actions(first.body.id)).toEqual(['support-request.updated', 'support-request.created']);
    });

    it('is another request in another source', async () => {
      expect((await save({ source: 'rt', externalId: '8' })).status).toBe(201);
      expect((await save({ source: 'jira', externalId: '8' })).status).toBe(201);
    });

    it('is 409 when it is recorded at another location, and changes nothing', async () => {
      const elsewhere = await aLocation(app);
      const first = await save({ source: 'rt', externalId: '9', category: 'kept' });
      const answer = await save({
        source: 'rt',
        externalId: '9',
        locationId: elsewhere.id,
        category: 'lost',
      });
      expect(answer).toMatchObject({ status: 409, body: { code: 'OTHER_LOCATION' } });
      expect((await app.admin.get(`/support-requests/${first.body.id}`)).body).toEqual(first.body);
    });

    it('makes one row for many simultaneous requests, and never a 5xx', async () => {
      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, index) =>
          save({ source: 'race', externalId: '1', category: `c${index}` }),
        ),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(23).fill(200), 201]);
      expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
      const [row] = await app.database.query<{ version: number; count: number }>(
        `SELECT max(version) AS version, count(*)::int AS count FROM support_requests WHERE source = 'race'`,
      );
      expect(row).toEqual({ version: 24, count: 1 });
    });
  });

  describe('changing one', () => {
    it('honours If-Match, and refuses fields that cannot change', async () => {
      const { id } = await aSupportRequest(app, locationId, { category: 'a' });
      const path = `/support-requests/${id}`;
      expect((await app.admin.patch(path, { category: 'b' }, { 'if-match': '"1"' })).body.version).toBe(2);
      expect((await app.admin.patch(path, { category: 'c' }, { 'if-match': '"1"' })).status).toBe(412);
      for (const body of [
        { source: 'x' },
        { externalId: 'x' },
        { locationId },
        { openedAt: null },
        { tier: null },
      ])
        expect((await app.admin.patch(path, body)).status).toBe(400);
      expect((await app.admin.patch(path, { category: null })).body.category).toBeNull();
      expect((await app.admin.patch(`/support-requests/${NOWHERE}`, {})).status).toBe(404);
      expect((await app.admin.get('/support-requests/nonsense')).status).toBe(400);
    });
  });

  describe('listing', () => {
    let listed: string;
    beforeAll(async () => {
      listed = (await aLocation(app)).id;
      for (let minute = 0; minute < 7; minute++) {
        await aSupportRequest(app, listed, {
          openedAt: `2026-10-26T10:0${minute === 6 ? 5 : minute}:00-05:00`,
          tier: minute % 2 ? 'library' : 'campus-it',
          channel: minute < 3 ? 'chat' : null,
          category: `c${minute}`,
          ...(minute === 4 && { escalatedAt: '2026-10-26T11:00:00-05:00' }),
        });
      }
    });

    const categories = async (query: string) =>
      succeeded(await app.admin.get(`/support-requests?locationId=${listed}&${query}`)).items.map(
        (item: { category: string }) => item.category,
      );

    it('returns the newest first, page by page, each once even at the same instant', async () => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = succeeded(
          await app.admin.get(
            `/support-requests?locationId=${listed}&limit=2${cursor && `&cursor=${cursor}`}`,
          ),
        );
        seen.push(...page.items.map((item: { category: string }) => item.category));
        cursor = page.nextCursor;
      } while (cursor);
      expect([...seen.slice(0, 2)].sort()).toEqual(['c5', 'c6']);
      expect(seen.slice(2)).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
    });

    it.each([
      ['tier=library', ['c5', 'c3', 'c1']],
      ['channel=chat', ['c2', 'c1', 'c0']],
      ['category=c3', ['c3']],
      ['escalated=true', ['c4']],
      ['channel=chat&tier=campus-it', ['c2', 'c0']],
      ['from=2026-10-26T10:02:00-05:00&to=2026-10-26T10:04:00-05:00', ['c3', 'c2']],
      ["category=c3' OR 1=1 --", []],
    ])('filters by %s', async (query, expected) => {
      expect(await categories(encodeURI(query))).toEqual(expected);
    });

    it.each([
      'limit=0',
      'limit=201',
      'limit=x',
      'cursor=x',
      'tier=x',
      'from=2026-10-26',
      'escalated=1',
      'sort=id',
    ])('refuses ?%s', async (query) => {
      expect((await app.admin.get(`/support-requests?${query}`)).status).toBe(400);
    });
  });

  describe('roles and rows', () => {
    it('shows an operator what they logged, and during their shift what is open at its desk', async () => {
      const desk = (await aLocation(app)).id;
      const [maya, noor] = [await anOperator(app), await anOperator(app)];
      await onShift(app, desk, maya.id, SHIFT);
      const own = succeeded(
        await maya.client.post('/support-requests', { locationId: desk, openedAt: OPENED }),
      );
      const open = await aSupportRequest(app, desk);
      const hidden = [
        await aSupportRequest(app, desk, { resolvedAt: '2026-10-26T11:00:00-05:00' }),
        await aSupportRequest(app, (await aLocation(app)).id),
      ];
      const patch = async ({ client }: typeof maya, { id }: { id: string }) =>
        (await client.patch(`/support-requests/${id}`, { category: 'x' })).status;
      const list = async () =>
        succeeded(await maya.client.get('/support-requests?limit=200')).items.map(
          (item: { id: string }) => item.id,
        );
      expect(await list()).toEqual([open.id, own.id]);
      expect((await maya.client.get(`/support-requests/${own.id}`)).status).toBe(200);
      expect((await maya.client.get(`/support-requests/${open.id}`)).status).toBe(200);
      for (const request of hidden) {
        expect((await maya.client.get(`/support-requests/${request.id}`)).status).toBe(404);
        expect(await patch(maya, request)).toBe(404);
      }
      for (const request of [own, open]) expect(await patch(noor, request)).toBe(404);
      for (const request of [own, open]) expect(await patch(maya, request)).toBe(200);
      app.clock.set('2026-10-26T13:30:01-05:00');
      expect(await list()).toEqual([own.id]);
      expect((await maya.client.get(`/support-requests/${open.id}`)).status).toBe(404);
      expect(await patch(maya, open)).toBe(404);
      expect(await patch(maya, own)).toBe(200);
      app.clock.set(TEST_NOW);
    });

    describe('an operator', () => {
      it('logs requests of their own shift, today, and nothing else', async () => {
        const maya = await anOperator(app);
        await onShift(app, locationId, maya.id, SHIFT);
        const post = (body: object) =>
          maya.client.post('/support-requests', { locationId, openedAt: OPENED, ...body });
        const code = async (body: object) => (await post(body)).body.code as string;
        expect((await post({})).status).toBe(201);
        expect((await post({ openedAt: '2026-10-26T08:31:00-05:00' })).status).toBe(201);
        expect(await code({ openedAt: '2026-10-26T08:29:00-05:00' })).toBe('NO_SHIFT_NEAR');
        expect(await code({ openedAt: '2026-10-25T11:59:00-05:00' })).toBe('TOO_LONG_AGO');
        expect(await code({ openedAt: '1970-01-01T00:00:00Z' })).toBe('TOO_LONG_AGO');
        expect(await code({ openedAt: '2199-01-01T00:00:00Z' })).toBe('IN_THE_FUTURE');
        expect(await code({ resolvedAt: '2026-10-26T12:06:00-05:00' })).toBe('IN_THE_FUTURE');
        expect((await post({ resolvedAt: '2026-10-26T12:04:00-05:00' })).status).toBe(201);
        const elsewhere = (await aLocation(app)).id;
        expect(await code({ locationId: elsewhere })).toBe('NO_SHIFT_NEAR');
      });

      it('names no source, and so neither reads nor changes imported requests', async () => {
        const maya = await anOperator(app);
        await onShift(app, locationId, maya.id, SHIFT);
        const known = { source: 'theirs', externalId: 'T-1' };
        const theirs = await aSupportRequest(app, locationId, { ...known, category: 'printing' });
        const body = { locationId, openedAt: OPENED, ...known, category: 'mine' };
        expect(await maya.client.post('/support-requests', body)).toMatchObject({
          status: 403,
          body: { code: 'NO_SOURCE' },
        });
        const after = (await app.admin.get(`/support-requests/${theirs.id}`)).body;
        expect(after).toMatchObject({ category: 'printing', version: 1 });
      });

      it('may not move times into the past', async () => {
        const maya = await anOperator(app);
        await onShift(app, locationId, maya.id, SHIFT);
        const { id } = succeeded(
          await maya.client.post('/support-requests', { locationId, openedAt: OPENED }),
        );
        const patch = (body: object) => maya.client.patch(`/support-requests/${id}`, body);
        expect(await patch({ openedAt: '2026-10-20T10:00:00-05:00' })).toMatchObject({
          body: { code: 'TOO_LONG_AGO' },
        });
        expect(await patch({ firstResponseAt: '2026-10-20T10:00:00-05:00' })).toMatchObject({
          body: { code: 'TOO_LONG_AGO' },
        });
        expect((await patch({ resolvedAt: '2026-10-26T11:00:00-05:00', openedAt: OPENED })).status).toBe(200);
      });
    });

    it('marks a request that was logged late', async () => {
      const { loggedLate, id } = succeeded(await save({ openedAt: hour(10) }));
      expect(loggedLate).toBe(true);
      const [event] = succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items;
      expect(event.details).toMatchObject({ late: true });
      expect(succeeded(await save({ openedAt: hour(10), source: 'old', externalId: 'L-1' })).loggedLate).toBe(
        false,
      );
    });

    it.each(['supervisor', 'campus_it'])('limits a %s to their own locations', async (role) => {
      const [own, foreign] = [await aLocation(app), await aLocation(app)];
      const { client } = await aUser(app, role, [own.id]);
      const mine = await aSupportRequest(app, own.id);
      const theirs = await aSupportRequest(app, foreign.id, { source: `theirs-${role}`, externalId: '1' });
      const list = succeeded(await client.get('/support-requests'));
      expect(list.items.map((item: { id: string }) => item.id)).toEqual([mine.id]);
      expect(succeeded(await client.get(`/support-requests?locationId=${foreign.id}`)).items).toEqual([]);
      expect((await client.get(`/support-requests/${theirs.id}`)).status).toBe(404);
      expect((await client.patch(`/support-requests/${theirs.id}`, {})).status).toBe(404);
      const post = (body: object) => client.post('/support-requests', { openedAt: OPENED, ...body });
      expect((await post({ locationId: own.id })).status).toBe(201);
      expect((await post({ locationId: foreign.id })).status).toBe(403);
      const stolen = await post({ locationId: own.id, source: `theirs-${role}`, externalId: '1' });
      expect(stolen.status).toBe(409);
    });

    it('limits an API key to its scopes', async () => {
      const reader = await anApiKey(app, ['support:read']);
      const writer = await anApiKey(app, ['support:write']);
      const stranger = await anApiKey(app, ['metrics:read']);
      const body = { locationId, openedAt: OPENED };
      expect((await reader.get('/support-requests')).status).toBe(200);
      expect((await reader.post('/support-requests', body)).status).toBe(403);
      expect((await writer.post('/support-requests', body)).status).toBe(201);
      expect((await writer.get('/support-requests')).status).toBe(403);
      expect((await stranger.get('/support-requests')).status).toBe(403);
      expect((await app.anonymous.get('/support-requests')).status).toBe(401);
    });
  });
});
