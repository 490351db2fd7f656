import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { PATIENCE } from '../../src/support/sources/source-http.js';
import type { TestApp } from '../support/app.js';
import { expiredCertificate } from '../support/expired-certificate.js';
import { aLocation } from '../support/factories.js';
import type { FakeRequestTracker, TrackerHook } from '../support/fake-request-tracker.js';
import type { Answer } from '../support/http-client.js';
import { littlePatience } from '../support/patience.js';
import {
  aSource,
  clearSources,
  collected,
  runsOf,
  sourceBody,
  startWithTracker,
  stored,
  storedIds,
  trackerSettings,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Each server misbehaves in its own way.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;
/** Another server that the app may ask; it must not. */
let other: Server;
let otherHost: string;
let askedOther: (string | undefined)[];
let secure: Server;
let secureHost: string;

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  other = createServer((request, response) => {
    askedOther.push(request.headers.authorization);
    response.end('{}');
  });
  otherHost = await listening(other);
  secure = createSecureServer(expiredCertificate('127.0.0.1'), (_request, response) => response.end('{}'));
  secureHost = await listening(secure);
  ({ app, tracker } = await startWithTracker({ hosts: [otherHost, secureHost, '127.0.0.1:1'] }));
  locationId = (await aLocation(app)).id;
});
beforeEach(async () => {
  littlePatience();
  app.clock.set('2026-10-26T17:00:00Z');
  askedOther = [];
  tracker.reset();
  tracker.open(MORNING);
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
  other.close();
  secure.close();
});

const create = (overrides: object = {}): Promise<Answer> =>
  app.admin.post('/support-sources', sourceBody(tracker, { locationId, ...overrides }));
const createAt = (baseUrl: string): Promise<Answer> =>
  create({ settings: trackerSettings(tracker, { baseUrl }) });

const answering =
  (status: number, headers: Record<string, string>, body = ''): TrackerHook =>
  (_asked, response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };
const json = (body: unknown): TrackerHook =>
  answering(200, { 'content-type': 'application/json' }, JSON.stringify(body));

const trickle: TrackerHook = (_asked, response) => {
  response.writeHead(200);
  const drops = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(drops));
  return true;
};

const endless: TrackerHook = (_asked, response) => {
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(1_000_000, ' ')));
  };
  response.on('drain', more);
  more();
  return true;
};

const NO_REST = 'Enter the address of its REST interface.';
const OTHER_DATA = `It answers with data of another kind. ${NO_REST}`;
const REDIRECTED =
  'Its server sends on to another one, and a secret is for one server only. Enter the address that it leads to.';
const SLOW = 'Its server did not answer in time. If that goes on, tell whoever runs it.';
const BROKEN_OFF = 'Its server broke off in the middle of an answer. If that goes on, tell whoever runs it.';
const BUSY = 'It asks to be left alone for a while (status 429).';
const REFUSED = 'It refuses the credentials (status 401). They may have run out, or lack a right.';

