import { invalid } from '../../domain/errors.js';

export const DEEPEST = 20;
export const MOST_VALUES = 10_000;
/** Validation compares the fields of an object with each other, so its cost grows with their square. */
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
 * Refuses JSON text with a shape that none of our requests has: a root that is not an object, more than 20
 * levels, more than 500 fields in an object (repeated names count) or more than 10,000 values. Reads each
 * character once and builds nothing, so hostile text costs milliseconds. The parser checks whether the text
 * is valid JSON.
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

/** The object that a text holds as JSON, with the limits of `refuseShape`. Throws when it holds none. */
export function readJson(where: string, text: string): object {
  refuseShape(where, text);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid(where, 'INVALID_FIELD.object', { field: where });
}

/** The end of the string that begins at `start`, or the end of the text when the string never ends. */
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
