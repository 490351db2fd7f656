import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { MINUTE } from '../../../../domain/interval.js';
import { failed, type SourceAnswer, type SourceHttp } from '../../source-http.js';
import { SourceError } from '../../ticket-source.js';

export const MEGABYTES = 32;
export const MOST_FILE_BYTES = MEGABYTES * 1024 * 1024;
/** After so many bytes other work gets its turn. */
const PIECE = 256 * 1024;
/** A file that was written just now may be written again within the second that its date tells. */
const SETTLED_AFTER = MINUTE;
const WEB_PAGE = /^[\s\uFEFF]*<(?:!doctype html|html|head|body|!--|\?xml)/i;

/** What a server told about a file, for the question whether it has changed. */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface Download {
  bytes: Buffer;
  sha256: string;
  validators: Validators;
}

/** The file at an address; null when it is as it was. Throws SourceError. */
export async function download(
  http: SourceHttp,
  { url, hasCredentials }: { url: string; hasCredentials: boolean },
  { etag, lastModified }: Validators,
  signal: AbortSignal,
): Promise<Download | null> {
  const isAskedAgain = etag !== undefined || lastModified !== undefined;
  const headers = {
    accept: 'text/csv, text/plain;q=0.9, */*;q=0.5',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
  const asked = { path: '', address: url, headers, accepts: isAskedAgain ? [304] : [] };
  const answer = await http.send(asked, signal).catch((error: unknown) => {
    throw fileFailure(error, hasCredentials);
  });
  if (answer.status === 304) return null;
  const { 'content-encoding': encoding = 'identity' } = answer.headers;
  if (encoding !== 'identity') throw failed('settings', 'SOURCE_FILE.packed', {});
  refuseOtherFormats(answer.bytes);
  const hash = createHash('sha256');
  for await (const piece of piecesOf(answer.bytes)) hash.update(piece);
  return { bytes: answer.bytes, sha256: hash.digest('hex'), validators: validatorsOf(answer) };
}

/** A file piece by piece; other work gets its turn in between. */
export async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    await setImmediate();
  }
}

/** Throws SourceError when it is certainly no CSV. */
export function refuseOtherFormats(bytes: Buffer): void {
  const start = bytes.subarray(0, 1024).toString('latin1');
  if (start.startsWith('\x1f\x8b')) throw failed('settings', 'SOURCE_FILE.packed', {});
  if (start.startsWith('PK\x03\x04') || start.startsWith('\xd0\xcf\x11\xe0'))
    throw failed('settings', 'SOURCE_FILE.workbook', {});
  if (WEB_PAGE.test(start.replace('\xef\xbb\xbf', ''))) throw failed('settings', 'SOURCE_FILE.web-page', {});
}

function validatorsOf({ headers }: SourceAnswer): Validators {
  const [etag, lastModified, date] = ['etag', 'last-modified', 'date'].map((name) =>
    headers[name]?.toString(),
  );
  const age = Date.parse(date ?? '') - Date.parse(lastModified ?? '');
  if (lastModified === undefined) return etag === undefined ? {} : { etag };
  if (!(age >= SETTLED_AFTER)) return {};
  return { lastModified, ...(etag !== undefined && { etag }) };
}

/** The same failure in the words of a file. */
function fileFailure(error: unknown, hasCredentials: boolean): unknown {
  if (!(error instanceof SourceError)) return error;
  const { code, params = {} } = error.reason;
  const { rule, status = null } = params;
  switch (rule === undefined ? code : `${code}.${rule}`) {
    case 'SOURCE_UNREACHABLE.too-large':
      return failed('settings', 'SOURCE_FILE.too-large', { megabytes: MEGABYTES }, error);
    case 'SOURCE_UNREACHABLE.too-many-redirects':
      return failed('settings', 'SOURCE_FILE.redirects', {}, error);
    case 'SOURCE_UNREACHABLE.redirected':
      return hasCredentials ? error : failed('settings', 'SOURCE_FILE.redirects', {}, error);
    case 'SOURCE_ANSWER.not-found':
      return failed('settings', 'SOURCE_FILE.not-found', { status: 404 }, error);
    case 'SOURCE_ANSWER.status':
      return status === 410 ? failed('settings', 'SOURCE_FILE.not-found', { status }, error) : error;
    case 'SOURCE_REFUSED':
      return hasCredentials ? error : failed('auth', 'SOURCE_FILE.refused', { status }, error);
    default:
      return error;
  }
}
