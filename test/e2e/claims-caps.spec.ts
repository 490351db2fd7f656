import { codesOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

describe('the weekly hour cap', () => {
  let app: TestApp;
  let location: { id: string };
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 }));
    location = await aLocation(app);
  });
  afterAll(() => app.close());

  const shift = (startsAt: string, endsAt: string, locationId = location.id): Promise<{ id: string }> =>
    aShift(app, locationId, { startsAt, endsAt });
  const claim = async (operator: MadeOperator, of: { id: string }): Promise<Answer> =>
    operator.client.post(`/shifts/${of.id}/claims`);
  const refusal = async (operator: MadeOperator, of: { id: string }): Promise<string[]> =>
    codesOf(await claim(operator, of));

  it('allows exactly its hours, and not a minute more', async () => {
    const exact = await anOperator(app, { weeklyHourCap: 4 });
    const over = await shift('2026-11-03T18:00:00-06:00', '2026-11-03T22:01:00-06:00');
    expect(await refusal(exact, over)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    const within = await shift('2026-11-03T18:00:00-06:00', '2026-11-03T22:00:00-06:00');
    expect((await claim(exact, within)).status).toBe(201);
    const minute = await shift('2026-11-08T23:58:00-06:00', '2026-11-08T23:59:00-06:00');
    expect(await refusal(exact, minute)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    const nextWeek = await shift('2026-11-09T00:00:00-06:00', '2026-11-09T04:00:00-06:00');
    expect((await claim(exact, nextWeek)).status).toBe(201);
  });

  it('counts quarter hours that add up to it', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 2.5 });
    for (let hour = 8; hour < 18; hour++) {
      const start = `2026-11-04T${String(hour).padStart(2, '0')}`;
      const { id } = await shift(`${start}:00:00-06:00`, `${start}:15:00-06:00`);
      expect((await operator.client.post(`/shifts/${id}/claims`)).status).toBe(201);
    }
    const more = await shift('2026-11-04T20:00:00-06:00', '2026-11-04T20:01:00-06:00');
    expect(await refusal(operator, more)).toEqual(['WEEKLY_CAP_EXCEEDED']);
  });

  it('of zero allows nothing, and no cap allows everything', async () => {
    const [none, all] = [await anOperator(app, { weeklyHourCap: 0 }), await anOperator(app)];
    const long = await shift('2026-11-05T00:00:00-06:00', '2026-11-06T00:00:00-06:00');
    expect(await refusal(none, long)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    expect((await claim(all, long)).status).toBe(201);
  });

  it('splits a night across Sunday midnight in the institution’s zone between its two weeks', async () => {
    const night = (): Promise<{ id: string }> =>
      shift('2026-11-08T22:00:00-06:00', '2026-11-09T06:00:00-06:00');
    const sunday = await shift('2026-11-08T12:00:00-06:00', '2026-11-08T17:00:00-06:00');
    const monday = await shift('2026-11-09T12:00:00-06:00', '2026-11-09T13:00:00-06:00');
    const enough = await anOperator(app, { weeklyHourCap: 7 });
    for (const part of [sunday, monday]) expect((await claim(enough, part)).status).toBe(201);
    expect((await claim(enough, await night())).status).toBe(201);
    const tooLittle = await anOperator(app, { weeklyHourCap: 6 });
    const [again] = [await shift('2026-11-09T12:00:00-06:00', '2026-11-09T13:00:00-06:00')];
    expect((await claim(tooLittle, again)).status).toBe(201);
    const refused = await claim(tooLittle, await night());
    expect(codesOf(refused)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    expect(refused.body.detail).toContain('7 of 6 hours in the week of 9 November');
  });

  it('counts weeks in the institution’s zone even where the location is a day ahead', async () => {
    const tokyo = await aLocation(app, { timeZone: 'Asia/Tokyo' });
    const operator = await anOperator(app, { weeklyHourCap: 4 });
    const first = await shift('2026-11-08T08:00:00-06:00', '2026-11-08T12:00:00-06:00');
    expect((await claim(operator, first)).status).toBe(201);
    const mondayThere = await shift('2026-11-09T08:00:00+09:00', '2026-11-09T12:00:00+09:00', tokyo.id);
    expect(await refusal(operator, mondayThere)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    const later = await shift('2026-11-09T15:00:00+09:00', '2026-11-09T19:00:00+09:00', tokyo.id);
    expect((await claim(operator, later)).status).toBe(201);
  });

  it.each([
    ['the long autumn night as 9 hours', '2026-10-31T22:00:00-05:00', '2026-11-01T06:00:00-06:00', 9],
    ['the short spring night as 7 hours', '2027-03-13T22:00:00-06:00', '2027-03-14T06:00:00-05:00', 7],
    ['a plain night as 8 hours', '2026-11-13T22:00:00-06:00', '2026-11-14T06:00:00-06:00', 8],
  ])('counts %s', async (_what, startsAt, endsAt, hours) => {
    const [below, exact] = [
      await anOperator(app, { weeklyHourCap: hours - 0.01 }),
      await anOperator(app, { weeklyHourCap: hours }),
    ];
    const night = await shift(startsAt, endsAt);
    const refused = await claim(below, night);
    expect(codesOf(refused)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    expect(refused.body.detail).toContain(`${hours} of`);
    expect((await claim(exact, night)).status).toBe(201);
  });

  it('counts pending and approved claims, and no ended ones', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 4 });
    const first = await shift('2026-11-17T08:00:00-06:00', '2026-11-17T12:00:00-06:00');
    const second = await shift('2026-11-18T08:00:00-06:00', '2026-11-18T12:00:00-06:00');
    const pending = succeeded(await claim(operator, first));
    expect(await refusal(operator, second)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    succeeded(await app.admin.post(`/claims/${pending.id}/approve`));
    expect(await refusal(operator, second)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    succeeded(await app.admin.post(`/claims/${pending.id}/cancel`, { reason: 'Ill' }));
    expect((await claim(operator, second)).status).toBe(201);
  });

  it('uses the setting for the first weekday', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 4 });
    const saturday = await shift('2026-11-28T08:00:00-06:00', '2026-11-28T12:00:00-06:00');
    const sunday = await shift('2026-11-29T08:00:00-06:00', '2026-11-29T12:00:00-06:00');
    expect((await claim(operator, saturday)).status).toBe(201);
    expect(await refusal(operator, sunday)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    succeeded(await app.admin.patch('/settings', { weekStartsOn: 7 }));
    expect((await claim(operator, sunday)).status).toBe(201);
    succeeded(await app.admin.patch('/settings', { weekStartsOn: 1 }));
  });

  it('adds odd minutes without rounding errors', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 6.25 });
    const minutes = (count: number): string =>
      new Date(Date.parse('2026-12-01T12:00:00Z') + count * 60_000).toISOString();
    for (let part = 0; part < 15; part++) {
      const answer = await claim(operator, await shift(minutes(part * 30), minutes(part * 30 + 25)));
      expect(answer.status).toBe(201);
    }
  });
});
