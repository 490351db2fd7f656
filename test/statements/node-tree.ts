/** A node of PostgreSQL's parse tree, after all names are resolved: `{VAR :varno 1 :varattno 2 …}`. */
export interface Node {
  readonly tag: string;
  readonly fields: Readonly<Record<string, Value>>;
}
export type Value = string | null | Node | Value[];

const TOKEN = /[{}()]|"(?:\\[^]|[^"\\])*"|(?:\\[^]|[^\s{}()\\])+/g;

/** Parses the output of `debug_print_parse`. */
export function readTree(text: string): Node {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  const value = (): Value => {
    const token = tokens[at++];
    if (token === undefined) throw new Error('a tree that ends in the middle');
    if (token === '{') return node();
    if (token === '(') {
      const items: Value[] = [];
      while (tokens[at] !== ')') items.push(value());
      at++;
      return items;
    }
    if (token === '<>') return null;
    return token.replace(/^"([^]*)"$/, '$1').replace(/\\([^])/g, '$1');
  };
  const node = (): Node => {
    const tag = tokens[at++] ?? '';
    const fields: Record<string, Value> = {};
    while (tokens[at] !== '}') {
      const name = (tokens[at++] ?? '').slice(1);
      const values: Value[] = [];
      while (tokens[at] !== '}' && !tokens[at]?.startsWith(':')) values.push(value());
      fields[name] = values.length === 1 ? values[0]! : values;
    }
    at++;
    return { tag, fields };
  };
  return value() as Node;
}

export const nodeIn = (node: Node, field: string): Node | null => {
  const value = node.fields[field];
  return isNode(value) ? value : null;
};

/** The nodes of a list; empty without a list. */
export const nodesIn = (node: Node, field: string): Node[] => {
  const value = node.fields[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const numberIn = (node: Node, field: string): number => Number(node.fields[field]);
export const isTrue = (node: Node, field: string): boolean => node.fields[field] === 'true';

/** A set or list of numbers: `(b 1 2)`, `(o 25 25)`. */
export const numbersIn = (node: Node, field: string): number[] => {
  const value = node.fields[field];
  return Array.isArray(value) ? value.slice(1).map(Number) : [];
};

/** All nodes of a tree, the root first. */
export function* walk(value: Value | undefined): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item);
  else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value.fields)) yield* walk(field);
  }
}

const isNode = (value: Value | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a constant; null for anything else. */
export function textOf({ tag, fields }: Node): string | null {
  const isText = fields['consttype'] === '25';
  if (tag !== 'CONST' || fields['constisnull'] === 'true' || !(isText || fields['consttype'] === '705'))
    return null;
  const [, ...bytes] = [fields['constvalue']].flat().map(Number).filter(Number.isInteger);
  // A text has a header of four bytes; an untyped constant ends with a zero byte.
  return Buffer.from((isText ? bytes.slice(4) : bytes.slice(0, -1)).map((byte) => byte & 0xff)).toString();
}
