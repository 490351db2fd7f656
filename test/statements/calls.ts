import { relative } from 'node:path';
import ts from 'typescript';
import { Texts, Unreadable } from './statement-texts.js';

/** A place in the source that sends SQL, and the types it declares. */
export interface StatementCall {
  /** Such as `src/people/positions.repository.ts:30`. */
  place: string;
  file: string;
  /** All texts it can send, or why they are unknown. */
  texts: string[] | Unreadable;
  /** The types of the parameters; null when they are not a list in the source. */
  parameters: ts.Type[] | null;
  /** The declared type of a row; null when nobody reads the rows. */
  row: ts.Type | null;
}

const SENDERS = /(^|\/)src\/platform\/database\/database\.ts$|\/node_modules\/(@types\/pg|typeorm)\//;

/** All calls in the files that run SQL: through Database, the driver's clients or TypeORM. */
export class Calls {
  readonly #checker: ts.TypeChecker;
  readonly #texts: Texts;
  readonly #root: string;

  constructor(program: ts.Program, root: string) {
    this.#checker = program.getTypeChecker();
    this.#texts = new Texts(this.#checker);
    this.#root = root;
  }

  in(file: ts.SourceFile): StatementCall[] {
    const calls: StatementCall[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && this.#isSender(node)) calls.push(this.#read(node, file));
      ts.forEachChild(node, visit);
    };
    visit(file);
    return calls;
  }

  #read(call: ts.CallExpression, file: ts.SourceFile): StatementCall {
    const { line } = file.getLineAndCharacterOfPosition(call.getStart());
    const path = relative(this.#root, file.fileName);
    const values = call.arguments[1];
    const texts = this.#textsOf(call.arguments[0]!);
    return {
      place: `${path}:${line + 1}`,
      file: path,
      // Without parameters, several commands can be sent at once.
      texts: values || texts instanceof Unreadable ? texts : texts.flatMap((text) => text.split(/;\s+/)),
      parameters: values ? this.#listOf(values) : [],
      row: this.#rowOf(call),
    };
  }

  #isSender({ expression, arguments: [sql] }: ts.CallExpression): boolean {
    if (!sql || !ts.isPropertyAccessExpression(expression) || !/^(query|one)$/.test(expression.name.text))
      return false;
    const declaration = this.#checker.getSymbolAtLocation(expression.name)?.valueDeclaration;
    return declaration !== undefined && SENDERS.test(declaration.getSourceFile().fileName);
  }

  #textsOf(sql: ts.Expression): string[] | Unreadable {
    try {
      return this.#texts.of(sql);
    } catch (error) {
      if (error instanceof Unreadable) return error;
      throw error;
    }
  }

  /** `[a, b]`, a constant list, or the result of a small function. */
  #listOf(values: ts.Expression): ts.Type[] | null {
    if (ts.isAsExpression(values) || ts.isParenthesizedExpression(values))
      return this.#listOf(values.expression);
    if (ts.isArrayLiteralExpression(values)) {
      const types = values.elements.map((each) =>
        ts.isSpreadElement(each) ? this.#listOf(each.expression) : [this.#checker.getTypeAtLocation(each)],
      );
      return types.every((each) => each !== null) ? types.flat() : null;
    }
    const symbol = this.#checker.getSymbolAtLocation(
      ts.isCallExpression(values) ? values.expression : values,
    );
    const declaration = symbol && this.#aliased(symbol).valueDeclaration;
    const initializer =
      declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    if (!initializer) return null;
    if (!ts.isCallExpression(values))
      return ts.isArrayLiteralExpression(initializer) ? this.#listOf(initializer) : null;
    const returned =
      ts.isFunctionLike(initializer) && 'body' in initializer ? returnedBy(initializer.body) : null;
    return returned ? this.#listOf(returned) : null;
  }

  /**
   * The row type of Promise<Row[]>, Promise<Row | null>, or the driver's Promise<QueryResult<Row>>; null when
   * it has no fields.
   */
  #rowOf(call: ts.CallExpression): ts.Type | null {
    const answer = this.#checker.getAwaitedType(this.#checker.getTypeAtLocation(call));
    if (!answer) return null;
    const isOne = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'one';
    const result = answer.getProperty('rows');
    const rows =
      answer.flags & ts.TypeFlags.Any
        ? this.#assertedOf(call)
        : result
          ? this.#checker.getTypeOfSymbol(result)
          : answer;
    const row = isOne ? rows && this.#checker.getNonNullableType(rows) : rows?.getNumberIndexType();
    return row && this.#checker.getPropertiesOfType(row).length > 0 ? row : null;
  }

  /** TypeORM returns any, so the asserted type counts: `(await runner.query(…)) as Row[]`. */
  #assertedOf(call: ts.CallExpression): ts.Type | null {
    let node: ts.Node = call.parent;
    while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent;
    return ts.isAsExpression(node) ? this.#checker.getTypeAtLocation(node.type) : null;
  }

  #aliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }
}

function returnedBy(body: ts.Node | undefined): ts.Expression | null {
  if (!body) return null;
  if (!ts.isBlock(body)) return body as ts.Expression;
  const last = body.statements.at(-1);
  return last && ts.isReturnStatement(last) ? (last.expression ?? null) : null;
}
