import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago; shifts are on Tuesday, 20:00 to midnight.

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let maya: MadeOperator;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  maya = await anOperator(app, { locationIds: [locationId] });
});
afterAll(() => app.close());

const at = (time: string): string => `2026-10-27T${time}:00-05:00`;
const MIDNIGHT = '2026-10-28T00:00:00-05:00';
const LATE = { startsAt: at('22:00'), endsAt: MIDNIGHT };
const EARLY = { startsAt: at('20:00'), endsAt: at('21:00') };
const ask = (claimId: string, part: object, client = maya.client): Promise<Answer> =>
  client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam', ...part });
const shifts = async (): Promise<string[]> =>
  (await supervisor.get(`/shifts?locationId=${locationId}`)).body.items.map(
    ({ startsAt, endsAt, seats, seatsTaken }: Record<string, unknown>) =>
      `${String(startsAt).slice(11, 16)}-${String(endsAt).slice(11, 16)} ${String(seatsTaken)}/${String(seats)}`,
  );
async function held(overrides: object = {}): Promise<{ shiftId: string; claimId: string }> {
  const { id: shiftId } = await aShift(app, locationId, overrides);
  return { shiftId, claimId: (await assign(app, shiftId, maya.id)).id };
}

describe('giving up a part', () => {
  it('splits the shift: the claim keeps the rest, the part waits for a taker, and the operator works both until then', async () => {
    const { shiftId, claimId } = await held();
    const drop = succeeded(await ask(claimId, LATE));
    expect(drop).toMatchObject({ status: 'open', ...LATE });
    expect(await shifts()).toEqual(['20:00-22:00 1/1', '22:00-00:00 1/1']);
    expect((await app.admin.get(`/claims/${claimId}`)).body).toMatchObject({
      shiftId,
      status: 'approved',
      startsAt: at('20:00'),
      endsAt: at('22:00'),
    });
    expect((await app.admin.get(`/claims/${drop.claimId}`)).body).toMatchObject({
      operatorId: maya.id,
      status: 'approved',
    });
    const noor = await anOperator(app, { locationIds: [locationId] });
    succeeded(await noor.client.post(`/drop-requests/${drop.id}/take`));
    const own = (await maya.client.get('/claims?status=approved')).body.items;
    expect(own.map(({ id }: { id: string }) => id)).toEqual([claimId]);
  });

  it('may be the beginning, and does not change other claims on the shift', async () => {
    const { shiftId, claimId } = await held({ seats: 3 });
    const noor = await anOperator(app, { locationIds: [locationId] });
    const other = await assign(app, shiftId, noor.id);
    succeeded(await ask(claimId, EARLY));
    expect(await shifts()).toEqual(
      expect.arrayContaining(['20:00-00:00 1/2', '20:00-21:00 1/1', '21:00-00:00 1/1']),
    );
    expect((await app.admin.get(`/claims/${other.id}`)).body).toMatchObject({
      shiftId,
      startsAt: at('20:00'),
    });
    expect((await app.admin.get(`/claims/${claimId}`)).body).toMatchObject({ startsAt: at('21:00') });
  });

  it('ends other trades of the claim, which were for the whole', async () => {
    const { claimId } = await held();
    const noor = await anOperator(app, { locationIds: [locationId] });
    const swap = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    succeeded(await ask(claimId, LATE));
    expect((await maya.client.get(`/swaps/${swap.id}`)).body.status).toBe('cancelled');
  });

  it('in the repeated hour splits at the exact instant', async () => {
    const night = { startsAt: '2026-10-31T22:00:00-05:00', endsAt: '2026-11-01T06:00:00-06:00' };
    const { claimId } = await held(night);
    const drop = succeeded(
      await ask(claimId, { startsAt: '2026-11-01T01:30:00-06:00', endsAt: night.endsAt }),
    );
    expect(drop).toMatchObject({ startsAt: '2026-11-01T01:30:00-06:00' });
    expect((await app.admin.get(`/claims/${claimId}`)).body.endsAt).toBe('2026-11-01T01:30:00-06:00');
  });

  it('is refused while an operator in training works beside the seat', async () => {
    const { shiftId, claimId } = await held();
    const trainee = await anOperator(app, { positionIds: [], locationIds: [locationId] });
    succeeded(await app.admin.post(`/operators/${trainee.id}/qualifications`, { status: 'in-training' }));
    await assign(app, shiftId, trainee.id);
    expect((await ask(claimId, LATE)).body.code).toBe('SHIFT_HAS_TRAINEES');
    expect(await shifts()).toEqual(['20:00-00:00 1/1']);
  });

  it('may not leave an operator in training alone beside a free seat either', async () => {
    const { shiftId, claimId } = await held({ seats: 2 });
    const trainee = await anOperator(app, { positionIds: [], locationIds: [locationId] });
    succeeded(await app.admin.post(`/operators/${trainee.id}/qualifications`, { status: 'in-training' }));
    await assign(app, shiftId, trainee.id);
    expect((await ask(claimId, LATE)).body.code).toBe('SHIFT_HAS_TRAINEES');
    await assign(app, shiftId, (await anOperator(app, { locationIds: [locationId] })).id);
    expect((await ask(claimId, LATE)).status).toBe(201);
  });

  it('does not generate any hour twice afterwards', async () => {
    const pattern = {
      weekdays: [2],
      startsAt: '20:00',
      endsAt: '00:00',
      seats: 1,
      effectiveFrom: '2026-10-01',
    };
    succeeded(await supervisor.post('/shift-templates', { locationId, ...pattern }));
    const dates = { locationId, startsOn: '2026-10-26', endsOn: '2026-10-27' };
    const { id } = succeeded(await supervisor.post('/schedules', dates));
    const again = (): Promise<Answer> =>
      supervisor.post(`/schedules/${id}/generate-shifts`, { from: 'templates' });
    expect(succeeded(await again()).added).toHaveLength(1);
    succeeded(await supervisor.post(`/schedules/${id}/publish`, {}));
    const [shift] = (await supervisor.get(`/shifts?locationId=${locationId}`)).body.items;
    const claim = await assign(app, shift.id as string, maya.id);
    succeeded(await ask(claim.id, LATE));
    expect(succeeded(await again())).toMatchObject({ added: [], changed: [], left: 2 });
    succeeded(await supervisor.post('/shift-templates', { locationId, ...pattern, startsAt: '21:00' }));
    expect(succeeded(await again()).added).toHaveLength(1);
  });

  it('at the beginning leaves the rest, past midnight, in the schedule of the shift', async () => {
    const dates = { locationId, startsOn: '2026-10-26', endsOn: '2026-10-27' };
    const { id } = succeeded(await supervisor.post('/schedules', dates));
    succeeded(await supervisor.post(`/schedules/${id}/publish`, {}));
    const { claimId } = await held({ endsAt: '2026-10-28T02:00:00-05:00' });
    const first = { startsAt: at('20:00'), endsAt: '2026-10-28T01:00:00-05:00' };
    const drop = succeeded(await ask(claimId, first));
    expect((await supervisor.get(`/schedules/${id}`)).body.shifts).toBe(2);
    succeeded(await maya.client.post(`/drop-requests/${drop.id}/cancel`));
    const end = { startsAt: '2026-10-28T01:30:00-05:00', endsAt: '2026-10-28T02:00:00-05:00' };
    succeeded(await ask(claimId, end));
    expect((await supervisor.get(`/schedules/${id}`)).body.shifts).toBe(3);
  });

  it('past midnight stays in the schedule of the shift', async () => {
    const dates = { locationId, startsOn: '2026-10-26', endsOn: '2026-10-27' };
    const { id } = succeeded(await supervisor.post('/schedules', dates));
    succeeded(await supervisor.post(`/schedules/${id}/publish`, {}));
    const { claimId } = await held({ endsAt: '2026-10-28T02:00:00-05:00' });
    succeeded(
      await ask(claimId, { startsAt: '2026-10-28T01:00:00-05:00', endsAt: '2026-10-28T02:00:00-05:00' }),
    );
    expect((await supervisor.get(`/schedules/${id}`)).body.shifts).toBe(2);
  });

  it.each([
    ['the middle', { startsAt: at('21:00'), endsAt: at('22:00') }],
    ['all of it', { startsAt: at('20:00'), endsAt: MIDNIGHT }],
    ['more than it', { startsAt: at('19:00'), endsAt: at('21:00') }],
    ['a sliver', { startsAt: at('20:00'), endsAt: at('20:10') }],
    ['all but a sliver', { startsAt: at('20:10'), endsAt: MIDNIGHT }],
    ['half a part', { startsAt: at('21:00') }],
  ])('is refused of %s, and changes nothing', async (_name, part) => {
    const { claimId } = await held();
    expect((await ask(claimId, part)).status).toBe(400);
    expect(await shifts()).toEqual(['20:00-00:00 1/1']);
  });

  it('is refused for another’s claim, a pending one, and while somebody is to take all of it', async () => {
    const { claimId } = await held();
    const noor = await anOperator(app, { locationIds: [locationId] });
    expect((await ask(claimId, LATE, noor.client)).status).toBe(404);
    const other = await aShift(app, locationId, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T23:00:00-05:00',
    });
    const pending = succeeded(await maya.client.post(`/shifts/${other.id}/claims`));
    const part = { startsAt: '2026-10-29T20:00:00-05:00', endsAt: '2026-10-29T21:00:00-05:00' };
    expect((await ask(pending.id, part)).body.code).toBe('CLAIM_NOT_APPROVED');
    succeeded(await app.admin.patch(`/locations/${locationId}`, { tradesNeedApproval: true }));
    const whole = succeeded(await ask(claimId, {}));
    succeeded(await noor.client.post(`/drop-requests/${whole.id}/take`));
    expect((await ask(claimId, LATE)).body.code).toBe('ALREADY_TAKEN');
  });

  it('at both ends at once happens one after the other, or once', async () => {
    const { claimId } = await held();
    const answers = await Promise.all([ask(claimId, LATE), ask(claimId, EARLY)]);
    expect(answers.map(({ status }) => status)).toContain(201);
    const spans = (await shifts()).map((text) => text.split(' ')[0]);
    expect([
      ['20:00-22:00', '22:00-00:00'],
      ['20:00-21:00', '21:00-00:00'],
      ['20:00-21:00', '21:00-22:00', '22:00-00:00'],
    ]).toContainEqual(spans);
  });
});
