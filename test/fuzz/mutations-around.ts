import fc from 'fast-check';
import { encoded, type Draft } from './draft-request.js';
import { garbageText, NOWHERE, strangeNames } from './garbage.js';
import type { Mutation } from './mutations.js';

// Errors outside the body: in headers, query, path and method.

const mutation = (name: string, apply: (draft: Draft) => void): Mutation => ({ name, stage: 3, apply });

const HEADERS: Record<string, readonly string[]> = {
  'if-match': [
    '"1"',
    '"2"',
    '*',
    'W/"1"',
    '"x"',
    '',
    ',',
    '"1", "2"',
    '"99999999999"',
    '1',
    'é',
    '"'.repeat(4000),
  ],
  'if-none-match': ['*', '"1"'],
  'idempotency-key': ['', ' ', 'a', 'é', 'k'.repeat(255), 'k'.repeat(256), 'a b', '__proto__', 'a,b'],
  accept: [
    'text/csv',
    'text/*',
    '*/*',
    'application/xml',
    ';',
    '',
    'text/csv;q=0, application/json',
    'é',
    'a/'.repeat(3000),
  ],
  authorization: [
    '',
    'Bearer',
    'Bearer ',
    'Bearer x y',
    'Basic YTpi',
    'Bearer ' + 'k'.repeat(201),
    'bearer ah_guess',
    'é',
  ],
  cookie: [
    '',
    '=',
    'afterhours_session',
    'afterhours_session=',
    'afterhours_session=%',
    'afterhours_session=%00',
    'afterhours_session=é',
    'a=b; afterhours_session="x"',
    '__proto__=x',
    ';'.repeat(2000),
  ],
  origin: ['https://evil.example', 'null', '', 'é'],
  'x-request-id': ['abc', 'a'.repeat(101), '"; DROP', 'request.0001'],
  'x-forwarded-for': ['127.0.0.1', 'garbage, é'],
  'x-http-method-override': ['DELETE'],
  'accept-encoding': ['gzip', 'br;q=1.0', 'é'],
  range: ['bytes=0-1', 'x'],
  expect: ['100-continue'],
  'accept-language': ['é'.repeat(100)],
};

const headers = fc
  .constantFrom(...Object.entries(HEADERS))
  .chain(([name, values]) =>
    fc
      .constantFrom(...values)
      .map((value) =>
        mutation(`${name}: ${value.slice(0, 20)}`, (draft) => void (draft.headers[name] = value)),
      ),
  );

const rawQueries = fc.constantFrom(
  '%',
  '%zz=1',
  '%00=1',
  '%ff=%fe',
  'limit',
  'limit[]=1',
  'limit[a]=1',
  'limit=1&limit=2',
  'limit=%31',
  '__proto__[x]=1',
  'constructor[prototype][x]=1',
  'cursor=W10',
  'cursor=%FF',
  'a.b=1',
  '=',
  '=&&=',
  '&',
  '?',
  '#',
  `${'x'.repeat(3000)}=1`,
  'a=1&'.repeat(1500),
);

const query = fc.oneof(
  rawQueries.map((raw) => mutation('a broken query', (draft) => void draft.query.push(raw))),
  fc
    .tuple(strangeNames, garbageText)
    .map(([name, value]) =>
      mutation(
        'an unknown parameter',
        (draft) => void draft.query.push(`${encoded(name)}=${encoded(value)}`),
      ),
    ),
  fc.tuple(fc.nat(10), garbageText, fc.boolean()).map(([at, value, repeats]) =>
    mutation('garbage for a parameter', (draft) => {
      const known = draft.operation.query;
      const name = known[at % Math.max(1, known.length)]?.name;
      if (name === undefined) return;
      if (!repeats) draft.query = draft.query.filter((part) => !part.startsWith(`${name}=`));
      draft.query.push(`${name}=${encoded(value)}`);
    }),
  ),
  fc.nat(10).map((at) => mutation('a parameter missing', (draft) => void draft.query.splice(at, 1))),
);

const path = fc
  .constantFrom<(path: string) => string>(
    (path) => path.replace(/[^/]+$/, '%'),
    (path) => path.replace(/[^/]+$/, '%zz'),
    (path) => path.replace(/[^/]+$/, '%00'),
    (path) => path.replace(/[^/]+$/, '%ed%a0%80'),
    (path) => path.replace(/[^/]+$/, '..%2f..%2fusers'),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, 'x'.repeat(300)),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, NOWHERE),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, '__proto__'),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, (id) => id.toUpperCase()),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, (id) => `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, (id) => `${id}%0a`),
    (path) => path.replace(/[0-9a-f]{8}-[^/]+/, ''),
    (path) => `${path}/`,
    (path) => `/${path}`,
    (path) => `${path}/x`,
    (path) => path.toUpperCase(),
    (path) => path.replace('/api', '/api/.'),
    (path) => path.replace('/v1/', '/v1//'),
    (path) => path.replace('/v1', '/v1/../v1'),
    (path) => `${path};x=1`,
    (path) => `${path}%20`,
    (path) => `http://elsewhere.example${path}`,
    (path) => path + '/a'.repeat(3000),
    () => '*',
  )
  .map((change) => mutation('another path', (draft) => void (draft.path = change(draft.path))));

const method = fc
  .constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY')
  .map((name) => mutation(`as ${name}`, (draft) => void (draft.method = name)));

const strayBody = garbageText.map((text) =>
  mutation('a body nobody asked for', (draft) => {
    draft.bytes ??= Buffer.from(JSON.stringify({ text }));
    draft.headers['content-type'] ??= 'application/json';
  }),
);

/** Errors that any request may have. */
export const mutationsAround: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 5, arbitrary: headers },
  { weight: 4, arbitrary: query },
  { weight: 3, arbitrary: path },
  { weight: 1, arbitrary: method },
  { weight: 1, arbitrary: strayBody },
);
