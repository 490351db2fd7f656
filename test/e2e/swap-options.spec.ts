import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let locationId: string;
let maya: MadeOperator;
let noor: MadeOperator;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  locationId = (await aLocation(app)).id;
  maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
  noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
});
afterAll(() => app.close());

/** An operator's claim on a new shift. */
async function held(
  operator: MadeOperator,
  date: string,
  shift: object = {},
  at = locationId,
): Promise<string> {
  const hours = { startsAt: `${date}T20:00:00-05:00`, endsAt: `${date}T23:00:00-05:00`, ...shift };
  const { id } = await aShift(app, at, hours);
  return (await assign(app, id, operator.id)).id;
}

interface Option {
  claimId: string;
  operatorName: string;
}
const optionsFor = async (claimId: string, client = maya.client): Promise<Option[]> =>
  succeeded(await client.get(`/claims/${claimId}/swap-options`)).items;
const idsFor = async (claimId: string): Promise<string[]> =>
  (await optionsFor(claimId)).map((option) => option.claimId);

describe('options for a swap', () => {
  it('are colleagues’ future claims, soonest first, with display names, and one of them can be requested', async () => {
    const own = await held(maya, '2026-10-27');
    const [late, soon] = [await held(noor, '2026-10-29'), await held(noor, '2026-10-28')];
    await held(maya, '2026-10-30');
    const options = await optionsFor(own);
    expect(options.map(({ claimId }) => claimId)).toEqual([soon, late]);
    expect(Object.keys(options[0]!).sort()).toEqual([
      'claimId',
      'endsAt',
      'locationId',
      'operatorName',
      'shiftId',
      'startsAt',
    ]);
    succeeded(await maya.client.post('/swaps', { claimId: own, withClaimId: soon }));
  });

  it('leave out what the operator could not work, but count the claim as given up', async () => {
    const own = await held(maya, '2026-10-27');
    await held(maya, '2026-10-28');
    const [besideOwn, besideAnother] = [await held(noor, '2026-10-27'), await held(noor, '2026-10-28')];
    expect(await idsFor(own)).toEqual([besideOwn]);
    expect(await idsFor(own)).not.toContain(besideAnother);
  });

  it('tell two at the same time apart by display name; staff read full names', async () => {
    const kim = await anOperator(app, { name: 'Kim Lee', displayName: 'Kimi', locationIds: [locationId] });
    const own = await held(maya, '2026-10-27');
    await held(noor, '2026-10-28');
    await held(kim, '2026-10-28');
    const names = async (client = maya.client) =>
      (await optionsFor(own, client)).map(({ operatorName }) => operatorName).sort();
    expect(await names()).toEqual(['Kimi', 'Noor']);
    const { client } = await aUser(app, 'supervisor', [locationId]);
    expect(await names(client)).toEqual(['Kim Lee', 'Noor Haddad']);
  });

  describe('leave out colleagues who would have to refuse:', () => {
    const refused = async (own: string, theirs: string): Promise<void> => {
      expect(await idsFor(own)).not.toContain(theirs);
      const asked = await maya.client.post('/swaps', { claimId: own, withClaimId: theirs });
      expect([asked.status, asked.body.code]).toEqual([409, 'SWAP_NOT_POSSIBLE']);
      expect(JSON.stringify(asked.body)).not.toContain('Noor');
      expect((await maya.client.get('/swaps')).body.items).toEqual([]);
    };

    it('who work at that time', async () => {
      const own = await held(maya, '2026-10-27');
      const theirs = await held(noor, '2026-10-28');
      await held(noor, '2026-10-27', {
        startsAt: '2026-10-27T22:00:00-05:00',
        endsAt: '2026-10-28T01:00:00-05:00',
      });
      await refused(own, theirs);
    });

    it('who have a class or are away', async () => {
      const own = await held(maya, '2026-10-27');
      const theirs = await held(noor, '2026-10-28');
      succeeded(
        await noor.client.post(`/operators/${noor.id}/unavailability`, {
          kind: 'once',
          startsAt: '2026-10-27T21:00:00-05:00',
          endsAt: '2026-10-27T22:00:00-05:00',
          reason: 'a visit',
        }),
      );
      await refused(own, theirs);
      const { client } = await aUser(app, 'supervisor', [locationId]);
      const asked = await client.post('/swaps', { claimId: own, withClaimId: theirs });
      expect(asked.body.violations).toMatchObject([{ code: 'UNAVAILABLE' }]);
    });

    it('whose cap it would exceed, but count theirs as given up', async () => {
      await app.admin.patch(`/operators/${noor.id}`, { weeklyHourCap: 4 });
      const own = await held(maya, '2026-10-27');
      const long = await held(maya, '2026-10-29', { endsAt: '2026-10-30T01:00:00-05:00' });
      const theirs = await held(noor, '2026-10-28');
      expect(await idsFor(own)).toEqual([theirs]);
      await refused(long, theirs);
    });

    it('who work over midnight into it, in the night of 25 hours', async () => {
      const own = await held(maya, '2026-11-01', {
        startsAt: '2026-11-01T01:30:00-06:00',
        endsAt: '2026-11-01T03:00:00-06:00',
      });
      const theirs = await held(noor, '2026-10-28');
      await held(noor, '2026-10-31', {
        startsAt: '2026-10-31T22:00:00-05:00',
        endsAt: '2026-11-01T01:00:00-06:00',
      });
      expect(await idsFor(own)).toContain(theirs);
      await held(noor, '2026-11-01', {
        startsAt: '2026-11-01T01:15:00-06:00',
        endsAt: '2026-11-01T01:45:00-06:00',
      });
      await refused(own, theirs);
    });

    it('who work over midnight into it, in the night of 23 hours', async () => {
      const own = await held(maya, '2027-03-14', {
        startsAt: '2027-03-14T03:00:00-05:00',
        endsAt: '2027-03-14T05:00:00-05:00',
      });
      const theirs = await held(noor, '2027-03-16', {
        startsAt: '2027-03-16T20:00:00-05:00',
        endsAt: '2027-03-16T23:00:00-05:00',
      });
      expect(await idsFor(own)).toContain(theirs);
      await held(noor, '2027-03-13', {
        startsAt: '2027-03-13T22:00:00-06:00',
        endsAt: '2027-03-14T03:30:00-05:00',
      });
      await refused(own, theirs);
    });
  });

  it('a shift for nothing is not offered to colleagues who could not take it', async () => {
    const own = await held(maya, '2026-10-27');
    await held(noor, '2026-10-27');
    const asked = await maya.client.post('/swaps', { claimId: own, toOperatorId: noor.id });
    expect([asked.status, asked.body.code]).toEqual([409, 'SWAP_NOT_POSSIBLE']);
  });

  it('count the cap without the shift that is given up', async () => {
    await app.admin.patch(`/operators/${maya.id}`, { weeklyHourCap: 4 });
    const own = await held(maya, '2026-10-27');
    const fits = await held(noor, '2026-10-28');
    await held(noor, '2026-10-29', { endsAt: '2026-10-30T01:00:00-05:00' });
    expect(await idsFor(own)).toEqual([fits]);
  });

  it('leave out drafts, pending claims, and colleagues who do not work at the location', async () => {
    const elsewhere = (await aLocation(app)).id;
    const kim = await anOperator(app, { name: 'Kim Lee', locationIds: [elsewhere] });
    const both = await anOperator(app, { name: 'Bo Both', locationIds: [locationId, elsewhere] });
    const own = await held(maya, '2026-10-27');
    await held(noor, '2026-10-28', { status: 'draft' });
    const { id } = await aShift(app, locationId, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T23:00:00-05:00',
    });
    succeeded(await noor.client.post(`/shifts/${id}/claims`));
    await held(kim, '2026-10-30', {}, elsewhere);
    const theirs = await held(both, '2026-10-31');
    expect(await idsFor(own)).toEqual([theirs]);
  });

  it('show the hours of the longer night in the location’s own time', async () => {
    const own = await held(maya, '2026-10-27');
    await held(noor, '2026-10-31', {
      startsAt: '2026-11-01T01:30:00-05:00',
      endsAt: '2026-11-01T01:30:00-06:00',
    });
    expect(await optionsFor(own)).toMatchObject([
      { startsAt: '2026-11-01T01:30:00-05:00', endsAt: '2026-11-01T01:30:00-06:00' },
    ]);
  });

  it('are private, and none for a claim that is not approved or has begun', async () => {
    const own = await held(maya, '2026-10-27');
    expect((await noor.client.get(`/claims/${own}/swap-options`)).status).toBe(404);
    const { client } = await aUser(app, 'supervisor', [locationId]);
    expect(await optionsFor(own, client)).toEqual([]);
    const begun = await held(maya, '2026-10-25');
    expect((await maya.client.get(`/claims/${begun}/swap-options`)).body.code).toBe('SHIFT_STARTED');
    succeeded(await app.admin.post(`/claims/${own}/cancel`, { reason: 'closed' }));
    expect((await maya.client.get(`/claims/${own}/swap-options`)).body.code).toBe('CLAIM_NOT_APPROVED');
  });
});

