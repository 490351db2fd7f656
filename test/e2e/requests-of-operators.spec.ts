import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aSupportRequest,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { noteBy, pagedRequests } from '../support/requests.js';

const RESOLVED = { resolvedAt: '2026-10-26T11:00:00-05:00' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(() => app.clock.set(TEST_NOW));
afterAll(() => app.close());

const given = async (locationId: string, body: object = {}): Promise<string> =>
  (await aSupportRequest(app, locationId, body)).id;
const isShown = async (client: HttpClient, id: string): Promise<boolean> => {
  const { status } = await client.get(`/support-requests/${id}`);
  expect([200, 404]).toContain(status);
  return status === 200;
};

describe('what an operator sees', () => {
  const SHIFT = { startsAt: '2026-10-26T12:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };
  let desk: string;
  let other: string;
  let maya: MadeOperator;
  let claim: { id: string };
  const made: Record<string, string> = {};
  beforeAll(async () => {
    [desk, other] = [(await aLocation(app)).id, (await aLocation(app)).id];
    maya = await anOperator(app);
    claim = await onShift(app, desk, maya.id, SHIFT);
    for (const [place, locationId] of [
      ['here', desk],
      ['elsewhere', other],
    ] as const)
      for (const [state, body] of [
        ['open', {}],
        ['resolved', RESOLVED],
      ] as const) {
        const make = async (what: string): Promise<string> =>
          (made[`${state} ${place}, ${what}`] = await given(locationId, body));
        await make('of others');
        const own = await make('own');
        await app.database.query('UPDATE support_requests SET created_by = $2 WHERE id = $1', [
          own,
          maya.userId,
        ]);
        succeeded(
          await app.admin.patch(`/support-requests/${await make('assigned')}`, { assigneeId: maya.userId }),
        );
        await noteBy(app, await make('worked on'), maya.userId);
        // Assigned once, and written about by somebody else.
        const former = await make('formerly assigned');
        for (const assigneeId of [maya.userId, null])
          succeeded(await app.admin.patch(`/support-requests/${former}`, { assigneeId }));
        const old = await make('history');
        await app.database.query(
          `UPDATE support_requests SET imported = true, opened_at = opened_at - interval '40 days' WHERE id = $1`,
          [old],
        );
      }
  });
  const seen = async (client: HttpClient): Promise<string[]> => {
    const shown = new Set(await pagedRequests(client));
    return Object.keys(made).filter((name) => shown.has(made[name]!));
  };
  const ALWAYS = ['open here', 'resolved here', 'open elsewhere', 'resolved elsewhere'].flatMap((where) =>
    ['own', 'assigned', 'worked on'].map((what) => `${where}, ${what}`),
  );
  const AT_DESK = [
    'open here, of others',
    ...ALWAYS.slice(0, 3),
    'open here, formerly assigned',
    ...ALWAYS.slice(3),
  ];

  it('is what they logged, worked on and are to work on, and what is open at their desk', async () => {
    expect(await seen(maya.client)).toEqual(AT_DESK);
  });

  it.each([
    ['11:29:59', false],
    ['11:30:00', true],
    ['14:00:01', true],
    ['16:00:00', true],
    ['16:00:01', false],
  ])('around their shift, at %s', async (time, isAtDesk) => {
    app.clock.set(`2026-10-26T${time}-05:00`);
    expect(await seen(maya.client)).toEqual(isAtDesk ? AT_DESK : ALWAYS);
    expect(await isShown(maya.client, made['open here, of others']!)).toBe(isAtDesk);
  });

  it('is by the list what it is by its id, for each request and each caller, at each time', async () => {
    const keen = await anOperator(app, { locationIds: [other] });
    const robin = await aUser(app, 'supervisor', [desk]);
    const campus = await aUser(app, 'campus_it', [other]);
    const callers = [
      app.admin,
      maya.client,
      keen.client,
      robin.client,
      campus.client,
      await anApiKey(app, ['support:read']),
    ];
    for (const time of ['10:00', '12:00', '15:59', '19:00']) {
      app.clock.set(`2026-10-26T${time}:00-05:00`);
      for (const [index, client] of callers.entries()) {
        const shown = new Set(await pagedRequests(client));
        for (const [name, id] of Object.entries(made))
          expect([time, index, name, await isShown(client, id)]).toEqual([time, index, name, shown.has(id)]);
      }
    }
  });

  it('is the same under each filter as without', async () => {
    const all = new Set(await pagedRequests(maya.client));
    for (const query of [
      'resolved=true',
      'resolved=false',
      'assignee=me',
      'assignee=nobody',
      'history=true',
      'tier=library',
      `locationId=${desk}`,
    ]) {
      const mine = await pagedRequests(maya.client, query);
      const everybodys = await pagedRequests(app.admin, query.replace('=me', `=${maya.userId}`));
      expect([query, mine]).toEqual([query, everybodys.filter((id) => all.has(id))]);
    }
  });

  it('is not changed by what they may not see', async () => {
    const hidden = made['resolved here, of others']!;
    expect((await maya.client.patch(`/support-requests/${hidden}`, { category: 'x' })).status).toBe(404);
    expect((await maya.client.post(`/support-requests/${hidden}/notes`, { text: 'x' })).status).toBe(404);
    for (const path of ['', '/thread'])
      expect((await maya.client.get(`/support-requests/${hidden}${path}`)).status).toBe(404);
  });

  it('ends with the claim', async () => {
    succeeded(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'ill' }));
    expect(await seen(maya.client)).toEqual(ALWAYS);
    expect(await isShown(maya.client, made['open here, of others']!)).toBe(false);
  });
});
