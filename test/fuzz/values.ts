import fc from 'fast-check';
import { resolved, type Schema } from './operations.js';

/** A placeholder for an id in generated data; replaced by an id that exists when it is sent. */
export class Ref {
  constructor(
    readonly kind: string,
    readonly pick: number,
  ) {}
}

/** An id of that kind: often one of the last few, created together with related rows. */
export const refTo = (kind: string): fc.Arbitrary<Ref> =>
  fc
    .oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.nat(100))
    .map((pick) => new Ref(kind, pick));

const KIND_OF_FIELD: Record<string, string> = {
  locationId: 'locations',
  locationIds: 'locations',
  positionId: 'positions',
  positionIds: 'positions',
  operatorId: 'operators',
  shiftId: 'shifts',
  claimId: 'claims',
  withClaimId: 'claims',
  toOperatorId: 'operators',
  entityId: 'shifts',
  actorId: 'users',
  userId: 'users',
};
const TEXTS = [
  'printing',
  'chat',
  'source a',
  'Ünïcødé',
  '夜の図書館',
  'مكتبة',
  'e\u0301',
  '👩‍🎓',
  "O'Brien; --",
  '%s<b>',
];
const METRICS = ['coverageRate', 'uncoveredMinutes', 'escalationShare', 'firstResponseWallMinutesP50'];
const ZONES = ['America/Chicago', 'UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const NOW = Date.UTC(2026, 9, 26, 17);
const LAST = Date.UTC(2199, 11, 30);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });

const dates = rarely(
  fc.integer({ min: -30, max: 30 }).map((day) => new Date(NOW + day * DAY).toJSON().slice(0, 10)),
  fc.constantFrom('1970-01-01', '2199-12-31', '2024-02-29', '2026-11-01', '2026-03-08', '2100-02-28'),
);

const instants = rarely(
  fc
    .tuple(fc.integer({ min: -96, max: 96 }), fc.constantFrom(0, 0, -5, 10.5, 14, -12))
    .map(([quarters, offset]) => instantText(NOW + quarters * 15 * MINUTE, offset)),
  fc.constantFrom(
    '1970-01-01T00:00:00Z',
    '2199-12-31T23:59:59.999Z',
    '2026-11-01T01:30:00-05:00',
    '2026-11-01T01:30:00-06:00',
    '2024-02-29T12:00:00.123456789+14:00',
    '2199-12-31T23:59:59-14:00',
    '1970-01-01T00:00:00+14:00',
  ),
);

function instantText(millis: number, offsetHours: number): string {
  const local = new Date(millis + offsetHours * 60 * MINUTE).toJSON().slice(0, 19);
  if (offsetHours === 0) return `${local}Z`;
  const minutes = Math.abs(offsetHours) * 60;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${local}${offsetHours < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function texts({ maxLength = 200 }: { maxLength?: number }): fc.Arbitrary<string> {
  const free = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .map((text) => text.replaceAll('\0', '').toWellFormed().trim() || 'x');
  const longest = fc
    .constantFrom('a', 'é', '😀')
    .chain((letter) => fc.constantFrom(maxLength, maxLength - 1).map((length) => letter.repeat(length)));
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 6, arbitrary: free },
    { weight: 1, arbitrary: longest },
  );
}

const formats: Record<string, fc.Arbitrary<unknown>> = {
  date: dates,
  'date-time': instants,
  email: fc.nat(100_000).map((number) => `fuzz${number}@example.edu`),
  uri: fc.webUrl(),
};

function strings(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { format, pattern } = schema as { format?: string; pattern?: string };
  if (format === 'uuid') return refTo(KIND_OF_FIELD[name] ?? 'locations');
  if (format !== undefined && formats[format]) return formats[format];
  if (pattern?.includes('2[0-3]')) {
    return fc
      .tuple(fc.nat(23), fc.constantFrom('00', '30', '59'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  }
  if (name === 'url')
    return fc.constantFrom('https://127.0.0.1/a.ics', 'http://calendar.test/', 'https://[::1]/');
  if (name === 'checkInNetworks') return fc.constantFrom('10.0.0.0/8', '127.0.0.1', '2001:db8::/32');
  if (name === 'timeZone') return fc.constantFrom(...ZONES);
  if (name === 'metric') return fc.constantFrom(...METRICS);
  if (name === 'cursor') return fc.constantFrom('WzFd', 'W10', 'bm9uc2Vuc2U');
  if (name === 'from' || name === 'to') return fc.oneof(dates, instants);
  return texts(schema);
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const { minimum = -1000, maximum = 1000, multipleOf } = schema as Record<string, number | undefined>;
  const wholes = fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 4) }),
    fc.integer({ min: minimum, max: maximum }),
  );
  if (schema['type'] === 'integer') return wholes;
  if (multipleOf === undefined) return fc.oneof(wholes, fc.double({ noNaN: true, noDefaultInfinity: true }));
  return wholes.map((whole) => Math.min(maximum, whole + 0.25));
}

/** Values that fit a schema, with existing ids and plausible zones and spans, so that they mostly succeed. */
export function valuesOf(given: Schema, name = ''): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const usual = plainValuesOf(schema, name);
  return schema['nullable'] === true ? rarely(usual, fc.constant(null)) : usual;
}

function plainValuesOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'object':
      return objects(schema);
    case 'array':
      return arrays(schema, name);
    case 'number':
    case 'integer':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    default:
      return strings(schema, name);
  }
}

function arrays(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { minItems = 0, uniqueItems } = schema as { minItems?: number; uniqueItems?: boolean };
  const items = valuesOf(schema['items'] as Schema, name);
  const options = { minLength: minItems, maxLength: minItems + 3 };
  return uniqueItems
    ? fc.uniqueArray(items, { ...options, selector: (item) => (item instanceof Ref ? item.pick : item) })
    : fc.array(items, options);
}

function objects(schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const model = Object.fromEntries(properties.map(([name, property]) => [name, valuesOf(property, name)]));
  const requiredKeys = (schema['required'] ?? []) as string[];
  return fc
    .record(model, { requiredKeys, noNullPrototype: true })
    .map((object) => inOrder(object as Record<string, unknown>));
}

/** Mostly puts start before end, for shifts within a day. */
function inOrder(object: Record<string, unknown>): Record<string, unknown> {
  const ordered = { ...object };
  for (const [first, second] of [
    ['from', 'to'],
    ['effectiveFrom', 'effectiveTo'],
    ['startsAt', 'endsAt'],
  ] as const) {
    const [start, end] = [object[first], object[second]];
    if (typeof start !== 'string' || typeof end !== 'string' || start.length < 10) continue;
    const early = Date.parse(start);
    const wanted = start.length === 10 ? DAY : 3 * 60 * MINUTE;
    const late = Date.parse(end);
    if (!(early >= 0 && early <= LAST)) continue;
    if (late > early && (first !== 'startsAt' || late - early <= DAY)) continue;
    const mended = new Date(early + wanted).toJSON();
    ordered[second] = start.length === 10 ? mended.slice(0, 10) : mended;
  }
  return ordered;
}
