import { refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';

describe('planned demand', () => {
  let app: TestApp;
  let location: { id: string };
  let supervisor: HttpClient;
  let rule: { id: string };
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
    supervisor = (await aUser(app, 'supervisor', [location.id])).client;
    rule = await coverageHours(app, location.id, { weekdays: [2, 7], effectiveTo: '2027-06-30' });
    succeeded(
      await supervisor.post('/coverage-exceptions', {
        locationId: location.id,
        date: '2026-11-03',
        untilDate: '2026-11-04',
        kind: 'special',
        reason: 'Open day',
        hours: [{ startsAt: '10:00', endsAt: '12:00', required: 2 }],
      }),
    );
  });
  afterAll(() => app.close());

  const ask = (query: object = {}, client = supervisor): Promise<Answer> =>
    client.get(
      withQuery('/coverage/demand', {
        locationId: location.id,
        from: '2026-10-27T00:00:00-05:00',
        to: '2026-10-29T00:00:00-05:00',
        ...query,
      }),
    );
  const drafted = (draft: object): object => ({ draftRule: JSON.stringify(draft) });
  const draft = {
    weekdays: [2],
    startsAt: '22:00',
    endsAt: '23:00',
    required: 2,
    effectiveFrom: '2026-10-01',
  };
  const segments = (answer: Answer): unknown[] =>
    (
      succeeded(answer).items as { startsAt: string; endsAt: string; required: number; isDraft: boolean }[]
    ).map(({ startsAt, endsAt, required, isDraft }) => [
      startsAt.slice(0, 16),
      endsAt.slice(11, 16),
      required,
      isDraft,
    ]);

  it('is returned as spans with the required number, by the date on which they start', async () => {
    expect(succeeded(await ask())).toEqual({
      items: [
        {
          startsAt: '2026-10-27T20:00:00-05:00',
          endsAt: '2026-10-28T02:00:00-05:00',
          positionId: DEFAULT_POSITION,
          required: 1,
          date: '2026-10-27',
          isDraft: false,
        },
      ],
      exceptions: [],
    });
  });

  it('shows which dates have an exception', async () => {
    const answer = await ask({ from: '2026-11-02T02:00:00-06:00', to: '2026-11-05T00:00:00-06:00' });
    expect(segments(answer)).toEqual([
      ['2026-11-03T10:00', '12:00', 2, false],
      ['2026-11-04T10:00', '12:00', 2, false],
    ]);
    expect(answer.body.exceptions).toEqual([
      { date: '2026-11-03', untilDate: '2026-11-04', kind: 'special', reason: 'Open day' },
    ]);
    const before = await ask({ from: '2026-11-02T00:00:00-06:00', to: '2026-11-03T00:00:00-06:00' });
    expect(before.body.exceptions).toEqual([]);
  });

  it('is clipped to the requested window', async () =>
    expect(
      segments(await ask({ from: '2026-10-27T21:00:00-05:00', to: '2026-10-27T22:30:00-05:00' })),
    ).toEqual([['2026-10-27T21:00', '22:30', 1, false]]));

  it.each([
    ['25 hours on the day clocks go back', '2026-11-01T00:00:00-05:00', '2026-11-02T00:00:00-06:00', 25],
    ['23 hours on the day they go forward', '2027-03-14T00:00:00-06:00', '2027-03-15T00:00:00-05:00', 23],
  ])('lasts %s', async (_name, from, to, hours) => {
    const other = await aLocation(app);
    await coverageHours(app, other.id, { startsAt: '00:00', endsAt: '00:00' });
    const { items } = succeeded(await ask({ locationId: other.id, from, to }, app.admin));
    expect(items).toEqual([expect.objectContaining({ startsAt: from, endsAt: to, required: 1 })]);
    expect((Date.parse(items[0].endsAt) - Date.parse(items[0].startsAt)) / 3_600_000).toBe(hours);
  });

  describe('with a draft of coverage hours', () => {
    it('adds their demand, and stores nothing', async () => {
      expect(segments(await ask(drafted(draft)))).toEqual([
        ['2026-10-27T20:00', '22:00', 1, false],
        ['2026-10-27T22:00', '23:00', 3, true],
        ['2026-10-27T23:00', '02:00', 1, false],
      ]);
      expect(segments(await ask())).toHaveLength(1);
    });
    it('replaces the hours that it changes', async () =>
      expect(segments(await ask(drafted({ ...draft, coverageHoursId: rule.id.toUpperCase() })))).toEqual([
        ['2026-10-27T22:00', '23:00', 2, true],
      ]));
    it('may be for another position', async () => {
      const { id } = await aPosition(app);
      const { items } = succeeded(await ask(drafted({ ...draft, positionId: id, effectiveTo: null })));
      expect(items.map((item: { positionId: string }) => item.positionId)).toEqual([DEFAULT_POSITION, id]);
    });
    it.each([
      ['that is no JSON', 'weekdays', 'draftRule'],
      ['that is a list', '[]', 'draftRule'],
      ['that is null', 'null', 'draftRule'],
      ['of no hours', JSON.stringify({ ...draft, startsAt: undefined }), 'draftRule.startsAt'],
      ['on no weekday', JSON.stringify({ ...draft, weekdays: [] }), 'draftRule.weekdays'],
      ['with a field too many', JSON.stringify({ ...draft, locationId: NOWHERE }), 'draftRule.locationId'],
      ['nested too deep', '{"a":'.repeat(30), 'draftRule'],
      ['whose dates end first', JSON.stringify({ ...draft, effectiveTo: '2026-09-30' }), 'effectiveTo'],
    ])('is refused %s', async (_name, draftRule, field) =>
      expect(refusedFieldsOf(await ask({ draftRule }))).toEqual({ status: 400, fields: [field] }),
    );
    it('is refused for an unknown or foreign position or hours', async () => {
      expect((await ask(drafted({ ...draft, positionId: NOWHERE }))).body.code).toBe('UNKNOWN_POSITION');
      expect((await ask(drafted({ ...draft, coverageHoursId: NOWHERE }))).status).toBe(404);
      const elsewhere = await coverageHours(app, (await aLocation(app)).id);
      const answer = await ask(drafted({ ...draft, coverageHoursId: elsewhere.id }), app.admin);
      expect(answer.status).toBe(404);
    });
  });

  describe('with a draft of an exception', () => {
    const closing = (change: object = {}): object => ({
      draftException: JSON.stringify({ date: '2026-10-27', kind: 'closed', ...change }),
    });
    it('closes its dates', async () => {
      const answer = await ask(closing());
      expect(segments(answer)).toEqual([]);
      expect(answer.body.exceptions).toEqual([
        { date: '2026-10-27', untilDate: '2026-10-27', kind: 'closed', reason: null },
      ]);
    });
    it('has its own hours', async () =>
      expect(
        segments(
          await ask(
            closing({ kind: 'special', hours: [{ startsAt: '08:00', endsAt: '09:00', required: 1 }] }),
          ),
        ),
      ).toEqual([['2026-10-27T08:00', '09:00', 1, true]]));
    it('is refused as it would be when stored', async () => {
      expect(refusedFieldsOf(await ask(closing({ kind: 'special' })))).toEqual({
        status: 400,
        fields: ['hours'],
      });
      expect((await ask(closing({ exceptionId: NOWHERE }))).status).toBe(404);
    });
  });

  it.each([
    ['no location', { locationId: '' }, 'locationId'],
    ['no beginning', { from: 'today' }, 'from'],
    ['an end before its beginning', { to: '2026-10-27T00:00:00-05:00' }, 'to'],
    ['more than 400 days', { to: '2027-12-10T00:00:00-06:00' }, 'to'],
    ['what nobody knows', { positionId: DEFAULT_POSITION }, 'positionId'],
  ])('is refused for %s', async (_name, query, field) =>
    expect(refusedFieldsOf(await ask(query))).toEqual({ status: 400, fields: [field] }),
  );

  it('is for those who run the location or look after its machines, and for nobody elsewhere', async () => {
    const statusOf = async (client: HttpClient, query: object = {}): Promise<number> =>
      (await ask(query, client)).status;
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    expect(await statusOf(campusIt)).toBe(200);
    expect(await statusOf(campusIt, drafted(draft))).toBe(200);
    expect(await statusOf((await aUser(app, 'supervisor')).client)).toBe(404);
    expect(await statusOf((await aUser(app, 'supervisor')).client, drafted(draft))).toBe(404);
    expect(await statusOf((await anOperator(app)).client)).toBe(403);
    expect(await statusOf((await aUser(app, 'analyst', [location.id])).client)).toBe(403);
    expect(await statusOf(await anApiKey(app, ['schedule:read']))).toBe(200);
    expect(await statusOf(await anApiKey(app, ['metrics:read']))).toBe(403);
    expect(await statusOf(app.admin, { locationId: NOWHERE })).toBe(404);
    expect(await statusOf(app.anonymous)).toBe(401);
  });
});
