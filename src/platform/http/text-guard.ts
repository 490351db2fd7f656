import { invalid } from '../../domain/errors.js';
import { DEEPEST, MOST_FIELDS, MOST_VALUES, tooDeep, tooManyFields, tooManyValues } from './json-shape.js';

/** All objects have these names, so neither Nest nor class-validator sees them as unknown fields. */
const PASSED_OVER = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Refuses what no field can hold: NUL characters and broken UTF-16, which PostgreSQL cannot store, and
 * JavaScript's own property names; and lists within lists, which no field takes. Bytes are not checked. For input that arrives parsed, it applies the
 * limits of `refuseShape`. Iterative, so that deep nesting cannot exhaust the stack.
 */
export function refuseUnstorable(where: string, root: unknown): void {
  let values = 0;
  let nested: string | null = null;
  const pending: { value: unknown; path: string; depth: number }[] = [{ value: root, path: where, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') refuseText(path, value);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    if (depth === DEEPEST) throw tooDeep(path);
    const entries = Object.entries(value);
    values += entries.length;
    if (values > MOST_VALUES) throw tooManyValues(where);
    if (entries.length > MOST_FIELDS && !Array.isArray(value)) throw tooManyFields(where);
    for (const [key, child] of entries) {
      refuseText(path, key);
      if (PASSED_OVER.has(key)) throw invalid(key, 'UNKNOWN_FIELD', { field: key });
      if (Array.isArray(value) && Array.isArray(child)) nested ??= path;
      pending.push({ value: child, path: depth === 0 ? key : `${path}.${key}`, depth: depth + 1 });
    }
  }
  // class-validator looks through them, and passes them on as they are.
  if (nested !== null) throw invalid(nested, 'LIST_IN_LIST', { field: nested });
}

function refuseText(path: string, text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw invalid(path, 'INVALID_TEXT', { field: path });
  }
}
