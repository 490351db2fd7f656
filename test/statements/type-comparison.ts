import ts from 'typescript';
import type { Catalog } from './catalog.js';
import type { Shape } from './shapes.js';

const FLAGS: Partial<Record<Shape['kind'], ts.TypeFlags>> = {
  string: ts.TypeFlags.StringLike,
  number: ts.TypeFlags.NumberLike,
  boolean: ts.TypeFlags.BooleanLike,
};
const CLASSES: Partial<Record<Shape['kind'], string>> = { date: 'Date', bytes: 'Buffer' };
const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** Finds differences between declared types and what PostgreSQL sends. */
export class Fit {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Problems of a row or a JSON object: fields that are not sent, not declared, or of another type. */
  fields(declared: ts.Type, sent: ReadonlyMap<string, Shape>, path = ''): string[] {
    // Of several kinds of row one is sent; a constraint decides which columns are null then.
    if (declared.isUnion()) return this.#kinds(declared.types, sent, path);
    const properties = this.#checker.getPropertiesOfType(declared);
    const names = new Set(properties.map(({ name }) => name));
    const undeclared = [...sent.keys()].filter((name) => !names.has(name));
    return [
      ...undeclared.map((name) => `sends ${path}${name}, which the row type does not have`),
      ...properties.flatMap((property) => {
        const shape = sent.get(property.name);
        if (shape)
          return this.value(this.#checker.getTypeOfSymbol(property), shape, `${path}${property.name}`);
        const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        return isOptional ? [] : [`does not send ${path}${property.name}, which the row type has`];
      }),
    ];
  }

  #kinds(kinds: readonly ts.Type[], sent: ReadonlyMap<string, Shape>, path: string): string[] {
    const each = kinds.map(
      (kind) => new Set(this.#checker.getPropertiesOfType(kind).map(({ name }) => name)),
    );
    const isShared = (name: string): boolean => each.every((names) => names.has(name));
    const undeclared = [...sent.keys()].filter((name) => !each.some((names) => names.has(name)));
    return [
      ...undeclared.map((name) => `sends ${path}${name}, which no kind of the row type has`),
      ...kinds.flatMap((kind, index) => {
        const own = [...sent].filter(([name]) => each[index]!.has(name));
        return this.fields(
          kind,
          new Map(
            own.map(([name, shape]) => [
              name,
              isShared(name) ? { ...shape, values: null } : { ...shape, canBeNull: false },
            ]),
          ),
          path,
        );
      }),
    ];
  }

  value(declared: ts.Type, shape: Shape, name: string): string[] {
    if (declared.flags & ts.TypeFlags.Any && shape.kind !== 'unknown') return [`declares ${name} as any`];
    if (declared.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    const members = declared.isUnion() ? declared.types : [declared];
    const values = members.filter(({ flags }) => (flags & NOTHING) === 0);
    const problems: string[] = [];
    if (shape.canBeNull && values.length === members.length)
      problems.push(`can send null as ${name}: ${this.#text(declared)}`);
    if (shape.kind === 'unknown') return problems;
    if (values.length === 0 || !values.every((each) => this.#isOf(each, shape)))
      return [...problems, `sends ${textOf(shape)} as ${name}: ${this.#text(declared)}`];
    const [only] = values;
    if (shape.kind === 'array') problems.push(...this.value(this.elementOf(only!), shape.of!, `${name}[]`));
    if (shape.kind === 'object') problems.push(...this.fields(only!, shape.fields!, `${name}.`));
    const literals = values.filter((each) => each.isStringLiteral()).map(({ value }) => value);
    const unexpected =
      literals.length === values.length && shape.values?.filter((value) => !literals.includes(value));
    if (unexpected && unexpected.length > 0)
      problems.push(`can send '${unexpected.join("', '")}' as ${name}: ${this.#text(declared)}`);
    return problems;
  }

  /** Problems of a parameter's type. */
  parameter(given: ts.Type, { types }: Catalog, oid: number, name: string): string[] {
    const facts = types.get(oid);
    const members = (given.isUnion() ? given.types : [given]).filter(({ flags }) => (flags & NOTHING) === 0);
    if (!facts) return [];
    if (facts.category === 'A') {
      const elements = members.map((each) => this.elementOf(each));
      return members.every((each) => this.#checker.isArrayType(each))
        ? elements.flatMap((each) => this.parameter(each, { types } as Catalog, facts.element!, `${name}[]`))
        : [`takes ${facts.name} as ${name}, not ${this.#text(given)}`];
    }
    const fits = members.every((each) => this.#mayBeSent(each, facts));
    return fits ? [] : [`takes ${facts.name} as ${name}, not ${this.#text(given)}`];
  }

  canBeNull(type: ts.Type): boolean {
    return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & NOTHING) !== 0);
  }

  #mayBeSent(type: ts.Type, { name, category }: { name: string; category: string }): boolean {
    if (category === 'N' && (type.flags & ts.TypeFlags.NumberLike) !== 0) return true;
    // Numbers beyond JavaScript's range are sent as text.
    if (category === 'N') return name === 'int8' && (type.flags & ts.TypeFlags.StringLike) !== 0;
    if (category === 'B') return (type.flags & ts.TypeFlags.BooleanLike) !== 0;
    if (name === 'bytea') return this.#isClass(type, 'Buffer');
    // The driver converts objects to JSON, but not arrays.
    if (/^jsonb?$/.test(name)) return (type.flags & ts.TypeFlags.StringLike) !== 0;
    if (/^timestamp/.test(name) && this.#isClass(type, 'Date')) return true;
    return (type.flags & ts.TypeFlags.StringLike) !== 0;
  }

  #isOf(type: ts.Type, { kind }: Shape): boolean {
    const flags = FLAGS[kind];
    if (flags !== undefined) return (type.flags & flags) !== 0;
    const name = CLASSES[kind];
    if (name !== undefined) return this.#isClass(type, name);
    if (kind === 'array') return this.#checker.isArrayType(type);
    return (
      (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
      !this.#checker.isArrayType(type)
    );
  }

  #isClass(type: ts.Type, name: string): boolean {
    return type.getSymbol()?.name === name;
  }

  elementOf(array: ts.Type): ts.Type {
    return this.#checker.getIndexTypeOfType(array, ts.IndexKind.Number) ?? this.#checker.getUnknownType();
  }

  #text(type: ts.Type): string {
    return this.#checker.typeToString(type).slice(0, 80);
  }
}

const textOf = ({ kind }: Shape): string =>
  kind === 'date'
    ? 'a Date'
    : kind === 'bytes'
      ? 'a Buffer'
      : kind === 'array' || kind === 'object'
        ? `an ${kind}`
        : `a ${kind}`;
