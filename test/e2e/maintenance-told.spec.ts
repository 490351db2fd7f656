import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, succeeded } from '../support/factories.js';

/** Noon of Monday, 26 October 2026, in Chicago; a window of the next evening. */
const WINDOW = {
  startsAt: '2026-10-27T22:00:00-05:00',
  endsAt: '2026-10-28T00:00:00-05:00',
  reason: 'New switches',
};
const evening = (day: string, hours: [string, string] = ['20:00', '23:00']) => ({
  startsAt: `2026-${day}T${hours[0]}:00-05:00`,
  endsAt: `2026-${day}T${hours[1]}:00-05:00`,
});

interface Told {
  subject: string;
  userId: string;
  facts: { what: string; shifts: { startsAt: string }[] };
}

describe('people whose shifts maintenance touches', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const announce = async (overrides: object = {}): Promise<string> =>
    succeeded(await app.admin.post('/maintenance-windows', { locationId, ...WINDOW, ...overrides }))
      .id as string;
  const told = async (): Promise<Told[]> => {
    await app.jobsDone();
    return app.database.query<Told>(
      `SELECT subject, user_id AS "userId", facts FROM messages
       WHERE kind = 'maintenance' AND facts->>'locationName' = (SELECT name FROM locations WHERE id = $1)
       ORDER BY created_at, id`,
      [locationId],
    );
  };
  const whatOf = async (): Promise<string[]> => (await told()).map(({ facts }) => facts.what);

  it('are told once when it is announced, changed and withdrawn', async () => {
    const maya = await anOperator(app);
    await onShift(app, locationId, maya.id, evening('10-27'));
    const path = `/maintenance-windows/${await announce()}`;
    const [first] = await told();
    expect(first!.facts.shifts).toHaveLength(1);
    expect(await whatOf()).toEqual(['announced']);
    succeeded(await app.admin.patch(path, { reason: WINDOW.reason }));
    expect(await whatOf()).toEqual(['announced']);
    // It no longer touches the shift, which is why its operator is told.
    succeeded(await app.admin.patch(path, { startsAt: '2026-10-27T23:30:00-05:00' }));
    expect(await whatOf()).toEqual(['announced', 'changed']);
    succeeded(await app.admin.patch(path, { closesCoverage: true }));
    expect(await whatOf()).toEqual(['announced', 'changed']);
    succeeded(await app.admin.patch(path, { startsAt: WINDOW.startsAt }));
    expect(await whatOf()).toEqual(['announced', 'changed', 'changed']);
    expect((await app.admin.delete(path)).status).toBe(204);
    expect(await whatOf()).toEqual(['announced', 'changed', 'changed', 'withdrawn']);
  });

  it('are told of all their shifts together, and each of their own', async () => {
    const [maya, leo, ana] = [await anOperator(app), await anOperator(app), await anOperator(app)];
    await onShift(app, locationId, maya.id, evening('10-27'));
    await onShift(app, locationId, maya.id, evening('10-28'));
    await onShift(app, locationId, leo.id, evening('10-28', ['18:00', '20:00']));
    await onShift(app, locationId, ana.id, evening('10-29'));
    await announce({ endsAt: '2026-10-29T00:00:00-05:00' });
    const shifts = (await told()).map(({ facts }) => facts.shifts.length);
    expect(shifts.sort()).toEqual([1, 2]);
  });

  it('are not told of shifts that are over, far ahead, elsewhere, or only asked for', async () => {
    const maya = await anOperator(app);
    await onShift(app, locationId, maya.id, evening('10-26', ['08:00', '11:00']));
    await onShift(app, locationId, maya.id, evening('11-20'));
    await onShift(app, (await aLocation(app)).id, maya.id, evening('10-27'));
    const taken = await onShift(app, locationId, maya.id, evening('10-28'));
    await app.database.query("UPDATE claims SET status = 'withdrawn', seat = NULL WHERE id = $1", [taken.id]);
    await announce({ startsAt: '2026-10-26T08:00:00-05:00', endsAt: '2026-11-20T23:00:00-06:00' });
    expect(await told()).toEqual([]);
  });
});
