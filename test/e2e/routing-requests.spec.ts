import { jest } from '@jest/globals';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { Database } from '../../src/platform/database/database.js';
import { requestContext } from '../../src/platform/request-context.js';
import { startApp, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { packageOf, recomputed, recordsOf } from '../support/data-packages.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
  type MadeUser,
} from '../support/factories.js';
import { importFile, rowsMapping } from '../support/imports.js';
import { aPush, aPusher } from '../support/pushes.js';

// The lab is open each night from 20:00 to 02:00. It is Monday, 26 October 2026, 21:00 in Chicago, and Maya is at the desk.

const NOW = '2026-10-26T21:00:00-05:00';
const OPENED = '2026-10-26T20:40:00-05:00';
const WORDS = 'The network is theirs';
const ON_NOW = { startsAt: '2026-10-26T20:00:00-05:00', endsAt: '2026-10-26T23:00:00-05:00' };
const TARGETS = [
  { tier: 'library', priority: 'normal', responseMinutes: 15, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', resolutionMinutes: 240 },
];

let app: TestApp;
let locationId: string;
let maya: MadeOperator;
let supervisor: MadeUser;
let campus: MadeUser;

beforeAll(async () => {
  app = await startApp({ now: NOW });
  succeeded(await app.admin.patch('/settings', { serviceTargets: TARGETS }));
});
beforeEach(async () => {
  app.clock.set(NOW);
  await app.database.query('DELETE FROM routing_rules');
  locationId = (await aLocation(app)).id;
  await coverageHours(app, locationId);
  maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
  await onShift(app, locationId, maya.id, ON_NOW);
  supervisor = await aUser(app, 'supervisor', [locationId]);
  campus = await aUser(app, 'campus_it', [locationId]);
});
afterAll(() => app.close());

const addRule = async (rest: object = {}): Promise<string> =>
  succeeded(await app.admin.post('/routing-rules', { locationId, tier: 'campus-it', words: WORDS, ...rest }))
    .id;
const log = async (rest: object = {}, client = app.admin) =>
  succeeded(await client.post('/support-requests', { locationId, openedAt: OPENED, ...rest }));
const thread = async (id: string) => succeeded(await app.admin.get(`/support-requests/${id}/thread`)).items;
const kinds = async (id: string) => (await thread(id)).map(({ kind }: { kind: string }) => kind);
const clockOf = async (id: string) => succeeded(await app.admin.get(`/support-requests/${id}/clock`)).clock;
const queue = async (tier = 'campus-it'): Promise<string[]> =>
  succeeded(await campus.client.get(`/support-queue?tier=${tier}&locationId=${locationId}`)).items.map(
    ({ id }: { id: string }) => id,
  );
const giveBack = (id: string) =>
  campus.client.post(`/support-requests/${id}/return`, { text: 'The cable was out' });
const escalate = (id: string) =>
  maya.client.post(`/support-requests/${id}/escalate`, { text: 'The cable is in' });

describe('a new request without a tier', () => {
  it('begins with the library without a rule, and with one that says so', async () => {
    expect(await log()).toMatchObject({ tier: 'library' });
    await addRule({ tier: 'library' });
    const { id, tier } = await log();
    expect(tier).toBe('library');
    expect(await kinds(id)).toEqual(['opened']);
  });

  it('goes straight to Campus IT by a rule, which is no escalation, with the words of the rule', async () => {
    const ruleId = await addRule();
    const request = await log({ firstResponseAt: OPENED }, maya.client);
    expect(request).toMatchObject({ tier: 'campus-it', escalatedAt: null, assigneeId: null, version: 1 });
    expect(await thread(request.id)).toMatchObject([
      { kind: 'opened', at: OPENED },
      { kind: 'routed', at: OPENED, text: WORDS, authorName: 'Maya Ortiz' },
      { kind: 'answered', at: OPENED },
    ]);
    const [event] = await app.database.query<{ details: object }>(
      `SELECT details FROM audit_events WHERE entity_id = $1`,
      [request.id],
    );
    expect(event!.details).toMatchObject({ tier: 'campus-it', routingRuleId: ruleId });
    succeeded(await app.admin.delete(`/routing-rules/${ruleId}`));
    expect((await thread(request.id))[1]).toMatchObject({ kind: 'routed', text: WORDS });
    expect(await log()).toMatchObject({ tier: 'library' });
  });

  it('is looked at as it is told: its category, its priority, and who was there when it was opened', async () => {
    await addRule({ categories: ['wifi'], priorities: ['urgent'] });
    await addRule({ staffing: 'nobody-on-shift', words: 'Nobody is here' });
    expect(await log()).toMatchObject({ tier: 'library' });
    expect(await log({ category: 'wifi', priority: 'high' })).toMatchObject({ tier: 'library' });
    expect(await log({ category: 'wifi', priority: 'urgent' })).toMatchObject({ tier: 'campus-it' });
    expect(await log({ openedAt: '2026-10-26T19:59:00-05:00' })).toMatchObject({ tier: 'campus-it' });
    // The stated wait moves the opening to before the shift.
    const waited = { openedAt: '2026-10-26T20:05:00-05:00', waitedMinutes: 15 };
    expect(await log(waited)).toMatchObject({ tier: 'campus-it' });
  });

  it('of a key goes by rules too, when it is new', async () => {
    await addRule();
    const key = await anApiKey(app, ['support:write', 'support:read']);
    const sent = { source: 'kiosk of keys', externalId: '1' };
    const { id, tier } = await log(sent, key);
    expect(tier).toBe('campus-it');
    succeeded(await giveBack(id));
    expect(await log({ ...sent, title: 'No network' }, key)).toMatchObject({ id, tier: 'library' });
    expect(await kinds(id)).toEqual(['opened', 'routed', 'returned']);
  });

  it.each<[string, object, string]>([
    ['that is told its tier', { tier: 'library' }, 'library'],
    ['that is told to be with Campus IT', { tier: 'campus-it' }, 'campus-it'],
    ['that is resolved', { resolvedAt: NOW }, 'library'],
    ['that was escalated', { escalatedAt: NOW }, 'library'],
  ])('does not go by rules when it is one %s', async (_name, rest, tier) => {
    await addRule();
    const request = await log(rest);
    expect(request.tier).toBe(tier);
    expect(await kinds(request.id)).not.toContain('routed');
  });

  it('of a file or of another system that pushes it does not go by rules', async () => {
    await addRule();
    await importFile(
      app,
      'key,opened\nA,2026-10-26 20:30:00\n',
      rowsMapping(locationId, `file ${locationId}`),
    );
    const kiosk = await aPusher(app, { locationId, name: `kiosk ${locationId}` });
    await kiosk.sent(aPush('1'));
    const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`));
    expect(items.map(({ tier }: { tier: string }) => tier)).toEqual(['library', 'library']);
  });
});

describe('a request that a rule sent to Campus IT', () => {
  let id: string;
  beforeEach(async () => {
    await addRule();
    ({ id } = await log({}, maya.client));
  });
  const read = async () => succeeded(await app.admin.get(`/support-requests/${id}`));

  it('is in the queue of Campus IT, and among its requests, and not among the escalated ones', async () => {
    expect(await queue()).toEqual([id]);
    expect(await queue('library')).toEqual([]);
    const found = async (query: string) =>
      succeeded(await campus.client.get(`/support-requests?locationId=${locationId}&${query}`)).items.length;
    expect(await found('tier=campus-it')).toBe(1);
    expect(await found('tier=campus-it&resolved=false')).toBe(1);
    expect(await found('escalated=true')).toBe(0);
    succeeded(await campus.client.patch(`/support-requests/${id}`, { assigneeId: campus.id }));
    succeeded(await campus.client.patch(`/support-requests/${id}`, { resolvedAt: NOW }));
    expect(await queue()).toEqual([]);
  });

  it('has the clock of Campus IT, from its opening on', async () => {
    expect(await clockOf(id)).toMatchObject({
      measure: 'resolution',
      beganAt: OPENED,
      targetMinutes: 240,
      usedMinutes: 20,
      dueAt: '2026-10-27T00:40:00-05:00',
    });
  });

  it('is given back, and its time with Campus IT is not the library’s', async () => {
    expect(succeeded(await giveBack(id))).toMatchObject({ tier: 'library', escalatedAt: null });
    expect(await queue()).toEqual([]);
    expect(await queue('library')).toEqual([id]);
    expect(await kinds(id)).toEqual(['opened', 'routed', 'returned']);
    app.clock.advance(7);
    expect(await clockOf(id)).toMatchObject({ measure: 'response', beganAt: OPENED, usedMinutes: 7 });
  });

  it('is escalated only after it was given back, and counts as escalated from then on', async () => {
    expect(await escalate(id)).toMatchObject({ status: 409, body: { code: 'WITH_CAMPUS_IT_ALREADY' } });
    succeeded(await giveBack(id));
    app.clock.advance(10);
    const later = '2026-10-26T21:10:00-05:00';
    expect(succeeded(await escalate(id))).toMatchObject({ tier: 'campus-it', escalatedAt: later });
    expect(await clockOf(id)).toMatchObject({ beganAt: later, usedMinutes: 0 });
    expect(await kinds(id)).toEqual(['opened', 'routed', 'returned', 'escalated']);
  });

  it('is taken back by a change of its tier, which its thread tells', async () => {
    succeeded(await app.admin.patch(`/support-requests/${id}`, { tier: 'library' }));
    expect(await kinds(id)).toEqual(['opened', 'routed', 'withdrawn']);
    app.clock.advance(3);
    expect(await clockOf(id)).toMatchObject({ measure: 'response', usedMinutes: 3 });
  });

  it('is removed by whoever logged it, until somebody else does something', async () => {
    succeeded(await maya.client.delete(`/support-requests/${id}`));
    const other = (await log({}, maya.client)).id;
    succeeded(await campus.client.patch(`/support-requests/${other}`, { assigneeId: campus.id }));
    expect(await maya.client.delete(`/support-requests/${other}`)).toMatchObject({
      status: 409,
      body: { code: 'OTHERS_WROTE' },
    });
  });

  it('stays as it is when the rules change', async () => {
    const { items } = succeeded(await app.admin.get(`/routing-rules?locationId=${locationId}`));
    succeeded(await app.admin.patch(`/routing-rules/${items[0].id}`, { tier: 'library', words: 'Ours' }));
    expect(await read()).toMatchObject({ tier: 'campus-it' });
    expect((await thread(id))[1]).toMatchObject({ text: WORDS });
    expect(await log()).toMatchObject({ tier: 'library' });
  });
});

it('rules cost one statement with each new request, however many there are, and another one when it matters who is on shift', async () => {
  /** What jobs send meanwhile is not counted. */
  const sentWhenLogged = async (rest: object = {}): Promise<string[]> => {
    const sent: string[] = [];
    const send = Database.prototype.query;
    const query = jest.spyOn(Database.prototype, 'query').mockImplementation(function (
      this: Database,
      ...statement
    ) {
      if (requestContext.get()?.actor?.kind !== 'system') sent.push(statement[0]);
      return send.apply(this, statement);
    });
    try {
      expect(await log(rest)).toMatchObject({ tier: 'library' });
      return sent.flatMap((text) => /FROM (routing_rules|shifts)/.exec(text)?.[1] ?? []);
    } finally {
      query.mockRestore();
    }
  };
  expect(await sentWhenLogged({ tier: 'library' })).toEqual([]);
  expect(await sentWhenLogged()).toEqual(['routing_rules']);
  for (let rank = 0; rank < 20; rank++) await addRule({ categories: ['wifi'] });
  expect(await sentWhenLogged()).toEqual(['routing_rules']);
  for (let rank = 0; rank < 20; rank++) await addRule({ staffing: 'nobody-on-shift' });
  expect(await sentWhenLogged()).toEqual(['routing_rules', 'shifts']);
});

it('requests are logged while their rule is changed, ordered and removed', async () => {
  for (let round = 0; round < 5; round++) {
    const ids = [await addRule(), await addRule({ staffing: 'somebody-on-shift' })];
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () =>
        maya.client.post('/support-requests', { locationId, openedAt: OPENED }),
      ),
      app.admin.patch(`/routing-rules/${ids[0]}`, { words: 'Changed' }),
      supervisor.client.post('/routing-rules/order', { locationId, ids: ids.toReversed() }),
      app.admin.delete(`/routing-rules/${ids[1]}`),
      app.admin.patch(`/routing-rules/${ids[0]}`, { tier: 'library' }),
    ]);
    const logged = answers.slice(0, 12);
    expect(logged.map(({ status }) => status)).toEqual(Array(12).fill(201));
    for (const { body } of logged)
      expect(await kinds(body.id)).toEqual(body.tier === 'campus-it' ? ['opened', 'routed'] : ['opened']);
    await app.database.query('DELETE FROM routing_rules');
  }
});

describe('figures', () => {
  it('count a routed request as one of Campus IT, and as no escalation, by counts and by rows', async () => {
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: 'One evening',
        locationIds: [locationId],
        baseline: { from: '2026-10-19', to: '2026-10-21' },
        pilot: { from: '2026-10-26', to: '2026-11-04' },
        escalationCost: 25,
      }),
    );
    await addRule({ categories: ['wifi'] });
    const answered = { firstResponseAt: OPENED, category: 'wifi' };
    const routed = await log(answered);
    await log(answered);
    const own = await log({ ...answered, category: 'login', resolvedAt: '2026-10-26T20:50:00-05:00' });
    expect(own.tier).toBe('library');
    succeeded(await campus.client.patch(`/support-requests/${routed.id}`, { resolvedAt: NOW }));
    const handedOn = await log({ ...answered, category: 'login' });
    succeeded(await escalate(handedOn.id));

    app.clock.set('2026-11-06T12:00:00-06:00');
    const figures = async (query = '') =>
      succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics?${query}`));
    const expected = {
      requests: 4,
      resolved: 2,
      escalated: 1,
      // One of two, as one was resolved by Campus IT; one escalated of three that were resolved or escalated.
      firstLevelResolutionRate: 1 / 2,
      escalationShare: 1 / 3,
    };
    const check = async () => {
      expect((await figures()).totals.pilot).toMatchObject(expected);
      const { items } = await figures('phase=pilot&by=tier');
      const of = (tier: string) => items.find((one: { tier: string }) => one.tier === tier);
      expect(of('campus-it')).toMatchObject({ requests: 3, resolved: 1, escalated: 1 });
      expect(of('library')).toMatchObject({ requests: 1, resolved: 1, escalated: 0 });
    };
    await check();
    await app.app.get(CountsService).count();
    await check();
    const files = await packageOf(app.admin, pilot.id);
    expect((await recomputed(app.database, files)).differences).toEqual([]);
    const rows = recordsOf(files['requests.csv']!);
    expect(rows.map(({ tier, escalated_at }) => [tier, escalated_at !== null]).sort()).toEqual([
      ['campus-it', false],
      ['campus-it', false],
      ['campus-it', true],
      ['library', false],
    ]);
  });
});
