import { openApi } from '../openapi.js';
import { SHAPES, TEXTS, largeBody } from './bodies.js';
import { CALENDARS, TABLES } from './uploads.js';

/** One request of a client that is hostile, or that requests very much. */
export interface HostileRequest {
  /** The kind of attack, for the report. */
  kind: 'JSON' | 'fields' | 'calendar' | 'table' | 'form' | 'query' | 'heavy';
  name: string;
  method: string;
  path: string;
  body?: string | Buffer<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** Ids in a product with much data; the heavy requests use them. */
export interface FullProduct {
  locationId: string;
  operatorId: string;
  shiftId: string;
  claimId: string;
  pilotId: string;
  scheduleId: string;
  payPeriodId: string;
  /** The start and the end of the 400 days that hold all data. */
  from: string;
  to: string;
}

/** Every kind of request that was, or may be, expensive for the server. */
export function hostileRequests(product: FullProduct): HostileRequest[] {
  return [
    ...jsonShapes(product),
    ...longFields(product),
    ...calendars(product),
    ...forms(product),
    ...queries(product),
  ];
}

const afterDays = (from: string, days: number): string =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString();
const JSON_TYPE = { 'content-type': 'application/json' };

function jsonShapes({ locationId }: FullProduct): HostileRequest[] {
  const routes = [
    ['POST', '/auth/login'],
    ['POST', '/locations'],
    ['PATCH', `/locations/${locationId}`],
    ['POST', '/claims/approve'],
    ['POST', '/pilots'],
  ] as const;
  return routes.flatMap(([method, path]) =>
    Object.entries(SHAPES).flatMap(([name, body]) => [
      { kind: 'JSON' as const, name: `${method} ${path}: ${name}`, method, path, body, headers: JSON_TYPE },
    ]),
  );
}

/** Requests to every route that takes JSON, with its own fields as large as the limits allow. */
function longFields(product: FullProduct): HostileRequest[] {
  const { paths, components } = openApi() as unknown as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>;
    components: { schemas: Record<string, object> };
  };
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      if (!schema) return [];
      const path = template
        .replace('/api/v1', '')
        .replace('{id}', template.includes('operators') ? product.operatorId : product.shiftId)
        .replace('{token}', 'x'.repeat(43));
      return Object.entries(TEXTS).map(([name, text]) => ({
        kind: 'fields' as const,
        name: `${method.toUpperCase()} ${template}: ${name}`,
        method: method.toUpperCase(),
        path,
        body: largeBody(schema, components.schemas, text),
        headers: JSON_TYPE,
      }));
    }),
  );
}

const calendars = ({ operatorId }: FullProduct): HostileRequest[] =>
  Object.entries(CALENDARS).map(([name, body]) => ({
    kind: 'calendar',
    name,
    method: 'POST',
    path: `/operators/${operatorId}/timetable?dryRun=true`,
    body,
    headers: { 'content-type': 'text/calendar' },
  }));

function forms({ locationId }: FullProduct): HostileRequest[] {
  const mapping = {
    locationId,
    source: 'hostile',
    dryRun: true,
    columns: { externalId: 'key', openedAt: 'opened' },
  };
  const upload = (
    name: string,
    parts: readonly [string, string, Buffer | string][],
    kind: 'form' | 'table',
  ) => ({
    kind,
    name,
    method: 'POST',
    path: '/support-imports',
    body: multipart(parts),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });
  const json = (value: unknown): [string, string, string] => ['mapping', '', JSON.stringify(value)];
  const file: [string, string, string] = ['file', 'a.csv', 'key,opened\n'];
  return [
    ...Object.entries(TABLES).map(([name, bytes]) =>
      upload(name, [json(mapping), ['file', 'a.csv', bytes()]], 'table'),
    ),
    upload('1,000 parts', [...Array.from({ length: 1_000 }, () => file)], 'form'),
    upload('20,000 fields', [...Array.from({ length: 20_000 }, () => json(1))], 'form'),
    upload(
      'a mapping of 90 kB of fields',
      [['mapping', '', SHAPES['88,000 unknown fields']!.slice(0, 90_000)], file],
      'form',
    ),
    upload('a mapping of brackets', [['mapping', '', '['.repeat(90_000)], file], 'form'),
    upload(
      'a mapping of many areas',
      [
        json({
          ...mapping,
          kind: 'headcounts',
          areas: Object.fromEntries(Array.from({ length: 450 }, (_, at) => [`a${at}`, `b${at}`])),
        }),
        file,
      ],
      'form',
    ),
    upload('a name of a megabyte', [['mapping', 'x'.repeat(1_000_000), '{}'], file], 'form'),
  ];
}

const BOUNDARY = 'hostile-boundary';

