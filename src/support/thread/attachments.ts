import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Multipart } from '@fastify/multipart';
import { fileTypeFromBuffer } from 'file-type';
import { invalid, refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

/** A file for a thread, and what is said with it. */
export interface Attachment {
  name: string;
  type: string;
  content: Buffer;
  text: string | null;
  /** Of the content, in hex. */
  sha256: string;
}

const MEGABYTE = 1024 * 1024;
export const MOST_BYTES = 5 * MEGABYTE;
const LONGEST_TEXT = 4000;
const LONGEST_NAME = 200;

const PLAIN_TEXT = 'text/plain';
export const ATTACHMENT_TYPES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  PLAIN_TEXT,
];
/** As many bytes as the type of a file can be told from. */
const TELLING_BYTES = 4100;

/** Reads an upload: `file`, and `text` if something is said with it. Throws when it is no file that a thread takes. */
export async function readAttachment(parts: AsyncIterable<Multipart>): Promise<Attachment> {
  let file: Pick<Attachment, 'name' | 'type' | 'content'> | null = null;
  let text: string | null = null;
  for await (const part of parts) {
    if (part.type === 'file' && part.fieldname === 'file' && !file) {
      const content = await buffer(part.file);
      if (part.file.truncated)
        throw refusal('too-large', [
          { ...refusalText('ATTACHMENT_TOO_LARGE', { most: MOST_BYTES / MEGABYTE }), field: 'file' },
        ]);
      file = { name: plainName(part.filename), type: await typeOf(content), content };
    } else if (part.type === 'field' && part.fieldname === 'text' && text === null)
      text = readText(part.value);
    else throw invalid(part.fieldname, 'UNKNOWN_FIELD.one-attachment', { field: part.fieldname });
  }
  if (!file) throw invalid('file', 'INVALID_FIELD.attachment-needed');
  const sha256 = createHash('sha256').update(file.content).digest('hex');
  return { ...file, text: text === '' ? null : text, sha256 };
}

/** Judged by the content, whatever the sender says. */
async function typeOf(content: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(content.subarray(0, TELLING_BYTES));
  if (found && ATTACHMENT_TYPES.includes(found.mime)) return found.mime;
  if (!found && content.length > 0 && isText(content)) return PLAIN_TEXT;
  throw invalid('file', 'ATTACHMENT_TYPE');
}

function isText(content: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(content).includes('\0');
  } catch {
    return false;
  }
}

function readText(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : null;
  if (text === null || text.length > LONGEST_TEXT || text.includes('\0'))
    throw invalid('text', 'INVALID_FIELD.text', { field: 'text', least: 0, most: LONGEST_TEXT });
  return text;
}

/** The last part of a path, without characters that cannot be seen. */
const plainName = (name: string | undefined): string =>
  (name ?? '')
    .replaceAll(/[\p{C}]/gu, '')
    .split(/[/\\]/)
    .at(-1)!
    .trim()
    .slice(0, LONGEST_NAME) || 'file';
