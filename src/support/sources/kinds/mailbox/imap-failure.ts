import { OutgoingError, outgoingError } from '../../../../platform/outgoing/outgoing-error.js';
import { failed, outgoingFailure } from '../../source-http.js';
import { SourceError } from '../../ticket-source.js';

/** Codes of refusals that say nothing about the password (RFC 5530, 3). */
const NOT_NOW = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN', 'OVERQUOTA']);
/** Others that may be logged. Any other word of a server may repeat what was sent. */
const KNOWN_CODES = new Set([
  ...NOT_NOW,
  'AUTHENTICATIONFAILED',
  'AUTHORIZATIONFAILED',
  'EXPIRED',
  'PRIVACYREQUIRED',
  'NOPERM',
  'NONEXISTENT',
  'EXPUNGEISSUED',
  'CORRUPTION',
  'CANNOT',
]);
const SLOW = new Set(['CONNECT_TIMEOUT', 'ETIMEOUT', 'ETHROTTLE']);
const TOO_LARGE = new Set([
  'LineTooLarge',
  'LiteralTooLarge',
  'ResponseTooLarge',
  'TooManyTokens',
  'TooManyResponses',
  'DownloadOverflow',
]);
const BROKEN_OFF = new Set([
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
]);
const NO_IMAP = new Set(['UnexpectedTag', 'MissingTag', 'InvalidResponse', 'ResponseProcessingFailed']);
const OTHERS_NO_IMAP = /^(?:ParserError|MAX_IMAP_NESTING_REACHED)/;

/** What an error of `imapflow` tells. */
interface ImapError {
  code?: string;
  cause?: unknown;
  message?: string;
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  responseStatus?: string;
  /** The answer; a text where its code is told above. */
  response?: string | { attributes?: { section?: { value?: unknown }[] }[] };
}

/**
 * What an error of a mail connection means. Texts of the server and of the commands stay behind: they may repeat what was
 * sent. `host`: with its port, as `PRIVATE_HOSTS` names it.
 */
export function imapFailure(error: unknown, host: string): unknown {
  if (error instanceof SourceError) return error;
  const known = error as ImapError;
  const outgoing = [error, known.cause].find((one) => one instanceof OutgoingError);
  if (outgoing) return judgedFailure(outgoing, host);
  const { code = '', responseStatus } = known;
  const serverResponseCode = responseCodeOf(known);
  const cause = new Error(`the mail server: ${[code, responseStatus, serverResponseCode].join(' ').trim()}`);
  if (known.authenticationFailed) {
    if (NOT_NOW.has(serverResponseCode)) return failed('temporary', 'SOURCE_MAILBOX.busy', {}, cause);
    // Without an answer, nothing was asked: the server takes no password.
    const isAnswered = responseStatus !== undefined;
    return failed('auth', isAnswered ? 'SOURCE_MAILBOX.refused' : 'SOURCE_MAILBOX.no-password', {}, cause);
  }
  // A bug of a server is mostly a single message that it cannot read.
  if (responseStatus === 'NO' && NOT_NOW.has(serverResponseCode) && serverResponseCode !== 'SERVERBUG')
    return failed('temporary', 'SOURCE_MAILBOX.busy', {}, cause);
  if (responseStatus === 'NO' || code === 'DownloadIncomplete')
    return failed('temporary', 'SOURCE_MAILBOX.not-given', {}, cause);
  if (code === 'GREETING_TIMEOUT') return failed('temporary', 'SOURCE_MAILBOX.no-greeting', {}, cause);
  if (SLOW.has(code)) return failed('temporary', 'SOURCE_UNREACHABLE.slow', {}, cause);
  if (TOO_LARGE.has(code)) return failed('settings', 'SOURCE_UNREACHABLE.too-large', {}, cause);
  if (BROKEN_OFF.has(code)) return failed('temporary', 'SOURCE_UNREACHABLE.broken-off', {}, cause);
  if (NO_IMAP.has(code) || OTHERS_NO_IMAP.test(code) || responseStatus !== undefined)
    return failed('temporary', 'SOURCE_MAILBOX.no-imap', {}, cause);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return failed('settings', 'SOURCE_MAILBOX.no-tls', {}, cause);
  return known.code === undefined
    ? failed('temporary', 'SOURCE_MAILBOX.no-imap', {}, new Error('the mail server: an unknown failure'))
    : outgoingFailure(outgoingError(error));
}

/** Such as `UNAVAILABLE`; an empty text when there is none that is known. */
function responseCodeOf({ serverResponseCode, response }: ImapError): string {
  const answered = typeof response === 'object' ? response.attributes?.[0]?.section?.[0]?.value : undefined;
  const code = String(serverResponseCode ?? answered).toUpperCase();
  return KNOWN_CODES.has(code) ? code : '';
}

function judgedFailure(error: OutgoingError, host: string): unknown {
  if (error.problem === 'no-address') return failed('settings', 'SOURCE_MAILBOX.no-host', {}, error);
  if (error.problem === 'private') return failed('settings', 'SOURCE_MAILBOX.private', { host }, error);
  return outgoingFailure(error);
}
