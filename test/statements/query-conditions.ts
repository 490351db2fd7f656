import type { Catalog } from './catalog.js';
import { isTrue, nodeIn, nodesIn, numberIn, numbersIn, type Node } from './node-tree.js';

const [INNER_JOIN, LEFT_JOIN] = [0, 1];
const IS_NOT_NULL = '1';

/** What the conditions of a query guarantee about its rows. */
export interface Demands {
  /** Columns (`entry.column`) that are never null. */
  present: ReadonlySet<string>;
  /** Outer joins that act as inner joins. */
  reduced: ReadonlySet<number>;
}

export const NO_DEMANDS: Demands = { present: new Set(), reduced: new Set() };
export const keyOf = (variable: Node): string =>
  `${numberIn(variable, 'varno')}.${numberIn(variable, 'varattno')}`;

/** What WHERE and inner joins guarantee. The optional side of an outer join guarantees nothing. */
export function demandsOf({ functions }: Catalog, query: Node): Demands {
  const present = new Set<string>();
  const reduced = new Set<number>();
  const require = (node: Node): void => {
    if (node.tag !== 'VAR' || numberIn(node, 'varlevelsup') !== 0) return;
    present.add(keyOf(node));
    for (const join of numbersIn(node, 'varnullingrels')) reduced.add(join);
  };
  const readCondition = (node: Node): void => {
    const args = nodesIn(node, 'args');
    require(node);
    if (node.tag === 'BOOLEXPR' && node.fields['boolop'] === 'and') args.forEach(readCondition);
    if (node.tag === 'NULLTEST' && node.fields['nulltesttype'] === IS_NOT_NULL) require(nodeIn(node, 'arg')!);
    if (node.tag === 'OPEXPR' && functions.get(numberIn(node, 'opfuncid'))?.isStrict) args.forEach(require);
    if (node.tag === 'SCALARARRAYOPEXPR' && isTrue(node, 'useOr')) require(args[0]!);
  };
  const readFrom = (node: Node): void => {
    const type = node.tag === 'JOINEXPR' ? numberIn(node, 'jointype') : INNER_JOIN;
    if (type !== INNER_JOIN && type !== LEFT_JOIN) return;
    nodesIn(node, 'fromlist').forEach(readFrom);
    const [left, right, quals] = [nodeIn(node, 'larg'), nodeIn(node, 'rarg'), nodeIn(node, 'quals')];
    if (left) readFrom(left);
    if (type === LEFT_JOIN) return;
    if (right) readFrom(right);
    if (quals) readCondition(quals);
  };
  const from = nodeIn(query, 'jointree');
  if (from) readFrom(from);
  return { present, reduced };
}
