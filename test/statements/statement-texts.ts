import ts from 'typescript';

/** The values of a function's parameter while its body is read. */
type Bindings = ReadonlyMap<ts.Symbol, string[]>;

const NONE: Bindings = new Map();
const MANY = 64;

/** A place in the source that the checker cannot read. */
export class Unreadable extends Error {}

/**
 * All texts that an expression can have at run time, read from the source: constants, templates, conditions
 * (both branches), small functions. Refuses anything else.
 */
export class Texts {
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  of(expression: ts.Expression): string[] {
    return [...new Set(this.read(expression, NONE))];
  }

  private read(node: ts.Expression, bound: Bindings): string[] {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return this.read(node.expression, bound);
    if (ts.isTemplateExpression(node))
      return this.joined(
        [
          [node.head.text],
          ...node.templateSpans.flatMap((span) => [this.read(span.expression, bound), [span.literal.text]]),
        ],
        node,
      );
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return this.joined([this.read(node.left, bound), this.read(node.right, bound)], node);
    if (ts.isConditionalExpression(node))
      return [...this.read(node.whenTrue, bound), ...this.read(node.whenFalse, bound)];
    if (ts.isCallExpression(node)) return this.answer(node, bound);
    return this.named(node, bound);
  }

  /** A constant, a bound parameter, or the literals of its type. */
  private named(node: ts.Expression, bound: Bindings): string[] {
    const symbol = this.symbolOf(node);
    const own = symbol && bound.get(symbol);
    if (own) return own;
    const declaration = symbol?.valueDeclaration;
    if (
      declaration &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer &&
      isConst(declaration)
    )
      return this.read(declaration.initializer, bound);
    if (declaration && ts.isPropertyAssignment(declaration)) return this.read(declaration.initializer, bound);
    if (ts.isElementAccessExpression(node)) return this.picked(node, bound);
    const type = this.checker.getTypeAtLocation(node);
    const members = type.isUnion() ? type.types : [type];
    return members.map((member) => {
      if (member.isStringLiteral() || member.isNumberLiteral()) return String(member.value);
      throw unreadable(node);
    });
  }

  /** `ROW_OF[name]`, from a constant object. */
  private picked(node: ts.ElementAccessExpression, bound: Bindings): string[] {
    const type = this.checker.getTypeAtLocation(node.expression);
    return this.read(node.argumentExpression, bound).flatMap((name) => {
      const declaration = type.getProperty(name)?.valueDeclaration;
      if (!declaration || !ts.isPropertyAssignment(declaration)) throw unreadable(node);
      return this.read(declaration.initializer, bound);
    });
  }

  private answer(call: ts.CallExpression, bound: Bindings): string[] {
    const declaration = this.symbolOf(call.expression)?.valueDeclaration;
    const initializer =
      declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    if (
      !initializer ||
      !(
        ts.isArrowFunction(initializer) ||
        ts.isFunctionDeclaration(initializer) ||
        ts.isMethodDeclaration(initializer)
      )
    )
      throw unreadable(call);
    const inside = new Map(bound);
    initializer.parameters.forEach((parameter, index) => {
      const value = call.arguments[index] ?? parameter.initializer;
      const symbol = this.checker.getSymbolAtLocation(parameter.name);
      if (!value || !symbol) return;
      try {
        inside.set(symbol, this.read(value, bound));
      } catch (error) {
        // A parameter must be readable only if it ends up in the text; it is refused there.
        if (!(error instanceof Unreadable)) throw error;
      }
    });
    const { body } = initializer;
    if (body && !ts.isBlock(body)) return this.read(body, inside);
    const returns = body?.statements ?? [];
    const [only] = returns;
    if (returns.length === 1 && only && ts.isReturnStatement(only) && only.expression)
      return this.read(only.expression, inside);
    throw unreadable(call);
  }

  private joined(parts: readonly string[][], node: ts.Node): string[] {
    let texts = [''];
    for (const part of parts) {
      texts = texts.flatMap((text) => part.map((next) => text + next));
      if (texts.length > MANY)
        throw new Unreadable(`has more than ${MANY} forms at ${node.getText().slice(0, 40)}`);
    }
    return texts;
  }

  private symbolOf(node: ts.Expression): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }
}

const isConst = (declaration: ts.VariableDeclaration): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;

const unreadable = (node: ts.Node): Unreadable =>
  new Unreadable(`cannot be read at \`${node.getText().slice(0, 60)}\``);
