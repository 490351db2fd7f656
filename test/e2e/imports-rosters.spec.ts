import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aShift,
  aUser,
  succeeded,
} from '../support/factories.js';
import { importFile, linesAndCodes, takenBack, upload } from '../support/imports.js';
import { importedClaims, importRoster, importWork, rosterMapping } from '../support/rosters.js';

const NOW = '2026-12-01T12:00:00-06:00';

describe('a past roster that is imported', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: NOW });
  });
  afterAll(() => app.close());

  /** A location with two operators, whose addresses are unlike all others. */
  const place = async () => {
    const number = ++count;
    const { id: locationId } = await aLocation(app);
    const [maya, sam] = [`maya${number}@lab.edu`, `sam${number}@lab.edu`];
    const person = (email: string, more: object = {}) =>
      anOperator(app, { email, name: `${email.split('@')[0]} Lee`, locationIds: [locationId], ...more });
    const [one, other] = [await person(maya, { employeeId: `E-${number}` }), await person(sam)];
    return { locationId, maya, sam, number, ids: { maya: one.id, sam: other.id } };
  };

  it('becomes published shifts with as many seats as people, and approved claims', async () => {
    const { locationId, maya, sam, number } = await place();
    const result = await importRoster(app, locationId, [
      `${maya},2026-03-03 22:00,2026-03-04 06:00`,
      `"Lee, sam${number}",2026-03-03 22:00,06:00`,
      `e-${number},2026-03-05T22:00:00-06:00,24:00`,
    ]);
    expect(result).toMatchObject({
      status: 'completed',
      kind: 'rosters',
      created: 3,
      skipped: 0,
      rejectedCount: 0,
    });
    expect(linesAndCodes(result.warnings)).toEqual(['null WORK_NOT_RECORDED']);
    expect(result.warnings[0].message).toContain('3 of 3 shifts do not say what was worked.');
    expect(result.sample[1]).toEqual({
      line: 3,
      operator: `Lee, sam${number}`,
      position: '',
      startsAt: '2026-03-03T22:00:00-06:00',
      endsAt: '2026-03-04T06:00:00-06:00',
      workedFrom: null,
      workedTo: null,
      noShow: false,
    });
    const none = { from: null, to: null, noShow: false };
    expect(await importedClaims(app, locationId)).toEqual([
      { email: maya, start: '03-03 22:00', minutes: 480, seat: 1, seats: 2, ...none },
      { email: sam, start: '03-03 22:00', minutes: 480, seat: 2, seats: 2, ...none },
      { email: maya, start: '03-05 22:00', minutes: 120, seat: 1, seats: 1, ...none },
    ]);
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    expect(items[0]).toMatchObject({ status: 'published', seats: 2, seatsTaken: 2, isImported: true });
    const claims = succeeded(await app.admin.get(`/claims?locationId=${locationId}`)).items;
    expect(claims[0]).toMatchObject({
      status: 'approved',
      isImported: true,
      checkedInAt: null,
      noShow: false,
    });
  });

  it('lasts seven hours in the short night and nine in the long one, and says which of two times it took', async () => {
    const { locationId, maya } = await place();
    const result = await importRoster(app, locationId, [
      `${maya},2026-03-07 22:00,06:00`,
      `${maya},2025-11-01 22:00,06:00`,
      `${maya},2025-11-02 22:00,2025-11-03 06:00`,
      `${maya},2024-11-02 22:00,01:30`,
      `${maya},2024-11-03 01:30,03:00`,
      `${maya},2023-11-05T01:30:00-06:00,2023-11-05T03:00:00-06:00`,
    ]);
    // The end at the second 1:30 and the start at the first one overlap, and nobody knows which is meant.
    expect(linesAndCodes(result.rejected)).toEqual(['5 OVERLAPS_IN_FILE', '6 OVERLAPS_IN_FILE']);
    expect(linesAndCodes(result.warnings)).toEqual([
      '5 TIME_HAPPENS_TWICE',
      '6 TIME_HAPPENS_TWICE',
      'null WORK_NOT_RECORDED',
    ]);
    expect((await importedClaims(app, locationId)).map(({ start, minutes }) => [start, minutes])).toEqual([
      ['11-05 01:30', 90],
      ['11-01 22:00', 540],
      ['11-02 22:00', 480],
      ['03-07 22:00', 420],
    ]);
  });

  it('may give a date with times, a length, a position, and what was worked', async () => {
    const { locationId, maya, sam } = await place();
    const front = await aPosition(app, { name: `Front ${count}` });
    const result = await importFile(
      app,
      'who;day;at;hours;post;came;went;absent\n' +
        `${maya};3/13/2026;10:30 PM;8;front ${count};22:41;6:20 am;\n` +
        `${sam};3/13/2026;10:30 PM;7:30;;;;yes\n` +
        `${sam};3/14/2026;10:30 PM;2 h;;23:00;;no\n`,
      {
        kind: 'rosters',
        locationId,
        columns: {
          operator: 'who',
          date: 'day',
          startsAt: 'at',
          duration: 'hours',
          position: 'post',
          workedFrom: 'came',
          workedTo: 'went',
          noShow: 'absent',
        },
      },
    );
    expect(result).toMatchObject({ created: 3, rejectedCount: 0 });
    expect(linesAndCodes(result.warnings)).toEqual(['4 WORKED_HALF_KNOWN', 'null WORK_NOT_RECORDED']);
    expect(await importedClaims(app, locationId)).toMatchObject([
      { email: maya, minutes: 480, from: '03-13 22:41', to: '03-14 06:20', noShow: false },
      { email: sam, minutes: 450, from: null, to: null, noShow: true },
      { email: sam, minutes: 120, from: null, to: null, noShow: false },
    ]);
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    expect(items.filter(({ positionId }: { positionId: string }) => positionId === front.id)).toHaveLength(1);
  });

  it('rejects each line that cannot be, with its reason, and takes the others', async () => {
    const { locationId, maya, sam, ids } = await place();
    const elsewhere = await aLocation(app);
    await anOperator(app, { email: `away${count}@lab.edu`, locationIds: [elsewhere.id] });
    for (const twin of ['a', 'b'])
      await anOperator(app, {
        name: `Twin ${count}`,
        email: `twin${twin}${count}@lab.edu`,
        locationIds: [locationId],
      });
    const gone = await anOperator(app, { email: `gone${count}@lab.edu`, locationIds: [locationId] });
    succeeded(await app.admin.delete(`/operators/${gone.id}`));
    await aShift(app, locationId, {
      startsAt: '2026-04-06T20:00:00-05:00',
      endsAt: '2026-04-07T00:00:00-05:00',
    });
    const there = await aShift(app, elsewhere.id, {
      startsAt: '2026-04-09T20:00:00-05:00',
      endsAt: '2026-04-10T00:00:00-05:00',
    });
    succeeded(await app.admin.patch(`/operators/${ids.sam}`, { locationIds: [locationId, elsewhere.id] }));
    succeeded(
      await app.admin.post(`/shifts/${there.id}/claims`, { operatorId: ids.sam, overrideReason: 'Long ago' }),
    );
    succeeded(
      await app.admin.post('/schedules', { locationId, startsOn: '2026-05-01', endsOn: '2026-05-02' }),
    );
    const period = succeeded(
      await app.admin.post('/pay-periods', { startsOn: '2026-06-01', endsOn: '2026-06-14' }),
    );
    succeeded(await app.admin.post(`/pay-periods/${period.id}/lock`));
    const planned = (): Promise<unknown[]> =>
      app.database.query('SELECT id, version FROM claims WHERE import_id IS NULL ORDER BY id');
    const before = await planned();
    const result = await importFile(
      app,
      'who,start,end,post\n' +
        [
          'nobody@lab.edu,2026-03-03 20:00,22:00,',
          `away${count}@lab.edu,2026-03-03 20:00,22:00,`,
          `gone${count}@lab.edu,2026-03-03 20:00,22:00,`,
          `Twin ${count},2026-03-03 20:00,22:00,`,
          `${maya},2026-03-03 20:00,22:00,No such position`,
          `${maya},2026-04-06 22:00,23:00,`,
          `${sam},2026-04-09 23:00,2026-04-10 01:00,`,
          `${maya},2026-05-02 23:00,2026-05-03 01:00,`,
          // The institution has its own zone, in which the period ends at 19:00 here.
          `${maya},2026-06-14 18:30,20:30,`,
          `${maya},2026-07-01 20:00,2026-07-01 23:00,`,
          `${maya},2026-07-01 22:59,2026-07-02 01:00,`,
          `${maya},2026-12-01 11:00,2026-12-01 12:01,`,
          `${maya},2026-07-03 20:00,20:00,`,
          `${maya},2026-07-03 20:00,2026-07-03 19:00,`,
          `${maya},2026-07-03 20:00,2026-07-04 20:01,`,
          `${maya},2026-07-03,20:00,`,
          ',2026-07-03 20:00,21:00,',
          `${maya},2026-12-01 11:00,2026-12-01 12:00,`,
        ].join('\n'),
      rosterMapping(locationId, { position: 'post' }),
    );
    expect(linesAndCodes(result.rejected).sort((a, b) => Number.parseInt(a) - Number.parseInt(b))).toEqual([
      '2 UNKNOWN_OPERATOR',
      '3 UNKNOWN_OPERATOR',
      '4 UNKNOWN_OPERATOR',
      '5 SEVERAL_OPERATORS',
      '6 UNKNOWN_POSITION',
      '7 SHIFT_IS_PLANNED',
      '8 OPERATOR_HAS_SHIFT',
      '9 IN_SCHEDULE',
      '10 PAY_PERIOD_LOCKED',
      '11 OVERLAPS_IN_FILE',
      '12 OVERLAPS_IN_FILE',
      '13 NOT_OVER',
      '14 NO_LENGTH',
      '15 ENDS_BEFORE_START',
      '16 LONGER_THAN_A_DAY',
      '17 INVALID_TIME',
      '18 MISSING_VALUE',
    ]);
    expect(result.created).toBe(1);
    const found = result.warnings.find(({ code }: { code: string }) => code === 'UNKNOWN_OPERATORS');
    for (const name of ['nobody', `away${count}`, `gone${count}`])
      expect(found.message).toContain(`"${name}@lab.edu" (1)`);
    expect(await planned()).toEqual(before);
  });

  it('that is only a check changes nothing, and counts the same', async () => {
    const { locationId, maya } = await place();
    const lines = [`${maya},2026-03-03 22:00,06:00`, `nobody,2026-03-03 22:00,06:00`];
    const check = await importRoster(app, locationId, lines, { dryRun: true });
    expect(check).toMatchObject({ created: 1, rejectedCount: 1, mayBeTakenBack: false });
    expect(await importedClaims(app, locationId)).toEqual([]);
    expect(await importRoster(app, locationId, lines)).toMatchObject({ created: 1, rejectedCount: 1 });
  });

  it('that is sent again adds nothing, and one that says otherwise is rejected', async () => {
    const { locationId, maya, sam } = await place();
    const lines = [
      `${maya},2026-03-03 22:00,06:00,22:05,06:00,`,
      `${sam},2026-03-03 22:00,06:00,,,yes`,
      `${sam},2026-03-03 22:00,06:00,,,yes`,
    ];
    expect(await importWork(app, locationId, lines)).toMatchObject({ created: 2, skipped: 1 });
    const before = await importedClaims(app, locationId);
    expect(await importWork(app, locationId, lines)).toMatchObject({
      created: 0,
      skipped: 3,
      rejectedCount: 0,
    });
    const other = await importWork(app, locationId, [
      `${maya},2026-03-03 22:00,06:00,22:15,06:00,`,
      `${sam},2026-03-04 22:00,06:00,,,`,
    ]);
    expect(other).toMatchObject({ created: 1 });
    expect(linesAndCodes(other.rejected)).toEqual(['2 IMPORTED_OTHERWISE']);
    expect((await importedClaims(app, locationId)).slice(0, 2)).toEqual(before);
  });

  it('does not give work that another shift or line has already', async () => {
    const { locationId, maya } = await place();
    await importWork(app, locationId, [`${maya},2026-03-03 20:00,22:00,19:00,23:30,`]);
    const result = await importWork(app, locationId, [
      `${maya},2026-03-03 23:00,2026-03-04 01:00,23:00,01:00,`,
      `${maya},2026-03-05 20:00,22:00,20:00,23:30,`,
      `${maya},2026-03-05 23:00,2026-03-06 01:00,23:00,01:00,`,
      `${maya},2026-03-05 23:00,2026-03-06 01:00,20:00,,yes`,
    ]);
    expect(linesAndCodes(result.rejected)).toEqual([
      '5 WORKED_AND_NO_SHOW',
      '3 OVERLAPS_IN_FILE',
      '4 OVERLAPS_IN_FILE',
      '2 WORKED_ELSEWHERE',
    ]);
    expect(result.created).toBe(0);
  });

  it('is taken back as a whole, except for what was changed or used since or is in another import', async () => {
    const { locationId, maya, sam } = await place();
    const lines = ['03', '04', '05', '06', '07'].flatMap((day) => [
      `${maya},2026-03-${day} 20:00,22:00`,
      `${sam},2026-03-${day} 20:00,22:00`,
    ]);
    const first = await importRoster(app, locationId, lines);
    const second = await importRoster(app, locationId, lines.slice(0, 1));
    const claims = succeeded(await app.admin.get(`/claims?locationId=${locationId}&limit=100`)).items;
    const on = (day: string) =>
      claims.filter(({ startsAt }: { startsAt: string }) => startsAt.startsWith(`2026-03-${day}`));
    succeeded(await app.admin.post(`/claims/${on('04')[0].id}/no-show`));
    const [worker] = on('05');
    const person = await app.signedIn(
      succeeded(await app.admin.get(`/operators/${worker.operatorId}`)).userId,
    );
    succeeded(
      await person.post(`/claims/${worker.id}/attendance-corrections`, {
        checkedInAt: '2026-03-05T20:05:00-06:00',
        checkedOutAt: '2026-03-05T22:00:00-06:00',
        reason: 'I was there',
      }),
    );
    const taken = await takenBack(app, first.id as string);
    expect(taken).toMatchObject({ removed: 4, restored: 0, kept: 6 });
    const kept = succeeded(await app.admin.get(`/support-imports/${first.id}/remarks?kind=kept`)).items;
    expect(kept.map(({ code }: { code: string }) => code)).toEqual([
      'IN_ANOTHER_IMPORT',
      'IN_ANOTHER_IMPORT',
      'CHANGED_SINCE',
      'CHANGED_SINCE',
      'USED_SINCE',
      'USED_SINCE',
    ]);
    expect(kept[0].message).toMatch(
      /^The shift of .* on 2026-03-03 20:00 is also in another import: log\.csv\.$/,
    );
    expect(await importedClaims(app, locationId)).toHaveLength(6);
    // Once the other import is taken back, nothing holds what it held.
    expect(await takenBack(app, second.id as string)).toMatchObject({ removed: 0, kept: 0 });
    expect(await takenBack(app, first.id as string)).toMatchObject({ removed: 6, kept: 4 });
    const shifts = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`)).items;
    expect(shifts.map(({ startsAt }: { startsAt: string }) => startsAt.slice(5, 10))).toEqual([
      '03-04',
      '03-05',
    ]);
  });

  it('is for supervisors of the location, and for keys that may write schedules', async () => {
    const { locationId, maya } = await place();
    const line = [`${maya},2026-03-03 22:00,06:00`];
    const send = async (client: Awaited<ReturnType<typeof anApiKey>>) =>
      upload(app, `who,start,end\n${line[0]}\n`, rosterMapping(locationId), { client });
    const campus = await aUser(app, 'campus_it', [locationId]);
    const supervisor = await aUser(app, 'supervisor', [locationId]);
    const stranger = await aUser(app, 'supervisor');
    const supportKey = await anApiKey(app, ['support:read', 'support:write']);
    const bothKey = await anApiKey(app, ['support:read', 'support:write', 'schedule:write']);
    for (const client of [campus.client, supportKey])
      expect(await send(client)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await send(stranger.client)).status).toBe(403);
    const { id } = await importRoster(app, locationId, line, {}, { client: supervisor.client });
    for (const client of [campus.client, supportKey, stranger.client]) {
      expect((await client.get(`/support-imports/${id}`)).status).toBe(404);
      expect((await client.get(`/support-imports/${id}/remarks?kind=rejected`)).status).toBe(404);
      expect((await client.post(`/support-imports/${id}/take-back`)).status).toBe(404);
      const { items } = succeeded(await client.get('/support-imports?limit=200'));
      expect(items.map((one: { id: string }) => one.id)).not.toContain(id);
    }
    expect((await bothKey.get(`/support-imports/${id}`)).status).toBe(200);
    expect(await takenBack(app, id as string, bothKey)).toMatchObject({ removed: 1 });
  });

  it.each<[string, object, string]>([
    ['an end', { operator: 'a', startsAt: 'b' }, 'mapping.columns.endsAt'],
    ['one end', { operator: 'a', startsAt: 'b', endsAt: 'c', duration: 'd' }, 'mapping.columns.endsAt'],
    ['a person', { startsAt: 'b', endsAt: 'c' }, 'mapping.columns.operator'],
    [
      'both times worked',
      { operator: 'a', startsAt: 'b', endsAt: 'c', workedTo: 'd' },
      'mapping.columns.workedFrom',
    ],
    ['columns of rosters', { operator: 'a', startsAt: 'b', endsAt: 'c', at: 'd' }, 'mapping.columns.at'],
  ])('needs %s', async (_name, columns, field) => {
    const { id: locationId } = await aLocation(app);
    const answer = await upload(app, 'a,b,c,d\n', { kind: 'rosters', locationId, columns });
    expect(answer.status).toBe(400);
    expect(answer.body.violations.map((one: { field: string }) => one.field)).toEqual([field]);
  });
});
