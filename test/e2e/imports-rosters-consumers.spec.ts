import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aSupportRequest,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import { packageOf, recomputed } from '../support/data-packages.js';
import { importFile, takenBack } from '../support/imports.js';
import { importRoster, importWork, rosterMapping } from '../support/rosters.js';

const NOW = '2026-12-01T12:00:00-06:00';

/** Who reads claims, and what imported ones are to them. */
describe('imported shifts', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: NOW });
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  });
  afterAll(() => app.close());
  afterEach(() => app.clock.set(NOW));

  const place = async () => {
    const { id: locationId } = await aLocation(app);
    const email = `worker${++count}@lab.edu`;
    const operator = await anOperator(app, { email, locationIds: [locationId] });
    return { locationId, email, operator };
  };
  const countOf = async (table: 'messages' | 'coverage_alerts'): Promise<number> => {
    const [row] = await app.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return row!.count;
  };

  it('are told to nobody: not when they are imported, later, or when they are taken back', async () => {
    const { locationId, email } = await place();
    await coverageHours(app, locationId, { effectiveFrom: '2025-01-01' });
    const tellAll = async (): Promise<void> => {
      app.clock.set('2026-12-01T13:00:00-06:00');
      for (const queue of ['reminding', 'telling']) await app.app.get(Jobs).enqueue(queue, {});
      await app.jobsDone();
    };
    await app.jobsDone();
    await tellAll();
    const before = [await countOf('messages'), await countOf('coverage_alerts')];
    const { id } = await importWork(app, locationId, [
      `${email},2026-11-30 22:00,06:00,,,`,
      `${email},2026-11-29 22:00,06:00,,,yes`,
      `${email},2026-11-28 22:00,06:00,23:30,05:00,`,
    ]);
    await app.jobsDone();
    await tellAll();
    await takenBack(app, id as string);
    await app.jobsDone();
    expect([await countOf('messages'), await countOf('coverage_alerts')]).toEqual(before);
  });

  it('are told to nobody either when one is removed or moved later', async () => {
    const { locationId, email } = await place();
    await importWork(app, locationId, [
      `${email},2026-11-30 22:00,06:00,,,`,
      `${email},2026-11-28 22:00,06:00,,,`,
    ]);
    const [shift, other] = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`)).items;
    const claims = succeeded(await app.admin.get(`/claims?locationId=${locationId}`)).items;
    const before = await countOf('messages');
    succeeded(await app.admin.patch(`/shifts/${shift.id}`, { startsAt: '2026-11-28T23:00:00-06:00' }));
    const ofOther = claims.find(({ shiftId }: { shiftId: string }) => shiftId === other.id);
    succeeded(await app.admin.post(`/claims/${ofOther.id}/cancel`, { reason: 'A mistake in the list' }));
    await app.jobsDone();
    expect(await countOf('messages')).toBe(before);
  });

  it('are in no timesheet, and change no paid minute', async () => {
    const { locationId, email, operator } = await place();
    const shift = await aShift(app, locationId, {
      startsAt: '2026-10-05T20:00:00-05:00',
      endsAt: '2026-10-06T00:00:00-05:00',
    });
    const claim = succeeded(
      await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id, overrideReason: 'Past' }),
    );
    succeeded(await app.admin.post(`/claims/${claim.id}/check-in`, { at: '2026-10-05T20:00:00-05:00' }));
    succeeded(await app.admin.post(`/claims/${claim.id}/check-out`, { at: '2026-10-06T00:00:00-05:00' }));
    const period = succeeded(
      await app.admin.post('/pay-periods', { startsOn: '2026-10-01', endsOn: '2026-10-14' }),
    );
    const sheets = async () => [
      succeeded(await app.admin.get(`/pay-periods/${period.id}/timesheet`)),
      succeeded(await operator.client.get(`/pay-periods/${period.id}/timesheet`)),
    ];
    const before = await sheets();
    expect(before[0].lines).toHaveLength(1);
    const result = await importWork(app, locationId, [
      `${email},2026-10-06 20:00,23:00,20:00,23:00,`,
      `${email},2026-10-07 20:00,23:00,,,`,
      `${email},2026-10-08 20:00,23:00,,,yes`,
    ]);
    expect(result.created).toBe(3);
    expect(await sheets()).toEqual(before);
  });

  it('are in no schedule, also in one that is created for their dates, and no plan changes them', async () => {
    const { locationId, email } = await place();
    const { id } = await importRoster(app, locationId, [`${email},2026-11-24 20:00,22:00`]);
    const schedule = succeeded(
      await app.admin.post('/schedules', { locationId, startsOn: '2026-11-23', endsOn: '2026-11-29' }),
    );
    expect(schedule).toMatchObject({ shifts: 0 });
    succeeded(
      await app.admin.post('/coverage-exceptions', {
        locationId,
        date: '2026-11-24',
        kind: 'closed',
        reason: 'Flood',
      }),
    );
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    expect(items).toMatchObject([{ status: 'published', isImported: true, version: 1 }]);
    expect(await takenBack(app, id as string)).toMatchObject({ removed: 1, kept: 0 });
  });

  it('are work like any other for rest and weekly hours', async () => {
    const { locationId, email, operator } = await place();
    await importRoster(app, locationId, [`${email},2026-11-30 22:00,06:00`]);
    const { items } = succeeded(
      await app.admin.get(`/operators/${operator.id}/hours?from=2026-11-30&to=2026-12-01`),
    );
    expect(items[0].hours).toBe(8);
    succeeded(await app.admin.patch('/settings', { minimumRestHours: 11 }));
    const soon = await aShift(app, locationId, {
      startsAt: '2026-12-01T14:00:00-06:00',
      endsAt: '2026-12-01T18:00:00-06:00',
    });
    const { violations } = succeeded(
      await app.admin.get(`/shifts/${soon.id}/eligibility?operatorId=${operator.id}`),
    );
    expect(violations.map(({ code }: { code: string }) => code)).toEqual(['INSUFFICIENT_REST']);
    succeeded(await app.admin.patch('/settings', { minimumRestHours: null }));
  });

  it('tell a pilot’s baseline who was on shift and what that cost, and nothing better than is known', async () => {
    const { locationId, email } = await place();
    const position = await aPosition(app, { name: `Evening ${count}`, hourlyCost: 20 });
    await coverageHours(app, locationId, {
      positionId: position.id,
      startsAt: '20:00',
      endsAt: '00:00',
      effectiveFrom: '2026-09-07',
      effectiveTo: '2026-09-13',
    });
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: `Pilot ${count}`,
        locationIds: [locationId],
        baseline: { from: '2026-08-31', to: '2026-09-28' },
        pilot: { from: '2026-09-28', to: '2026-10-26' },
      }),
    );
    const baseline = async () =>
      succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics?phase=baseline`)).totals.baseline;
    await aSupportRequest(app, locationId, { openedAt: '2026-09-08T21:00:00-05:00' });
    expect(await baseline()).toMatchObject({ coverageRate: 0, staffedHours: 0, costPerRequest: 0 });
    const post = `Evening ${count}`;
    const { id } = await importFile(
      app,
      'who,start,end,post,from,to,absent\n' +
        [
          `${email},2026-09-07 20:00,00:00,${post},,,`,
          `${email},2026-09-08 20:00,00:00,${post},20:30,23:30,`,
          `${email},2026-09-09 20:00,00:00,${post},,,yes`,
        ].join('\n'),
      rosterMapping(locationId, { position: 'post', workedFrom: 'from', workedTo: 'to', noShow: 'absent' }),
    );
    // Seven evenings of four hours: three were planned, three hours of one are known to have been worked, on another nobody
    // came, and of the third nothing is known, which counts as planned where somebody has to be paid.
    const after = await baseline();
    expect(after).toMatchObject({
      requiredMinutes: 1680,
      staffedMinutes: 720,
      coverageRate: 12 / 28,
      // Nobody knows whether the third evening was worked.
      coverageRateAttended: null,
      uncoveredMinutesAttended: null,
      staffedHours: 7,
      costPerRequest: 140,
      recordedShare: 2 / 3,
      // Of these a roster tells only what went well.
      fillRate: null,
      attendanceRate: null,
      noShowRate: null,
    });
    const files = await packageOf(app.admin, pilot.id as string);
    expect((await recomputed(app.database, files)).differences).toEqual([]);
    const { items } = succeeded(
      await app.admin.get(`/pilots/${pilot.id}/metrics?phase=baseline&basis=attended&bucket=day`),
    );
    expect(
      (items as Record<string, string>[])
        .slice(6, 11)
        .map(({ from, coverageRate, staffedMinutes }) => [from!.slice(0, 10), coverageRate, staffedMinutes]),
    ).toEqual([
      ['2026-09-06', null, 0],
      ['2026-09-07', null, null],
      ['2026-09-08', 180 / 240, 180],
      ['2026-09-09', 0, 0],
      ['2026-09-10', 0, 0],
    ]);
    await takenBack(app, id as string);
    expect(await baseline()).toMatchObject({ coverageRate: 0, staffedHours: 0 });
  });
});
