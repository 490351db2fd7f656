import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import { assign } from '../support/scheduled.js';

// The clock stands at Monday, 26 October 2026, noon in Chicago.

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

/** The claim of an operator on a new shift. */
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

const optionsFor = async (claimId: string, client = maya.client): Promise<{ claimId: string }[]> =>
  succeeded(await client.get(`/claims/${claimId}/swap-options`)).items;
const idsFor = async (claimId: string): Promise<string[]> =>
  (await optionsFor(claimId)).map((option) => option.claimId);

describe('what a claim could be exchanged for', () => {
  it('is colleagues’ claims ahead, soonest first, without a name, and one of them can be asked for', async () => {
    const own = await held(maya, '2026-10-27');
    const [late, soon] = [await held(noor, '2026-10-29'), await held(noor, '2026-10-28')];
    await held(maya, '2026-10-30');
    const options = await optionsFor(own);
    expect(options.map(({ claimId }) => claimId)).toEqual([soon, late]);
    expect(Object.keys(options[0]!).sort()).toEqual([
      'claimId',
      'endsAt',
      'locationId',
      'shiftId',
      'startsAt',
    ]);
    succeeded(await maya.client.post('/swaps', { claimId: own, withClaimId: soon }));
  });

  it('leaves out what the operator could not work, though giving the claim up makes room', async () => {
    const own = await held(maya, '2026-10-27');
    await held(maya, '2026-10-28');
    const [besideOwn, besideAnother] = [await held(noor, '2026-10-27'), await held(noor, '2026-10-28')];
    expect(await idsFor(own)).toEqual([besideOwn]);
    expect(await idsFor(own)).not.toContain(besideAnother);
  });

  it('counts the cap without the shift that is given up', async () => {
    await app.admin.patch(`/operators/${maya.id}`, { weeklyHourCap: 4 });
    const own = await held(maya, '2026-10-27');
    const fits = await held(noor, '2026-10-28');
    await held(noor, '2026-10-29', { endsAt: '2026-10-30T01:00:00-05:00' });
    expect(await idsFor(own)).toEqual([fits]);
  });

  it('leaves out drafts, what is pending, and whoever does not work where the claim is', async () => {
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

  it('gives the hours of the night that has an hour more in the location’s own time', async () => {
    const own = await held(maya, '2026-10-27');
    await held(noor, '2026-10-31', {
      startsAt: '2026-11-01T01:30:00-05:00',
      endsAt: '2026-11-01T01:30:00-06:00',
    });
    expect(await optionsFor(own)).toMatchObject([
      { startsAt: '2026-11-01T01:30:00-05:00', endsAt: '2026-11-01T01:30:00-06:00' },
    ]);
  });

  it('is nobody else’s to ask, and nothing for a claim that is not approved or has begun', async () => {
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
