import type { TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { endedImport, rowsMapping, upload } from '../support/imports.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import {
  aSource,
  clearSources,
  runsOf,
  shown,
  sourceBody,
  startWithTracker,
  storedRequests,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Who sees a source, and who changes it.

const MORNING = '2026-10-26T15:00:00Z';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
let app: TestApp;
let tracker: FakeRequestTracker;
let lab: string;
let mediaLab: string;
let atLab: MadeUser;
let atMediaLab: MadeUser;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  lab = (await aLocation(app)).id;
  mediaLab = (await aLocation(app)).id;
  atLab = await aUser(app, 'supervisor', [lab]);
  atMediaLab = await aUser(app, 'supervisor', [mediaLab]);
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  tracker.reset();
  tracker.open(MORNING);
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
});

const create = (client: HttpClient, overrides: object, headers = {}): Promise<Answer> =>
  client.post('/support-sources', sourceBody(tracker, overrides), headers);
const namesFor = async (client: HttpClient): Promise<string[]> =>
  (succeeded(await client.get('/support-sources')).items as { name: string }[]).map(({ name }) => name);
/** What a caller gets for reading a source, and for changing it. */
async function accessOf(client: HttpClient, id: string): Promise<unknown[]> {
  const path = `/support-sources/${id}`;
  const read = [path, `${path}/runs`, `${path}/backfills`].map((one) => client.get(one));
  const span = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  const changes = [
    () => client.patch(path, { everyMinutes: 7 }),
    () => client.post(`${path}/check`),
    () => client.post(`${path}/runs`),
    () => client.post(`${path}/backfills`, span),
    () => client.post(`${path}/backfills/${NOWHERE}/stop`),
    () => client.delete(path, { 'if-match': '"77"' }),
  ];
  const statuses = [];
  for (const change of changes) statuses.push((await change()).status);
  await app.jobsDone();
  return [(await Promise.all(read)).map(({ status }) => status), statuses];
}

describe('a source of one location', () => {
  const FORBIDDEN = [403, 403, 403, 403, 403, 403];
  const ABSENT = [404, 404, 404, 404, 404, 404];
  const SEEN = [200, 200, 200];
  const MAY_CHANGE = [200, 200, 201, 201, 404, 412];
  it.each<[who: string, client: () => HttpClient | Promise<HttpClient>, access: number[][]]>([
    ['an admin', () => app.admin, [SEEN, MAY_CHANGE]],
    ['its supervisor', () => atLab.client, [SEEN, MAY_CHANGE]],
    ['a supervisor of another one', () => atMediaLab.client, [[404, 404, 404], ABSENT]],
    ['Campus IT', async () => (await aUser(app, 'campus_it', [lab])).client, [SEEN, FORBIDDEN]],
    ['an analyst', async () => (await aUser(app, 'analyst', [lab])).client, [[403, 403, 403], FORBIDDEN]],
    ['an operator', async () => (await anOperator(app)).client, [[403, 403, 403], FORBIDDEN]],
    [
      'nobody',
      () => app.anonymous,
      [
        [401, 401, 401],
        [401, 401, 401, 401, 401, 401],
      ],
    ],
    ['a key that reads support', () => anApiKey(app, ['support:read']), [SEEN, FORBIDDEN]],
    ['a key that writes support', () => anApiKey(app, ['support:write']), [[403, 403, 403], FORBIDDEN]],
  ])('is for %s as it should be', async (_who, client, access) => {
    const { id } = await aSource(app, tracker, { locationId: lab });
    expect(await accessOf(await client(), id)).toEqual(access);
  });

  it('is listed for those who see it', async () => {
    await aSource(app, tracker, { locationId: lab });
    await aSource(app, tracker, { name: 'rules', locationRules: [{ equals: 'x', locationId: mediaLab }] });
    expect(await namesFor(app.admin)).toEqual(['rt', 'rules']);
    expect(await namesFor(atLab.client)).toEqual(['rt']);
    expect(await namesFor(atMediaLab.client)).toEqual(['rules']);
    const page = succeeded(await app.admin.get('/support-sources?limit=1'));
    const next = succeeded(await app.admin.get(`/support-sources?limit=1&cursor=${page.nextCursor}`));
    expect([page.items[0].name, next.items[0].name, next.nextCursor]).toEqual(['rt', 'rules', null]);
  });

  it('that serves another one too is seen by both supervisors, and changed by admins', async () => {
    const locationRules = [{ equals: 'Media Lab', locationId: mediaLab }];
    const { id } = await aSource(app, tracker, { locationId: lab, locationRules });
    for (const { client } of [atLab, atMediaLab]) {
      expect(await shown(app, id, client)).toMatchObject({ mayChange: false });
      const refused = await client.patch(`/support-sources/${id}`, { enabled: false });
      expect([refused.status, refused.body.code]).toEqual([403, 'SOURCE_OF_OTHERS']);
    }
    expect(await shown(app, id)).toMatchObject({ mayChange: true });
  });

  it('that serves no location is the admins’ alone', async () => {
    const refused = await create(atLab.client, {});
    expect([refused.status, refused.body.code]).toEqual([403, 'SOURCE_WITHOUT_LOCATION']);
    const { id } = await aSource(app, tracker);
    expect((await atLab.client.get(`/support-sources/${id}`)).status).toBe(404);
  });
});

