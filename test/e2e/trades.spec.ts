import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let locationId: string;
let strict: string;
let supervisor: HttpClient;
let maya: MadeOperator;
let noor: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  strict = (await aLocation(app, { tradesNeedApproval: true })).id;
  supervisor = (await aUser(app, 'supervisor', [locationId, strict])).client;
});
beforeEach(async () => {
  maya = await anOperator(app, { name: 'Maya Ortiz' });
  noor = await anOperator(app, { name: 'Noor Haddad' });
});
afterAll(() => app.close());

interface Held {
  shiftId: string;
  claimId: string;
}
/** An operator's shift tomorrow evening. */
async function held(operator: MadeOperator, at = locationId, overrides: object = {}): Promise<Held> {
  const { id: shiftId } = await aShift(app, at, overrides);
  return { shiftId, claimId: (await assign(app, shiftId, operator.id)).id };
}
const dropped = async (claimId: string, client = maya.client): Promise<string> =>
  succeeded(await client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam' })).id;
const claim = async (id: string): Promise<Answer['body']> => (await app.admin.get(`/claims/${id}`)).body;
const shift = async (id: string): Promise<Answer['body']> => (await app.admin.get(`/shifts/${id}`)).body;
const staffed = async (shiftId: string, basis = 'approved'): Promise<number> => {
  const { locationId: at, startsAt, endsAt } = await shift(shiftId);
  const query = new URLSearchParams({ locationId: at, from: startsAt, to: endsAt, basis });
  const { items } = (await app.admin.get(`/coverage/gaps?${query.toString()}`)).body;
  return items.length === 0 ? 1 : items[0].assigned;
};

describe('a drop request', () => {
  it('leaves the requesting operator responsible, and counted, until somebody takes it', async () => {
    const { shiftId, claimId } = await held(maya);
    const made = await maya.client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam' });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        claimId,
        shiftId,
        status: 'open',
        reason: 'an exam',
        operatorName: 'Maya Ortiz',
      }),
    ]);
    expect((await claim(claimId)).status).toBe('approved');
    expect((await shift(shiftId)).seatsTaken).toBe(1);
    const again = await maya.client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam' });
    expect([again.status, again.body.code]).toEqual([409, 'DROP_ALREADY_REQUESTED']);
  });

  it('shows colleagues a display name and no reason', async () => {
    const id = await dropped((await held(maya)).claimId);
    const { body } = await noor.client.get(`/drop-requests/${id}`);
    expect(body).toMatchObject({ operatorName: 'Maya', status: 'open' });
    for (const field of ['reason', 'operatorId', 'takenClaimId']) expect(body).not.toHaveProperty(field);
    const { items } = (await noor.client.get('/drop-requests?status=open&limit=200')).body;
    expect(items.map((item: { id: string }) => item.id)).toContain(id);
  });

  it('when taken ends one claim and approves the other', async () => {
    const { shiftId, claimId } = await held(maya);
    const id = await dropped(claimId);
    const taken = await noor.client.post(`/drop-requests/${id}/take`, {});
    expect([taken.status, taken.body]).toEqual([
      201,
      expect.objectContaining({ operatorId: noor.id, status: 'approved', relievesClaimId: null }),
    ]);
    expect((await claim(claimId)).status).toBe('cancelled');
    const { body } = await maya.client.get(`/drop-requests/${id}`);
    expect(body).toMatchObject({ status: 'taken', takenClaimId: taken.body.id });
    expect(await shift(shiftId)).toMatchObject({ seatsTaken: 1, claims: [{ operatorId: noor.id }] });
  });

  it('goes to one of many takers, and the others are refused', async () => {
    const { shiftId, claimId } = await held(maya);
    const id = await dropped(claimId);
    const crowd = await Promise.all(Array.from({ length: 12 }, () => anOperator(app)));
    const answers = await Promise.all(
      crowd.map(({ client }) => client.post(`/drop-requests/${id}/take`, {})),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201))
      expect([status, body.code]).toEqual([409, 'ALREADY_TAKEN']);
    expect((await shift(shiftId)).claims).toHaveLength(1);
  });

  it('checks the rules for its taker', async () => {
    const { claimId } = await held(maya);
    const id = await dropped(claimId);
    await held(noor);
    const refused = await noor.client.post(`/drop-requests/${id}/take`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'OVERLAPPING_SHIFT']);
    const asker = await maya.client.post(`/drop-requests/${id}/take`, {});
    expect([asker.status, asker.body.code]).toEqual([409, 'ALREADY_CLAIMED']);
    const capped = await anOperator(app, { weeklyHourCap: 1 });
    expect((await capped.client.post(`/drop-requests/${id}/take`, {})).body.code).toBe('WEEKLY_CAP_EXCEEDED');
    const override = { operatorId: capped.id, overrideReason: 'Nobody else.' };
    expect((await supervisor.post(`/drop-requests/${id}/take`, override)).body.status).toBe('approved');
  });

  it('is cancelled by the requesting operator, and by nobody else', async () => {
    const id = await dropped((await held(maya)).claimId);
    expect((await noor.client.post(`/drop-requests/${id}/cancel`)).status).toBe(403);
    expect((await maya.client.post(`/drop-requests/${id}/cancel`)).body.status).toBe('cancelled');
    const late = await noor.client.post(`/drop-requests/${id}/take`, {});
    expect([late.status, late.body.code]).toEqual([409, 'DROP_REQUEST_CLOSED']);
  });

  it('is released by a supervisor, and the seat becomes free', async () => {
    const { shiftId, claimId } = await held(maya);
    const id = await dropped(claimId);
    expect((await supervisor.post(`/drop-requests/${id}/release`, {})).status).toBe(400);
    expect((await supervisor.post(`/drop-requests/${id}/release`, { reason: 'Get well.' })).body.status).toBe(
      'released',
    );
    expect((await claim(claimId)).status).toBe('cancelled');
    expect(await shift(shiftId)).toMatchObject({ seatsTaken: 0, claims: [] });
  });

  it('needs an approved claim on a future shift', async () => {
    const { id: shiftId } = await aShift(app, locationId);
    const pending = succeeded(await maya.client.post(`/shifts/${shiftId}/claims`, {}));
    const refused = await maya.client.post(`/claims/${pending.id}/drop-requests`, { reason: 'x' });
    expect([refused.status, refused.body.code]).toEqual([409, 'CLAIM_NOT_APPROVED']);
    const foreign = await noor.client.post(`/claims/${pending.id}/drop-requests`, { reason: 'x' });
    expect(foreign.status).toBe(404);
  });

  it('expires when the shift begins', async () => {
    const soon = await held(maya, locationId, {
      startsAt: '2026-10-26T13:00:00-05:00',
      endsAt: '2026-10-26T15:00:00-05:00',
    });
    const id = await dropped(soon.claimId);
    app.clock.set('2026-10-26T13:00:00-05:00');
    try {
      expect((await maya.client.get(`/drop-requests/${id}`)).body.status).toBe('expired');
      expect((await noor.client.post(`/drop-requests/${id}/take`, {})).body.code).toBe('SHIFT_STARTED');
      const { items } = (await noor.client.get('/drop-requests?status=open&limit=200')).body;
      expect(items.map((item: { id: string }) => item.id)).not.toContain(id);
    } finally {
      app.clock.set('2026-10-26T12:00:00-05:00');
    }
  });
});

