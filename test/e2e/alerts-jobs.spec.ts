import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aShift, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
/** A job for the location, without further details. */
const ONE = {};
type Job = { from?: string; to?: string };

describe('a scan follows', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const jobs = (): Promise<Job[]> =>
    app.database
      .query<{ data: Job }>(
        `SELECT data - 'locationId' AS data FROM pgboss.job
         WHERE name = 'coverage-scan' AND data->>'locationId' = $1 ORDER BY created_on, data->>'from'`,
        [locationId],
      )
      .then((rows) => rows.map((row) => row.data));
  /** The jobs that an action enqueues for the location, without earlier ones. */
  async function enqueuedBy(act: () => Promise<Answer>, status: number): Promise<Job[]> {
    const before = (await jobs()).length;
    expect((await act()).status).toBe(status);
    return (await jobs()).slice(before);
  }

  it('each change of demand, for the whole window', async () => {
    const hours = {
      locationId,
      weekdays: [1],
      startsAt: '20:00',
      endsAt: '22:00',
      required: 1,
      effectiveFrom: '2026-10-01',
    };
    const exception = { locationId, date: '2026-11-26', kind: 'closed', reason: 'Holiday' };
    expect(await enqueuedBy(() => app.admin.post('/coverage-hours', hours), 201)).toEqual([{}]);
    expect(await enqueuedBy(() => app.admin.post('/coverage-exceptions', exception), 201)).toEqual([{}]);
    const id = (await app.admin.get(`/coverage-hours?locationId=${locationId}`)).body.items[0].id as string;
    const held = (await app.admin.get(`/coverage-exceptions?locationId=${locationId}`)).body.items[0]
      .id as string;
    const acts: [() => Promise<Answer>, number][] = [
      [() => app.admin.patch(`/coverage-hours/${id}`, { required: 2 }), 200],
      [() => app.admin.delete(`/coverage-hours/${id}`), 204],
      [() => app.admin.patch(`/coverage-exceptions/${held}`, { date: '2026-11-27' }), 200],
      [() => app.admin.delete(`/coverage-exceptions/${held}`), 204],
      [() => app.admin.patch(`/locations/${locationId}`, { timeZone: 'UTC' }), 200],
    ];
    for (const [act, status] of acts) expect(await enqueuedBy(act, status)).toEqual([{}]);
  });

  it('each change of who is on shift, once', async () => {
    const shift = await aShift(app, locationId, { seats: 2 });
    const operator = await anOperator(app);
    const claim = (): Promise<Answer> => operator.client.post(`/shifts/${shift.id}/claims`);
    expect(await enqueuedBy(claim, 201)).toEqual([]);
    const [{ id }] = (await app.admin.get(`/claims?shiftId=${shift.id}`)).body.items as [{ id: string }];
    expect(await enqueuedBy(() => app.admin.post(`/claims/${id}/approve`), 200)).toEqual([ONE]);
    const cancel = (): Promise<Answer> => app.admin.post(`/claims/${id}/cancel`, { reason: 'Ill' });
    expect(await enqueuedBy(cancel, 200)).toEqual([ONE]);
    const operatorId = (await anOperator(app)).id;
    const assign = (): Promise<Answer> => app.admin.post(`/shifts/${shift.id}/claims`, { operatorId });
    expect(await enqueuedBy(assign, 201)).toEqual([ONE]);
    const endsAt = '2026-10-27T23:00:00-05:00';
    const move = (): Promise<Answer> => app.admin.patch(`/shifts/${shift.id}`, { endsAt });
    expect(await enqueuedBy(move, 200)).toEqual([ONE]);
    const end = (): Promise<Answer> => app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Flood' });
    expect(await enqueuedBy(end, 200)).toEqual([ONE]);
  });

  it('no refused change', async () => {
    const { id } = await coverageHours(app, locationId);
    const position = await aPosition(app);
    const shift = await aShift(app, locationId);
    const operatorId = (await anOperator(app)).id;
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId }));
    const path = `/shifts/${shift.id}`;
    const exception = { locationId, date: '2026-11-26', kind: 'closed', reason: 'Holiday' };
    succeeded(await app.admin.post('/coverage-exceptions', exception));
    const refusals: [() => Promise<Answer>, number][] = [
      [() => app.admin.post('/coverage-exceptions', exception), 409],
      [() => app.admin.patch(`/coverage-hours/${id}`, { positionId: NOWHERE }), 400],
      [() => app.admin.patch(`/coverage-hours/${id}`, { required: 5 }, { 'if-match': '"7"' }), 412],
      [() => app.admin.post(`${path}/claims`, { operatorId }), 409],
      [() => app.admin.patch(path, { positionId: position.id }), 409],
      [() => app.admin.patch(path, { status: 'draft' }), 409],
      [() => app.admin.delete(`/locations/${locationId}`), 409],
    ];
    for (const [act, status] of refusals) expect(await enqueuedBy(act, status)).toEqual([]);
  });

  it('no change that leaves coverage the same', async () => {
    const shift = await aShift(app, locationId, { seats: 2 });
    const [first, second] = [await anOperator(app), await anOperator(app)];
    const path = `/shifts/${shift.id}/claims`;
    const one = succeeded(await first.client.post(path));
    const two = succeeded(await second.client.post(path));
    const acts = [
      (): Promise<Answer> => app.admin.post(`/claims/${one.id}/reject`, { reason: 'No' }),
      (): Promise<Answer> => second.client.post(`/claims/${two.id}/withdraw`),
    ];
    for (const act of acts) expect(await enqueuedBy(act, 200)).toEqual([]);
  });
});
