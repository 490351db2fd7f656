import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import { onShift } from '../support/assignments.js';

const AT = '2026-10-26T10:00:00-05:00';
const SHIFT = { startsAt: '2026-10-26T09:00:00-05:00', endsAt: '2026-10-26T12:00:00-05:00' };
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('counts at the desk', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const ids = (body: { items: { id: string }[] }) => body.items.map((item) => item.id);
  const actions = async (id: string) =>
    succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items.map(
      (event: { action: string }) => event.action,
    );

  describe('tallies', () => {
    const tally = (body: object = {}, client = app.admin) =>
      client.post('/support-tallies', { locationId, at: AT, count: 3, ...body });

    it('are stored, and removed with DELETE', async () => {
      const answer = await tally({ channel: 'walk-in', directional: true });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: expect.any(String) as string,
        locationId,
        at: AT,
        count: 3,
        channel: 'walk-in',
        category: null,
        directional: true,
        loggedAt: '2026-10-26T12:00:00-05:00',
        loggedLate: true,
        version: 1,
      });
      const path = `/support-tallies/${answer.body.id}`;
      expect((await app.admin.get(path)).body).toEqual(answer.body);
      expect((await app.admin.delete(path, { 'if-match': '"2"' })).status).toBe(412);
      expect((await app.admin.delete(path, { 'if-match': '"1"' })).status).toBe(204);
      expect((await app.admin.get(path)).status).toBe(404);
      expect((await app.admin.delete(path)).status).toBe(404);
      expect(await actions(answer.body.id)).toEqual(['support-tally.deleted', 'support-tally.created']);
    });

    it('may be any number, also at one moment', async () => {
      const [first, second] = [succeeded(await tally()), succeeded(await tally())];
      expect(first.id).not.toBe(second.id);
    });

    it.each([
      ['a count of none', { count: 0 }, 'count'],
      ['a count of too many', { count: 1001 }, 'count'],
      ['half a count', { count: 1.5 }, 'count'],
      ['a count as text', { count: '3' }, 'count'],
      ['a time without an offset', { at: '2026-10-26T10:00' }, 'at'],
      ['an unknown field', { note: 'x' }, 'note'],
      ['a null flag', { directional: null }, 'directional'],
    ])('refuse %s', async (_name, body, field) => {
      expect(await tally(body)).toMatchObject({ status: 400, body: { violations: [{ field }] } });
    });

    it('take effect once when two remove the same one', async () => {
      const { id } = succeeded(await tally());
      const answers = await Promise.all([1, 2].map(() => app.admin.delete(`/support-tallies/${id}`)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404]);
    });

    it('are visible and removable for their operator only', async () => {
      const [maya, noor] = [await anOperator(app), await anOperator(app)];
      await onShift(app, locationId, maya.id, SHIFT);
      const own = succeeded(await tally({}, maya.client));
      expect(ids(succeeded(await maya.client.get('/support-tallies')))).toEqual([own.id]);
      expect(ids(succeeded(await noor.client.get('/support-tallies')))).toEqual([]);
      expect((await noor.client.get(`/support-tallies/${own.id}`)).status).toBe(404);
      expect((await noor.client.delete(`/support-tallies/${own.id}`)).status).toBe(404);
      expect((await maya.client.delete(`/support-tallies/${own.id}`)).status).toBe(204);
    });

    it('cannot be invented by an operator', async () => {
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, SHIFT);
      const code = async (body: object) => (await tally(body, maya.client)).body.code as string;
      expect(await code({ at: '2026-10-20T10:00:00-05:00' })).toBe('TOO_LONG_AGO');
      expect(await code({ at: '2026-10-26T04:00:00-05:00' })).toBe('NO_SHIFT_NEAR');
      expect(await code({ at: '2026-10-26T12:30:00-05:00' })).toBe('IN_THE_FUTURE');
      expect(await code({ count: 21 })).toBe('TOO_MANY_AT_ONCE');
      expect((await tally({ count: 20 }, maya.client)).status).toBe(201);
      const heads = { locationId, at: '2026-10-20T10:00:00-05:00', area: 'Desk', count: 3 };
      expect((await maya.client.post('/headcounts', heads)).body.code).toBe('TOO_LONG_AGO');
    });

    it('cannot be removed by an operator after a day', async () => {
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, SHIFT);
      const { id } = succeeded(await tally({}, maya.client));
      await app.database.query(`UPDATE support_tallies SET at = '2026-10-20T15:00:00Z' WHERE id = $1`, [id]);
      expect((await maya.client.delete(`/support-tallies/${id}`)).body.code).toBe('TOO_LONG_AGO');
      expect((await app.admin.delete(`/support-tallies/${id}`)).status).toBe(204);
    });

    it('of another location can be neither seen nor created', async () => {
      const [own, foreign] = [await aLocation(app), await aLocation(app)];
      for (const role of ['supervisor', 'campus_it']) {
        const { client } = await aUser(app, role, [own.id]);
        const theirs = succeeded(await tally({ locationId: foreign.id }));
        const mine = succeeded(await tally({ locationId: own.id }, client));
        expect(ids(succeeded(await client.get('/support-tallies')))).toContain(mine.id);
        expect(ids(succeeded(await client.get('/support-tallies')))).not.toContain(theirs.id);
        expect((await client.get(`/support-tallies/${theirs.id}`)).status).toBe(404);
        expect((await client.delete(`/support-tallies/${theirs.id}`)).status).toBe(404);
        expect((await tally({ locationId: foreign.id }, client)).status).toBe(403);
      }
      expect((await tally({ locationId: NOWHERE })).status).toBe(404);
    });
  });

  describe('headcounts', () => {
    const headcount = (body: object = {}, client = app.admin) =>
      client.post('/headcounts', { locationId, at: AT, area: 'Quiet', count: 12, ...body });

    it('keep the last count for a location, area and moment', async () => {
      const first = await headcount();
      expect(first.status).toBe(201);
      expect(first.body).toEqual({
        id: expect.any(String) as string,
        locationId,
        at: AT,
        area: 'Quiet',
        count: 12,
      });
      const again = await headcount({ count: 0, at: '2026-10-26T15:00:00Z' });
      expect(again).toMatchObject({ status: 200, body: { id: first.body.id, count: 0, at: AT } });
      expect((await headcount({ area: 'Loud' })).status).toBe(201);
      expect((await headcount({ at: '2026-10-26T10:30:00-05:00' })).status).toBe(201);
      expect(await actions(first.body.id)).toEqual(['headcount.updated', 'headcount.created']);
    });

    it('are one row for many simultaneous ones', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, count) => headcount({ area: 'Race', count })),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(11).fill(200), 201]);
      expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    });

    it.each([
      ['fewer than nobody', { count: -1 }, 'count'],
      ['more than fit', { count: 100_001 }, 'count'],
      ['no area', { area: ' ' }, 'area'],
      ['no time', { at: undefined }, 'at'],
    ])('refuse %s', async (_name, body, field) => {
      expect(await headcount(body)).toMatchObject({ status: 400, body: { violations: [{ field }] } });
    });

    it('are listed newest first, between two instants', async () => {
      const { id } = await aLocation(app);
      const hour = (at: number) => `2026-10-26T${at}:00:00-05:00`;
      for (const at of [10, 12, 11]) succeeded(await headcount({ locationId: id, at: hour(at) }));
      const times = async (query = '') =>
        succeeded(await app.admin.get(`/headcounts?locationId=${id}${query}`)).items.map(
          (item: { at: string }) => item.at,
        );
      expect(await times()).toEqual([hour(12), hour(11), hour(10)]);
      expect(await times(`&from=${hour(10)}&to=${hour(12)}`)).toEqual([hour(11), hour(10)]);
      const page = succeeded(await app.admin.get(`/headcounts?locationId=${id}&limit=2`));
      const rest = succeeded(
        await app.admin.get(`/headcounts?locationId=${id}&limit=2&cursor=${page.nextCursor}`),
      );
      expect([...page.items, ...rest.items].map((item: { at: string }) => item.at)).toEqual(await times());
      expect(rest.nextCursor).toBeNull();
    });

    it('of another location can be neither seen nor created', async () => {
      const [own, foreign] = [await aLocation(app), await aLocation(app)];
      const { client } = await aUser(app, 'supervisor', [own.id]);
      const theirs = succeeded(await headcount({ locationId: foreign.id }));
      const mine = succeeded(await headcount({ locationId: own.id }, client));
      expect(ids(succeeded(await client.get('/headcounts')))).toEqual([mine.id]);
      expect((await client.get(`/headcounts/${mine.id}`)).status).toBe(200);
      expect((await client.get(`/headcounts/${theirs.id}`)).status).toBe(404);
      expect((await headcount({ locationId: foreign.id }, client)).status).toBe(403);
    });
  });
});
