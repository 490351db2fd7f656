import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded } from '../support/factories.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

it('candidates of a shift are in the order in which to ask them, with what speaks for and against each', async () => {
  const locationId = (await aLocation(app)).id;
  const supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  const make = (name: string, more: object = {}) =>
    anOperator(app, { name, locationIds: [locationId], ...more });
  const [busy, idle, keen, loath, capped] = [
    await make('Busy'),
    await make('Idle'),
    await make('Keen'),
    await make('Loath'),
    await make('Capped', { weeklyHourCap: 1 }),
  ];
  const wish = async ({ id }: { id: string }, preference: string): Promise<void> => {
    const body = { kind: 'weekly', weekday: 3, startsAt: '00:00', endsAt: '06:00', preference };
    succeeded(await app.admin.post(`/operators/${id}/unavailability`, body));
  };
  await wish(keen, 'prefer');
  await wish(loath, 'rather-not');
  await anOperator(app, { name: 'Elsewhere', locationIds: [(await aLocation(app)).id] });
  const other = await aShift(app, locationId, {
    startsAt: '2026-10-29T20:00:00-05:00',
    endsAt: '2026-10-29T23:00:00-05:00',
  });
  await assign(app, other.id, busy.id);
  const shift = await aShift(app, locationId);
  const { items } = (await supervisor.get(`/shifts/${shift.id}/candidates`)).body;
  expect(items.map(({ name }: { name: string }) => name)).toEqual([
    'Keen',
    'Idle',
    'Busy',
    'Loath',
    'Capped',
  ]);
  expect(items[2]).toMatchObject({ operatorId: busy.id, eligible: true, wish: null, weekHours: 3 });
  expect(items[4]).toMatchObject({
    operatorId: capped.id,
    eligible: false,
    violations: [{ code: 'WEEKLY_CAP_EXCEEDED', overridable: true }],
  });
  expect((await idle.client.get(`/shifts/${shift.id}/candidates`)).status).toBe(403);
  const elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
  expect((await elsewhere.get(`/shifts/${shift.id}/candidates`)).status).toBe(404);
});

it('an operator with an offer from the waitlist may be assigned; for all others the seat is held', async () => {
  const locationId = (await aLocation(app)).id;
  const supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  const make = (name: string) => anOperator(app, { name, locationIds: [locationId] });
  const [holder, next, other] = [await make('Holder'), await make('Next'), await make('Other')];
  const { id } = await aShift(app, locationId);
  const claim = await assign(app, id, holder.id);
  succeeded(await next.client.post(`/shifts/${id}/waitlist`));
  succeeded(await supervisor.post(`/claims/${claim.id}/cancel`, { reason: 'ill' }));
  await app.jobsDone();
  const { items } = (await supervisor.get(`/shifts/${id}/candidates`)).body;
  const eligible = Object.fromEntries(
    items.map((one: { operatorId: string; eligible: boolean }) => [one.operatorId, one.eligible]),
  );
  expect(eligible).toEqual({ [holder.id]: false, [next.id]: true, [other.id]: false });
  expect(items[0].operatorId).toBe(next.id);
});
