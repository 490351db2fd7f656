import { columnKey, type Catalog, type ColumnFacts } from './catalog.js';
import { demandsOf, keyOf, NO_DEMANDS, type Demands } from './query-conditions.js';
import { answersOf, counts, isNull, nameOf, outcomesOf, typeOf, unionOf } from './expressions.js';
import { isTrue, nodeIn, nodesIn, numberIn, numbersIn, textOf, type Node } from './node-tree.js';
import { arrayOf, jsonShapeOf, shapeOf, type Shape } from './shapes.js';

// Numbers of PostgreSQL's enums (nodes.h, parsenodes.h, primnodes.h).
const [SELECT, UPDATE, INSERT] = [1, 2, 3];
const ENTRY = { relation: 0, subquery: 1, join: 2, cte: 6, group: 9 };
const SUBLINK = { exists: 0, expression: 4, array: 6 };

/** The input of an analysis. */
export interface Facts {
  catalog: Catalog;
  /** By parameter number, from 1. */
  parameterCanBeNull: (parameter: number) => boolean;
  elementCanBeNull: (parameter: number) => boolean;
}

/** The origin of a query's column: a table, or an expression of an inner query. */
type Source = { facts: ColumnFacts } | { shape: (isJson: boolean) => Shape };

/** A query as PostgreSQL parsed it, and the possible values of its columns. */
export class Query {
  readonly #facts: Facts;
  readonly #catalog: Catalog;
  readonly #tree: Node;
  readonly #outer: Query | null;
  readonly #demands: Demands;

  constructor(facts: Facts, tree: Node, outer: Query | null = null) {
    this.#facts = facts;
    this.#catalog = facts.catalog;
    this.#tree = tree;
    this.#outer = outer;
    this.#demands = numberIn(tree, 'commandType') === SELECT ? demandsOf(this.#catalog, tree) : NO_DEMANDS;
  }

  /** The columns of its rows, in order. */
  columns(): Shape[] {
    return this.#targets().map((_target, index) => this.shapeOfColumn(index));
  }

  shapeOfColumn(index: number, isJson = false): Shape {
    const branches = this.#branches();
    if (branches.length === 0) return this.#shape(nodeIn(this.#targets()[index]!, 'expr')!, isJson);
    const shapes = branches.map((branch) => branch.shapeOfColumn(index, isJson));
    return {
      ...shapes[0]!,
      canBeNull: shapes.some((shape) => shape.canBeNull),
      values: unionOf(shapes.map(({ values }) => values ?? null)),
    };
  }

