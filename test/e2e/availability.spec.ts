import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'SUMMARY:Secret seminar',
  'DTSTART;TZID=America/Chicago:20261027T190000',
  'DTEND;TZID=America/Chicago:20261027T201500',
  'RRULE:FREQ=WEEKLY',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'SUMMARY:Holiday',
  'DTSTART;VALUE=DATE:20261126',
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let elsewhere: HttpClient;
let maya: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
  await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 });
});
beforeEach(async () => (maya = await anOperator(app, { locationIds: [locationId] })));
afterAll(() => app.close());

const upload = (client: HttpClient, id: string, body: string | Uint8Array, query = ''): Promise<Answer> =>
  client.send('POST', `/operators/${id}/timetable${query}`, body, { 'content-type': 'text/calendar' });
const codesOf = (answer: Answer): string[] =>
  (answer.body.violations as { code: string }[]).map(({ code }) => code);
const weekly = {
  kind: 'weekly',
  weekday: 2,
  startsAt: '18:00',
  endsAt: '20:30',
  effectiveFrom: '2026-10-01',
};

describe('a class', () => {
  it('forbids claiming the overlapping shift, and assigning it without a reason', async () => {
    const shift = await aShift(app, locationId);
    expect((await upload(maya.client, maya.id, CALENDAR)).status).toBe(201);

    const refused = await maya.client.post(`/shifts/${shift.id}/claims`, {});
    expect(refused.status).toBe(409);
    expect(refused.body.violations).toEqual([
      {
        code: 'UNAVAILABLE',
        message: 'This overlaps a class, Tue 27 Oct, 19:00 to 20:15.',
        params: { rule: 'class', away: '2026-10-27T19:00:00-05:00/2026-10-27T20:15:00-05:00' },
        overridable: true,
      },
    ]);
    const asked = await maya.client.get(`/shifts/${shift.id}/eligibility`);
    expect(asked.body).toEqual({ eligible: false, violations: refused.body.violations });
    const assigned = await supervisor.post(`/shifts/${shift.id}/claims`, { operatorId: maya.id });
    expect(codesOf(assigned)).toEqual(['UNAVAILABLE']);
    const reason = { operatorId: maya.id, overrideReason: 'The class is cancelled.' };
    expect((await supervisor.post(`/shifts/${shift.id}/claims`, reason)).status).toBe(201);
  });

  it('added after the claim prevents its approval', async () => {
    const shift = await aShift(app, locationId);
    const claim = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`, {}));
    await upload(maya.client, maya.id, CALENDAR);
    const refused = await supervisor.post(`/claims/${claim.id}/approve`);
    expect(codesOf(refused)).toEqual(['UNAVAILABLE']);
    expect((await maya.client.get(`/claims/${claim.id}`)).body.status).toBe('pending');
  });

  it('does not affect the other shifts the operator may claim', async () => {
    const during = await aShift(app, locationId);
    const after = await aShift(app, locationId, {
      startsAt: '2026-10-27T20:15:00-05:00',
      endsAt: '2026-10-27T22:00:00-05:00',
    });
    await upload(maya.client, maya.id, CALENDAR);
    const { items } = succeeded(await maya.client.get('/shifts?claimable=true&limit=200'));
    const ids = (items as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain(after.id);
    expect(ids).not.toContain(during.id);
  });
});

it('a list of shifts shows an operator which they may claim, and why not the others', async () => {
  const [during, after] = [
    await aShift(app, locationId),
    await aShift(app, locationId, {
      startsAt: '2026-10-27T22:00:00-05:00',
      endsAt: '2026-10-27T23:00:00-05:00',
    }),
  ];
  await upload(maya.client, maya.id, CALENDAR);
  const { items } = succeeded(await maya.client.get('/shifts?eligibility=true&limit=200'));
  const of = (id: string) => items.find((item: { id: string }) => item.id === id).eligibility;
  expect(of(after.id)).toEqual({ eligible: true, violations: [] });
  expect(of(during.id)).toMatchObject({ eligible: false, violations: [{ code: 'UNAVAILABLE' }] });
  expect((await maya.client.get('/shifts')).body.items[0]).not.toHaveProperty('eligibility');
  expect((await supervisor.get('/shifts?eligibility=true')).status).toBe(400);
});

describe('a timetable', () => {
  it('returns what was understood and what was not', async () => {
    const { status, body } = await upload(maya.client, maya.id, CALENDAR);
    expect(status).toBe(201);
    expect(body.understood).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        line: 2,
        title: 'Secret seminar',
        isAllDay: false,
        isRecurring: true,
        occurrences: 53,
        times: [
          {
            weekdays: [2],
            startsAt: '19:00',
            endsAt: '20:15',
            endsDaysLater: 0,
            firstDate: '2026-10-27',
            lastDate: '2027-10-26',
            occurrences: 53,
          },
        ],
        atOtherTimes: 0,
        notes: ['first-term-only'],
        warnings: [],
        startsAt: '2026-10-27T19:00:00-05:00',
        endsAt: '2026-10-27T20:15:00-05:00',
        lastEndsAt: '2027-10-26T20:15:00-05:00',
      },
    ]);
    expect(body.ignored).toEqual([{ line: 8, message: 'This event is marked as free time.' }]);
    expect((await maya.client.get(`/operators/${maya.id}/timetable`)).body).toEqual(body);
  });

  it('shows others the times of classes, but not their names', async () => {
    await upload(maya.client, maya.id, CALENDAR);
    const { status, body } = await supervisor.get(`/operators/${maya.id}/timetable`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('Secret');
    expect(body.understood[0]).toMatchObject({ line: 2, occurrences: 53 });
    const { body: trail } = await app.admin.get('/audit-events?limit=5');
    expect(JSON.stringify(trail)).not.toContain('Secret');
  });

  it('is previewed without changing anything', async () => {
    const preview = await upload(maya.client, maya.id, CALENDAR, '?dryRun=true');
    expect([preview.status, preview.body.understood]).toEqual([
      200,
      [expect.objectContaining({ occurrences: 53 })],
    ]);
    expect((await maya.client.get(`/operators/${maya.id}/timetable`)).status).toBe(404);
  });

  it('replaces the earlier one, and can be deleted', async () => {
    await upload(maya.client, maya.id, CALENDAR);
    await upload(
      maya.client,
      maya.id,
      CALENDAR.replace('20261027T1', '20261028T1').replace('20261027T2', '20261028T2'),
    );
    const rows = await app.database.query(
      'SELECT count(*)::int AS count, min(starts_at) AS first FROM timetable_classes WHERE operator_id = $1',
      [maya.id],
    );
    expect(rows).toEqual([{ count: 53, first: new Date('2026-10-29T00:00:00Z') }]);
    expect((await maya.client.delete(`/operators/${maya.id}/timetable`)).status).toBe(204);
    expect((await maya.client.delete(`/operators/${maya.id}/timetable`)).status).toBe(404);
  });

  it('is clipped to the term', async () => {
    const term = succeeded(
      await app.admin.post('/terms', { name: 'Autumn', startsOn: '2026-08-24', endsOn: '2026-12-18' }),
    );
    const { body } = await upload(maya.client, maya.id, CALENDAR);
    expect(body.understood[0]).toMatchObject({ occurrences: 8, lastEndsAt: '2026-12-15T20:15:00-06:00' });
    await app.admin.delete(`/terms/${term.id}`);
  });

  it.each([
    ['a page', '<html>Sign in</html>', 400, 'INVALID_CALENDAR'],
    ['nothing', '', 400, 'INVALID_CALENDAR'],
    ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0xfd]), 400, 'INVALID_CALENDAR'],
    ['a NUL', CALENDAR.replace('Secret', 'Sec\0ret'), 400, 'INVALID_CALENDAR'],
    ['megabytes', CALENDAR + 'X'.repeat(1_100_000), 413, 'CONTENT_TOO_LARGE'],
  ])('refuses %s, and keeps the earlier one', async (_name, text, status, code) => {
    await upload(maya.client, maya.id, CALENDAR);
    const answer = await upload(maya.client, maya.id, text);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await maya.client.get(`/operators/${maya.id}/timetable`)).status).toBe(200);
  });

  it('is accepted as text/calendar, and only on its own route', async () => {
    const json = await maya.client.post(`/operators/${maya.id}/timetable`, {});
    expect([json.status, json.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const away = await maya.client.send('POST', `/operators/${maya.id}/unavailability`, CALENDAR, {
      'content-type': 'text/calendar',
    });
    expect(away.status).toBe(415);
  });
});

describe('unavailability', () => {
  it('by week forbids the shift, from its first date to its last', async () => {
    const shift = await aShift(app, locationId);
    const made = succeeded(
      await maya.client.post(`/operators/${maya.id}/unavailability`, {
        ...weekly,
        effectiveTo: '2026-10-27',
        reason: 'choir',
      }),
    );
    expect(made).toEqual({
      id: made.id,
      operatorId: maya.id,
      kind: 'weekly',
      preference: 'cannot',
      weekday: 2,
      startsAt: '18:00',
      endsAt: '20:30',
      effectiveFrom: '2026-10-01',
      effectiveTo: '2026-10-27',
      reason: 'choir',
      version: 1,
    });
    const refused = await maya.client.post(`/shifts/${shift.id}/claims`, {});
    expect(refused.body.violations[0].message).toBe(
      'This overlaps a time marked as unavailable, Tue 27 Oct, 18:00 to 20:30.',
    );
    const later = await aShift(app, locationId, {
      startsAt: '2026-11-03T20:00:00-06:00',
      endsAt: '2026-11-03T21:00:00-06:00',
    });
    expect((await maya.client.post(`/shifts/${later.id}/claims`, {})).status).toBe(201);
  });

  it('across midnight reaches into the next day', async () => {
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-28T01:00:00-05:00',
      endsAt: '2026-10-28T03:00:00-05:00',
    });
    await maya.client.post(`/operators/${maya.id}/unavailability`, {
      ...weekly,
      startsAt: '22:00',
      endsAt: '02:00',
    });
    expect(codesOf(await maya.client.post(`/shifts/${shift.id}/claims`, {}))).toEqual(['UNAVAILABLE']);
  });

  it('for once forbids the shift, and no longer once it is deleted', async () => {
    const shift = await aShift(app, locationId);
    const once = { kind: 'once', startsAt: '2026-10-27T23:00:00-05:00', endsAt: '2026-10-28T09:00:00-05:00' };
    const made = succeeded(await maya.client.post(`/operators/${maya.id}/unavailability`, once));
    expect(made).toMatchObject({ startsAt: '2026-10-27T23:00:00-05:00', weekday: null, effectiveFrom: null });
    expect(codesOf(await maya.client.post(`/shifts/${shift.id}/claims`, {}))).toEqual(['UNAVAILABLE']);
    const path = `/operators/${maya.id}/unavailability/${made.id}`;
    expect((await maya.client.get(path)).body).toEqual(made);
    expect((await maya.client.delete(path)).status).toBe(204);
    expect((await maya.client.delete(path)).status).toBe(404);
    expect((await maya.client.post(`/shifts/${shift.id}/claims`, {})).status).toBe(201);
  });

  it('that is a wish forbids nothing', async () => {
    const shift = await aShift(app, locationId);
    for (const preference of ['rather-not', 'prefer'])
      await maya.client.post(`/operators/${maya.id}/unavailability`, { ...weekly, preference });
    expect((await maya.client.post(`/shifts/${shift.id}/claims`, {})).status).toBe(201);
  });

  it.each([
    ['a weekly one without a weekday', { weekday: undefined }, 'weekday'],
    ['a weekly one with an instant', { startsAt: '2026-10-27T23:00:00-05:00' }, 'startsAt'],
    ['a weekly one at 24:00', { endsAt: '24:00' }, 'endsAt'],
    ['dates the wrong way round', { effectiveTo: '2026-09-30' }, 'effectiveTo'],
    ['a single one with a weekday', { kind: 'once' }, 'weekday'],
    ['another kind', { kind: 'yearly' }, 'kind'],
    [
      'a single one with a local time',
      { kind: 'once', weekday: undefined, effectiveFrom: undefined },
      'startsAt',
    ],
    [
      'a single one that ends before it starts',
      {
        kind: 'once',
        weekday: undefined,
        effectiveFrom: undefined,
        startsAt: '2026-10-27T23:00:00Z',
        endsAt: '2026-10-27T23:00:00Z',
      },
      'endsAt',
    ],
  ])('refuses %s', async (_name, change, field) => {
    const { status, body } = await maya.client.post(`/operators/${maya.id}/unavailability`, {
      ...weekly,
      ...change,
    });
    expect([status, body.violations[0].field]).toEqual([400, field]);
  });

  it('keeps reasons out of the audit trail', async () => {
    await maya.client.post(`/operators/${maya.id}/unavailability`, { ...weekly, reason: 'physiotherapy' });
    const { body } = await app.admin.get('/audit-events?limit=3');
    expect(body.items[0]).toMatchObject({ action: 'unavailability.created' });
    expect(JSON.stringify(body)).not.toContain('physiotherapy');
  });
});

describe('rows', () => {
  it('are visible to the operator and their supervisors, and not found by others', async () => {
    const other = await anOperator(app, { locationIds: [locationId] });
    const path = `/operators/${maya.id}/unavailability`;
    const made = succeeded(await supervisor.post(path, weekly));
    await upload(maya.client, maya.id, CALENDAR);
    for (const client of [other.client, elsewhere]) {
      expect((await client.get(path)).status).toBe(404);
      expect((await client.post(path, weekly)).status).toBe(404);
      expect((await client.get(`${path}/${made.id}`)).status).toBe(404);
      expect((await client.delete(`${path}/${made.id}`)).status).toBe(404);
      expect((await client.get(`/operators/${maya.id}/timetable`)).status).toBe(404);
      expect((await client.delete(`/operators/${maya.id}/timetable`)).status).toBe(404);
      expect((await upload(client, maya.id, CALENDAR)).status).toBe(404);
    }
    expect((await other.client.get(`/operators/${other.id}/unavailability/${made.id}`)).status).toBe(404);
    expect((await maya.client.get(path)).body.items).toEqual([made]);
  });

  it('are deleted with the operator', async () => {
    await maya.client.post(`/operators/${maya.id}/unavailability`, weekly);
    await upload(maya.client, maya.id, CALENDAR);
    expect((await app.admin.delete(`/operators/${maya.id}`)).status).toBe(204);
    const left = await app.database.query('SELECT FROM timetable_classes WHERE operator_id = $1', [maya.id]);
    expect(left).toEqual([]);
  });
});

it('a simultaneous claim and absence: either the absence came later, or the claim is refused', async () => {
  for (let round = 0; round < 10; round++) {
    const operator = await anOperator(app, { locationIds: [locationId] });
    const shift = await aShift(app, locationId);
    const [claim, absence] = await Promise.all([
      operator.client.post(`/shifts/${shift.id}/claims`, {}),
      operator.client.post(`/operators/${operator.id}/unavailability`, weekly),
    ]);
    expect(absence.status).toBe(201);
    const order = await app.database.query<{ action: string }>(
      `SELECT action FROM audit_events WHERE details->>'operatorId' = $1 ORDER BY id`,
      [operator.id],
    );
    const claimedFirst = order[0]?.action === 'claim.created';
    expect(claim.status).toBe(claimedFirst ? 201 : 409);
  }
});
