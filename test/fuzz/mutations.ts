import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bytesOf, textOf, type Draft } from './draft-request.js';
import { garbage, strangeNames } from './garbage.js';

/** Makes a request invalid in one way. Values are mutated before text, text before bytes. */
export interface Mutation {
  name: string;
  stage: 1 | 2 | 3;
  apply(draft: Draft, resolve: (value: unknown) => unknown): void;
}

type Container = Record<string, unknown> | unknown[];

/** All members of all objects and lists in a value, the root's first. */
function members(value: unknown): { holder: Container; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    { holder: value as Container, key },
    ...members((value as Record<string, unknown>)[key]),
  ]);
}

function withMember(draft: Draft, at: number, change: (holder: Container, key: string) => void): void {
  const found = members(draft.json);
  const member = found[at % Math.max(1, found.length)];
  if (member) change(member.holder, member.key);
}

const places = fc.nat(60);
const mutation = (name: string, stage: 1 | 2 | 3, apply: Mutation['apply']): Mutation => ({
  name,
  stage,
  apply,
});

const replaced = fc
  .tuple(places, garbage)
  .map(([at, value]) =>
    mutation('garbage for a value', 1, (draft, resolve) =>
      withMember(draft, at, (holder, key) => Object.assign(holder, { [key]: resolve(value) })),
    ),
  );
const removed = places.map((at) =>
  mutation('a missing member', 1, (draft) =>
    withMember(draft, at, (holder, key) => {
      if (Array.isArray(holder)) holder.pop();
      else delete holder[key];
    }),
  ),
);
const wholly = garbage.map((value) =>
  mutation('garbage for the whole body', 1, (draft, resolve) => void (draft.json = resolve(value))),
);

/** Written as text, because an object literal can neither repeat a key nor contain __proto__. */
const added = fc.tuple(strangeNames, garbage, fc.boolean()).map(([name, value, repeats]) =>
  mutation('another or a repeated key', 2, (draft, resolve) => {
    const text = textOf(draft);
    if (!text.startsWith('{')) return;
    const [existing = name] = Object.keys(draft.json ?? {});
    const key = repeats ? existing : name;
    const rest = text.slice(1);
    const member = `${JSON.stringify(key)}:${JSON.stringify(resolve(value)) ?? 'null'}`;
    draft.text = `{${member}${rest === '}' ? '' : ','}${rest}`;
  }),
);

const nested = fc.constantFrom(19, 21, 1000, 100_000).chain((depth) =>
  fc.constantFrom(['{"a":', '}'] as const, ['[', ']'] as const).map(([open, close]) =>
    mutation(`${depth} levels`, 2, (draft) => {
      const deep = open.repeat(depth) + '1' + close.repeat(depth);
      const text = textOf(draft);
      draft.text = text.startsWith('{') && text !== '{}' ? `{"deep":${deep},${text.slice(1)}` : deep;
    }),
  ),
);

const brokenText = fc
  .tuple(
    places,
    fc.constantFrom<(text: string, at: number) => string>(
      (text, at) => text.slice(0, at),
      (text) => `${text}}`,
      (text) => text + text,
      (text) => text.replaceAll('"', "'"),
      (text) => text.replace(/[\d"][^,}]*/, 'NaN'),
      (text) => text.replace('}', ',}'),
      (text) => text.replace('"', '"\u0001'),
      (text) => text.replace(':', '::'),
      (text) => `${text}//`,
      (text) => `\ufeff${text}`,
      (text) => `)]}',\n${text}`,
      (text) => `  \n${text}\t `,
      (text) => text.replace(/"/, '"\\ud83d'),
      (text) => text.replace(/"/, '"\\x41'),
      (text) => text.replace(/\d+/, '1e999'),
      (text) => text.replace(/\d+/, '-0'),
      (text) => text.replace(/\d+/, '0x10'),
      () => ' ',
      () => '',
    ),
  )
  .map(([at, change]) =>
    mutation('broken JSON', 2, (draft) => void (draft.text = change(textOf(draft), at))),
  );

const large = fc
  .constantFrom<(text: string) => string>(
    (text) => text.replace(/"[^"]*"\s*}$/, `"${'x'.repeat(1024 * 1024)}"}`),
    (text) => text + ' '.repeat(1024 * 1024),
    (text) => ' '.repeat(1024 * 1024 - 2000) + text,
    () => `[${'0,'.repeat(600_000)}0]`,
    () => `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join()}}`,
  )
  .map((change) => mutation('a large body', 2, (draft) => void (draft.text = change(textOf(draft)))));

const recoded = fc
  .constantFrom<[Record<string, string>, (bytes: Buffer) => Buffer]>(
    [{ 'content-encoding': 'gzip' }, (bytes) => gzipSync(bytes)],
    [{ 'content-encoding': 'gzip' }, (bytes) => bytes],
    [{ 'content-encoding': 'br' }, (bytes) => bytes],
    [{}, (bytes) => gzipSync(bytes)],
    [
      { 'content-type': 'application/json; charset=utf-16' },
      (bytes) => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'),
    ],
    [{}, (bytes) => Buffer.from(bytes.toString(), 'utf16le')],
    [
      { 'content-type': 'application/json; charset=iso-8859-1' },
      (bytes) => Buffer.from(bytes.toString().replace(/[a-z]/, 'é'), 'latin1'),
    ],
    [{}, (bytes) => Buffer.from(bytes.toString().replace(/[a-z](?=")/, 'é'), 'latin1')],
    [{}, (bytes) => Buffer.concat([bytes, Buffer.from([0xff, 0xfe, 0xc0, 0x80])])],
    [{ 'transfer-encoding': 'chunked' }, (bytes) => bytes],
    [{}, () => Buffer.alloc(0)],
  )
  .map(([headers, change]) =>
    mutation('another encoding', 3, (draft) => {
      draft.bytes = change(bytesOf(draft));
      Object.assign(draft.headers, headers);
    }),
  );

const retyped = fc
  .constantFrom(
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/merge-patch+json',
    'application/jsonp',
    'multipart/form-data',
    'multipart/form-data; boundary=afterhours-fuzz',
    'multipart/form-data; boundary=' + 'x'.repeat(80),
    'multipart/mixed; boundary=a',
    'APPLICATION/JSON;charset=UTF-8',
    'application/json, application/json',
    'application/json; charset="',
    'a',
    '/',
    ';',
    '',
  )
  .map((type) => mutation(`type ${type}`, 3, (draft) => void (draft.headers['content-type'] = type)));

/** Errors of a JSON body. */
export const bodyMutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 10, arbitrary: replaced },
  { weight: 3, arbitrary: removed },
  { weight: 2, arbitrary: wholly },
  { weight: 4, arbitrary: added },
  { weight: 1, arbitrary: nested },
  { weight: 4, arbitrary: brokenText },
  { weight: 1, arbitrary: large },
  { weight: 3, arbitrary: recoded },
  { weight: 2, arbitrary: retyped },
);
