import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FileHost } from '../support/file-host.js';
import { fileMapping } from '../support/file-sources.js';
import type { Answer } from '../support/http-client.js';
import { littlePatience } from '../support/patience.js';
import { clearSources, collected, shown, storedRequests } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. The address of a file is a key.

const PASSWORD = 'never-shown-1';
const BASIC = { kind: 'basic', user: 'maya', password: PASSWORD };
const { KEY } = FileHost;

let app: TestApp;
let host: FileHost;
let other: FileHost;
let locationId: string;

beforeAll(async () => {
  littlePatience();
  [host, other] = await Promise.all([new FileHost().start(), new FileHost().start()]);
  app = await startApp({ env: { PRIVATE_HOSTS: `${host.host},${other.host}` } });
  locationId = (await aLocation(app)).id;
});
beforeEach(async () => {
  for (const one of [host, other]) {
    one.reset();
    one.write('key,opened,about', 'A,2026-10-26 09:00,Jam');
  }
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  await Promise.all([host.stop(), other.stop()]);
});

const create = (settings: object, overrides: object = {}): Promise<Answer> =>
  app.admin.post('/support-sources', {
    name: 'file',
    kind: 'file-url',
    locationId,
    everyMinutes: 5,
    enabled: true,
    settings: { url: host.url, mapping: fileMapping(), ...settings },
    ...overrides,
  });
async function aSource(settings: object = {}): Promise<string> {
  const { id } = succeeded(await create(settings)) as { id: string };
  await app.jobsDone();
  return id;
}
const patch = async (id: string, settings: object): Promise<Answer> => {
  const answer = await app.admin.patch(`/support-sources/${id}`, { settings });
  await app.jobsDone();
  return answer;
};
const refusals = ({ status, body }: Answer): unknown[] => [
  status,
  (body.violations as { field: string; message: string }[]).map(({ field, message }) => [field, message]),
];

