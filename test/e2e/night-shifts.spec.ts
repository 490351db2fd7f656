import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { assign, recordAttendance } from '../support/assignments.js';

// Special nights, tested over HTTP. The institution's zone is Chicago and weeks start on Monday; the time is
// Monday, 26 October 2026.

let app: TestApp;
let locationId: string;
let adminId: string;
beforeAll(async () => {
  app = await startApp();
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 }));
  locationId = (await aLocation(app)).id;
  adminId = (await app.admin.get('/me')).body.id;
});
beforeEach(async () => {
  app.clock.set('2026-10-26T12:00:00-05:00');
  if (adminId) app.admin = await app.signedIn(adminId);
});
afterAll(() => app.close());

const AUTUMN = { startsAt: '2026-10-31T22:00:00-05:00', endsAt: '2026-11-01T06:00:00-06:00' };
const SPRING = { startsAt: '2027-03-13T22:00:00-06:00', endsAt: '2027-03-14T06:00:00-05:00' };
const shift = async (span: object, at = locationId): Promise<string> => (await aShift(app, at, span)).id;
const claim = ({ client }: MadeOperator, shiftId: string): Promise<Answer> =>
  client.post(`/shifts/${shiftId}/claims`);
const refusal = ({ body }: Answer): string => body.detail as string;

describe('a night from 22:00 to 06:00', () => {
  it.each([
    ['in autumn is nine hours against the cap', AUTUMN, 8, '9 of 8 hours'],
    ['in spring is seven', SPRING, 6, '7 of 6 hours'],
  ])('%s', async (_name, span, weeklyHourCap, figures) => {
    const id = await shift(span);
    const tight = await anOperator(app, { weeklyHourCap });
    expect(refusal(await claim(tight, id))).toContain(figures);
    const loose = await anOperator(app, { weeklyHourCap: weeklyHourCap + 1 });
    expect((await claim(loose, id)).status).toBe(201);
  });

  it.each([
    [
      'in autumn is nine hours worked and paid',
      AUTUMN,
      '2026-11-02T12:00:00-06:00',
      '2026-10-26',
      '2026-11-01',
      540,
    ],
    ['in spring is seven', SPRING, '2027-03-15T12:00:00-05:00', '2027-03-08', '2027-03-14', 420],
  ])('%s', async (_name, span, now, startsOn, endsOn, minutes) => {
    app.clock.set(now);
    // Nobody has used the app since autumn, so sessions have expired.
    app.admin = await app.signedIn(adminId);
    const operator = await anOperator(app);
    const { id } = await assign(app, await shift(span), operator.id);
    await recordAttendance(app, id, span.startsAt, span.endsAt);
    const period = succeeded(await app.admin.post('/pay-periods', { startsOn, endsOn }));
    const { totals } = (await operator.client.get(`/pay-periods/${period.id}/timesheet`)).body;
    expect(totals).toMatchObject([{ minutes }]);
  });
});

it('a class that begins in the repeated hour uses the first one, and forbids overlapping shifts', async () => {
  const operator = await anOperator(app);
  const calendar = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:night-class',
    'DTSTART;TZID=America/Chicago:20261101T013000',
    'DURATION:PT45M',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  const uploaded = await fetch(`${app.url}/api/v1/operators/${operator.id}/timetable`, {
    method: 'POST',
    headers: { 'content-type': 'text/calendar', cookie: operator.client.headers['cookie']! },
    body: calendar,
  });
  expect(uploaded.status).toBe(201);
  const first = { startsAt: '2026-11-01T01:30:00-05:00', endsAt: '2026-11-01T01:00:00-06:00' };
  const second = { startsAt: '2026-11-01T01:30:00-06:00', endsAt: '2026-11-01T02:30:00-06:00' };
  expect((await claim(operator, await shift(first))).body.code).toBe('UNAVAILABLE');
  expect((await claim(operator, await shift(second))).status).toBe(201);
});

it('a shift across Sunday midnight counts in both weeks by its part', async () => {
  const operator = await anOperator(app, { weeklyHourCap: 4 });
  const night = { startsAt: '2026-11-08T20:00:00-06:00', endsAt: '2026-11-09T04:00:00-06:00' };
  expect((await claim(operator, await shift(night))).status).toBe(201);
  const monday = { startsAt: '2026-11-09T20:00:00-06:00', endsAt: '2026-11-09T21:00:00-06:00' };
  expect(refusal(await claim(operator, await shift(monday)))).toContain(
    '5 of 4 hours in the week of 9 November',
  );
  const sunday = { startsAt: '2026-11-08T12:00:00-06:00', endsAt: '2026-11-08T13:00:00-06:00' };
  expect(refusal(await claim(operator, await shift(sunday)))).toContain(
    '5 of 4 hours in the week of 2 November',
  );
});

it('rest over the clock change is measured in real time', async () => {
  succeeded(await app.admin.patch('/settings', { minimumRestHours: 8 }));
  const operator = await anOperator(app);
  const evening = { startsAt: '2026-10-31T20:00:00-05:00', endsAt: '2026-10-31T23:00:00-05:00' };
  expect((await claim(operator, await shift(evening))).status).toBe(201);
  const asked = async (startsAt: string): Promise<Answer['body']> => {
    const id = await shift({ startsAt, endsAt: '2026-11-01T09:00:00-06:00' });
    return (await operator.client.get(`/shifts/${id}/eligibility`)).body;
  };
  // Seven hours by the wall clock.
  expect((await asked('2026-11-01T06:00:00-06:00')).eligible).toBe(true);
  const { violations } = await asked('2026-11-01T05:59:00-06:00');
  expect(violations).toMatchObject([
    { code: 'INSUFFICIENT_REST', message: expect.stringContaining('7.98 of 8 hours') },
  ]);
  succeeded(await app.admin.patch('/settings', { minimumRestHours: null }));
});

