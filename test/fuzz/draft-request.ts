import type { Operation } from './operations.js';
import type { WireRequest } from './wire-request.js';

/** A file, and what a form sends with it: the mapping of an import, or the text of an attachment. */
export interface Upload {
  field?: 'text';
  mapping: unknown;
  csv: string;
}

/** A request under construction; mutations change it before it is sent. */
export interface Draft {
  operation: Operation;
  method: string;
  path: string;
  query: string[];
  headers: Record<string, string>;
  /** The later one counts: a value to be written as JSON, its text, or its bytes. */
  json: unknown;
  text: string | null;
  bytes: Buffer | null;
}

const BOUNDARY = 'afterhours-fuzz';

export const textOf = (draft: Draft): string =>
  draft.text ?? (draft.json === undefined ? '' : JSON.stringify(draft.json));

export const bytesOf = (draft: Draft): Buffer => draft.bytes ?? Buffer.from(textOf(draft));

/** Percent-encodes byte by byte, including lone surrogates, for which encodeURIComponent throws. */
export const encoded = (text: string): string =>
  text.isWellFormed()
    ? encodeURIComponent(text)
    : Array.from(Buffer.from(text, 'utf16le'), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

export function toWire(draft: Draft): WireRequest {
  const body = bytesOf(draft);
  const hasBody = body.length > 0 || draft.json !== undefined;
  const query = draft.query.length > 0 ? `?${draft.query.join('&')}` : '';
  return {
    method: draft.method,
    path: `${draft.path}${query}`,
    headers: {
      ...(hasBody && { 'content-type': 'application/json' }),
      ...draft.headers,
      ...(hasBody &&
        draft.headers['transfer-encoding'] === undefined && { 'content-length': String(body.length) }),
    },
    body: hasBody ? body : null,
  };
}

interface Part {
  name: string;
  fileName?: string;
  type?: string;
  content: string;
}

/**
 * Parts as multipart/form-data. Text that is not valid UTF-8 is sent as latin1, because JavaScript text has
 * no invalid bytes.
 */
export function form(parts: readonly Part[]): { headers: Record<string, string>; bytes: Buffer } {
  const written = parts.map(
    ({ name, fileName, type, content }) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"` +
      (fileName === undefined ? '' : `; filename="${fileName}"`) +
      (type === undefined ? '' : `\r\ncontent-type: ${type}`) +
      `\r\n\r\n${content}\r\n`,
  );
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    bytes: Buffer.from(`${written.join('')}--${BOUNDARY}--\r\n`),
  };
}

export const uploadParts = ({ field, mapping, csv }: Upload): [Part, Part] => [
  { name: field ?? 'mapping', content: typeof mapping === 'string' ? mapping : JSON.stringify(mapping) },
  { name: 'file', fileName: 'log.csv', type: 'text/csv', content: csv },
];
