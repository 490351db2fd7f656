/** JSON bodies that are expensive for a careless server, within the size limit of a request. */

const MEGABYTE = 1_000_000;
const repeat = (piece: string, size = MEGABYTE): string => piece.repeat(Math.floor(size / piece.length));
const fields = (count: number): string =>
  Array.from({ length: count }, (_, index) => `"f${index}":${index}`).join(',');

/** The text of each body, by name. */
export const SHAPES: Readonly<Record<string, string>> = {
  '88,000 unknown fields': `{${fields(70_000)}}`,
  '500 fields in each of 19 objects': `{"a":[${Array.from({ length: 19 }, () => `{${fields(499)}}`).join(',')}]}`,
  'one name again and again': `{${repeat('"a":1,', MEGABYTE - 100)}"a":1}`,
  'a root list of numbers': `[${repeat('1,', MEGABYTE - 100)}1]`,
  'a list of empty objects': `{"a":[${repeat('{},', MEGABYTE - 100)}{}]}`,
  'a list of 9,900 numbers': `{"a":[${repeat('1,', 19_800)}1]}`,
  brackets: repeat('['),
  'objects in objects': repeat('{"a":'),
  quotes: `{"a":"${repeat('\\"', MEGABYTE - 100)}"}`,
  backslashes: `{"a":"${repeat('\\\\', MEGABYTE - 100)}"}`,
  escapes: `{"a":"${repeat('\\u0061', MEGABYTE - 100)}"}`,
  'a number of a million digits': `{"a":${repeat('9', MEGABYTE - 100)}}`,
  blanks: `${repeat(' ', MEGABYTE - 100)}{}`,
  prototypes: `{${repeat('"__proto__":{},', MEGABYTE - 100)}"a":1}`,
  'text without an end': `{"a":"${repeat('x', MEGABYTE - 100)}`,
};

/** Long texts that may be slow to match with a pattern. Each is put into every text field of a route. */
export const TEXTS: Readonly<Record<string, (size: number) => string>> = {
  letters: (size) => repeat('a', size),
  emoji: (size) => repeat('👩‍💻', size / 2),
  blanks: (size) => repeat(' ', size),
  marks: (size) => repeat('é', size),
  'an address': (size) => `${repeat('a.', size)}@${repeat('b.', 200)}c`,
  'quoted addresses': (size) => repeat('"a"@', size),
  'digits and dashes': (size) => repeat('2026-11-02T', size),
  brackets: (size) => repeat('((((', size),
};

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: unknown;
}

/** A body with a route's own fields: every text is long, every list has many items, every number is large. */
export function largeBody(
  schema: Schema,
  schemas: Record<string, Schema>,
  text: (size: number) => string,
): string {
  const texts = countTexts(schema, schemas);
  const size = Math.floor((MEGABYTE - 100_000) / Math.max(1, texts));
  const make = (of: Schema, depth: number): unknown => {
    const known = resolve(of, schemas);
    if (known.enum) return known.enum[0];
    switch (known.type) {
      case 'string':
        return depth > 1 ? text(1_000) : text(size);
      case 'array':
        return Array.from({ length: depth > 1 ? 3 : 150 }, () => make(known.items ?? {}, depth + 2));
      case 'integer':
      case 'number':
        return 1e300;
      case 'boolean':
        return true;
      default:
        return known.properties
          ? Object.fromEntries(
              Object.entries(known.properties).map(([name, child]) => [name, make(child, depth + 1)]),
            )
          : Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}`, text(100)]));
    }
  };
  return JSON.stringify(make(schema, 0)).slice(0, MEGABYTE);
}

function countTexts(schema: Schema, schemas: Record<string, Schema>): number {
  const known = resolve(schema, schemas);
  return Object.values(known.properties ?? {}).filter((child) => resolve(child, schemas).type === 'string')
    .length;
}

function resolve(schema: Schema, schemas: Record<string, Schema>): Schema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return reference ? schemas[reference.split('/').at(-1)!]! : schema;
}
