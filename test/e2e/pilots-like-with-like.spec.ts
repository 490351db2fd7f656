import { recordAttendance, assign } from '../support/assignments.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

type Figures = Answer['body'];
type Phases = { baseline: Figures; pilot: Figures };

const summer = (date: string, time: string): string => `${date}T${time}:00-05:00`;
const winter = (date: string, time: string): string => `${date}T${time}:00-06:00`;

/**
 * One week of baseline, open 09:00–17:00, and two weeks of pilot, also open 20:00–02:00. The clocks go back
 * in the night of Saturday, 31 October, which has seven open hours.
 */
describe('a pilot whose hours are longer than its baseline’s', () => {
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  beforeAll(async () => {
    app = await startApp({ now: '2026-11-20T12:00:00Z' });
    locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId, {
      weekdays: [1, 2, 3, 4, 5],
      startsAt: '09:00',
      endsAt: '17:00',
      required: 0,
      effectiveFrom: '2026-10-05',
    });
    await coverageHours(app, locationId, {
      weekdays: [1, 2, 3, 4, 5, 6],
      startsAt: '20:00',
      endsAt: '02:00',
      required: 1,
      effectiveFrom: '2026-10-26',
      effectiveTo: '2026-11-07',
    });
    const ask = (openedAt: string, answers: object = {}) =>
      aSupportRequest(app, locationId, { openedAt, ...answers });
    // Baseline: one in its hours, one at night that is answered in the morning.
    await ask(summer('2026-10-05', '10:00'), { firstResponseAt: summer('2026-10-05', '10:30') });
    await ask(summer('2026-10-06', '22:00'), { firstResponseAt: summer('2026-10-07', '09:05') });
    // Pilot: one by day, one at night, one in the repeated hour, and one that nobody answers.
    await ask(summer('2026-10-28', '10:00'), { firstResponseAt: summer('2026-10-28', '10:10') });
    await ask(summer('2026-10-27', '23:30'), { firstResponseAt: summer('2026-10-28', '00:15') });
    await ask(winter('2026-11-01', '01:30'), { firstResponseAt: winter('2026-11-01', '02:30') });
    await ask(winter('2026-11-05', '21:00'));
    pilotId = succeeded(
      await app.admin.post('/pilots', {
        name: 'Longer hours',
        locationIds: [locationId],
        baseline: { from: '2026-10-05', to: '2026-10-12' },
        pilot: { from: '2026-10-26', to: '2026-11-09' },
      }),
    ).id as string;
  });
  afterAll(() => app.close());

  const metrics = async (query = '', id = pilotId): Promise<Figures> =>
    succeeded(await app.admin.get(`/pilots/${id}/metrics?${query}`));
  const totals = async (query = '', id = pilotId): Promise<Phases> =>
    (await metrics(query, id)).totals as Phases;

  it.each([
    // hours, [baseline, pilot] of: open hours, requests in them, requests at other times
    ['all', [40, 80 + 12 * 6 + 1], [1, 4], [1, 0]],
    ['common', [40, 80], [1, 1], [0, 0]],
    ['extended', [0, 12 * 6 + 1], [0, 3], [1, 0]],
  ])('is counted over its %s hours', async (hours, open, requests, outside) => {
    const answer = await metrics(`hours=${hours}`);
    expect(answer.hours).toBe(hours);
    const { baseline, pilot } = answer.totals as Phases;
    expect([baseline.openHours, pilot.openHours]).toEqual(open);
    expect([baseline.requests, pilot.requests]).toEqual(requests);
    expect([baseline.requestsOutsideHours, pilot.requestsOutsideHours]).toEqual(outside);
  });

  it('has the night’s wait of the baseline by the wall clock, which the service clock does not see', async () => {
    const { baseline } = await totals();
    expect(baseline.firstResponseWallMinutesP90).toBe(11 * 60 + 5);
    expect(baseline.firstResponseServiceMinutesP90).toBeCloseTo(5 + 0.9 * 25, 9);
    expect((await totals('hours=common')).baseline.firstResponseWallMinutesP50).toBe(30);
  });

  it('keeps the request that nobody answers: percentiles that were not reached are null', async () => {
    const { pilot } = await totals();
    expect(pilot.censored).toEqual({ firstResponseAt: 1, firstResolvedAt: 4, resolvedAt: 4 });
    // 10, 45 and 60 minutes, and one without an end: half were answered at 45, so the middle to 60.
    expect(pilot.firstResponseWallMinutesP50).toBe((45 + 60) / 2);
    expect(pilot.firstResponseWallMinutesP90).toBeNull();
    expect(pilot.resolutionWallMinutesP50).toBeNull();
    expect(pilot.answeredWithin15Minutes).toBe(1 / 4);
    expect(pilot.answeredWithin60Minutes).toBe(3 / 4);
    expect(pilot.answeredWithin24Hours).toBe(3 / 4);
    expect(pilot.firstResponseWallMinutesN).toBe(4);
  });

  it('follows each request equally long in both phases', async () => {
    const short = succeeded(
      await app.admin.post('/pilots', {
        name: 'Followed for an hour',
        locationIds: [locationId],
        baseline: { from: '2026-10-05', to: '2026-10-12' },
        pilot: { from: '2026-10-26', to: '2026-11-09' },
        followUpHours: 1,
      }),
    ).id as string;
    const { baseline, pilot } = await totals('', short);
    expect(baseline.censored).toMatchObject({ firstResponseAt: 1 });
    // 30 minutes and one that is open: S is exactly one half from 30 minutes to the end of what was seen.
    expect(baseline.firstResponseWallMinutesP50).toBe(45);
    expect(baseline.firstResponseWallMinutesP90).toBeNull();
    // An hour after an hour is still an answer; a day is not followed.
    expect(pilot.answeredWithin60Minutes).toBe(3 / 4);
    expect(pilot.answeredWithin24Hours).toBeNull();
  });

  it('tells hours, basis, zone and version in each line of its CSV', async () => {
    const path = `/pilots/${pilotId}/metrics?phase=pilot&hours=extended&basis=attended&bucket=week`;
    const csv = String((await app.admin.with({ accept: 'text/csv' }).get(path)).body);
    const [head, ...lines] = csv.trim().split(/\r?\n/);
    const columns = head!.split(',');
    const cells = lines.map((line) => line.split(','));
    expect(cells).toHaveLength(2);
    for (const [column, value] of Object.entries({
      hours: 'extended',
      basis: 'attended',
      timeZone: 'America/Chicago',
      definitionVersion: '6',
    }))
      expect(cells.map((cell) => cell[columns.indexOf(column)])).toEqual([value, value]);
  });

  it.each(['hours=night', 'basis=claimed', 'planned=yes', 'hours=common&hours=all'])(
    'refuses ?%s',
    async (query) => {
      expect((await app.admin.get(`/pilots/${pilotId}/metrics?${query}`)).status).toBe(400);
    },
  );

  it('counts an hour of the week only where both phases had it, also with exclusions', async () => {
    // Without the baseline's Monday and Tuesday, the pilot's ones are extended hours.
    const id = succeeded(
      await app.admin.post('/pilots', {
        name: 'Two days were closed',
        locationIds: [locationId],
        baseline: { from: '2026-10-05', to: '2026-10-12' },
        pilot: { from: '2026-10-26', to: '2026-11-09' },
        exclusions: [{ from: '2026-10-05', to: '2026-10-07', reason: 'Burst pipe' }],
      }),
    ).id as string;
    const common = await totals('hours=common', id);
    expect([common.baseline.openHours, common.pilot.openHours]).toEqual([24, 48]);
    expect((await totals('hours=extended', id)).pilot.openHours).toBe(73 + 32);
  });

  it('goes up to now, and beyond only when asked', async () => {
    const days = {
      baseline: { from: '2026-10-05', to: '2026-10-12' },
      pilot: { from: '2026-11-16', to: '2026-11-30' },
    };
    const id = succeeded(
      await app.admin.post('/pilots', { name: 'In the midst', locationIds: [locationId], ...days }),
    ).id as string;
    // Friday at 06:00 in Chicago: four days of eight hours have passed; five are to come.
    expect((await totals('', id)).pilot.openHours).toBe(32);
    expect((await totals('planned=true', id)).pilot.openHours).toBe(80);
    expect(((await metrics('bucket=day&phase=pilot', id)).items as unknown[]).length).toBe(5);
    expect(((await metrics('bucket=day&phase=pilot&planned=true', id)).items as unknown[]).length).toBe(14);
  });
});

