import { startApp, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, aUser, coverageHours, succeeded } from '../support/factories.js';

// The app's clock stands at 2026-10-26T12:00-05:00.
const AT = '2026-10-26T10:00:00-05:00';
const SHIFT = { startsAt: '2026-10-26T09:00:00-05:00', endsAt: '2026-10-26T12:00:00-05:00' };
const DAY = 'from=2026-10-26T00:00:00-05:00&to=2026-10-27T00:00:00-05:00';

interface Hour {
  startsAt: string;
  area: string;
  mean: number | null;
  peak: number | null;
  entries: number | null;
}

describe('activity', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const count = (body: object = {}, client = app.admin) =>
    client.post('/activity', { locationId, series: 'workstations-in-use', at: AT, count: 12, ...body });
  const ids = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);
  const actions = async (id: string): Promise<string[]> =>
    succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items.map(
      (event: { action: string }) => event.action,
    );

  describe('counts', () => {
    it('keep the last one for a series, location, area and moment', async () => {
      const first = await count({ area: ' Quiet ' });
      expect(first.status).toBe(201);
      expect(first.body).toEqual({
        id: expect.any(String) as string,
        locationId,
        series: 'workstations-in-use',
        at: AT,
        area: 'Quiet',
        count: 12,
        cumulative: false,
        version: 1,
      });
      const again = await count({ area: 'Quiet', count: 0, at: '2026-10-26T15:00:00Z' });
      expect(again).toMatchObject({ status: 200, body: { id: first.body.id, count: 0, at: AT, version: 2 } });
      for (const other of [{ area: 'Loud' }, {}, { area: 'Quiet', series: 'headcount' }])
        expect((await count(other)).status).toBe(201);
      expect(await actions(first.body.id)).toEqual(['activity-count.updated', 'activity-count.created']);
      expect((await app.admin.get(`/activity/${first.body.id}`)).body).toEqual(again.body);
    });

    it('are one row for many simultaneous ones', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, people) => count({ area: 'Race', count: people })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(11).fill(200), 201]);
      expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
      const { version } = succeeded(await app.admin.get(`/activity/${answers[0]!.body.id}`));
      expect(version).toBe(12);
    });

    it('count once with the same key twice at the same time', async () => {
      const body = { locationId, series: 'gate', at: AT, area: 'Key', count: 7 };
      const send = () => app.admin.post('/activity', body, { 'idempotency-key': 'gate-1' });
      const answers = await Promise.all([send(), send()]);
      const made = answers.filter(({ status }) => status === 201);
      expect(made.length).toBeGreaterThanOrEqual(1);
      for (const { status } of answers) expect([201, 409]).toContain(status);
      expect((await send()).body).toEqual(made[0]!.body);
    });

    it.each<[string, object, string]>([
      ['a series that does not exist', { series: 'noise' }, 'series'],
      ['no series', { series: undefined }, 'series'],
      ['fewer than nobody', { count: -1 }, 'count'],
      ['more than fit', { count: 100_001 }, 'count'],
      ['more than a gate lets through', { series: 'gate', count: 100_001 }, 'count'],
      ['more than a counter shows', { series: 'gate', cumulative: true, count: 1_000_000_000 }, 'count'],
      ['half a person', { count: 1.5 }, 'count'],
      ['a counter of people', { series: 'headcount', cumulative: true }, 'cumulative'],
      ['a null flag', { cumulative: null }, 'cumulative'],
      ['a time without an offset', { at: '2026-10-26T10:00' }, 'at'],
      ['a time ahead', { at: '2026-10-26T13:00:00-05:00' }, 'at'],
      ['a long area', { area: 'x'.repeat(101) }, 'area'],
      ['an unknown field', { note: 'x' }, 'note'],
    ])('refuse %s', async (_name, body, field) => {
      expect(await count(body)).toMatchObject({ status: 400, body: { violations: [{ field }] } });
    });

    it('of a counter go up to nine digits', async () => {
      const most = { series: 'gate', cumulative: true, count: 999_999_999, area: 'Nine digits' };
      expect((await count(most)).status).toBe(201);
    });

    it('are listed newest first by series, area and time', async () => {
      const { id } = await aLocation(app);
      const hour = (at: number) => `2026-10-26T${at}:00:00-05:00`;
      for (const [at, series, area] of [
        [10, 'headcount', ''],
        [11, 'gate', ''],
        [11, 'gate', 'North'],
        [12, 'headcount', 'North'],
      ] as const)
        succeeded(await count({ locationId: id, at: hour(at), series, area }));
      const listed = async (query = ''): Promise<string[]> =>
        succeeded(await app.admin.get(`/activity?locationId=${id}${query}`)).items.map(
          (item: { at: string; series: string; area: string }) =>
            `${item.at.slice(11, 13)} ${item.series} ${item.area}`.trim(),
        );
      expect((await listed()).toSorted()).toEqual([
        '10 headcount',
        '11 gate',
        '11 gate North',
        '12 headcount North',
      ]);
      expect((await listed()).map((text) => text.slice(0, 2))).toEqual(['12', '11', '11', '10']);
      expect(await listed('&series=headcount')).toEqual(['12 headcount North', '10 headcount']);
      expect(await listed('&area=North')).toEqual(['12 headcount North', '11 gate North']);
      expect(await listed('&area=')).toEqual(['11 gate', '10 headcount']);
      expect(await listed(`&from=${hour(11)}&to=${hour(12)}&area=North`)).toEqual(['11 gate North']);
      const page = succeeded(await app.admin.get(`/activity?locationId=${id}&limit=3`));
      const rest = succeeded(
        await app.admin.get(`/activity?locationId=${id}&limit=3&cursor=${page.nextCursor}`),
      );
      expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 1, null]);
      expect((await app.admin.get('/activity?series=noise')).status).toBe(400);
    });

    it('of the series headcount are those of /headcounts, and no others', async () => {
      const { id } = await aLocation(app);
      const head = succeeded(
        await app.admin.post('/headcounts', { locationId: id, at: AT, area: 'A', count: 3 }),
      );
      const gate = succeeded(await count({ locationId: id, series: 'gate' }));
      const whole = succeeded(await count({ locationId: id, series: 'headcount' }));
      expect(ids(succeeded(await app.admin.get(`/headcounts?locationId=${id}`))).toSorted()).toEqual(
        [head.id, whole.id].toSorted(),
      );
      expect(succeeded(await app.admin.get(`/activity/${head.id}`))).toMatchObject({
        series: 'headcount',
        area: 'A',
      });
      expect((await app.admin.get(`/headcounts/${gate.id}`)).status).toBe(404);
      const again = await count({ locationId: id, series: 'headcount', area: 'A', count: 4 });
      expect(again).toMatchObject({ status: 200, body: { id: head.id, count: 4 } });
    });
  });

  describe('who may', () => {
    it('count: operators at their own shift only', async () => {
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, SHIFT);
      const code = async (body: object) => (await count(body, maya.client)).body.code as string;
      expect(await code({ at: '2026-10-20T10:00:00-05:00' })).toBe('TOO_LONG_AGO');
      expect(await code({ at: '2026-10-26T04:00:00-05:00' })).toBe('NO_SHIFT_NEAR');
      expect((await count({ area: 'Maya' }, maya.client)).status).toBe(201);
    });

    it('remove: supervisors any, the others what they counted themselves, within a day', async () => {
      const [maya, noor] = [await anOperator(app), await anOperator(app)];
      const [dana, campus] = [
        await aUser(app, 'supervisor', [locationId]),
        await aUser(app, 'campus_it', [locationId]),
      ];
      await onShift(app, locationId, maya.id, SHIFT);
      const counted = async (area: string): Promise<string> =>
        succeeded(await count({ area }, maya.client)).id as string;
      const [own, wrong, old] = [await counted('Own'), await counted('Wrong'), await counted('Old')];
      for (const other of [noor, campus]) {
        expect((await other.client.get(`/activity/${own}`)).status).toBe(200);
        expect((await other.client.delete(`/activity/${own}`)).body).toMatchObject({
          status: 403,
          code: 'FORBIDDEN',
        });
      }
      expect((await maya.client.delete(`/activity/${own}`)).status).toBe(204);
      expect((await dana.client.delete(`/activity/${wrong}`, { 'if-match': '"2"' })).status).toBe(412);
      expect((await dana.client.delete(`/activity/${wrong}`, { 'if-match': '"1"' })).status).toBe(204);
      expect((await dana.client.delete(`/activity/${wrong}`)).status).toBe(404);
      expect(await actions(wrong)).toEqual(['activity-count.deleted', 'activity-count.created']);
      await app.database.query(`UPDATE activity_counts SET at = '2026-10-20T15:00:00Z' WHERE id = $1`, [old]);
      expect((await maya.client.delete(`/activity/${old}`)).body.code).toBe('TOO_LONG_AGO');
    });

    it('remove what an import brought: no operator', async () => {
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, SHIFT);
      const id = succeeded(await count({ area: 'Imported' })).id as string;
      await app.database.query(`UPDATE activity_counts SET created_by = NULL WHERE id = $1`, [id]);
      expect((await maya.client.delete(`/activity/${id}`)).status).toBe(403);
    });

    it('see and count: nobody at another location', async () => {
      const [own, foreign] = [await aLocation(app), await aLocation(app)];
      const theirs = succeeded(await count({ locationId: foreign.id }));
      for (const role of ['supervisor', 'campus_it'] as const) {
        const { client } = await aUser(app, role, [own.id]);
        const mine = succeeded(await count({ locationId: own.id, area: role }, client));
        expect(ids(succeeded(await client.get('/activity')))).toContain(mine.id);
        expect(ids(succeeded(await client.get('/activity')))).not.toContain(theirs.id);
        expect((await client.get(`/activity/${theirs.id}`)).status).toBe(404);
        expect((await client.delete(`/activity/${theirs.id}`)).status).toBe(404);
        expect((await count({ locationId: foreign.id }, client)).status).toBe(403);
        expect((await client.get(`/activity-hours?locationId=${foreign.id}&series=gate&${DAY}`)).status).toBe(
          404,
        );
      }
    });

    it('remove once when two remove the same one, or one changes it', async () => {
      const id = succeeded(await count({ area: 'Removed' })).id as string;
      const answers = await Promise.all([1, 2].map(() => app.admin.delete(`/activity/${id}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    });
  });

  describe('hours', () => {
    let id: string;
    beforeAll(async () => {
      id = (await aLocation(app)).id;
      await coverageHours(app, id, { weekdays: [1, 7], startsAt: '08:00', endsAt: '12:00' });
    });
    const hoursOf = async (series: string, place = id): Promise<Hour[]> =>
      succeeded(await app.admin.get(`/activity-hours?locationId=${place}&series=${series}&${DAY}`))
        .items as Hour[];
    const at = (time: string): string => `2026-10-26T${time}:00-05:00`;

    it('have the mean and the peak of each area', async () => {
      for (const [time, area, people] of [
        ['09:00', 'Quiet', 4],
        ['09:30', 'Quiet', 7],
        ['10:00', 'Quiet', 2],
        ['09:15', '', 20],
      ] as const)
        succeeded(await count({ locationId: id, at: at(time), area, count: people }));
      const blank = { entries: null, resets: false, unknown: false, shared: false };
      expect(await hoursOf('workstations-in-use')).toEqual([
        { startsAt: at('09:00'), endsAt: at('10:00'), area: '', mean: 20, peak: 20, ...blank },
        { startsAt: at('09:00'), endsAt: at('10:00'), area: 'Quiet', mean: 5.5, peak: 7, ...blank },
        { startsAt: at('10:00'), endsAt: at('11:00'), area: 'Quiet', mean: 2, peak: 2, ...blank },
      ]);
      expect(await hoursOf('headcount')).toEqual([]);
    });

    it('have what came through a gate, told again after a late reading', async () => {
      const read = async (time: string, stands: number): Promise<string> =>
        succeeded(
          await count({ locationId: id, series: 'gate', at: at(time), count: stands, cumulative: true }),
        ).id as string;
      const told = async (): Promise<unknown[]> =>
        (await hoursOf('gate')).map(({ startsAt, mean: _mean, peak: _peak, area: _area, ...hour }) => [
          startsAt.slice(11, 16),
          hour,
        ]);
      const flags = { resets: false, unknown: false, shared: false };
      const hour = (starts: string, entries: number | null, own: object = {}): unknown[] => [
        starts,
        {
          endsAt: at(`${String(Number(starts.slice(0, 2)) + 1).padStart(2, '0')}:00`),
          entries,
          ...flags,
          ...own,
        },
      ];
      await read('08:00', 9_980);
      await read('10:00', 10);
      expect(await told()).toEqual([
        hour('07:00', null, { unknown: true }),
        hour('08:00', 15, { shared: true }),
        hour('09:00', 15, { shared: true }),
      ]);
      const late = await read('09:00', 9_984);
      expect(await told()).toEqual([
        hour('07:00', null, { unknown: true }),
        hour('08:00', 4),
        hour('09:00', 26),
      ]);
      await read('11:00', 3);
      expect((await told()).at(-1)).toEqual(hour('10:00', 3, { resets: true }));
      succeeded(await app.admin.delete(`/activity/${late}`));
      expect((await told())[1]).toEqual(hour('08:00', 15, { shared: true }));
    });

    it.each([
      ['without a series', `locationId=X&${DAY}`, 'series'],
      ['of a wrong series', `locationId=X&series=noise&${DAY}`, 'series'],
      ['without an end', 'locationId=X&series=gate&from=2026-10-26T00:00:00Z', 'to'],
      [
        'of more than 8 days',
        'locationId=X&series=gate&from=2026-10-26T00:00:00Z&to=2026-11-04T00:00:00Z',
        'to',
      ],
      ['backwards', 'locationId=X&series=gate&from=2026-10-26T00:00:00Z&to=2026-10-25T00:00:00Z', 'to'],
    ])('are refused %s', async (_name, query, field) => {
      const answer = await app.admin.get(`/activity-hours?${query.replace('X', id)}`);
      expect(answer).toMatchObject({ status: 400, body: { violations: [{ field }] } });
    });
  });

  it('is a stale day for figures wherever a reading may change them', async () => {
    const { id } = await aLocation(app);
    const spans = async (): Promise<string[]> => {
      const rows = await app.database.query<{ text: string }>(
        `DELETE FROM stale_spans WHERE location_id = $1
         RETURNING to_char(starts_at AT TIME ZONE 'UTC', 'DD HH24:MI') || '–' || to_char(ends_at AT TIME ZONE 'UTC', 'DD HH24:MI') AS text`,
        [id],
      );
      return rows.map(({ text }) => text);
    };
    await spans();
    succeeded(await count({ locationId: id }));
    expect(await spans()).toEqual(['26 15:00–26 16:00']);
    const gate = succeeded(await count({ locationId: id, series: 'gate' }));
    expect(await spans()).toEqual(['25 14:00–27 17:00']);
    succeeded(await app.admin.delete(`/activity/${gate.id}`));
    expect(await spans()).toEqual(['25 14:00–27 17:00']);
  });
});
