import { types } from 'pg';
import '../../src/platform/database/value-types.js';
import type { Catalog } from './catalog.js';

/** A value's type as TypeScript sees it. */
export interface Shape {
  kind: 'string' | 'number' | 'boolean' | 'date' | 'bytes' | 'array' | 'object' | 'unknown';
  canBeNull: boolean;
  /** The only possible texts, when known. */
  values?: readonly string[] | null;
  /** The element of an array. */
  of?: Shape;
  /** The fields of an object. */
  fields?: ReadonlyMap<string, Shape>;
}

// Sample values of types as PostgreSQL sends them, to see what the driver's parser returns; value-types.ts
// changes some.
const SAMPLES: Record<string, string> = {
  N: '1',
  B: 't',
  S: 'text',
  date: '2026-11-28',
  time: '22:00:00',
  timestamptz: '2026-11-28 22:00:00+00',
  timestamp: '2026-11-28 22:00:00',
  uuid: '00000000-0000-7000-8000-000000000001',
  bytea: '\\x00',
  json: '{}',
  jsonb: '{}',
  xid8: '1',
  pg_lsn: '0/0',
};

const plain = (kind: Shape['kind']): Shape => ({ kind, canBeNull: false });
const UNKNOWN = plain('unknown');
export const arrayOf = (of: Shape): Shape => ({ kind: 'array', canBeNull: false, of });

/** The driver's result for a value of this type. */
export function shapeOf(catalog: Catalog, oid: number): Shape {
  const facts = catalog.types.get(oid);
  if (!facts) return UNKNOWN;
  const isArray = facts.category === 'A' && facts.element !== null;
  const base = isArray ? catalog.types.get(facts.element!) : facts;
  const sample = SAMPLES[base?.name ?? ''] ?? SAMPLES[base?.category ?? ''];
  if (sample === undefined || facts.name === 'void') return UNKNOWN;
  const value: unknown = types.getTypeParser(oid)(
    isArray ? `{"${sample.replaceAll('\\', '\\\\')}"}` : sample,
  );
  if (!Array.isArray(value)) return shapeOfValue(value);
  return arrayOf(shapeOfValue(value[0]));
}

/** The JSON form of a value of this type; JSON has no dates. */
export function jsonShapeOf(catalog: Catalog, oid: number): Shape {
  const facts = catalog.types.get(oid);
  if (facts?.category === 'A' && facts.element !== null) return arrayOf(jsonShapeOf(catalog, facts.element));
  if (facts?.category === 'N') return plain('number');
  if (facts?.category === 'B') return plain('boolean');
  return facts === undefined || /^jsonb?$/.test(facts.name) ? UNKNOWN : plain('string');
}

function shapeOfValue(value: unknown): Shape {
  if (value instanceof Date) return plain('date');
  if (Buffer.isBuffer(value)) return plain('bytes');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return plain(typeof value as Shape['kind']);
  return UNKNOWN;
}