/** The tables with a row in which this text stands, in the open or in base64. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await app.database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'pgboss')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await app.database.query(
      `SELECT FROM ${name} AS t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1`,
      [text, Buffer.from(text).toString('hex')],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('the address of a file', () => {
  it('is in no answer, no audit event and nowhere in the database in the open', async () => {
    const answers = [await create({ auth: BASIC })];
    const path = `/support-sources/${answers[0]!.body.id as string}`;
    await app.jobsDone();
    answers.push(
      await create({ url: `${host.url}  x` }),
      await create({ mapping: fileMapping({ title: 'gone' }) }, { name: 'second' }),
      await create({ url: `${host.url}/missing`.replace(KEY, `x${KEY}`), mapping: {} }),
      await patch(path.slice(17), { mapping: fileMapping({ title: 'about' }), auth: BASIC }),
      await app.admin.get(path),
      await app.admin.get('/support-sources'),
      await app.admin.post(`${path}/check`),
    );
    for (const break_ of [
      (one: FileHost): void => one.write(`<!doctype html><a href="${one.url}">`),
      (one: FileHost): void => {
        one.hook = (response) => !!response.writeHead(404, { 'x-url': one.url }).end(one.url);
      },
      (one: FileHost): void => {
        one.hook = (response) => !!response.writeHead(302, { location: `ftp://x/${KEY}` }).end();
      },
      (one: FileHost): void => {
        one.hook = (response) => !!response.destroy();
      },
    ]) {
      break_(host);
      await collected(app, path.slice(17));
      answers.push(await app.admin.get(path), await app.admin.get(`${path}/runs`));
      answers.push(await app.admin.post(`${path}/check`));
    }
    answers.push(await app.admin.get('/audit-events?limit=100'), await app.admin.get('/inbox'));
    answers.push(await app.anonymous.get('/metrics'));
    for (const { body } of answers) {
      expect(JSON.stringify(body)).not.toContain(KEY);
      expect(JSON.stringify(body)).not.toContain(PASSWORD);
    }
    expect(await tablesWith(KEY)).toEqual([]);
    expect(await tablesWith(PASSWORD)).toEqual([]);
  }, 60_000);

  it('is told by its host, whatever is sent as that', async () => {
    const id = await aSource({ host: 'elsewhere.example.edu' });
    expect(await shown(app, id)).toMatchObject({ settings: { host: host.host } });
    expect((await patch(id, { host: 'x.example.edu', mapping: fileMapping() })).status).toBe(200);
    expect(await shown(app, id)).toMatchObject({ settings: { host: host.host } });
  });

  it('stays when a change leaves it out', async () => {
    const id = await aSource();
    expect((await patch(id, { mapping: fileMapping({ title: 'about' }) })).status).toBe(200);
    expect(await storedRequests(app, 'file')).toMatchObject([{ title: 'Jam' }]);
  });

  it('of another file has it read, even where the mark or the date of the file is the same', async () => {
    host.headers = { etag: '"1"' };
    const id = await aSource();
    host.write('key,opened', 'B,2026-10-26 09:00');
    expect((await patch(id, { url: `${host.url}&sheet=2`, mapping: fileMapping() })).status).toBe(200);
    expect((await storedRequests(app, 'file')).map(({ externalId }) => externalId)).toEqual(['A', 'B']);
    expect(host.asked.some((headers) => headers['if-none-match'] !== undefined)).toBe(false);
  });

  it('may lead on to another server when no credentials are sent', async () => {
    host.hook = (response) => !!response.writeHead(307, { location: other.url }).end();
    await aSource();
    expect(await storedRequests(app, 'file')).toHaveLength(1);
    expect(other.asked).not.toEqual([]);
  });

  it.each([
    ['no address', 'not an address'],
    ['a password', 'https://maya:secret@files.example.edu/x.csv'],
    ['another scheme', 'ftp://files.example.edu/x.csv'],
    ['a number', 7],
  ])('is refused when it is or has %s', async (_name, url) => {
    const [status, [[field]]] = refusals(await create({ url })) as [number, [[string]]];
    expect([status, field]).toEqual([400, 'settings.url']);
  });

  it.each([
    ['over plain http', 'http://files.example.edu/x.csv', 'not-https'],
    ['in a private network', 'https://10.0.0.7/x.csv', 'private'],
  ])('is refused %s', async (_name, url, rule) => {
    const answer = await create({ url });
    expect([answer.status, answer.body.code, answer.body.params]).toEqual([
      409,
      'SOURCE_UNREACHABLE',
      { rule },
    ]);
  });
});

describe('credentials of a file', () => {
  it('stay when a change leaves them out for the same server', async () => {
    const id = await aSource({ auth: BASIC });
    host.asked = [];
    const auth = { kind: 'basic', user: 'maya' };
    expect((await patch(id, { url: `${host.url}&sheet=2`, mapping: fileMapping(), auth })).status).toBe(200);
    const sent = `Basic ${Buffer.from(`maya:${PASSWORD}`).toString('base64')}`;
    expect(host.asked.map(({ authorization }) => authorization)).toEqual(host.asked.map(() => sent));
    expect(host.asked).not.toEqual([]);
  });

  it('must be given again for another server, which never gets the old ones', async () => {
    const id = await aSource({ auth: BASIC });
    const change = { url: other.url, mapping: fileMapping(), auth: { kind: 'basic', user: 'maya' } };
    expect(refusals(await patch(id, change))).toEqual([
      400,
      [
        [
          'settings.auth.password',
          'auth.password must be given again, because the address leads to another server.',
        ],
      ],
    ]);
    expect(other.asked).toEqual([]);
    expect((await patch(id, { ...change, auth: BASIC })).status).toBe(200);
  });

  it.each([
    ['a token that is asked for', { kind: 'token' }],
    ['another kind', { kind: 'digest' }],
    ['a text', 'none'],
  ])('are refused as %s', async (_name, auth) => {
    expect((await create({ auth })).status).toBe(400);
  });
});

describe('the mapping of a file', () => {
  it('may be the one of an import, and keeps nothing that the source says itself', async () => {
    const mapping = fileMapping(
      {},
      {
        kind: 'support-requests',
        shape: 'rows',
        locationId: locationId.toUpperCase(),
        source: 'file',
        dryRun: false,
        delimiter: 'auto',
      },
    );
    const id = await aSource({ mapping });
    const { settings } = (await shown(app, id)) as { settings: { mapping: object } };
    expect(settings.mapping).toEqual({
      kind: 'support-requests',
      shape: 'rows',
      delimiter: 'auto',
      columns: { externalId: 'key', openedAt: 'opened' },
    });
  });

  const EVENTS = { externalId: 'case', activity: 'what', at: 'when' };
  it.each([
    [
      'of another location',
      fileMapping({}, { locationId: '00000000-0000-4000-8000-000000000000' }),
      'locationId',
      'mapping.locationId is not the location of this source. Leave it out.',
    ],
    [
      'of another source',
      fileMapping({}, { source: 'other' }),
      'source',
      'mapping.source is not the name of this source. Leave it out.',
    ],
    [
      'that only counts',
      fileMapping({}, { dryRun: true }),
      'dryRun',
      'dryRun is for imports. Check the source instead.',
    ],
    [
      'of anything else',
      fileMapping({}, { kind: 'loans' }),
      'kind',
      'kind must be one of support-requests, headcounts, activity.',
    ],
    [
      'of counts without the series',
      { kind: 'activity', columns: { at: 'when', count: 'n' } },
      'series',
      expect.any(String),
    ],
    [
      'of counts with the title of a request',
      { kind: 'activity', series: 'gate', columns: { at: 'when', count: 'n', title: 't' } },
      'columns.title',
      'title must be one of at, date, time, area, count, series, cumulative, place.',
    ],
    ['without columns', {}, 'columns', 'columns must be a JSON object.'],
    [
      'without a number',
      { columns: { openedAt: 'opened' } },
      'columns.externalId',
      'columns.externalId is needed.',
    ],
    [
      'with a field that there is not',
      fileMapping({ owner: 'p' }),
      'columns.owner',
      'owner must be one of externalId, openedAt, firstResponseAt, escalatedAt, resolvedAt, tier, channel, category, priority, readLevel, directional, externalUrl, title, place, updatedAt.',
    ],
    [
      'with a column that is no name',
      fileMapping({ title: '' }),
      'columns.title',
      'columns.title must name a CSV column.',
    ],
    [
      'of a log with a title',
      { shape: 'event-log', columns: { ...EVENTS, title: 't' } },
      'columns.title',
      'title must be one of externalId, activity, at.',
    ],
    [
      'of rows with activities',
      fileMapping({}, { activities: { resolvedAt: ['Closed'] } }),
      'activities',
      'activities are for event logs.',
    ],
    [
      'with words of a column that is not named',
      fileMapping({}, { values: { category: { a: 'b' } } }),
      'values.category',
      'values.category needs columns.category.',
    ],
    ['with a part that there is not', fileMapping({}, { areas: {} }), 'areas', expect.any(String)],
    [
      'in a zone that there is not',
      fileMapping({}, { timeZone: 'Mars/Base' }),
      'timeZone',
      'timeZone must be an IANA time zone name, such as America/Chicago.',
    ],
  ])('is refused %s', async (_name, mapping, field, message) => {
    expect(refusals(await create({ mapping }))).toEqual([400, [[`settings.mapping.${field}`, message]]]);
    expect(host.asked).toEqual([]);
  });

  it('is compared with the source as it will be after a change', async () => {
    const id = await aSource();
    const change = { name: 'another', settings: { mapping: fileMapping({}, { source: 'file' }) } };
    expect(refusals(await app.admin.patch(`/support-sources/${id}`, change))).toEqual([
      400,
      [['settings.mapping.source', 'mapping.source is not the name of this source. Leave it out.']],
    ]);
  });
});
