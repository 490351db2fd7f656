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
export interface Violation {
  code: string;
  message: string;
  field?: string;
  /** The figures and names of the message, for clients that say it in their own words. */
  params?: Record<string, string | number | null>;
  /** Of a rule about who may take a seat: that a supervisor may set it aside with a reason. */
  overridable?: boolean;
}

/** The only error the domain and the services throw on purpose. `code` is stable and part of the contract. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly options: { violations?: Violation[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
  }
}

/** A refusal for several reasons at once; the first gives the error its code. Throws a TypeError when there is none. */
export function refusal(kind: ErrorKind, violations: readonly Violation[]): DomainError {
  const [first] = violations;
  if (!first) throw new TypeError('a refusal needs at least one violation');
  return new DomainError(kind, first.code, violations.map((violation) => violation.message).join(' '), {
    violations: [...violations],
  });
}

/** A single malformed field. */
export const invalid = (field: string, message: string, code = 'INVALID_FIELD'): DomainError =>
  refusal('invalid', [{ code, message, field }]);

export const notFound = (what: string): DomainError =>
  new DomainError('not-found', 'NOT_FOUND', `There is no such ${what}, or it is not yours to see.`);

export const unauthenticated = (
  message = 'Sign in first, or send an API key.',
  code = 'UNAUTHENTICATED',
): DomainError => new DomainError('unauthenticated', code, message);

export const forbidden = (message: string, code = 'FORBIDDEN'): DomainError =>
  new DomainError('forbidden', code, message);

export const conflict = (code: string, message: string): DomainError =>
  new DomainError('conflict', code, message);
