import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aShift, aUser, succeeded } from '../support/factories.js';

describe('the history of a shift', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  it('is fixed once somebody has checked in: the shift neither moves nor is cancelled', async () => {
    const location = await aLocation(app);
    const shift = await aShift(app, location.id);
    const operator = await anOperator(app);
    const claim = succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    app.clock.set('2026-10-28T01:05:00Z');
    succeeded(await operator.client.post(`/claims/${claim.id}/check-in`));
    const refused = { status: 409, body: { code: 'SHIFT_WORKED' } };
    expect(
      await app.admin.patch(`/shifts/${shift.id}`, { endsAt: '2026-10-28T01:00:00-05:00' }),
    ).toMatchObject(refused);
    expect(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'x' })).toMatchObject(refused);
    expect(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'x' })).toMatchObject(refused);
    expect((await app.admin.get(`/claims/${claim.id}`)).body).toMatchObject({ status: 'approved' });
  });

  it('hides a shift cancelled as a draft from operators, but not one cancelled after publication', async () => {
    const location = await aLocation(app);
    const { client } = await anOperator(app);
    const draft = await aShift(app, location.id, { status: 'draft' });
    const published = await aShift(app, location.id);
    for (const shift of [draft, published]) {
      succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'No need' }));
    }
    expect((await client.get(`/shifts/${draft.id}`)).status).toBe(404);
    expect((await client.get(`/shifts/${published.id}`)).body).toMatchObject({ cancelReason: 'No need' });
    const listed = (await client.get(`/shifts?locationId=${location.id}`)).body.items;
    expect(listed).toMatchObject([{ id: published.id }]);
  });

  it('allows shortening a claim approved beyond its cap, but not lengthening it against a rule without override', async () => {
    const location = await aLocation(app);
    const operator = await anOperator(app, { weeklyHourCap: 2 });
    const shift = await aShift(app, location.id);
    const body = { operatorId: operator.id, overrideReason: 'Nobody else' };
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, body));
    const shorter = await app.admin.patch(`/shifts/${shift.id}`, { endsAt: '2026-10-27T23:00:00-05:00' });
    expect(shorter.status).toBe(200);
    const position = await aPosition(app);
    const other = await app.admin.patch(`/shifts/${shift.id}`, { positionId: position.id });
    expect(other).toMatchObject({ status: 409, body: { code: 'NOT_QUALIFIED' } });
  });
});

describe('where an operator works', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('decides where they can be assigned', async () => {
    const [home, elsewhere] = [await aLocation(app), await aLocation(app)];
    const operator = await anOperator(app, { locationIds: [home.id] });
    const shift = await aShift(app, elsewhere.id);
    const answer = await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id });
    expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_AT_LOCATION' } });
  });

  it('protects their locations from deletion', async () => {
    const home = await aLocation(app);
    await anOperator(app, { locationIds: [home.id] });
    expect(await app.admin.delete(`/locations/${home.id}`)).toMatchObject({
      status: 409,
      body: { code: 'IN_USE' },
    });
  });

  it('gives them claimable shifts page by page, after any number of others', async () => {
    const location = await aLocation(app);
    const foreign = await aPosition(app);
    const operator = await anOperator(app);
    const hours = Array.from({ length: 12 }, (_, hour) => String(hour + 8).padStart(2, '0'));
    for (const hour of hours) {
      const span = { startsAt: `2026-10-29T${hour}:00:00-05:00`, endsAt: `2026-10-29T${hour}:30:00-05:00` };
      await aShift(app, location.id, { ...span, positionId: foreign.id });
      await aShift(app, location.id, span);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `locationId=${location.id}&claimable=true&limit=5${cursor ? `&cursor=${cursor}` : ''}`;
      const page = (await operator.client.get(`/shifts?${query}`)).body;
      seen.push(...page.items.map((shift: { startsAt: string }) => shift.startsAt.slice(11, 13)));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(hours);
  });

  it('lets two supervisors report the same ticket, and nobody from elsewhere', async () => {
    const [location, other] = [await aLocation(app), await aLocation(app)];
    const [first, second] = [
      await aUser(app, 'supervisor', [location.id]),
      await aUser(app, 'supervisor', [location.id]),
    ];
    const elsewhere = await aUser(app, 'supervisor', [other.id]);
    const ticket = {
      locationId: location.id,
      openedAt: '2026-10-26T10:00:00-05:00',
      source: 'rt',
      externalId: '1',
    };
    expect((await first.client.post('/support-requests', ticket)).status).toBe(201);
    const again = await second.client.post('/support-requests', { ...ticket, category: 'login' });
    expect(again).toMatchObject({ status: 200, body: { category: 'login' } });
    const unseen = await elsewhere.client.post('/support-requests', { ...ticket, locationId: other.id });
    expect(unseen).toMatchObject({ status: 409, body: { code: 'OTHER_LOCATION' } });
    expect(JSON.stringify(unseen.body)).not.toContain('login');
  });
});

describe('a form', () => {
  it('is refused on routes without uploads, so that no field is lost and no key ignored', async () => {
    const app = await startApp();
    try {
      const location = await aLocation(app);
      const shift = await aShift(app, location.id);
      const form = new FormData();
      form.set('operatorId', 'x');
      const answer = await app.admin.post(`/shifts/${shift.id}/claims`, form);
      expect(answer).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    } finally {
      await app.close();
    }
  });
});
