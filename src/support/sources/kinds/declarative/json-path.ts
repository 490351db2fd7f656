import { JSONPathEnvironment, type JSONPathQuery, type JSONValue } from 'json-p3';

const environment = new JSONPathEnvironment();
// Patterns from settings could take minutes.
for (const name of ['match', 'search']) environment.functionRegister.delete(name);

/** What multiplies the work with each repetition: several selectors in more than one place, and `$` within a filter. */
const MULTIPLIES = /,[^[\]]*\].*,|\$.*\$/s;

/**
 * Compiles a JSONPath (RFC 9535). Throws when it is none. Without `..`, whose cost grows with the whole answer, and without what could
 * take minutes.
 */
export function jsonPath(text: string): JSONPathQuery {
  const unquoted = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
  if (unquoted.includes('..') || MULTIPLIES.test(unquoted)) throw new Error('it could take long');
  return environment.compile(text);
}

export function isJsonPath(text: string): boolean {
  try {
    jsonPath(text);
    return true;
  } catch {
    return false;
  }
}

/** The first value at a path; undefined when nothing is there. */
export const firstAt = (path: JSONPathQuery, value: unknown): unknown =>
  path.match(value as JSONValue)?.value;

/** All values at a path. */
export const allAt = (path: JSONPathQuery, value: unknown): readonly unknown[] =>
  path.query(value as JSONValue).values();

/** The values of a list at a path, or else all values at it; null when there is no such place. */
export function listAt(path: JSONPathQuery, value: unknown): readonly unknown[] | null {
  const values = allAt(path, value);
  if (!path.singularQuery()) return values;
  return Array.isArray(values[0]) ? values[0] : null;
}