describe('a source whose server', () => {
  it.each<[name: string, hook: TrackerHook, code: string, sentence: string, state: string]>([
    ['hangs', () => true, 'SOURCE_UNREACHABLE', SLOW, 'failing'],
    ['trickles', trickle, 'SOURCE_UNREACHABLE', SLOW, 'failing'],
    [
      'answers 500',
      answering(500, {}),
      'SOURCE_FAILED',
      'It failed by itself (status 500). If that goes on, tell whoever runs it.',
      'failing',
    ],
    [
      'answers 503 without a time',
      answering(503, {}),
      'SOURCE_FAILED',
      'It failed by itself (status 503). If that goes on, tell whoever runs it.',
      'failing',
    ],
    ['answers 429 without a time', answering(429, {}), 'SOURCE_BUSY', BUSY, 'failing'],
    [
      'answers 429 with nonsense for a time',
      answering(429, { 'retry-after': 'soon' }),
      'SOURCE_BUSY',
      BUSY,
      'failing',
    ],
    ['answers 401', answering(401, {}, '{"message":"Unauthorized"}'), 'SOURCE_REFUSED', REFUSED, 'stopped'],
    [
      'answers 418',
      answering(418, {}),
      'SOURCE_ANSWER',
      'It does not understand the request (status 418). Check the settings; if they are right, show this to whoever runs it.',
      'stopped',
    ],
    [
      'shows a web page',
      answering(200, {}, '\n<!doctype html><title>Sign in</title>'),
      'SOURCE_ANSWER',
      `It answers with a web page instead of data. ${NO_REST}`,
      'stopped',
    ],
    [
      'answers with text',
      answering(200, {}, 'RT/5.0.3 200 Ok'),
      'SOURCE_ANSWER',
      `It answers with something other than JSON. ${NO_REST}`,
      'stopped',
    ],
    ['answers with null', json(null), 'SOURCE_ANSWER', OTHER_DATA, 'stopped'],
    [
      'answers with data of another kind',
      json({ id: 1, issues: [] }),
      'SOURCE_ANSWER',
      OTHER_DATA,
      'stopped',
    ],
    [
      'lists what are no tickets',
      json({ id: 1, total: 1, items: [{ id: '2', Queue: null }] }),
      'SOURCE_ANSWER',
      OTHER_DATA,
      'stopped',
    ],
    [
      'sends a body without end',
      endless,
      'SOURCE_UNREACHABLE',
      'Its server sent more than an answer can be. Check the address.',
      'stopped',
    ],
    [
      'redirects in a circle',
      answering(302, { location: '/REST/2.0/again' }),
      'SOURCE_UNREACHABLE',
      'Its server sends on again and again, most likely in a circle. Check the address; if it is right, tell whoever runs the server.',
      'stopped',
    ],
    [
      'redirects to a file',
      answering(302, { location: 'file:///etc/passwd' }),
      'SOURCE_UNREACHABLE',
      REDIRECTED,
      'stopped',
    ],
    [
      'breaks off in the middle',
      (_asked, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"items":[', () => response.destroy());
        return true;
      },
      'SOURCE_UNREACHABLE',
      BROKEN_OFF,
      'failing',
    ],
    [
      'closes the connection without a word',
      (_asked, response) => {
        response.destroy();
        return true;
      },
      'SOURCE_UNREACHABLE',
      BROKEN_OFF,
      'failing',
    ],
    [
      'speaks no HTTP',
      (_asked, response) => {
        response.socket!.end('220 mail.example.edu ESMTP\r\n');
        return true;
      },
      'SOURCE_UNREACHABLE',
      BROKEN_OFF,
      'failing',
    ],
  ])('%s is not added, and says why when it is collected', async (_name, hook, code, sentence, state) => {
    if (sentence.includes('in time')) PATIENCE.answer = 150;
    const { id } = await aSource(app, tracker, { locationId });
    tracker.open('2026-10-26T16:30:00Z');
    tracker.hook = hook;
    expect(await collected(app, id)).toMatchObject({ state, problem: { code, message: sentence } });
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'failed', error: sentence, created: 0 });
    expect(await storedIds(app)).toEqual(['1']);
    const refused = await create({ name: 'another' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, code, sentence]);
    expect(succeededItems(await app.admin.get('/support-sources'))).toEqual(['rt']);
    tracker.hook = () => undefined;
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null, failingSince: null });
    expect(await storedIds(app)).toEqual(['1', '2']);
  });

  it('redirects to another server does not carry the token there', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      tracker.hook = answering(status, { location: `http://${otherHost}/REST/2.0/queue/1` });
      expect((await create()).body.detail).toBe(REDIRECTED);
    }
    expect(askedOther).toEqual([]);
  });

  it('redirects within itself is followed', async () => {
    tracker.hook = (asked, response) => {
      if (asked.path.startsWith('moved/')) {
        response.end('{"id":3,"Name":"Library Desk"}');
        return true;
      }
      if (!asked.path.startsWith('queue/')) return;
      response.writeHead(307, { location: '/REST/2.0/moved/queue' }).end();
      return true;
    };
    expect((await create()).status).toBe(201);
  });

  it('tells the same tickets without end is given up', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    const ticket = { id: '1', Status: 'new', Queue: { id: '3', Name: 'Library Desk' } };
    const dates = { Created: MORNING, LastUpdated: MORNING };
    tracker.hook = json({ total: 1, items: [{ ...ticket, ...dates }] });
    expect(await collected(app, id)).toMatchObject({ state: 'stopped', problem: { message: OTHER_DATA } });
  });

  it('fails for a moment is asked again at once', async () => {
    let failures = 0;
    const later: TrackerHook = answering(429, { 'retry-after': '0' });
    const moments: TrackerHook[] = [answering(502, {}), later];
    tracker.hook = (asked, response) => moments[failures++]?.(asked, response);
    expect((await create()).status).toBe(201);
    expect(failures).toBeGreaterThan(2);
  });

  it('tells odd texts has them stored as far as they can be', async () => {
    tracker.reset();
    const ticket = tracker.open(MORNING, { Subject: `a\0b\ud800 ${'x'.repeat(600)}` });
    await aSource(app, tracker, { locationId });
    expect((await stored(app, ticket)).title).toBe(`ab\ufffd ${'x'.repeat(496)}`);
  });
});