describe('with approval, a drop request', () => {
  it('stays with the requesting operator until a supervisor approves, on the same seat', async () => {
    const { shiftId, claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = await noor.client.post(`/drop-requests/${id}/take`, {});
    expect(taken.body).toMatchObject({ status: 'pending', relievesClaimId: claimId });
    expect((await claim(claimId)).status).toBe('approved');
    expect(await shift(shiftId)).toMatchObject({ seats: 1, seatsTaken: 1 });
    expect([await staffed(shiftId), await staffed(shiftId, 'claimed')]).toEqual([1, 1]);
    const third = await anOperator(app);
    expect((await third.client.post(`/drop-requests/${id}/take`, {})).body.code).toBe('ALREADY_TAKEN');

    const approved = await supervisor.post(`/claims/${taken.body.id}/approve`);
    expect(approved.body).toMatchObject({ status: 'approved', relievesClaimId: null });
    expect((await claim(claimId)).status).toBe('cancelled');
    expect((await maya.client.get(`/drop-requests/${id}`)).body.status).toBe('taken');
    expect(await shift(shiftId)).toMatchObject({
      seatsTaken: 1,
      claims: [{ operatorId: noor.id, status: 'approved' }],
    });
  });

  it.each([
    ['a supervisor rejects the taker', () => supervisor, 'reject', { reason: 'No.' }],
    ['the taker withdraws', () => noor.client, 'withdraw', undefined],
  ])('is open again when %s', async (_name, who, act, body) => {
    const { claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    succeeded(await who().post(`/claims/${taken.id}/${act}`, body));
    expect((await maya.client.get(`/drop-requests/${id}`)).body).toMatchObject({
      status: 'open',
      takenClaimId: null,
    });
    expect((await claim(claimId)).status).toBe('approved');
    const third = await anOperator(app);
    expect((await third.client.post(`/drop-requests/${id}/take`, {})).status).toBe(201);
  });

  it('when cancelled ends the taker’s claim', async () => {
    const { claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    succeeded(await maya.client.post(`/drop-requests/${id}/cancel`));
    expect((await claim(taken.id)).status).toBe('rejected');
    expect((await claim(claimId)).status).toBe('approved');
  });

  it('ends when the claim ends otherwise; the taker keeps the seat, pending', async () => {
    const { shiftId, claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    succeeded(await supervisor.post(`/claims/${claimId}/cancel`, { reason: 'ill' }));
    expect((await supervisor.get(`/drop-requests/${id}`)).body.status).toBe('cancelled');
    expect(await claim(taken.id)).toMatchObject({ status: 'pending', relievesClaimId: null });
    expect((await shift(shiftId)).seatsTaken).toBe(1);
    expect((await supervisor.post(`/claims/${taken.id}/approve`)).body.status).toBe('approved');
  });

  it('ends with its shift', async () => {
    const { shiftId, claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    succeeded(await supervisor.post(`/shifts/${shiftId}/cancel`, { reason: 'heating' }));
    expect([(await claim(claimId)).status, (await claim(taken.id)).status]).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect((await supervisor.get(`/drop-requests/${id}`)).body.status).toBe('cancelled');
  });

  it('with a waiting taker can still be swapped; the taker is rejected', async () => {
    const { shiftId, claimId } = await held(maya, strict);
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    const third = await anOperator(app);
    const swap = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: third.id }));
    expect((await supervisor.post(`/swaps/${swap.id}/accept`)).body.status).toBe('completed');
    expect((await claim(taken.id)).status).toBe('rejected');
    expect(await shift(shiftId)).toMatchObject({ seatsTaken: 1, claims: [{ operatorId: third.id }] });
  });

  it('is not approved once the requesting operator has checked in', async () => {
    const { claimId } = await held(maya, strict, {
      startsAt: '2026-10-26T12:10:00-05:00',
      endsAt: '2026-10-26T15:00:00-05:00',
    });
    const id = await dropped(claimId);
    const taken = succeeded(await noor.client.post(`/drop-requests/${id}/take`, {}));
    succeeded(await maya.client.post(`/claims/${claimId}/check-in`));
    expect((await supervisor.post(`/claims/${taken.id}/approve`)).body.code).toBe('SHIFT_WORKED');
  });

  it('allows removing the shift’s free seats, and no more', async () => {
    const { shiftId, claimId } = await held(maya, strict, { seats: 3 });
    await dropped(claimId).then((id) => noor.client.post(`/drop-requests/${id}/take`, {}).then(succeeded));
    expect((await supervisor.patch(`/shifts/${shiftId}`, { seats: 1 })).status).toBe(200);
    expect((await shift(shiftId)).seatsTaken).toBe(1);
  });
});

it('a draft cannot be traded', async () => {
  const { claimId } = await held(maya, locationId, { status: 'draft' });
  const refused = await maya.client.post(`/claims/${claimId}/drop-requests`, { reason: 'x' });
  expect([refused.status, refused.body.code]).toEqual([409, 'SHIFT_NOT_PUBLISHED']);
  const swap = await maya.client.post('/swaps', { claimId, toOperatorId: noor.id });
  expect(swap.body.code).toBe('SHIFT_NOT_PUBLISHED');
});

describe('a swap', () => {
  const later = { startsAt: '2026-10-29T20:00:00-05:00', endsAt: '2026-10-30T00:00:00-05:00' };

  it('of two shifts gives each operator the other’s', async () => {
    const [own, theirs] = [await held(maya), await held(noor, locationId, later)];
    const made = await maya.client.post('/swaps', { claimId: own.claimId, withClaimId: theirs.claimId });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ fromName: 'Maya', toName: 'Noor', side: 'from', status: 'open' }),
    ]);
    const path = `/swaps/${made.body.id}`;
    expect((await maya.client.post(`${path}/accept`)).status).toBe(403);
    expect((await noor.client.post(`${path}/accept`)).body).toMatchObject({
      status: 'completed',
      side: 'to',
    });
    expect((await shift(own.shiftId)).claims).toMatchObject([{ operatorId: noor.id, status: 'approved' }]);
    expect((await shift(theirs.shiftId)).claims).toMatchObject([{ operatorId: maya.id, status: 'approved' }]);
    expect((await noor.client.post(`${path}/accept`)).body.code).toBe('SWAP_CLOSED');
  });

  it('of two overlapping shifts is possible, because each operator gives one up', async () => {
    const [own, theirs] = [await held(maya), await held(noor)];
    const made = succeeded(
      await maya.client.post('/swaps', { claimId: own.claimId, withClaimId: theirs.claimId }),
    );
    expect((await noor.client.post(`/swaps/${made.id}/accept`)).body.status).toBe('completed');
  });

  it('in one direction is an offer for nothing', async () => {
    const { shiftId, claimId } = await held(maya);
    const made = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    expect(made.wanted).toBeNull();
    expect((await noor.client.post(`/swaps/${made.id}/accept`)).body.status).toBe('completed');
    expect((await shift(shiftId)).claims).toMatchObject([{ operatorId: noor.id }]);
  });

  it('to several people goes to the first who accepts, and ends for the others', async () => {
    const { claimId } = await held(maya);
    const third = await anOperator(app);
    const offers = [noor, third].map(async ({ id }) =>
      succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: id })),
    );
    const [one, other] = await Promise.all(offers);
    const answers = await Promise.all([
      noor.client.post(`/swaps/${one.id}/accept`),
      third.client.post(`/swaps/${other.id}/accept`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const statuses = [one, other].map(async ({ id }) => (await app.admin.get(`/swaps/${id}`)).body.status);
    expect((await Promise.all(statuses)).sort()).toEqual(['cancelled', 'completed']);
  });

  it('checks the rules for both when it takes effect, and shows each only their own reasons', async () => {
    const [own, theirs] = [await held(maya), await held(noor, locationId, later)];
    const made = succeeded(
      await maya.client.post('/swaps', { claimId: own.claimId, withClaimId: theirs.claimId }),
    );
    const away = { kind: 'once', startsAt: later.startsAt, endsAt: later.endsAt };
    const entry = succeeded(await maya.client.post(`/operators/${maya.id}/unavailability`, away));
    const refused = await noor.client.post(`/swaps/${made.id}/accept`);
    expect([refused.status, refused.body.code]).toEqual([409, 'SWAP_NOT_POSSIBLE']);
    expect(JSON.stringify(refused.body)).not.toContain('unavailable');
    await maya.client.delete(`/operators/${maya.id}/unavailability/${entry.id}`);
    const busy = { kind: 'once', startsAt: '2026-10-27T20:00:00-05:00', endsAt: '2026-10-27T21:00:00-05:00' };
    await noor.client.post(`/operators/${noor.id}/unavailability`, busy);
    expect((await noor.client.post(`/swaps/${made.id}/accept`)).body.code).toBe('UNAVAILABLE');
    expect((await claim(own.claimId)).status).toBe('approved');
  });

  it('where trades need approval takes effect once a supervisor of both shifts approves', async () => {
    const [own, theirs] = [await held(maya, strict), await held(noor, locationId, later)];
    const made = succeeded(
      await maya.client.post('/swaps', { claimId: own.claimId, withClaimId: theirs.claimId }),
    );
    expect((await supervisor.post(`/swaps/${made.id}/approve`)).body.code).toBe('SWAP_CLOSED');
    expect((await noor.client.post(`/swaps/${made.id}/accept`)).body.status).toBe('accepted');
    expect((await claim(own.claimId)).status).toBe('approved');
    const half = (await aUser(app, 'supervisor', [strict])).client;
    expect((await half.post(`/swaps/${made.id}/approve`)).body.code).toBe('FOREIGN_LOCATION');
    expect((await supervisor.post(`/swaps/${made.id}/approve`)).body).toMatchObject({
      status: 'completed',
      fromName: 'Maya Ortiz',
      side: 'other',
    });
    expect((await shift(own.shiftId)).claims).toMatchObject([{ operatorId: noor.id }]);
  });

  it.each([
    ['declined by who is asked', () => noor.client, () => maya.client, 'decline', 'declined'],
    ['cancelled by who offers', () => maya.client, () => noor.client, 'cancel', 'cancelled'],
  ])('is %s', async (_name, who, other, act, status) => {
    const { claimId } = await held(maya);
    const made = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    expect((await other().post(`/swaps/${made.id}/${act}`)).status).toBe(403);
    expect((await who().post(`/swaps/${made.id}/${act}`)).body.status).toBe(status);
    expect((await noor.client.post(`/swaps/${made.id}/accept`)).body.code).toBe('SWAP_CLOSED');
  });

  it('is visible to nobody else', async () => {
    const { claimId } = await held(maya);
    const made = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    const third = await anOperator(app);
    for (const act of ['accept', 'decline', 'cancel'])
      expect((await third.client.post(`/swaps/${made.id}/${act}`)).status).toBe(404);
    expect((await third.client.get('/swaps?limit=200')).body.items).toEqual([]);
    expect((await maya.client.get('/swaps?status=open')).body.items).toHaveLength(1);
    expect((await third.client.post('/swaps', { claimId, toOperatorId: third.id })).status).toBe(404);
  });

  it.each([
    ['with nobody', () => ({}), 400, 'withClaimId'],
    ['with themselves', () => ({ toOperatorId: maya.id }), 400, 'toOperatorId'],
  ])('is refused %s', async (_name, body, status, field) => {
    const { claimId } = await held(maya);
    const answer = await maya.client.post('/swaps', { claimId, ...body() });
    expect([answer.status, answer.body.violations[0].field]).toEqual([status, field]);
  });
});