it('the daily cap uses the working day, whose start is a setting', async () => {
  succeeded(await app.admin.patch('/settings', { dailyHourCap: 7 }));
  const operator = await anOperator(app);
  const evening = { startsAt: '2026-10-31T19:00:00-05:00', endsAt: '2026-10-31T23:00:00-05:00' };
  const small = { startsAt: '2026-11-01T00:00:00-05:00', endsAt: '2026-11-01T03:00:00-06:00' };
  expect((await claim(operator, await shift(evening))).status).toBe(201);
  const id = await shift(small);
  const eligibility = async (): Promise<Answer['body']> =>
    (await operator.client.get(`/shifts/${id}/eligibility`)).body;
  // From midnight to three is four hours in this night.
  expect((await eligibility()).violations).toMatchObject([
    { code: 'DAILY_CAP_EXCEEDED', message: 'This would be 8 of 7 hours on 31 October 2026.' },
  ]);
  succeeded(await app.admin.patch('/settings', { workdayStartsAt: '00:00' }));
  expect((await eligibility()).eligible).toBe(true);
  for (const wrong of ['24:00', '5', null])
    expect((await app.admin.patch('/settings', { workdayStartsAt: wrong })).status).toBe(400);
  succeeded(await app.admin.patch('/settings', { dailyHourCap: null, workdayStartsAt: '05:00' }));
});

it('attendance does not change what the rules see: they use the plan', async () => {
  succeeded(await app.admin.patch('/settings', { minimumRestHours: 8, longestStretchHours: 8 }));
  const operator = await anOperator(app);
  const running = await shift({ startsAt: '2026-10-29T14:00:00-05:00', endsAt: '2026-10-29T22:00:00-05:00' });
  const next = await shift({ startsAt: '2026-10-30T06:00:00-05:00', endsAt: '2026-10-30T08:00:00-05:00' });
  const eligible = async (): Promise<unknown> =>
    (await operator.client.get(`/shifts/${next}/eligibility`)).body.eligible;
  const { id } = succeeded(await app.admin.post(`/shifts/${running}/claims`, { operatorId: operator.id }));
  expect(await eligible()).toBe(true);
  const before = app.clock.now();
  app.clock.set('2026-10-29T13:45:00-05:00');
  expect((await operator.client.post(`/claims/${id}/check-in`)).status).toBe(200);
  expect(await eligible()).toBe(true);
  app.clock.set('2026-10-29T22:30:00-05:00');
  succeeded(await operator.client.post(`/claims/${id}/check-out`));
  expect(await eligible()).toBe(true);
  expect((await operator.client.post(`/shifts/${next}/claims`)).status).toBe(201);
  app.clock.set(new Date(before).toISOString());
  succeeded(await app.admin.patch('/settings', { minimumRestHours: null, longestStretchHours: null }));
});

it('a term that ends on a Friday caps its late shift, whose hours after midnight are of the same week', async () => {
  const body = {
    name: 'Short term',
    startsOn: '2026-11-16',
    endsOn: '2026-11-20',
    weeklyHourCap: { classes: 3, exams: 3, break: 40 },
  };
  const { id: term } = succeeded(await app.admin.post('/terms', body));
  const operator = await anOperator(app);
  const friday = { startsAt: '2026-11-20T22:00:00-06:00', endsAt: '2026-11-21T02:00:00-06:00' };
  expect(refusal(await claim(operator, await shift(friday)))).toContain(
    '4 of 3 hours in the week of 16 November',
  );
  const monday = { startsAt: '2026-11-23T20:00:00-06:00', endsAt: '2026-11-24T01:00:00-06:00' };
  expect((await claim(operator, await shift(monday))).status).toBe(201);
  const { version } = (await app.admin.get(`/terms/${term}`)).body;
  await app.admin.with({ 'if-match': `"${version}"` }).delete(`/terms/${term}`);
});

it('a location an hour west uses its own time, and its hours count in the institution’s week', async () => {
  const west = (await aLocation(app, { timeZone: 'America/Denver' })).id;
  const operator = await anOperator(app, { weeklyHourCap: 2 });
  const night = { startsAt: '2026-11-15T22:00:00-07:00', endsAt: '2026-11-16T01:00:00-07:00' };
  const id = await shift(night, west);
  expect((await operator.client.get(`/shifts/${id}`)).body).toMatchObject(night);
  expect((await claim(operator, id)).status).toBe(201);
  const other = { startsAt: '2026-11-16T08:00:00-06:00', endsAt: '2026-11-16T09:00:00-06:00' };
  expect(refusal(await claim(operator, await shift(other)))).toContain(
    '3 of 2 hours in the week of 16 November',
  );
  const before = { startsAt: '2026-11-15T08:00:00-06:00', endsAt: '2026-11-15T09:00:00-06:00' };
  expect((await claim(operator, await shift(before))).status).toBe(201);
});
