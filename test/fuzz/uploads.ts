import fc from 'fast-check';
import { form, uploadParts, type Upload } from './draft-request.js';
import { garbage, garbageText } from './garbage.js';
import type { Mutation } from './mutations.js';
import { refTo } from './values.js';

// Files to import: CSV with a matching mapping, and errors in either or in the form.

const cells = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '2026-10-26 09:00:00',
      '2026-10-25T21:15:00-05:00',
      '2026-10-25 22:00',
      '10/26/2026 9:00 PM',
      '',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom('chat', 'phone', '3', 'yes', 'library', 'campus-it', 'T-1', 'Main desk'),
  },
  { weight: 1, arbitrary: garbageText },
);
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const files = (columns: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(fc.nat(30), fc.array(cells, { minLength: columns.length - 1, maxLength: columns.length })),
      { maxLength: 6 },
    )
    .map((rows) =>
      [columns, ...rows.map(([key, rest]) => [`K-${key}`, ...rest].slice(0, columns.length))]
        .map((row) => row.map(quoted).join(','))
        .join('\n'),
    );

const common = {
  locationId: refTo('locations'),
  dryRun: fc.boolean(),
  ignoreOffset: fc.boolean(),
  timeZone: fc.constantFrom('America/Chicago', 'Asia/Kathmandu'),
  delimiter: fc.constantFrom('auto', ','),
  encoding: fc.constantFrom('auto', 'utf-8', 'windows-1252'),
  dateOrder: fc.constantFrom('auto', 'mdy', 'dmy', 'ymd'),
  headerLine: fc.constant(1),
};
const optional = { requiredKeys: ['locationId'] as 'locationId'[] };

const rows = fc.record({ ...common }, optional).map((settings) => ({
  ...settings,
  shape: 'rows',
  source: 'old desk',
  columns: {
    externalId: 'key',
    openedAt: 'opened',
    firstResponseAt: 'answered',
    resolvedAt: 'solved',
    channel: 'how',
  },
}));
const events = fc.record({ ...common }, optional).map((settings) => ({
  ...settings,
  shape: 'event-log',
  source: 'old log',
  columns: { externalId: 'case', activity: 'what', at: 'when' },
  activities: { firstResponseAt: ['chat', 'phone'], resolvedAt: ['library'] },
}));
const headcounts = fc.record({ ...common }, optional).map((settings) => ({
  ...settings,
  kind: 'headcounts',
  columns: { area: 'area', at: 'when', count: 'people' },
}));

const activity = fc.record({ ...common }, optional).map((settings) => ({
  ...settings,
  kind: 'activity',
  series: 'gate',
  cumulative: true,
  columns: { area: 'area', at: 'when', count: 'people' },
}));

const rosters = fc.record({ ...common }, optional).map((settings) => ({
  ...settings,
  kind: 'rosters',
  columns: { position: 'post', operator: 'who', startsAt: 'from', endsAt: 'to' },
}));

/** Uploads that mostly succeed; their ids are not resolved yet. */
export const uploads: fc.Arbitrary<Upload> = fc.oneof(
  fc.record({ mapping: rows, csv: files(['key', 'opened', 'answered', 'solved', 'how']) }),
  fc.record({ mapping: events, csv: files(['case', 'what', 'when']) }),
  fc.record({ mapping: headcounts, csv: files(['area', 'when', 'people']) }),
  fc.record({ mapping: activity, csv: files(['area', 'when', 'people']) }),
  fc.record({ mapping: rosters, csv: files(['post', 'who', 'from', 'to']) }),
);

const mutation = (
  name: string,
  apply: (upload: Upload) => { headers: Record<string, string>; bytes: Buffer },
): Mutation => ({
  name,
  stage: 1,
  apply: (draft) => {
    const { headers, bytes } = apply(draft.json as Upload);
    draft.bytes = bytes;
    Object.assign(draft.headers, headers);
  },
});

