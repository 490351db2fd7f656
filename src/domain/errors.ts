import { refusalText, type ParamsOf, type RefusalKey, type RefusalText } from './refusals/refusal-text.js';

/** The kind of an error, for clients; each has one HTTP status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'idempotency'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

/** One of several reasons; `field` is a dotted path into the request, if there is one. */
export interface Violation extends RefusalText {
  field?: string;
  /** Only for rules about who may take a seat: whether a supervisor may set the rule aside with a reason. */
  overridable?: boolean;
}

/**
 * The only error that the domain and the services throw on purpose. `code` is stable and part of the
 * contract.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly params: RefusalText['params'];

  constructor(
    readonly kind: ErrorKind,
    { code, message, params }: RefusalText,
    readonly options: { violations?: Violation[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.params = params;
  }
}

/**
 * A refusal with several reasons; the first one gives the error its code. Throws a TypeError when there is
 * none.
 */
export function refusal(kind: ErrorKind, violations: readonly Violation[]): DomainError {
  const [first] = violations;
  if (!first) throw new TypeError('a refusal needs at least one violation');
  const message = violations.map((violation) => violation.message).join(' ');
  return new DomainError(kind, { ...first, message }, { violations: [...violations] });
}

/** One invalid field. */
export const invalid = <Key extends RefusalKey>(
  field: string,
  key: Key,
  ...params: ParamsOf<Key>
): DomainError => refusal('invalid', [{ ...refusalText(key, ...params), field }]);

/** `what` is in camel case, like `supportRequest`. */
export const notFound = (what: string): DomainError =>
  new DomainError('not-found', refusalText('NOT_FOUND', { what }));

export const unauthenticated = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('unauthenticated', refusalText(key, ...params));

export const forbidden = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('forbidden', refusalText(key, ...params));

export const conflict = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('conflict', refusalText(key, ...params));
