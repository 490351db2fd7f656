import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded } from '../support/factories.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const AUTUMN = {
  name: 'Autumn 2026',
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  periods: [{ kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-18' }],
};

let app: TestApp;
let locationId: string;
beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 });
});
afterEach(async () => {
  const { items } = (await app.admin.get('/terms')).body;
  for (const { id } of items) await app.admin.delete(`/terms/${id}`);
});
afterAll(() => app.close());

describe('a term', () => {
  it('has the usual caps by default, and its periods in order', async () => {
    const pause = { kind: 'break', startsOn: '2026-11-26', endsOn: '2026-11-29' };
    const made = succeeded(
      await app.admin.post('/terms', { ...AUTUMN, periods: [AUTUMN.periods[0], pause] }),
    );
    expect(made).toEqual({
      ...AUTUMN,
      id: made.id,
      periods: [pause, AUTUMN.periods[0]],
      weeklyHourCap: { classes: 20, exams: 20, break: 40 },
      version: 1,
    });
    expect((await app.admin.get(`/terms/${made.id}`)).body).toEqual(made);
  });

  it.each([
    ['an end before its start', { endsOn: '2026-08-23' }, 'endsOn'],
    ['more than 400 days', { endsOn: '2027-12-18' }, 'endsOn'],
    [
      'a period outside',
      { periods: [{ kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-19' }] },
      'periods',
    ],
    [
      'a period that ends before it starts',
      { periods: [{ kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-13' }] },
      'periods',
    ],
    [
      'periods that overlap',
      {
        periods: [
          { kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-18' },
          { kind: 'break', startsOn: '2026-12-10', endsOn: '2026-12-14' },
        ],
      },
      'periods',
    ],
    [
      'a period of another kind',
      { periods: [{ kind: 'party', startsOn: '2026-12-14', endsOn: '2026-12-18' }] },
      'periods.0.kind',
    ],
    ['half of the caps', { weeklyHourCap: { classes: 20, exams: 20 } }, 'weeklyHourCap.break'],
  ])('is refused with %s', async (_name, change, field) => {
    const { status, body } = await app.admin.post('/terms', { ...AUTUMN, ...change });
    expect([status, body.violations[0].field]).toEqual([400, field]);
  });

  it('overlaps no other, even with simultaneous requests', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name, day) =>
        app.admin.post('/terms', { ...AUTUMN, name, periods: [], startsOn: `2026-09-0${day + 1}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('OVERLAPPING_TERM');
    const next = { ...AUTUMN, name: 'D', periods: [], startsOn: '2026-12-19', endsOn: '2027-01-10' };
    expect((await app.admin.post('/terms', next)).status).toBe(201);
    expect(
      (await app.admin.post('/terms', { ...next, startsOn: '2027-02-01', endsOn: '2027-03-01' })).body.code,
    ).toBe('NAME_TAKEN');
  });
});

describe('caps', () => {
  const caps = (classes: number) => ({ classes, exams: classes, break: classes });

  it("refuse a claim above the term's, counting hours in other campus jobs", async () => {
    await app.admin.post('/terms', { ...AUTUMN, weeklyHourCap: caps(7.5) });
    const { id, client } = await anOperator(app, { otherWeeklyHours: 4 });
    const shift = await aShift(app, locationId);
    const refused = await client.post(`/shifts/${shift.id}/claims`, {});
    expect(refused.body.violations).toEqual([
      {
        code: 'WEEKLY_CAP_EXCEEDED',
        message:
          'This would be 8 of 7.5 hours in the week of 26 October 2026, 4 of them in other campus jobs.',
        params: { rule: 'elsewhere', hours: 8, cap: 7.5, weekOf: '2026-10-26', elsewhere: 4 },
        overridable: true,
      },
    ]);
    const assignment = { operatorId: id, overrideReason: 'Nobody else.' };
    expect((await app.admin.post(`/shifts/${shift.id}/claims`, assignment)).status).toBe(201);
  });

  it('that are binding cannot be set aside', async () => {
    const { id } = await anOperator(app, { weeklyHourCap: 3, capIsBinding: true });
    const shift = await aShift(app, locationId);
    const refused = await app.admin.post(`/shifts/${shift.id}/claims`, {
      operatorId: id,
      overrideReason: 'Please.',
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'WEEKLY_CAP_EXCEEDED']);
    await app.admin.patch(`/operators/${id}`, { capIsBinding: false, capReason: 'The visa changed' });
    const again = await app.admin.post(`/shifts/${shift.id}/claims`, {
      operatorId: id,
      overrideReason: 'Please.',
    });
    expect(again.status).toBe(201);
  });
});

it('limits on working time apply once the institution sets them, and null removes them', async () => {
  const { client } = await anOperator(app);
  const late = await aShift(app, locationId);
  const early = await aShift(app, locationId, {
    startsAt: '2026-10-28T06:00:00-05:00',
    endsAt: '2026-10-28T10:00:00-05:00',
  });
  succeeded(await client.post(`/shifts/${late.id}/claims`, {}));
  const { body: settings } = await app.admin.patch('/settings', { minimumRestHours: 8, dailyHourCap: 3.5 });
  expect(settings).toMatchObject({
    minimumRestHours: 8,
    dailyHourCap: 3.5,
    shortestBreakMinutes: 30,
    nightsInARow: null,
    workdayStartsAt: '05:00',
  });
  const refused = await client.post(`/shifts/${early.id}/claims`, {});
  expect(refused.body.violations.map(({ message }: { message: string }) => message)).toEqual([
    'This would be 4 of 3.5 hours on 28 October 2026.',
    'This would leave 6 of 8 hours of rest between Wed 28 Oct, 00:00 and Wed 28 Oct, 06:00.',
  ]);
  await app.admin.patch('/settings', { minimumRestHours: null, dailyHourCap: null });
  expect((await client.post(`/shifts/${early.id}/claims`, {})).status).toBe(201);
});