  /** Parameters that are stored without change, with their columns. */
  storedParameters(): { parameter: number; column: ColumnFacts }[] {
    if (![UPDATE, INSERT].includes(numberIn(this.#tree, 'commandType'))) return [];
    const entry = nodesIn(this.#tree, 'rtable')[numberIn(this.#tree, 'resultRelation') - 1]!;
    return nodesIn(this.#tree, 'targetList').flatMap((target) => {
      const value = nodeIn(target, 'expr')!;
      const key = columnKey(numberIn(entry, 'relid'), numberIn(target, 'resno'));
      const column = this.#catalog.columns.get(key);
      return value.tag === 'PARAM' && column ? [{ parameter: numberIn(value, 'paramid'), column }] : [];
    });
  }

  #targets(): Node[] {
    const returned = nodesIn(this.#tree, 'returningList');
    const isSelect = numberIn(this.#tree, 'commandType') === SELECT;
    const targets = isSelect ? nodesIn(this.#tree, 'targetList') : returned;
    return targets.filter((target) => !isTrue(target, 'resjunk'));
  }

  /** The queries of a UNION. */
  #branches(): Query[] {
    if (!nodeIn(this.#tree, 'setOperations')) return [];
    return nodesIn(this.#tree, 'rtable').flatMap((entry) => {
      const subquery = nodeIn(entry, 'subquery');
      return subquery ? [new Query(this.#facts, subquery, this)] : [];
    });
  }

  #shape(node: Node, isJson: boolean): Shape {
    return { ...this.#form(node, isJson), canBeNull: this.#canBeNull(node) };
  }

  #form(node: Node, isJson: boolean): Shape {
    const args = nodesIn(node, 'args');
    const name = nameOf(this.#catalog, node);
    switch (node.tag) {
      case 'VAR': {
        const whole = this.#wholeRow(node);
        if (whole) return { kind: 'object', canBeNull: false, fields: new Map(whole.#jsonColumns()) };
        const source = this.#source(node);
        if (source && 'shape' in source) return source.shape(isJson);
        break;
      }
      case 'FUNCEXPR':
        if (/^jsonb?_build_object$/.test(name))
          return { kind: 'object', canBeNull: false, fields: this.#built(args) };
        break;
      case 'AGGREF':
        if (/^jsonb?_agg$/.test(name)) return arrayOf(this.#shape(nodeIn(args[0]!, 'expr')!, true));
        break;
      case 'COALESCEEXPR':
        return { ...this.#form(args[0]!, isJson), values: this.#values(node) };
      case 'SUBLINK':
        if (numberIn(node, 'subLinkType') === SUBLINK.expression)
          return this.#subquery(node).shapeOfColumn(0, isJson);
        if (numberIn(node, 'subLinkType') === SUBLINK.array)
          return arrayOf(this.#subquery(node).shapeOfColumn(0, isJson));
        break;
    }
    const type = typeOf(node);
    return { ...(isJson ? jsonShapeOf : shapeOf)(this.#catalog, type), values: this.#values(node) };
  }

  #jsonColumns(): [string, Shape][] {
    const names = this.#targets().map((target) => target.fields['resname'] as string);
    return names.map((name, index) => [name, this.shapeOfColumn(index, true)]);
  }

  /** `json_build_object('id', id, …)`. */
  #built(args: readonly Node[]): Map<string, Shape> {
    const fields = new Map<string, Shape>();
    for (let at = 0; at + 1 < args.length; at += 2)
      fields.set(textOf(args[at]!) ?? '?', this.#shape(args[at + 1]!, true));
    return fields;
  }

  #values(node: Node): readonly string[] | null {
    const text = textOf(node);
    if (text !== null) return [text];
    switch (node.tag) {
      case 'VAR': {
        const source = this.#source(node);
        if (!source) return null;
        return 'facts' in source ? source.facts.values : (source.shape(false).values ?? null);
      }
      case 'CASEEXPR':
        return unionOf(
          outcomesOf(node)
            .filter((each) => !isNull(each))
            .map((each) => this.#values(each)),
        );
      case 'COALESCEEXPR':
        return unionOf(nodesIn(node, 'args').map((each) => this.#values(each)));
      default:
        return null;
    }
  }

  #canBeNull(node: Node): boolean {
    const args = nodesIn(node, 'args');
    switch (node.tag) {
      case 'VAR':
        return this.#isMissing(node);
      case 'CONST':
        return isNull(node);
      case 'PARAM':
        return this.#facts.parameterCanBeNull(numberIn(node, 'paramid'));
      case 'NULLTEST':
      case 'BOOLEANTEST':
      case 'DISTINCTEXPR':
      case 'ARRAYEXPR':
      case 'ROWEXPR':
      case 'SQLVALUEFUNCTION':
        return false;
      case 'AGGREF':
        return !counts(this.#catalog, node) && !this.#hasGroups(node);
      case 'WINDOWFUNC':
        return !counts(this.#catalog, node);
      case 'OPEXPR':
      case 'FUNCEXPR': {
        const answers = answersOf(this.#catalog, node);
        return (
          answers !== 'always' && (answers === 'sometimes' || args.some((each) => this.#canBeNull(each)))
        );
      }
      case 'SCALARARRAYOPEXPR':
      case 'BOOLEXPR':
        return args.some((each) => this.#canBeNull(each));
      case 'COALESCEEXPR':
      case 'MINMAXEXPR':
        return args.every((each) => this.#canBeNull(each));
      case 'CASEEXPR':
        return outcomesOf(node).some((each) => this.#canBeNull(each));
      case 'RELABELTYPE':
      case 'COERCEVIAIO':
      case 'ARRAYCOERCEEXPR':
        return this.#canBeNull(nodeIn(node, 'arg')!);
      case 'SUBLINK':
        return this.#sublinkCanBeNull(node);
      default:
        return true;
    }
  }

  /** A scalar subquery is null when it finds no row, unless it aggregates over all rows. */
  #sublinkCanBeNull(node: Node): boolean {
    const type = numberIn(node, 'subLinkType');
    if (type === SUBLINK.exists || type === SUBLINK.array) return false;
    const tree = nodeIn(node, 'subselect')!;
    const sumsUp =
      isTrue(tree, 'hasAggs') && nodesIn(tree, 'groupClause').length === 0 && !nodeIn(tree, 'havingQual');
    return type !== SUBLINK.expression || !sumsUp || this.#subquery(node).shapeOfColumn(0).canBeNull;
  }

  /** A group has at least one row, unless a filter leaves none. */
  #hasGroups(node: Node): boolean {
    if (nodesIn(this.#tree, 'groupClause').length === 0 || nodeIn(node, 'aggfilter')) return false;
    return nodesIn(node, 'args').every((target) => !this.#canBeNull(nodeIn(target, 'expr')!));
  }

  #isMissing(node: Node): boolean {
    const scope = this.#scopeOf(node);
    if (numberIn(node, 'varattno') <= 0) return scope.#isNulled(node);
    if (scope.#demands.present.has(keyOf(node))) return false;
    if (scope.#isNulled(node)) return true;
    const source = this.#source(node);
    if (!source) return this.#functionCanBeNull(node);
    return 'facts' in source ? !source.facts.isNeverNull : source.shape(false).canBeNull;
  }

  #isNulled(node: Node): boolean {
    return numbersIn(node, 'varnullingrels').some((join) => !this.#demands.reduced.has(join));
  }

  /**
   * For a function in FROM: numbers of a series are never null; elements of a parameter depend on its type.
   */
  #functionCanBeNull(node: Node): boolean {
    const [only] = nodesIn(this.#scopeOf(node).#entryOf(node), 'functions');
    const call = only && nodeIn(only, 'funcexpr');
    const [argument] = call ? nodesIn(call, 'args') : [];
    if (!call || nameOf(this.#catalog, call) === 'generate_series') return !call;
    const isList = nameOf(this.#catalog, call) === 'unnest' && argument?.tag === 'PARAM';
    return !isList || this.#facts.elementCanBeNull(numberIn(argument, 'paramid'));
  }

  /** The origin of a column's value; null when it is neither a table nor an expression. */
  #source(node: Node): Source | null {
    const scope = this.#scopeOf(node);
    const entry = scope.#entryOf(node);
    const column = numberIn(node, 'varattno');
    if (column <= 0) return null;
    switch (numberIn(entry, 'rtekind')) {
      case ENTRY.relation: {
        const facts = this.#catalog.columns.get(columnKey(numberIn(entry, 'relid'), column));
        return facts ? { facts } : null;
      }
      case ENTRY.subquery:
        return columnOf(new Query(this.#facts, nodeIn(entry, 'subquery')!, scope), column);
      case ENTRY.cte:
        return columnOf(scope.#cte(entry), column);
      case ENTRY.join:
        return scope.#expression(nodesIn(entry, 'joinaliasvars')[column - 1]!);
      case ENTRY.group:
        return scope.#expression(nodesIn(entry, 'groupexprs')[column - 1]!);
      default:
        return null;
    }
  }

  #expression(node: Node): Source {
    return { shape: (isJson) => this.#shape(node, isJson) };
  }

  /** The subquery whose whole row this node is. */
  #wholeRow(node: Node): Query | null {
    const scope = this.#scopeOf(node);
    const subquery = nodeIn(scope.#entryOf(node), 'subquery');
    return numberIn(node, 'varattno') === 0 && subquery ? new Query(this.#facts, subquery, scope) : null;
  }

  #cte(entry: Node): Query {
    const scope = this.#up(numberIn(entry, 'ctelevelsup'));
    const name = entry.fields['ctename'];
    const found = nodesIn(scope.#tree, 'cteList').find((cte) => cte.fields['ctename'] === name);
    return new Query(this.#facts, nodeIn(found!, 'ctequery')!, scope);
  }

  #subquery(node: Node): Query {
    return new Query(this.#facts, nodeIn(node, 'subselect')!, this);
  }

  #scopeOf(node: Node): Query {
    return this.#up(numberIn(node, 'varlevelsup'));
  }

  #up(levels: number): Query {
    return levels === 0 ? this : this.#outer!.#up(levels - 1);
  }

  #entryOf(node: Node): Node {
    return nodesIn(this.#tree, 'rtable')[numberIn(node, 'varno') - 1]!;
  }
}

const columnOf = (query: Query, column: number): Source => ({
  shape: (isJson) => query.shapeOfColumn(column - 1, isJson),
});
