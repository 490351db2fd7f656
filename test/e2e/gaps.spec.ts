import { refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aShift,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';
const NOWHERE = '01890000-0000-7000-8000-000000000000';
/** An instant on the Tuesday evening of most hours in this file. */
const at = (time: string): string => `2026-10-27T${time}:00-05:00`;
const WINDOW = { from: '2026-10-27T00:00:00-05:00', to: '2026-10-28T00:00:00-05:00' };

describe('coverage gaps', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const find = (
    locationId: string,
    query: Record<string, string> = {},
    client = app.admin,
  ): Promise<Answer> => client.get(withQuery('/coverage/gaps', { locationId, ...WINDOW, ...query }));
  const gapsOf = async (locationId: string, query: Record<string, string> = {}): Promise<unknown[]> =>
    succeeded(await find(locationId, query)).items.map(
      (gap: { startsAt: string; endsAt: string; assigned: number; missing: number }) =>
        [gap.startsAt.slice(11, 16), gap.endsAt.slice(11, 16), gap.assigned, gap.missing] as const,
    );
  const tuesday = (locationId: string, overrides: object = {}): Promise<{ id: string }> =>
    coverageHours(app, locationId, { weekdays: [2], startsAt: '18:00', endsAt: '22:00', ...overrides });
  const staffed = async (
    locationId: string,
    from: string,
    to: string,
    overrides = {},
  ): Promise<{ id: string }> => {
    const shift = await aShift(app, locationId, { startsAt: at(from), endsAt: at(to), ...overrides });
    const positionIds = [DEFAULT_POSITION, ...('positionId' in overrides ? [overrides.positionId] : [])];
    const operator = await anOperator(app, { positionIds: [...new Set(positionIds)] });
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    return shift;
  };

  it('are all of the demand while nobody is on shift', async () => {
    const { id } = await aLocation(app);
    await tuesday(id, { required: 3 });
    expect(succeeded(await find(id))).toEqual({
      items: [
        {
          startsAt: at('18:00'),
          endsAt: at('22:00'),
          positionId: DEFAULT_POSITION,
          required: 3,
          assigned: 0,
          missing: 3,
        },
      ],
      summary: {
        requiredMinutes: 720,
        staffedMinutes: 0,
        missingMinutes: 720,
        coverageRate: 0,
        fullyCoveredRate: 0,
        uncoveredMinutes: 240,
      },
    });
  });

  it('are none, and rates are null, where there is no demand', async () => {
    const { id } = await aLocation(app);
    await staffed(id, '18:00', '20:00');
    expect(succeeded(await find(id))).toEqual({
      items: [],
      summary: {
        requiredMinutes: 0,
        staffedMinutes: 0,
        missingMinutes: 0,
        coverageRate: null,
        fullyCoveredRate: null,
        uncoveredMinutes: 0,
      },
    });
  });

  it('are maximal spans of constant demand and staffing, and surplus never offsets one', async () => {
    const { id } = await aLocation(app);
    await tuesday(id, { required: 2, endsAt: '20:00' });
    await tuesday(id, { required: 2, startsAt: '20:00' });
    await staffed(id, '17:00', '19:00');
    await staffed(id, '19:00', '21:00');
    await staffed(id, '20:30', '21:30');
    await staffed(id, '20:30', '20:45');
    expect(await gapsOf(id)).toEqual([
      ['18:00', '20:30', 1, 1],
      ['21:00', '21:30', 1, 1],
      ['21:30', '22:00', 0, 2],
    ]);
    expect((await find(id)).body.summary).toEqual({
      requiredMinutes: 480,
      staffedMinutes: 240,
      missingMinutes: 240,
      coverageRate: 0.5,
      fullyCoveredRate: 0.125,
      uncoveredMinutes: 30,
    });
  });

  it('add up the demand of rules over the same time', async () => {
    const { id } = await aLocation(app);
    await tuesday(id);
    await tuesday(id, { startsAt: '19:00', endsAt: '20:00', required: 2 });
    expect(await gapsOf(id)).toEqual([
      ['18:00', '19:00', 0, 1],
      ['19:00', '20:00', 0, 3],
      ['20:00', '22:00', 0, 1],
    ]);
  });

  it('are kept apart by position, ordered by start and then position, and filtered by it', async () => {
    const { id } = await aLocation(app);
    const position = await aPosition(app);
    await tuesday(id, { positionId: position.id });
    await tuesday(id);
    await tuesday(id, { startsAt: '16:00', endsAt: '17:00', positionId: position.id });
    await staffed(id, '18:00', '20:00', { positionId: position.id });
    const keys = succeeded(await find(id)).items.map((gap: { startsAt: string; positionId: string }) => [
      gap.startsAt.slice(11, 16),
      gap.positionId,
    ]);
    expect(keys).toEqual([
      ['16:00', position.id],
      ['18:00', DEFAULT_POSITION],
      ['20:00', position.id],
    ]);
    for (const positionId of [position.id, position.id.toUpperCase()]) {
      const filtered = succeeded(await find(id, { positionId }));
      expect(filtered.items).toHaveLength(2);
      expect(filtered.summary.requiredMinutes).toBe(300);
    }
    expect((await find(id, { positionId: NOWHERE })).body).toMatchObject({
      items: [],
      summary: { coverageRate: null },
    });
  });

  it('are clipped to the half-open window', async () => {
    const { id } = await aLocation(app);
    await tuesday(id);
    await staffed(id, '19:00', '20:00');
    expect(await gapsOf(id, { from: at('18:30'), to: at('20:10') })).toEqual([
      ['18:30', '19:00', 0, 1],
      ['20:00', '20:10', 0, 1],
    ]);
    expect(await gapsOf(id, { from: at('19:00'), to: at('20:00') })).toEqual([]);
    expect(await gapsOf(id, { from: at('22:00') })).toEqual([]);
    expect(await gapsOf(id, { to: at('18:00') })).toEqual([]);
    const summary = succeeded(await find(id, { from: at('19:30'), to: at('20:30') })).summary;
    expect(summary).toMatchObject({ requiredMinutes: 60, staffedMinutes: 30, coverageRate: 0.5 });
  });

  it('include a night that began before the window', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { weekdays: [1], startsAt: '22:00', endsAt: '06:00' });
    expect(await gapsOf(id)).toEqual([['00:00', '06:00', 0, 1]]);
    const shift = await aShift(app, id, { startsAt: '2026-10-26T20:00:00-05:00', endsAt: at('03:00') });
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: (await anOperator(app)).id }));
    expect(await gapsOf(id)).toEqual([['03:00', '06:00', 0, 1]]);
  });

  it('are never in planned closed time, nor where no operator is required', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { startsAt: '18:00', endsAt: '22:00' });
    await coverageHours(app, id, { startsAt: '08:00', endsAt: '18:00', required: 0 });
    const days = { from: '2026-10-27T00:00:00-05:00', to: '2026-10-30T00:00:00-05:00' };
    const exception = { locationId: id, reason: 'Holiday' };
    succeeded(
      await app.admin.post('/coverage-exceptions', { ...exception, date: '2026-10-28', kind: 'closed' }),
    );
    const hours = [
      { startsAt: '10:00', endsAt: '12:00', required: 2 },
      { startsAt: '13:00', endsAt: '14:00', required: 0 },
    ];
    const special = { ...exception, date: '2026-10-29', kind: 'special', hours };
    succeeded(await app.admin.post('/coverage-exceptions', special));
    expect(await gapsOf(id, days)).toEqual([
      ['18:00', '22:00', 0, 1],
      ['10:00', '12:00', 0, 2],
    ]);
  });

  it('keep a night that began before a closed date, and leave out one that would begin on it', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { startsAt: '22:00', endsAt: '02:00' });
    const exception = { locationId: id, date: '2026-10-27', kind: 'closed', reason: 'Holiday' };
    succeeded(await app.admin.post('/coverage-exceptions', exception));
    const found = await gapsOf(id, { from: '2026-10-26T12:00:00-05:00', to: '2026-10-28T12:00:00-05:00' });
    expect(found).toEqual([['22:00', '02:00', 0, 1]]);
  });

  it('also exist in the past, and only while the rule was in effect', async () => {
    const { id } = await aLocation(app);
    await tuesday(id, { effectiveFrom: '2026-10-06', effectiveTo: '2026-10-13' });
    const found = succeeded(
      await find(id, { from: '2026-09-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }),
    ).items.map((gap: { startsAt: string }) => gap.startsAt);
    expect(found).toEqual(['2026-10-06T18:00:00-05:00', '2026-10-13T18:00:00-05:00']);
  });

  it.each([
    ['no place', { locationId: undefined }, 'locationId'],
    ['a place that is no id', { locationId: 'lab' }, 'locationId'],
    ['no from', { from: undefined }, 'from'],
    ['no to', { to: undefined }, 'to'],
    ['a from without an offset', { from: '2026-10-27T00:00:00' }, 'from'],
    ['a local date for to', { to: '2026-10-28' }, 'to'],
    ['a to on a day that does not exist', { to: '2026-02-29T00:00:00Z' }, 'to'],
    ['a to at from', { to: WINDOW.from }, 'to'],
    ['a to before from', { to: '2026-10-26T00:00:00Z' }, 'to'],
    ['more than 400 days', { from: '2025-01-01T00:00:00Z', to: '2026-02-05T01:00:00.001Z' }, 'to'],
    ['a position that is no id', { positionId: '7' }, 'positionId'],
    ['an unknown basis', { basis: 'planned' }, 'basis'],
    ['an unknown filter', { status: 'open' }, 'status'],
    ['paging', { limit: '10' }, 'limit'],
  ])('are refused for %s', async (_what, overrides, field) => {
    const { id } = await aLocation(app);
    const asked: Record<string, string | undefined> = { locationId: id, ...WINDOW, ...overrides };
    const query = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await app.admin.get(withQuery('/coverage/gaps', Object.fromEntries(query)));
    expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
  });

  it('are available for 400 days, in one answer', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { effectiveFrom: '2025-01-01', startsAt: '08:00', endsAt: '09:00' });
    const answer = await find(id, { from: '2025-01-01T00:00:00Z', to: '2026-02-05T00:00:00Z' });
    expect(succeeded(answer).items).toHaveLength(400);
    expect(answer.body).not.toHaveProperty('nextCursor');
  });

  it('are for those who oversee the location, and for keys that read metrics', async () => {
    const [own, foreign] = [await aLocation(app), await aLocation(app)];
    const readers: HttpClient[] = [
      (await aUser(app, 'supervisor', [own.id])).client,
      (await aUser(app, 'campus_it', [own.id])).client,
    ];
    for (const client of readers) {
      expect((await find(own.id, {}, client)).status).toBe(200);
      expect((await find(own.id.toUpperCase(), {}, client)).status).toBe(200);
      expect((await find(foreign.id, {}, client)).status).toBe(404);
    }
    expect((await find(NOWHERE)).status).toBe(404);
    expect((await find(own.id, {}, (await anOperator(app)).client)).status).toBe(403);
    expect((await find(own.id, {}, await anApiKey(app, ['metrics:read']))).status).toBe(200);
    expect((await find(own.id, {}, await anApiKey(app, ['schedule:read']))).status).toBe(403);
    expect((await find(own.id, {}, app.anonymous)).status).toBe(401);
  });
});
