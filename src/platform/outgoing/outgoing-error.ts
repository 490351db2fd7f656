/**
 * Why another server gave no answer. Its address and the details of the network are for the log only: they would
 * show users places that they cannot see.
 *
 * - `no-address`: not an address, or one that contains a password
 * - `not-https`, `private`: not allowed, see `Outgoing.judge`
 * - `not-secure`, `other-port`: not allowed for another protocol, see `Outgoing.connectionTo`
 * - `unknown-host`, `unreachable`, `certificate`: no connection
 * - `slow`, `broken-off`, `too-large`: no complete answer
 * - `redirected`: to where the request must not follow
 * - `too-many-redirects`: perhaps in a circle
 */
export type OutgoingProblem =
  | 'no-address'
  | 'not-https'
  | 'private'
  | 'not-secure'
  | 'other-port'
  | 'unknown-host'
  | 'unreachable'
  | 'certificate'
  | 'slow'
  | 'broken-off'
  | 'too-large'
  | 'redirected'
  | 'too-many-redirects';

export class OutgoingError extends Error {
  constructor(
    readonly problem: OutgoingProblem,
    options?: ErrorOptions,
  ) {
    super(`no answer from another server: ${problem}`, options);
  }
}

const UNREACHABLE_NAMES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const TLS = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT', 'ERR_STREAM_PREMATURE_CLOSE']);

/** What an error of Node's HTTP client means. */
export function outgoingError(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error;
  const { name, code = '', cause } = error as { name?: string; code?: string; cause?: unknown };
  if (cause instanceof OutgoingError) return cause;
  return new OutgoingError(problemOf(name ?? '', code), { cause: error });
}

function problemOf(name: string, code: string): OutgoingProblem {
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT') return 'slow';
  if (UNREACHABLE_NAMES.has(code)) return 'unknown-host';
  if (TLS.test(code)) return 'certificate';
  return BROKEN_OFF.has(code) || code.startsWith('HPE_') ? 'broken-off' : 'unreachable';
}