describe('the locations of a source', () => {
  it.each<[name: string, places: () => object, status: number]>([
    ['another’s location', () => ({ locationId: mediaLab }), 403],
    [
      'a rule for another’s location',
      () => ({ locationRules: [{ equals: 'x', locationId: mediaLab }] }),
      403,
    ],
    ['a location that is not there', () => ({ locationId: NOWHERE }), 403],
  ])('of a supervisor cannot be %s', async (_name, places, status) => {
    expect((await create(atLab.client, places())).status).toBe(status);
    const { id } = succeeded(await create(atLab.client, { locationId: lab })) as { id: string };
    expect((await atLab.client.patch(`/support-sources/${id}`, places())).status).toBe(status);
    await app.jobsDone();
    expect(await shown(app, id)).toMatchObject({ locationId: lab, locationRules: [] });
  });

  it('must be there for admins too', async () => {
    expect((await create(app.admin, { locationId: NOWHERE })).status).toBe(404);
  });

  it('may be written in capitals', async () => {
    const { id } = succeeded(await create(atLab.client, { locationId: lab.toUpperCase() })) as { id: string };
    await app.jobsDone();
    expect(await shown(app, id, atLab.client)).toMatchObject({ locationId: lab, mayChange: true });
  });
});

describe('the name of a source', () => {
  const post = (client: HttpClient, locationId: string): Promise<Answer> =>
    client.post('/support-requests', { locationId, source: 'rt', externalId: '77', openedAt: MORNING });

  it('is not that of requests at locations of others', async () => {
    succeeded(await post(app.admin, mediaLab));
    const refused = await create(atLab.client, { locationId: lab });
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_NAME_FOREIGN']);
    const { id } = succeeded(
      await create(atLab.client, { name: 'own', locationId: lab, enabled: false }),
    ) as {
      id: string;
    };
    const renamed = await atLab.client.patch(`/support-sources/${id}`, { name: 'rt' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'SOURCE_NAME_FOREIGN']);
    expect((await create(app.admin, { locationId: lab })).status).toBe(201);
    await app.jobsDone();
  });

  it('is unique, and stays once requests carry it', async () => {
    const { id } = await aSource(app, tracker, { locationId: lab });
    expect((await create(app.admin, { locationId: lab })).body.code).toBe('NAME_TAKEN');
    const renamed = await app.admin.patch(`/support-sources/${id}`, { name: 'another' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'SOURCE_HAS_REQUESTS']);
  });

  it('is not used by programs and files for other locations', async () => {
    await aSource(app, tracker, { locationId: lab });
    const refused = await post(app.admin, mediaLab);
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_OF_OTHER_LOCATIONS']);
    expect((await post(app.admin, lab)).status).toBe(201);
    const csv = 'key,opened\nA-1,2026-10-26T10:00:00-05:00\n';
    const file = await upload(app, csv, rowsMapping(mediaLab, 'rt'));
    expect([file.status, file.body.code]).toEqual([409, 'SOURCE_OF_OTHER_LOCATIONS']);
    const { id } = succeeded(await upload(app, csv, rowsMapping(lab, 'rt'))) as { id: string };
    expect(await endedImport(app, id)).toMatchObject({ status: 'completed' });
    const places = (await storedRequests(app)).map(({ externalId, locationId }) => [externalId, locationId]);
    expect(places).toEqual([
      ['1', lab],
      ['77', lab],
      ['A-1', lab],
    ]);
  });
});