/** One evening with two people needed: one came late, one never came; somebody asks while the other is away. */
describe('a pilot whose people did not all come', () => {
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  const at = (time: string): string => winter('2026-11-09', time);
  beforeAll(async () => {
    app = await startApp({ now: '2026-11-20T12:00:00Z' });
    locationId = (await aLocation(app)).id;
    const evening = { effectiveFrom: '2026-11-09', effectiveTo: '2026-11-09' };
    await coverageHours(app, locationId, { ...evening, startsAt: '18:00', endsAt: '22:00', required: 2 });
    const [maya, leo] = [await anOperator(app), await anOperator(app)];
    const shift = await aShift(app, locationId, { startsAt: at('18:00'), endsAt: at('22:00'), seats: 2 });
    await recordAttendance(app, (await assign(app, shift.id, maya.id)).id, at('19:00'), at('22:00'));
    succeeded(await app.admin.post(`/claims/${(await assign(app, shift.id, leo.id)).id}/no-show`));
    await aSupportRequest(app, locationId, { openedAt: at('18:30'), escalatedAt: at('18:40') });
    await aSupportRequest(app, locationId, { openedAt: at('20:00'), firstResponseAt: at('20:05') });
    for (const [area, count] of [
      ['north', 4],
      ['south', 2],
    ] as const)
      succeeded(await app.admin.post('/headcounts', { locationId, at: at('20:10'), area, count }));
    pilotId = succeeded(
      await app.admin.post('/pilots', {
        name: 'Who came',
        locationIds: [locationId],
        baseline: { from: '2026-11-02', to: '2026-11-03' },
        pilot: { from: '2026-11-09', to: '2026-11-10' },
        fixedCosts: 30,
        escalationCost: 25,
      }),
    ).id as string;
  });
  afterAll(() => app.close());

  const pilotOf = async (query = ''): Promise<Figures> =>
    (succeeded(await app.admin.get(`/pilots/${pilotId}/metrics?${query}`)).totals as Phases).pilot;

  it('tells who was planned and who came, side by side', async () => {
    expect(await pilotOf()).toMatchObject({
      coverageRate: 1,
      coverageRateAttended: 3 / 8,
      missingMinutes: 0,
    });
    expect(await pilotOf('basis=attended')).toMatchObject({
      coverageRate: 3 / 8,
      coverageRateAttended: 3 / 8,
      missingMinutes: 300,
      uncoveredMinutes: 60,
    });
  });

  it('tells unmet need while nobody was there apart from need while too few were', async () => {
    expect(await pilotOf()).toMatchObject({ demandWhileEmpty: 0, demandWhileShort: 0, demandDuringGaps: 0 });
    expect(await pilotOf('basis=attended')).toMatchObject({ demandWhileEmpty: 1, demandWhileShort: 1 });
  });

  it('has the people counted per clock hour, and the requests per seat that somebody sat on', async () => {
    expect(await pilotOf()).toMatchObject({
      occupancy: { hours: 1, mean: 6, peak: 6 },
      requestsPerOccupiedSeatHour: 1 / 6,
    });
  });

  it('costs what was paid, what is fixed, and what Campus IT has with it', async () => {
    const { id: positionId } = (await app.admin.get('/positions')).body.items[0] as { id: string };
    expect((await pilotOf()).costPerRequest).toBeNull();
    succeeded(await app.admin.patch(`/positions/${positionId}`, { hourlyCost: 15 }));
    // Three hours of 15, 30 fixed, and one escalation of 25, for two requests.
    expect((await pilotOf()).costPerRequest).toBeCloseTo((45 + 30 + 25) / 2, 9);
  });

  it('is even when everybody has hours alike', async () => {
    expect((await pilotOf()).fairness).toEqual({ operators: 2, hours: 1, undesirableHours: null });
  });
});