function multipart(parts: readonly [string, string, Buffer | string][]): Buffer<ArrayBuffer> {
  const chunks = parts.flatMap(([name, filename, content]) => [
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${filename && `; filename="${filename}"`}\r\n\r\n`,
    content,
    '\r\n',
  ]);
  return Buffer.concat([...chunks, `--${BOUNDARY}--\r\n`].map((chunk) => Buffer.from(chunk)));
}

function queries(product: FullProduct): HostileRequest[] {
  const { locationId, operatorId, shiftId, claimId, pilotId, scheduleId, payPeriodId, from, to } = product;
  const get = (kind: 'query' | 'heavy', path: string): HostileRequest => ({
    kind,
    name: `GET ${path.slice(0, 90)}`,
    method: 'GET',
    path,
  });
  const span = `from=${from}&to=${to}`;
  const day = (at: string): string => at.slice(0, 10);
  const metrics = ['none', 'hour', 'hour-of-week', 'day', 'week', 'month'].flatMap((bucket) =>
    ['', '&by=location', '&by=position', '&by=tier', '&by=channel', '&by=category'].map((by) =>
      get('heavy', `/pilots/${pilotId}/metrics?bucket=${bucket}${by}`),
    ),
  );
  return [
    ...['approved', 'claimed', 'attended'].map((basis) =>
      get('heavy', `/coverage/gaps?locationId=${locationId}&${span}&basis=${basis}`),
    ),
    get('heavy', `/locations/${locationId}/quality?from=${from}&to=${afterDays(from, 200)}`),
    get('heavy', `/shifts?${span}&limit=200&eligibility=true`),
    get('heavy', `/shifts?locationId=${locationId}&${span}&limit=200`),
    get('heavy', `/shifts/${shiftId}/candidates`),
    get('heavy', `/claims/${claimId}/swap-options`),
    get('heavy', `/schedules/${scheduleId}/differences`),
    get('heavy', `/pay-periods/${payPeriodId}/timesheet`),
    {
      ...get('heavy', `/pay-periods/${payPeriodId}/timesheet`),
      name: 'a timesheet as CSV',
      headers: { accept: 'text/csv' },
    },
    ...metrics,
    {
      ...get('heavy', `/pilots/${pilotId}/metrics?bucket=hour`),
      name: 'metrics by hour as CSV',
      headers: { accept: 'text/csv' },
    },
    ...['coverage-hours', 'templates'].map((source) => ({
      kind: 'heavy' as const,
      name: `a preview of shifts from ${source}`,
      method: 'POST',
      path: `/schedules/${scheduleId}/generate-shifts`,
      body: JSON.stringify({ from: source, dryRun: true }),
      headers: JSON_TYPE,
    })),
    ...[
      '/locations',
      '/operators',
      '/users',
      '/audit-events',
      '/messages',
      '/claims',
      '/support-requests',
      '/headcounts',
      '/activity',
      '/support-tallies',
      '/coverage/alerts',
      '/coverage/scans',
      `/operators/${operatorId}/unavailability`,
    ].flatMap((path) => [
      get('query', `${path}?limit=200`),
      get('query', `${path}?cursor=${Buffer.from(`[${'1,'.repeat(180)}1]`).toString('base64url')}`),
      get('query', `${path}?${Array.from({ length: 1_900 }, (_, at) => `p${at}=1`).join('&')}`),
      get('query', `${path}?${'limit=1&'.repeat(1_800)}`),
      get('query', `${path}?cursor=${'%F0%9F%92%A9'.repeat(1_200)}`),
      get('query', `${path}?from=${'9'.repeat(14_000)}`),
    ]),
    get('query', `/coverage/gaps?locationId=${locationId}&from=1970-01-01T00:00:00Z&to=2199-01-01T00:00:00Z`),
    get('query', `/audit-events?from=1970-01-01T00:00:00Z&to=2199-12-31T00:00:00Z&limit=200`),
    get('query', `/locations/${'%2e'.repeat(60)}`),
    {
      kind: 'query',
      name: 'an Idempotency-Key of 15 kB',
      method: 'POST',
      path: '/locations',
      body: '{}',
      headers: { ...JSON_TYPE, 'idempotency-key': 'k'.repeat(14_000) },
    },
    {
      kind: 'query',
      name: 'an Accept of 14 kB',
      method: 'GET',
      path: '/me',
      headers: { accept: 'a/b;q=0.1,'.repeat(1_400) },
    },
    {
      kind: 'query',
      name: 'an Accept-Encoding of 14 kB',
      method: 'GET',
      path: '/operators?limit=200',
      headers: { 'accept-encoding': 'x;q=0.1,'.repeat(1_700) },
    },
    {
      kind: 'query',
      name: 'a Cookie of 14 kB',
      method: 'GET',
      path: '/setup',
      headers: { cookie: 'a=b; '.repeat(2_800) },
    },
    {
      kind: 'query',
      name: 'an If-Match of 14 kB',
      method: 'PATCH',
      path: `/locations/${locationId}`,
      body: '{}',
      headers: { ...JSON_TYPE, 'if-match': '"1",'.repeat(3_500) },
    },
    { kind: 'query', name: `dates ${day(from)} in a path`, method: 'GET', path: `/shifts/${from}` },
  ];
}
