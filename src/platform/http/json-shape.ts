import { invalid } from '../../domain/errors.js';

export const DEEPEST = 20;
export const MOST_VALUES = 10_000;
/** Validation compares the fields of an object with one another: its cost grows with their square. */
export const MOST_FIELDS = 500;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Refuses JSON text whose shape no request of ours has: another root than an object, nesting beyond 20 levels, more than 500 fields in
 * an object (repeated names count) or 10,000 values in all. Looks at each character once and builds nothing, so that a hostile text
 * costs milliseconds. Whether the text is JSON is left to the parser.
 */
export function refuseShape(where: string, text: string): void {
  const fields: number[] = [];
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
        values++;
        break;
      case COLON:
        if (fields.length > 0 && ++fields[fields.length - 1]! > MOST_FIELDS) throw tooManyFields(where);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values++;
        if (fields.push(0) > DEEPEST) throw tooDeep(where);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        fields.pop();
        break;
    }
    if (values > MOST_VALUES) throw tooManyValues(where);
  }
  const root = /\S/.exec(text)?.[0];
  if (root !== undefined && root !== '{') throw invalid(where, 'INVALID_FIELD.object', { field: where });
}

/** Where the string that begins at `start` ends; the end of the text where it never does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

export const tooDeep = (where: string): Error => invalid(where, 'TOO_DEEP', { most: DEEPEST });

export const tooManyValues = (where: string): Error =>
  invalid(where, 'TOO_MANY_VALUES.values', { where, most: MOST_VALUES });

export const tooManyFields = (where: string): Error =>
  invalid(where, 'TOO_MANY_VALUES.fields', { where, most: MOST_FIELDS });