describe('what a pilot is compared with', () => {
  let app: TestApp;
  let here: string;
  let there: string;
  beforeAll(async () => {
    app = await startApp({ now: '2026-11-20T12:00:00Z' });
    here = (await aLocation(app)).id;
    there = (await aLocation(app)).id;
  });
  afterAll(() => app.close());
  let count = 0;
  const post = (body: object, as = app.admin): Promise<Answer> =>
    as.post('/pilots', {
      name: `Compared ${++count}`,
      locationIds: [here],
      baseline: { from: '2026-10-01', to: '2026-11-01' },
      pilot: { from: '2026-12-01', to: '2027-02-01' },
      ...body,
    });

  it('is stored, and counts in no figure of the pilot', async () => {
    await aSupportRequest(app, there, { openedAt: '2026-10-10T15:00:00Z' });
    const pilot = succeeded(await post({ comparisonLocationIds: [there] }));
    expect(pilot).toMatchObject({ locationIds: [here], comparisonLocationIds: [there], followUpHours: 72 });
    const { totals } = succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics`)) as { totals: Phases };
    expect(totals.baseline.requestsAll).toBe(0);
  });

  it('is visible only to those who see all of its locations', async () => {
    const { id } = succeeded(await post({ comparisonLocationIds: [there] }));
    const [both, one] = [
      (await aUser(app, 'supervisor', [here, there])).client,
      (await aUser(app, 'supervisor', [here])).client,
    ];
    expect((await both.get(`/pilots/${id}`)).status).toBe(200);
    for (const path of [`/pilots/${id}`, `/pilots/${id}/metrics`])
      expect((await one.get(path)).status).toBe(404);
    expect((await post({ comparisonLocationIds: [there] }, one)).status).toBe(403);
    const own = succeeded(await post({}, one));
    expect((await one.patch(`/pilots/${own.id}`, { comparisonLocationIds: [there] })).status).toBe(403);
  });

  it('is not the pilot itself', async () => {
    const refused = await post({ comparisonLocationIds: [here] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'COMPARED_WITH_ITSELF' } });
  });

  it('has one primary target at most', async () => {
    const target = { metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15, primary: true };
    const other = { ...target, metric: 'escalationShare', value: 0.2 };
    const refused = await post({ targets: [target, other] });
    expect(refused.status).toBe(400);
    expect(refused.body.violations).toMatchObject([{ field: 'targets' }]);
    succeeded(await post({ targets: [target, { ...other, primary: false, smallestDifference: 0.05 }] }));
    expect((await post({ targets: [{ ...target, smallestDifference: 0 }] })).status).toBe(400);
  });

  it('may change until the pilot starts; what is changed later is kept', async () => {
    const target = { metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15 };
    const { id } = succeeded(await post({ targets: [target] }));
    const change = (body: object) => app.admin.patch(`/pilots/${id}`, body);
    expect(succeeded(await change({ followUpHours: 48 })).lateChanges).toEqual([]);
    app.clock.set('2026-12-01T06:00:00Z');
    const later = { ...target, value: 30 };
    expect(succeeded(await change({ name: 'Renamed', targets: [target] })).lateChanges).toEqual([]);
    expect(succeeded(await change({ targets: [later] })).lateChanges).toEqual([
      { at: '2026-12-01T00:00:00-06:00', field: 'targets', before: [target], after: [later] },
    ]);
    const { lateChanges } = succeeded(await change({ followUpHours: 72, fixedCosts: 5 })) as {
      lateChanges: object[];
    };
    expect(lateChanges).toMatchObject([
      { field: 'targets' },
      { field: 'followUpHours', before: 48, after: 72 },
    ]);
    app.clock.set('2026-11-20T12:00:00Z');
  });
});
