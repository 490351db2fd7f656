import fc from 'fast-check';
import { refTo } from './values.js';

/** Every kind of thing that ids are of. */
export const KINDS = [
  'locations',
  'positions',
  'operators',
  'terms',
  'unavailability',
  'users',
  'api-keys',
  'coverage-hours',
  'coverage-exceptions',
  'coverage/alerts',
  'coverage/scans',
  'shifts',
  'claims',
  'drop-requests',
  'swaps',
  'attendance-corrections',
  'pay-periods',
  'waitlist-entries',
  'messages',
  'schedules',
  'shift-templates',
  'support-requests',
  'support-tallies',
  'headcounts',
  'support-imports',
  'pilots',
];
export const NOWHERE = '00000000-0000-4000-8000-000000000000';

const NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1.005,
  1e-7,
  200.5,
  1e21,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1.7976931348623157e308,
];

const TEXTS = [
  '',
  ' ',
  '\u2003\t',
  'null',
  'true',
  '1',
  '1e3',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '\u202Eevil\u202C',
  '\ufeffbom',
  'e\u0301'.repeat(60),
  '💥'.repeat(120),
  '👩‍🎓'.repeat(100),
  'x'.repeat(201),
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  "'; DROP TABLE users; --",
  '${7*7}',
  '../../etc/passwd',
  '\r\nSet-Cookie: a=b',
  'İSTANBUL@example.edu',
  'ﬀ@example.edu',
  'a@b.co'.padStart(330, 'a'),
  'http://[::1]:0/\u0001',
  'javascript:alert(1)',
];

const TIMES = [
  '2026-02-30',
  '2026-13-01',
  '2026-02-29T10:00:00Z',
  '2026-10-26T24:00:00Z',
  '2026-10-26T23:59:60Z',
  '2026-10-26T10:00:00',
  '2026-10-26T10:00:00+14:59',
  '2026-10-26T10:00:00-25:00',
  '2026-10-26t10:00:00z',
  '2026-10-26 10:00:00Z',
  '+275760-09-13T00:00:00Z',
  '0000-01-01',
  '9999-12-31',
  '1969-12-31T23:59:59Z',
  '2200-01-01T00:00:00Z',
  '2026-W44-1',
  '24:00',
  '12:60',
  '1:00',
  'Mars/Base',
  'UTC+5',
  '+05:00',
  'america/chicago',
  'GMT0',
  'EST',
  'Etc/GMT+12',
];

const shapes: unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  [[[[1]]]],
  { length: 1e9 },
  { toJSON: 1 },
  { then: 1 },
  { $gt: '' },
  { raw: 'now()' },
];

const longLists = fc.constantFrom(51, 201, 2000).map((length) => Array.from({ length }, () => NOWHERE));
const ids = fc.oneof(
  fc.constantFrom(...KINDS).chain(refTo),
  fc.constantFrom(
    NOWHERE,
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    NOWHERE.replaceAll('-', ''),
    `{${NOWHERE}}`,
  ),
);

/** What no field asked for, and sometimes what another one did. */
export const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...TIMES),
  fc.constantFrom(...shapes),
  ids,
  longLists,
  fc.array(fc.oneof(ids, fc.constantFrom(...NUMBERS, ...TEXTS)), { maxLength: 3 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

export const garbageText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS, ...TIMES),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** Names of fields nobody declared, JavaScript's own among them. */
export const strangeNames = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  '',
  'a\0b',
  '\ud800',
  'id',
  'version',
  'ID',
  'role',
  'locationID',
  'status',
  'x'.repeat(3000),
  'constructor.name',
  '$where',
  'extra',
);
