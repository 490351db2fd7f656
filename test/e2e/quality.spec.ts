import { refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { assign } from '../support/assignments.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
/** The week after the test's Monday; its first night is the autumn change. */
const WEEK = { from: '2026-10-26T00:00:00-05:00', to: '2026-11-09T00:00:00-06:00' };

describe('the quality of a location’s schedule', () => {
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let leo: MadeOperator;
  let supervisor: HttpClient;

  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', minimumRestHours: 8 }));
  });
  beforeEach(async () => {
    locationId = (await aLocation(app)).id;
    const locationIds = [locationId];
    maya = await anOperator(app, { name: 'Maya Okafor', locationIds, weeklyHourCap: 20 });
    leo = await anOperator(app, { name: 'Leo Kim', locationIds, weeklyHourCap: 20 });
    supervisor = (await aUser(app, 'supervisor', locationIds)).client;
  });
  afterAll(() => app.close());

  const ask = (client = supervisor, id = locationId, query: Record<string, string> = WEEK): Promise<Answer> =>
    client.get(withQuery(`/locations/${id}/quality`, query));
  const works = async (
    operator: MadeOperator,
    startsAt: string,
    endsAt: string,
    overrides: object = {},
    assignment: object = {},
  ): Promise<string> => {
    const shift = await aShift(app, locationId, { startsAt, endsAt, ...overrides });
    const body = { operatorId: operator.id, ...assignment };
    return succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, body)).id as string;
  };

  it('of a location without anything has no score, and says so of each part', async () => {
    const { score, parts, raises } = succeeded(await ask());
    expect(score).toBeNull();
    expect(raises).toEqual([]);
    expect(parts).toMatchObject({
      cover: { value: null, weight: 50, points: 0, requiredMinutes: 0 },
      fairness: { value: null, weight: 20, points: 0, operators: 0 },
      rest: { value: null, weight: 20, points: 0, judged: 0, breaches: [] },
      preference: { value: null, weight: 10, points: 0, wishedMinutes: 0 },
    });
  });

  it('has the cover of the gaps, and of a count of minutes in SQL', async () => {
    await coverageHours(app, locationId, { startsAt: '22:00', endsAt: '06:00', required: 2 });
    await works(maya, '2026-10-31T22:00:00-05:00', '2026-11-01T06:00:00-06:00');
    await works(leo, '2026-10-31T20:00:00-05:00', '2026-11-01T01:30:00-05:00');
    await works(leo, '2026-11-04T23:00:00-06:00', '2026-11-05T03:00:00-06:00', { status: 'draft' });
    const { cover } = succeeded(await ask()).parts;
    const gaps = succeeded(await supervisor.get(withQuery('/coverage/gaps', { locationId, ...WEEK })));
    expect(cover).toMatchObject(gaps.summary);
    const [counted] = await app.database.query<{ required: number; staffed: number }>(
      `SELECT (2 * count(*))::int AS required,
              sum(LEAST(2, (SELECT count(*) FROM claims c JOIN shifts s ON s.id = c.shift_id
                            WHERE s.location_id = $1 AND c.status = 'approved'
                              AND c.starts_at <= minute AND minute < c.ends_at)))::int AS staffed
       FROM generate_series($2::timestamptz, $3::timestamptz - interval '1 minute', '1 minute') AS minute
       WHERE (minute AT TIME ZONE 'America/Chicago')::time >= '22:00'
          OR (minute AT TIME ZONE 'America/Chicago')::time < '06:00'`,
      [locationId, WEEK.from, WEEK.to],
    );
    expect([cover.requiredMinutes, cover.staffedMinutes]).toEqual([counted!.required, counted!.staffed]);
    expect(cover.staffedMinutes).toBe(540 + 210 + 240);
  });

  it('is the weighted mean of its parts', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', weekdays: [3] });
    succeeded(
      await app.admin.send('PUT', `/operators/${maya.id}/weekly-wishes`, {
        wishes: [{ weekday: 3, startsAt: '19:00', endsAt: '21:00', preference: 'prefer' }],
      }),
    );
    succeeded(
      await app.admin.send('PUT', `/operators/${leo.id}/weekly-wishes`, {
        wishes: [{ weekday: 4, startsAt: '18:00', endsAt: '20:00', preference: 'rather-not' }],
      }),
    );
    await works(maya, '2026-10-28T18:00:00-05:00', '2026-10-28T22:00:00-05:00');
    await works(leo, '2026-10-29T18:00:00-05:00', '2026-10-29T22:00:00-05:00');
    await works(leo, '2026-10-30T03:00:00-05:00', '2026-10-30T07:00:00-05:00', {}, { overrideReason: 'ill' });
    const { score, parts } = succeeded(await ask());
    expect(parts.cover.value).toBe(0.5);
    expect(parts.fairness).toMatchObject({ operators: 2, undesirableHours: 0.5 });
    // Maya works 4 hours and Leo 8 of the same cap.
    expect(parts.fairness.hours).toBeCloseTo(5 / 6, 9);
    expect(parts.rest).toMatchObject({
      value: 0,
      judged: 1,
      broken: 1,
      shortRests: 1,
      nightsThenMornings: 0,
    });
    expect(parts.rest.breaches).toEqual([
      {
        kind: 'short-rest',
        operatorId: leo.id,
        name: 'Leo Kim',
        workedUntil: '2026-10-29T22:00:00-05:00',
        startsAt: '2026-10-30T03:00:00-05:00',
        endsAt: '2026-10-30T07:00:00-05:00',
      },
    ]);
    expect(parts.preference).toMatchObject({ value: 0.5, wishedMinutes: 120, unwishedMinutes: 120 });
    expect(score).toBeCloseTo(50 * 0.5 + (20 * (0.5 + 5 / 6)) / 2 + 0 + 10 * 0.5, 1);
  });

  it('says what would raise it most, each with the gain that the change then has', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', weekdays: [1, 2, 3, 4] });
    for (const day of ['26', '27', '28', '29'])
      await works(maya, `2026-10-${day}T18:00:00-05:00`, `2026-10-${day}T22:00:00-05:00`);
    const { score, raises } = succeeded(await ask());
    const [fill, ...others] = raises;
    expect(fill).toMatchObject({
      kind: 'fill',
      gap: {
        weekday: 1,
        startsAt: '18:00',
        endsAt: '22:00',
        times: 1,
        firstOn: '2026-11-02',
        missingMinutes: 240,
      },
      moves: [],
    });
    const handOver = others.find(({ kind }: { kind: string }) => kind === 'hand-over');
    expect(handOver).toMatchObject({
      gap: null,
      moves: [{ from: { name: 'Maya Okafor' }, to: { name: 'Leo Kim' } }],
    });

    const [{ claimId, shiftId }] = handOver.moves;
    succeeded(await app.admin.post(`/claims/${claimId}/cancel`, { reason: 'fairer' }));
    await assign(app, shiftId, leo.id);
    const fairer = succeeded(await ask());
    expect(fairer.score - score).toBeCloseTo(handOver.gain, 0);
    await works(leo, '2026-11-02T18:00:00-06:00', '2026-11-02T22:00:00-06:00');
    expect(succeeded(await ask()).parts.cover.points - fairer.parts.cover.points).toBeCloseTo(
      fill.partGains.cover,
      1,
    );
  });

  it('suggests nobody who could not work the shift', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00', weekdays: [1, 2, 3, 4] });
    for (const day of ['27', '28', '29'])
      await works(maya, `2026-10-${day}T18:00:00-05:00`, `2026-10-${day}T22:00:00-05:00`);
    const moved = async (): Promise<unknown[]> =>
      succeeded(await ask()).raises.flatMap(({ moves }: { moves: unknown[] }) => moves);
    expect(await moved()).not.toEqual([]);
    const away = { kind: 'weekly', startsAt: '00:00', endsAt: '00:00', effectiveFrom: '2026-10-01' };
    for (const weekday of [1, 2, 3, 4])
      succeeded(await app.admin.post(`/operators/${leo.id}/unavailability`, { ...away, weekday }));
    expect(await moved()).toEqual([]);
  });

  it('suggests nothing for what has passed', async () => {
    const past = { from: '2026-10-12T00:00:00-05:00', to: '2026-10-26T00:00:00-05:00' };
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00' });
    await works(
      maya,
      '2026-10-13T18:00:00-05:00',
      '2026-10-13T22:00:00-05:00',
      {},
      { overrideReason: 'late' },
    );
    const { parts, raises } = succeeded(await ask(supervisor, locationId, past));
    expect(parts.cover.staffedMinutes).toBe(240);
    expect(raises).toEqual([]);
  });

  it('names people only for supervisors and admins', async () => {
    await coverageHours(app, locationId, { startsAt: '18:00', endsAt: '22:00' });
    for (const day of ['27', '28', '29'])
      await works(maya, `2026-10-${day}T18:00:00-05:00`, `2026-10-${day}T22:00:00-05:00`);
    await works(
      maya,
      '2026-10-30T02:00:00-05:00',
      '2026-10-30T05:00:00-05:00',
      {},
      { overrideReason: 'ill' },
    );
    const named = [supervisor, app.admin];
    const unnamed = [
      (await aUser(app, 'campus_it', [locationId])).client,
      (await aUser(app, 'analyst', [locationId])).client,
      await anApiKey(app, ['metrics:read']),
      await anApiKey(app, ['metrics:read', 'schedule:read']),
    ];
    const whole = succeeded(await ask());
    expect(JSON.stringify(whole)).toContain('Maya Okafor');
    for (const client of named) expect(succeeded(await ask(client))).toEqual(whole);
    for (const client of unnamed) {
      const seen = succeeded(await ask(client));
      expect(seen.score).toBe(whole.score);
      expect(seen.parts.rest).toEqual({ ...whole.parts.rest, breaches: null });
      expect(seen.raises).toEqual(whole.raises.filter(({ kind }: { kind: string }) => kind === 'fill'));
      for (const secret of ['Maya', 'Leo', maya.id, leo.id])
        expect(JSON.stringify(seen)).not.toContain(secret);
    }
  });

  it('is for those who oversee the location', async () => {
    const foreign = (await aLocation(app)).id;
    expect((await ask(supervisor, foreign)).status).toBe(404);
    expect((await ask(supervisor, NOWHERE)).status).toBe(404);
    expect((await ask(maya.client)).status).toBe(403);
    expect((await ask(app.anonymous)).status).toBe(401);
    expect((await ask(await anApiKey(app, ['schedule:read']))).status).toBe(403);
    expect((await ask(await anApiKey(app, ['metrics:read'], { locationIds: [foreign] }))).status).toBe(404);
  });

  it('is for 200 days at most', async () => {
    const of = (to: string) => ask(supervisor, locationId, { from: '2026-08-01T00:00:00-05:00', to });
    // The clock changes between them: 200 local days and an hour.
    expect((await of('2027-02-17T00:00:00-06:00')).status).toBe(200);
    expect(refusedFieldsOf(await of('2027-02-17T00:00:01-06:00'))).toEqual({ status: 400, fields: ['to'] });
    expect(refusedFieldsOf(await of('2026-08-01T00:00:00-05:00'))).toEqual({ status: 400, fields: ['to'] });
    expect(refusedFieldsOf(await ask(supervisor, locationId, { from: '2026-08-01', to: WEEK.to }))).toEqual({
      status: 400,
      fields: ['from'],
    });
  });
});