describe('changes of a source', () => {
  it('need the version that was seen', async () => {
    const { id, version } = await aSource(app, tracker, { locationId: lab });
    const path = `/support-sources/${id}`;
    const stale = { 'if-match': `"${version + 1}"` };
    expect((await app.admin.patch(path, { everyMinutes: 7 }, stale)).status).toBe(412);
    expect((await app.admin.delete(path, stale)).status).toBe(412);
    const changed = await app.admin.patch(path, { everyMinutes: 7 }, { 'if-match': `"${version}"` });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, `"${version + 1}"`]);
    await app.jobsDone();
    expect(await shown(app, id)).toMatchObject({ everyMinutes: 7, version: version + 1 });
  });

  it('of nobody else are lost when the other server takes long', async () => {
    const { id } = await aSource(app, tracker, { locationId: lab });
    const path = `/support-sources/${id}`;
    let isDone = false;
    tracker.hook = async () => {
      if (isDone) return;
      isDone = true;
      succeeded(await app.admin.patch(path, { everyMinutes: 30 }));
    };
    const { settings } = sourceBody(tracker);
    expect((await app.admin.patch(path, { settings, everyMinutes: 7 })).status).toBe(412);
    await app.jobsDone();
    expect(await shown(app, id)).toMatchObject({ everyMinutes: 30 });
  });

  it('are in the audit trail', async () => {
    const { id } = await aSource(app, tracker, { locationId: lab });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { everyMinutes: 7 }));
    succeeded(await app.admin.post(`/support-sources/${id}/runs`));
    await app.jobsDone();
    await app.admin.delete(`/support-sources/${id}`);
    const events = await app.database.query<{ action: string }>(
      'SELECT action FROM audit_events WHERE entity_id = $1 ORDER BY id',
      [id],
    );
    expect(events.map(({ action }) => action)).toEqual([
      'support-source.created',
      'support-source.collected',
      'support-source.updated',
      'support-source.run-asked',
      'support-source.deleted',
    ]);
  });

  it('with the same idempotency key happen once, whatever the other server does then', async () => {
    const headers = { 'idempotency-key': 'source-1' };
    const first = await create(app.admin, { locationId: lab }, headers);
    await app.jobsDone();
    tracker.hook = (_asked, response) => {
      response.writeHead(401).end();
      return true;
    };
    const again = await create(app.admin, { locationId: lab }, headers);
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect((await create(app.admin, { locationId: mediaLab }, headers)).status).toBe(422);
    expect(await namesFor(app.admin)).toEqual(['rt']);
    expect(await runsOf(app, first.body.id as string)).toHaveLength(1);
  });

  it.each<[name: string, change: object, field: string]>([
    ['an interval of no minutes', { everyMinutes: 0 }, 'everyMinutes'],
    ['an unknown kind', { kind: 'fax' }, 'kind'],
    ['settings that are none', { settings: [] }, 'settings'],
    [
      'settings without queues',
      { settings: { baseUrl: 'https://rt.example.edu', token: 'x' } },
      'settings.queues',
    ],
    ['an unknown setting', { settings: { ...sourceBodySettings(), password: 'x' } }, 'settings.password'],
    ['an unknown zone', { settings: { ...sourceBodySettings(), timeZone: 'Mars' } }, 'settings.timeZone'],
    ['a rule without a location', { locationRules: [{ equals: 'x' }] }, 'locationRules.0.locationId'],
  ])('refuse %s', async (_name, change, field) => {
    const refused = await create(app.admin, { locationId: lab, ...change });
    expect([refused.status, refused.body.violations?.[0]?.field]).toEqual([400, field]);
  });
});

function sourceBodySettings(): object {
  return { baseUrl: 'https://rt.example.edu/REST/2.0', token: 'x', queues: ['General'] };
}