const forms = fc
  .constantFrom<(upload: Upload) => Parameters<typeof form>[0]>(
    (upload) => uploadParts(upload).reverse(),
    (upload) => uploadParts(upload).slice(0, 1),
    (upload) => uploadParts(upload).slice(1),
    () => [],
    (upload) => [...uploadParts(upload), ...uploadParts(upload)],
    (upload) => [...uploadParts(upload), { name: 'extra', content: '1' }],
    (upload) => [{ name: '__proto__', content: '1' }, ...uploadParts(upload)],
    (upload) => [{ name: 'file', content: upload.csv }, uploadParts(upload)[0]],
    (upload) => [
      { ...uploadParts(upload)[0], fileName: 'mapping.json', type: 'application/json' },
      uploadParts(upload)[1],
    ],
    (upload) => [{ ...uploadParts(upload)[0], type: 'application/json' }, uploadParts(upload)[1]],
    (upload) => [uploadParts(upload)[0], { ...uploadParts(upload)[1], fileName: '../../etc/\u0000passwd' }],
    (upload) => [uploadParts(upload)[0], { ...uploadParts(upload)[1], fileName: '' }],
    (upload) => [uploadParts(upload)[0], { ...uploadParts(upload)[1], fileName: '夜'.repeat(300) }],
    (upload) => [{ name: 'mapping', content: `"${'x'.repeat(200_000)}"` }, uploadParts(upload)[1]],
    (upload) => [{ name: 'mapping', content: '{"__proto__":{"locationId":1}}' }, uploadParts(upload)[1]],
    (upload) => [{ name: 'mapping', content: '['.repeat(50_000) }, uploadParts(upload)[1]],
  )
  .map((parts) => mutation('an odd form', (upload) => form(parts(upload))));

const cut = fc
  .constantFrom<(bytes: Buffer) => Buffer>(
    (bytes) => bytes.subarray(0, bytes.length - 10),
    (bytes) => bytes.subarray(0, bytes.length >> 1),
    (bytes) => bytes.subarray(0, 30),
    (bytes) => bytes.subarray(5),
    (bytes) => Buffer.from(bytes.toString().replaceAll('afterhours-fuzz', 'another')),
    (bytes) => Buffer.from(bytes.toString().replaceAll('\r\n', '\n')),
    (bytes) => Buffer.from(bytes.toString().replace('name="file"', '')),
    (bytes) => Buffer.from(bytes.toString().replace('content-disposition', 'x'.repeat(20_000))),
    (bytes) => Buffer.from(bytes.toString().replace('name="mapping"', 'name="mapping"; name*=UTF-8\'\'%ff')),
    () => Buffer.alloc(0),
  )
  .map((change) =>
    mutation('a broken form', (upload) => {
      const { headers, bytes } = form(uploadParts(upload));
      return { headers, bytes: change(bytes) };
    }),
  );

const mappings = fc
  .tuple(
    fc.constantFrom(
      'locationId',
      'columns',
      'activities',
      'areas',
      'source',
      'timeZone',
      'kind',
      'shape',
      'delimiter',
      'encoding',
      'dateOrder',
      'headerLine',
      'values',
      'x',
    ),
    garbage,
  )
  .map(([field, value]): Mutation => ({
    name: `garbage for ${field}`,
    stage: 1,
    apply: (draft, resolve) => {
      const upload = draft.json as Upload;
      draft.json = { ...upload, mapping: { ...(upload.mapping as object), [field]: resolve(value) } };
    },
  }));

const contents = fc
  .oneof(
    garbageText,
    fc.constantFrom(
      '\ufeffkey,opened,answered,solved,how\nA,2026-10-26 10:00:00,,,',
      'key,opened,answered,solved,how\n"unclosed,2026-10-26 10:00:00',
      'key,opened,answered,solved,how\nA\0,2026-10-26 10:00:00,,,\n',
      'key,opened,answered,solved,how\n' + 'A,2026-10-26 10:00:00,,,\n'.repeat(1500),
      'key,opened,answered,solved,how\n' + 'x,,,,\n'.repeat(1500),
      `key,opened,answered,solved,how\n${'k'.repeat(70_000)},2026-10-26 10:00:00,,,`,
      `${'h'.repeat(70_000)},opened\nA,B`,
      'key,key,opened,answered,solved,how\nA,B,2026-10-26 10:00:00,,,',
      'area,when,people\nDesk,2026-10-26 10:00,-1\nDesk,2026-10-26 10:00,1e9\nDesk,0001-01-01 10:00,5',
      'sep=;\nkey;opened;answered;solved;how\nA;10/9/2026 9:00;9/10/2026 10:00;;',
      'Report,,,,\n"of,,,,\nkey,opened,answered,solved,how\nA,46300.5,1791234567,,0000-00-00',
      'case,what,when\nA,chat,2026-11-01 01:30\nA,library,2026-03-08 02:30\n,,\n"",\'\',""',
    ),
  )
  .map((csv): Mutation => ({
    name: 'another file',
    stage: 1,
    apply: (draft) => void (draft.json = { ...(draft.json as Upload), csv }),
  }));

/** A file for a thread, and what is said with it. */
export const attachments: fc.Arbitrary<Upload> = fc.record({
  field: fc.constant('text' as const),
  mapping: fc.constantFrom('', 'It says this'),
  csv: fc.oneof(fc.constantFrom('%PDF-1.7\n', 'GIF89a', 'PK\u0003\u0004', 'It says this'), garbageText),
});

/** Errors of an upload. */
export const uploadMutations: fc.Arbitrary<Mutation> = fc.oneof(forms, cut, mappings, contents);