describe('drop requests of colleagues', () => {
  const openFor = async (client: HttpClient): Promise<Answer['body'][]> =>
    succeeded(await client.get(`/drop-requests?status=open&locationId=${locationId}`)).items;

  it('say to each operator whether they may take them, and why not', async () => {
    const own = await held(maya, '2026-10-27');
    const { id } = succeeded(await maya.client.post(`/claims/${own}/drop-requests`, { reason: 'an exam' }));
    expect(await openFor(noor.client)).toMatchObject([{ eligibility: { eligible: true, violations: [] } }]);
    await held(noor, '2026-10-27', {
      startsAt: '2026-10-27T22:00:00-05:00',
      endsAt: '2026-10-28T02:00:00-05:00',
    });
    const expected = { eligible: false, violations: [{ code: 'OVERLAPPING_SHIFT' }] };
    expect(await openFor(noor.client)).toMatchObject([{ eligibility: expected }]);
    expect(succeeded(await noor.client.get(`/drop-requests/${id}`)).eligibility).toMatchObject(expected);
    expect((await noor.client.post(`/drop-requests/${id}/take`)).body.code).toBe('OVERLAPPING_SHIFT');
    for (const client of [maya.client, app.admin])
      expect(await openFor(client)).toEqual([
        expect.not.objectContaining({ eligibility: expect.anything() }),
      ]);
  });

  it('are checked for the part that is given up', async () => {
    const own = await held(maya, '2026-10-27', { startsAt: '2026-10-27T18:00:00-05:00' });
    await held(noor, '2026-10-27', {
      startsAt: '2026-10-27T17:00:00-05:00',
      endsAt: '2026-10-27T20:00:00-05:00',
    });
    succeeded(
      await maya.client.post(`/claims/${own}/drop-requests`, {
        reason: 'an exam',
        startsAt: '2026-10-27T21:00:00-05:00',
        endsAt: '2026-10-27T23:00:00-05:00',
      }),
    );
    expect(await openFor(noor.client)).toMatchObject([
      { startsAt: '2026-10-27T21:00:00-05:00', eligibility: { eligible: true } },
    ]);
  });
});
