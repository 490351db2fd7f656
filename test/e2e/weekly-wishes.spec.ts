import { codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const wish = { weekday: 2, startsAt: '18:00', endsAt: '20:30', preference: 'prefer' };

describe('a week of wishes', () => {
  let app: TestApp;
  let locationId: string;
  let supervisor: HttpClient;
  let maya: MadeOperator;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 }));
    locationId = (await aLocation(app)).id;
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  });
  beforeEach(async () => (maya = await anOperator(app, { locationIds: [locationId] })));
  afterAll(() => app.close());

  const store = (wishes: unknown, client = maya.client): Promise<Answer> =>
    client.send('PUT', `/operators/${maya.id}/weekly-wishes`, { wishes });
  const stored = async (): Promise<Record<string, unknown>[]> =>
    succeeded(await maya.client.get(`/operators/${maya.id}/unavailability?limit=200`)).items;

  it('is stored as a whole, holds from today on, and is listed as unavailability', async () => {
    const answer = await store([wish, { ...wish, weekday: 7, preference: 'cannot', reason: 'choir' }]);
    expect(answer.status).toBe(200);
    expect(answer.body.items).toEqual([
      {
        id: expect.any(String),
        operatorId: maya.id,
        kind: 'weekly',
        preference: 'prefer',
        weekday: 2,
        startsAt: '18:00',
        endsAt: '20:30',
        effectiveFrom: '2026-10-26',
        effectiveTo: null,
        reason: null,
        version: 1,
      },
      expect.objectContaining({ weekday: 7, preference: 'cannot', reason: 'choir' }),
    ]);
    expect(await stored()).toEqual(answer.body.items);
  });

  it('replaces the earlier week, and nothing else', async () => {
    const path = `/operators/${maya.id}/unavailability`;
    const weekly = { ...wish, kind: 'weekly', effectiveFrom: '2026-09-01' };
    const ended = succeeded(await maya.client.post(path, { ...weekly, effectiveTo: '2026-10-25' }));
    const absence = succeeded(
      await maya.client.post(path, {
        kind: 'once',
        startsAt: '2026-11-03T08:00:00-06:00',
        endsAt: '2026-11-03T12:00:00-06:00',
      }),
    );
    succeeded(await maya.client.post(path, { ...weekly, effectiveTo: '2026-10-26' }));
    succeeded(await maya.client.post(path, { ...weekly, effectiveFrom: '2027-01-10' }));
    const { items } = succeeded(await store([{ ...wish, startsAt: '19:00' }]));
    expect(await stored()).toEqual([ended, absence, ...items]);
    expect((await store([])).body).toEqual({ items: [] });
    expect(await stored()).toEqual([ended, absence]);
  });

  it('keeps the given dates', async () => {
    const dated = { ...wish, effectiveFrom: '2026-09-01', effectiveTo: '2026-12-10' };
    expect((await store([dated])).body.items).toEqual([expect.objectContaining(dated)]);
  });

  it('forbids shifts at "cannot" times, across midnight too', async () => {
    succeeded(await store([{ ...wish, startsAt: '22:00', endsAt: '02:00', preference: 'cannot' }]));
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-28T01:00:00-05:00',
      endsAt: '2026-10-28T03:00:00-05:00',
    });
    expect(codesOf(await maya.client.post(`/shifts/${shift.id}/claims`))).toEqual(['UNAVAILABLE']);
    succeeded(await store([]));
    expect((await maya.client.post(`/shifts/${shift.id}/claims`)).status).toBe(201);
  });

  it.each([
    ['no wishes', undefined, 'wishes'],
    ['wishes that are no list', wish, 'wishes'],
    ['one that is none', [wish, 5], 'wishes'],
    ['weekday 8', [{ ...wish, weekday: 8 }], 'wishes.0.weekday'],
    ['a time that is none', [wish, { ...wish, endsAt: '24:00' }], 'wishes.1.endsAt'],
    ['a preference that is none', [{ ...wish, preference: 'love' }], 'wishes.0.preference'],
    ['a field too many', [{ ...wish, kind: 'weekly' }], 'wishes.0.kind'],
    ['one that has ended', [{ ...wish, effectiveTo: '2026-10-25' }], 'wishes.0.effectiveTo'],
    [
      'one that ends before it begins',
      [wish, { ...wish, effectiveFrom: '2026-11-10', effectiveTo: '2026-11-09' }],
      'wishes.1.effectiveTo',
    ],
  ])('is refused with %s, and stays as it was', async (_name, wishes, field) => {
    const { items } = succeeded(await store([wish]));
    expect(refusedFieldsOf(await store(wishes))).toEqual({ status: 400, fields: [field] });
    expect(await stored()).toEqual(items);
  });

  it('is refused with too many other entries, and stays as it was', async () => {
    await app.database.query(
      `INSERT INTO unavailability (id, operator_id, kind, preference, starts_at, ends_at)
       SELECT gen_random_uuid(), $1, 'once', 'cannot', '2027-01-01', '2027-01-02' FROM generate_series(1, 498)`,
      [maya.id],
    );
    succeeded(await store([wish, { ...wish, weekday: 3 }]));
    const three = [3, 4, 5].map((weekday) => ({ ...wish, weekday }));
    expect(codesOf(await store(three))).toEqual(['TOO_MANY_ENTRIES']);
    const kept = await app.database.query(
      `SELECT weekday FROM unavailability WHERE operator_id = $1 AND kind = 'weekly' ORDER BY weekday`,
      [maya.id],
    );
    expect(kept).toEqual([{ weekday: 2 }, { weekday: 3 }]);
    expect(refusedFieldsOf(await store(Array.from({ length: 501 }, () => wish)))).toEqual({
      status: 400,
      fields: ['wishes'],
    });
  });

  it('stored twice at once is one of the two, complete', async () => {
    const weeks = [1, 2].map((weekday) =>
      Array.from({ length: 12 }, (_, hour) => ({
        ...wish,
        weekday,
        startsAt: `${String(hour).padStart(2, '0')}:00`,
      })),
    );
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(weeks.map((week) => store(week)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const days = (await stored()).map(({ weekday }) => weekday);
      expect(days).toEqual(Array.from({ length: 12 }, () => days[0]));
    }
  });

  it('is in the audit trail without reasons', async () => {
    succeeded(await store([{ ...wish, reason: 'physiotherapy' }]));
    const { body } = await app.admin.get('/audit-events?limit=1');
    expect(body.items[0]).toMatchObject({
      action: 'weekly-wishes.stored',
      entityId: maya.id,
      details: { wishes: [expect.objectContaining({ weekday: 2, localStart: '18:00' })] },
    });
    expect(JSON.stringify(body)).not.toContain('physiotherapy');
  });

  it('is visible to the operator and their supervisors, and not found by others', async () => {
    const statusOf = async (client: HttpClient): Promise<number> => (await store([wish], client)).status;
    expect(await statusOf(maya.client)).toBe(200);
    expect(await statusOf(supervisor)).toBe(200);
    expect(await statusOf(app.admin)).toBe(200);
    expect(await statusOf(await anApiKey(app, ['schedule:write']))).toBe(200);
    expect(await statusOf((await anOperator(app, { locationIds: [locationId] })).client)).toBe(404);
    expect(await statusOf((await aUser(app, 'supervisor')).client)).toBe(404);
    expect(await statusOf((await aUser(app, 'campus_it', [locationId])).client)).toBe(403);
    expect(await statusOf((await aUser(app, 'analyst', [locationId])).client)).toBe(403);
    expect(await statusOf(await anApiKey(app, ['schedule:read']))).toBe(403);
    expect(await statusOf(app.anonymous)).toBe(401);
    const key = await anApiKey(app, ['schedule:write', 'schedule:read']);
    expect((await store([{ ...wish, reason: 'choir' }], key)).body.items[0].reason).toBeNull();
  });
});
