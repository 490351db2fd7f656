import { refusalText, type ParamsOf, type RefusalKey, type RefusalText } from './refusals/refusal-text.js';

/** What went wrong, in terms a client can act on; each maps to one HTTP status at the edge. */
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

/** One reason among several; `field` is a dotted path into the request where there is one. */
export interface Violation extends RefusalText {
  field?: string;
  /** Of a rule about who may take a seat: that a supervisor may set it aside with a reason. */
  overridable?: boolean;
}

/** The only error the domain and the services throw on purpose. `code` is stable and part of the contract. */
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

/** A refusal for several reasons at once; the first gives the error its code. Throws a TypeError when there is none. */
export function refusal(kind: ErrorKind, violations: readonly Violation[]): DomainError {
  const [first] = violations;
  if (!first) throw new TypeError('a refusal needs at least one violation');
  const message = violations.map((violation) => violation.message).join(' ');
  return new DomainError(kind, { ...first, message }, { violations: [...violations] });
}

/** A single malformed field. */
export const invalid = <Key extends RefusalKey>(
  field: string,
  key: Key,
  ...params: ParamsOf<Key>
): DomainError => refusal('invalid', [{ ...refusalText(key, ...params), field }]);

/** `what` in camel case, as `supportRequest`. */
export const notFound = (what: string): DomainError =>
  new DomainError('not-found', refusalText('NOT_FOUND', { what }));

export const unauthenticated = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('unauthenticated', refusalText(key, ...params));

export const forbidden = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('forbidden', refusalText(key, ...params));

export const conflict = <Key extends RefusalKey>(key: Key, ...params: ParamsOf<Key>): DomainError =>
  new DomainError('conflict', refusalText(key, ...params));