const succeededItems = ({ body }: Answer): string[] =>
  (body.items as { name: string }[]).map(({ name }) => name);

describe('a source that asks for a pause', () => {
  it.each([
    ['429 and seconds', 429, '7200', '2026-10-26T19:00:00Z'],
    ['429 and a date', 429, 'Mon, 26 Oct 2026 20:00:00 GMT', '2026-10-26T20:00:00Z'],
    ['503 and seconds', 503, '3600', '2026-10-26T18:00:00Z'],
    ['429 and years', 429, 'Sat, 26 Oct 2126 20:00:00 GMT', '2026-10-26T23:00:00Z'],
  ])('by %s is left alone until then, and six hours at most', async (_name, status, retryAfter, next) => {
    const { id } = await aSource(app, tracker, { locationId });
    tracker.hook = answering(status, { 'retry-after': retryAfter });
    const source = await collected(app, id);
    expect(source).toMatchObject({
      state: 'failing',
      problem: { code: 'SOURCE_BUSY', message: `It asks to be left alone for a while (status ${status}).` },
    });
    expect(new Date(source.nextRunAt as string)).toEqual(new Date(next));
  });
});

describe('an address', () => {
  const PRIVATE =
    'The address leads into a private network. Whoever runs this server can allow its host in PRIVATE_HOSTS.';
  const NOT_HTTPS = 'The address must begin with https://. Plain http is for hosts that PRIVATE_HOSTS names.';

  it.each([
    ['of plain http', () => 'http://rt.example.edu/REST/2.0', NOT_HTTPS],
    ['of plain http on this machine', () => 'http://127.0.0.1/REST/2.0', NOT_HTTPS],
    ['of this machine', () => 'https://127.0.0.1/REST/2.0', PRIVATE],
    ['of this machine in IPv6', () => 'https://[::1]/REST/2.0', PRIVATE],
    ['of this machine as IPv4 in IPv6', () => 'https://[::ffff:127.0.0.1]/REST/2.0', PRIVATE],
    ['in a private network', () => 'https://10.1.2.3/REST/2.0', PRIVATE],
    ['of the cloud’s metadata', () => 'https://169.254.169.254/REST/2.0', PRIVATE],
    ['whose name leads to this machine', () => 'https://localhost/REST/2.0', PRIVATE],
    ['with a port that nobody named', () => 'https://rt.example.edu:8443/REST/2.0', PRIVATE],
    [
      'whose name nobody has',
      () => 'https://rt.invalid/REST/2.0',
      'There is no server of this name. Check the address.',
    ],
    [
      'where nothing listens',
      () => 'http://127.0.0.1:1/REST/2.0',
      'Its server cannot be reached. It may be down, or a firewall may be between.',
    ],
    [
      'with an expired certificate',
      () => `https://${secureHost}/REST/2.0`,
      'Its server shows a certificate that has expired or is not valid. Whoever runs it has to renew it.',
    ],
    [
      'with nothing there',
      () => `http://${tracker.host}/rt/REST/2.0`,
      'The queue Library Desk is not there, or these credentials may not see it.',
    ],
  ])('%s is refused', async (_name, baseUrl, sentence) => {
    const refused = await createAt(baseUrl());
    expect([refused.status, refused.body.detail]).toEqual([409, sentence]);
    expect(succeededItems(await app.admin.get('/support-sources'))).toEqual([]);
  });

  it.each([
    ['with a password', 'https://maya:secret@rt.example.edu/REST/2.0'],
    ['of a file', 'file:///etc/passwd'],
    ['without a server', 'https:///REST/2.0'],
    ['of this machine as one number', 'https://2130706433/REST/2.0'],
  ])('%s is refused even for a source that is off', async (_name, baseUrl) => {
    const refused = await create({ enabled: false, settings: trackerSettings(tracker, { baseUrl }) });
    expect([refused.status, refused.body.violations]).toEqual([
      400,
      [expect.objectContaining({ field: 'settings.baseUrl' })],
    ]);
    expect(JSON.stringify(refused.body)).not.toContain('secret@');
  });
});
