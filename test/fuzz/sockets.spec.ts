import { connect } from 'node:net';
import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { rawRequest } from '../support/raw-http.js';
import { changesSince, watchChanges } from './changes.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_026);
const CRLF = '\r\n';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends bytes, ends its side, and returns the statuses of all answers until the server disconnects. */
function statusesOf(url: string, bytes: Buffer): Promise<number[]> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The server may disconnect before it has read everything.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)));
    });
  });
}

describe('bytes that are not a request', () => {
  let app: TestApp;
  let cookie: string;
  beforeAll(async () => {
    app = await startApp();
    cookie = app.admin.headers['cookie']!;
    await watchChanges(app.database);
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await app.admin.get('/me')).status).toBe(200);
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
    expect((await changesSince(app.database)).tables).toEqual([]);
  });

  const location = JSON.stringify({ name: 'Smuggled', timeZone: 'UTC' });
  const smuggled = `POST /api/v1/locations HTTP/1.1${CRLF}host: x${CRLF}content-length: ${location.length}${CRLF}${CRLF}${location}`;
  const post = (headers: string[], body: string): string =>
    [
      `POST /api/v1/locations HTTP/1.1`,
      'host: localhost',
      `cookie: ${cookie}`,
      'content-type: application/json',
      ...headers,
      '',
      body,
    ].join(CRLF);

  it.each<[string, () => string]>([
    [
      'a length and chunks',
      () => post(['content-length: 4', 'transfer-encoding: chunked'], `0${CRLF}${CRLF}${smuggled}`),
    ],
    [
      'chunks and a length',
      () => post(['transfer-encoding: chunked', 'content-length: 4'], `0${CRLF}${CRLF}${smuggled}`),
    ],
    ['two lengths', () => post(['content-length: 5', `content-length: ${location.length}`], location)],
    ['a list of lengths', () => post([`content-length: 5, ${location.length}`], location)],
    ['a signed length', () => post([`content-length: +${location.length}`], location)],
    ['a hexadecimal length', () => post(['content-length: 0x10'], location)],
    ['a negative length', () => post(['content-length: -1'], location)],
    ['a length beyond any number', () => post([`content-length: ${'9'.repeat(40)}`], location)],
    ['a coding nobody knows', () => post(['transfer-encoding: xchunked'], location)],
    ['chunks within chunks', () => post(['transfer-encoding: chunked, chunked'], `0${CRLF}${CRLF}`)],
    ['chunks before the end', () => post(['transfer-encoding: chunked, identity'], `0${CRLF}${CRLF}`)],
    ['a blank before the colon', () => post([`content-length : ${location.length}`], location)],
    ['a folded header', () => post(['transfer-encoding:', ' chunked'], `0${CRLF}${CRLF}${smuggled}`)],
    ['a bare line feed in a header', () => post(['x: a\nb'], location)],
    ['a NUL in a header', () => post(['x: a\0b'], location)],
    [
      'a chunk of no size',
      () => post(['transfer-encoding: chunked'], `zz${CRLF}${location}${CRLF}0${CRLF}${CRLF}`),
    ],
    ['a chunk of a huge size', () => post(['transfer-encoding: chunked'], `fffffffffffffffff${CRLF}x`)],
    [
      'a chunk longer than it says',
      () => post(['transfer-encoding: chunked'], `2${CRLF}${location}${CRLF}0${CRLF}${CRLF}`),
    ],
    ['headers of 20 KB', () => post([`x: ${'y'.repeat(20_000)}`], location)],
    [
      '5,000 headers',
      () =>
        post(
          Array.from({ length: 5000 }, (_, at) => `x${at}: 1`),
          location,
        ),
    ],
    ['a path of 20 KB', () => rawRequest(`GET /api/v1/${'x'.repeat(20_000)} HTTP/1.1`)],
    ['no host', () => `GET /api/v1/me HTTP/1.1${CRLF}${CRLF}`],
    [
      'two hosts',
      () => `GET /api/v1/me HTTP/1.1${CRLF}host: a${CRLF}host: b${CRLF}connection: close${CRLF}${CRLF}`,
    ],
    ['another protocol', () => `GET / HTTP/3.7${CRLF}${CRLF}`],
    ['HTTP/2 without asking', () => `PRI * HTTP/2.0${CRLF}${CRLF}SM${CRLF}${CRLF}`],
    ['HTTP/0.9', () => `GET /api/v1/me${CRLF}`],
    ['a TLS greeting', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['CONNECT', () => rawRequest('CONNECT evil.example:443 HTTP/1.1')],
    [
      'an upgrade to nothing',
      () => rawRequest('GET /api/v1/me HTTP/1.1', { connection: 'upgrade', upgrade: 'websocket' }),
    ],
    ['an unknown expectation', () => rawRequest('POST /api/v1/auth/login HTTP/1.1', { expect: 'coffee' })],
    ['a raw NUL in the path', () => rawRequest('GET /api/v1/\0me HTTP/1.1')],
    ['raw UTF-8 in the path', () => rawRequest('GET /api/v1/locations/é HTTP/1.1')],
    ['a blank in the path', () => rawRequest('GET /api/v1/loca tions HTTP/1.1')],
    ['a method in small letters', () => rawRequest('get /api/v1/me HTTP/1.1')],
    ['no length and a body', () => rawRequest('POST /api/v1/auth/login HTTP/1.1', JSON_TYPE, location)],
  ])('are refused or hung up on: %s', async (_case, bytes) => {
    const statuses = await statusesOf(app.url, Buffer.from(bytes(), 'latin1'));
    expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([]);
  });

  it.each<[string, () => string]>([
    ['in the request line', () => 'GET /api/v1/m'],
    ['in the headers', () => `GET /api/v1/me HTTP/1.1${CRLF}host: local`],
    ['before the body', () => post([`content-length: ${location.length}`], '')],
    ['in the body', () => post([`content-length: ${location.length}`], location.slice(0, 20))],
    ['in a chunk', () => post(['transfer-encoding: chunked'], `ff${CRLF}${location}`)],
    ['between chunks', () => post(['transfer-encoding: chunked'], `5${CRLF}{"a":${CRLF}`)],
    [
      'in a form',
      () =>
        post(
          ['content-type: multipart/form-data; boundary=a', 'content-length: 900'],
          '--a\r\ncontent-disposition: form-data; name="file"',
        ),
    ],
  ])('that end %s take no effect', async (_case, bytes) => {
    const statuses = await statusesOf(app.url, Buffer.from(bytes()));
    expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([]);
  });

  it('never stop the server, drawn at random', async () => {
    const good = post([`content-length: 2`], '{}');
    const mangled = fc
      .tuple(
        fc.nat(good.length),
        fc.nat(40),
        fc.oneof(
          fc.string({ unit: 'binary-ascii', maxLength: 30 }),
          fc.constantFrom(CRLF, '\n', '\r', '\0', ':', '\xff', ' '),
        ),
      )
      .map(([at, length, put]) => good.slice(0, at) + put + good.slice(at + length));
    const anything = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    const each = fc.asyncProperty(fc.oneof(mangled, mangled, anything), async (bytes) => {
      const statuses = await statusesOf(app.url, Buffer.from(bytes, 'latin1'));
      return statuses.every((status) => status < 500);
    });
    await fc.assert(each, { seed: SEED, numRuns: 300, endOnFailure: true });
  });

  it('are answered while other clients hold idle connections', async () => {
    const { hostname, port } = new URL(app.url);
    const idle = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.admin.get('/me')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    for (const socket of idle) socket.destroy();
  });
});
