import type { Catalog } from './catalog.js';
import { isTrue, nodeIn, nodesIn, numberIn, type Node } from './node-tree.js';

const BOOLEAN = 16;
const NULL: Node = { tag: 'CONST', fields: { constisnull: 'true' } };
// Each kind of expression stores its type in another field.
const TYPE_FIELDS = [
  'vartype',
  'consttype',
  'paramtype',
  'funcresulttype',
  'opresulttype',
  'aggtype',
  'wintype',
];
const OTHER_TYPE_FIELDS = ['resulttype', 'coalescetype', 'minmaxtype', 'casetype', 'array_typeid', 'type'];

/** Strict functions that never return null for values; other functions might. */
const ANSWERING = new RegExp(
  `^(${[
    'round|floor|ceil|abs|length|hash.*|md5|now|gen_random_uuid',
    'date_part|extract|date_trunc|to_char|to_timestamp|timezone',
    'current_setting|has_.*|pg_has_role|pg_(try_)?advisory_.*',
    'pg_backend_pid|pg_current_.*|pg_export_snapshot|pg_postmaster_start_time|pg_snapshot_xmin',
  ].join('|')})$`,
);
/** Functions that never return null. */
const ALWAYS = /^(jsonb?_build_(object|array)|concat|concat_ws|format|num_nulls)$/;
/** Operators that look up something that may not exist. */
const LOOKING = /^jsonb?_(object_field|array_element|extract_path)/;
const COUNTING = /^(count|row_number|rank|dense_rank)$/;

/** When a function or operator returns a value: always, for non-null arguments, or only sometimes. */
export function answersOf(catalog: Catalog, node: Node): 'always' | 'of values' | 'sometimes' {
  const name = nameOf(catalog, node);
  if (ALWAYS.test(name)) return 'always';
  const isTrusted =
    node.tag === 'OPEXPR' ? !LOOKING.test(name) : numberIn(node, 'funcformat') !== 0 || ANSWERING.test(name);
  return functionOf(catalog, node)?.isStrict && isTrusted ? 'of values' : 'sometimes';
}

export const counts = (catalog: Catalog, node: Node): boolean => COUNTING.test(nameOf(catalog, node));

/** The name of a function, operator or aggregate. */
export const nameOf = (catalog: Catalog, node: Node): string => functionOf(catalog, node)?.name ?? '';

/** The type's oid; 0 when the expression has none. */
export function typeOf(node: Node): number {
  const field = [...TYPE_FIELDS, ...OTHER_TYPE_FIELDS].find((name) => name in node.fields);
  if (field !== undefined) return numberIn(node, field);
  return /^(BOOLEXPR|NULLTEST|BOOLEANTEST|SCALARARRAYOPEXPR|SUBLINK)$/.test(node.tag) ? BOOLEAN : 0;
}

/** All possible results of a CASE. */
export const outcomesOf = (node: Node): Node[] => [
  ...nodesIn(node, 'args').map((when) => nodeIn(when, 'result')!),
  nodeIn(node, 'defresult') ?? NULL,
];

export const isNull = (node: Node): boolean => node.tag === 'CONST' && isTrue(node, 'constisnull');

/** The values of several lists; null when one of them is unknown. */
export function unionOf(lists: readonly (readonly string[] | null)[]): string[] | null {
  const known = lists.filter((list) => list !== null);
  return known.length === lists.length && known.length > 0 ? [...new Set(known.flat())] : null;
}

function functionOf({ functions }: Catalog, node: Node): { name: string; isStrict: boolean } | undefined {
  const field = ['funcid', 'opfuncid', 'aggfnoid', 'winfnoid'].find((name) => name in node.fields);
  return field === undefined ? undefined : functions.get(numberIn(node, field));
}
