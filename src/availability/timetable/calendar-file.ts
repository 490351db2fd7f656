import { invalid } from '../../domain/errors.js';
import { ComponentReader, type CalendarPart } from './component-reader.js';

/** The text, cut to at most 200 characters without splitting one. */
export const truncated = (text: string): string => [...text.slice(0, 400)].slice(0, 200).join('');

/**
 * The file as text with one character per byte. A folded line may split a letter, so letters are decoded
 * after the lines are joined (RFC 5545, 3.1). UTF-16 with a byte order mark becomes UTF-8.
 */
function bytesOf(file: Uint8Array): string {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const [first, second] = buffer;
  if (first === 0xff && second === 0xfe) return utf8Of(new TextDecoder('utf-16le').decode(buffer));
  if (first === 0xfe && second === 0xff) return utf8Of(new TextDecoder('utf-16be').decode(buffer));
  const text = buffer.toString('latin1');
  return text.startsWith(UTF8_MARK) ? text.slice(UTF8_MARK.length) : text;
}

const UTF8_MARK = '\xef\xbb\xbf';
const utf8Of = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const ASCII = /^[\0-\x7f]*$/;

/**
 * Decodes bytes as UTF-8, or else as Windows-1252, so that a wrong byte only spoils the accents of a text.
 */
export function decodedText(bytes: string): string {
  if (ASCII.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return new TextDecoder('windows-1252').decode(buffer);
  }
}

/**
 * Splits a file into its components, so that a broken one does not affect the others. Throws when the file is
 * not a calendar.
 */
export function componentsOf(file: Uint8Array): CalendarPart[] {
  const text = bytesOf(file);
  if (text.includes('\0')) throw invalid('body', 'INVALID_CALENDAR.damaged');
  const first = /\S[^\r\n]*/.exec(text)?.[0];
  if (first === undefined) throw invalid('body', 'INVALID_CALENDAR.empty');
  if (!/^BEGIN:VCALENDAR\s*$/i.test(first)) {
    const looksLikePage = /^<(!doctype|html|\?xml)/i.test(first);
    throw invalid('body', looksLikePage ? 'INVALID_CALENDAR.web-page' : 'INVALID_CALENDAR');
  }
  const reader = new ComponentReader();
  forEachLine(text, (line, number) => reader.take(line, number));
  return reader.end();
}

/** Lines end with CR LF, LF or CR. */
function forEachLine(text: string, take: (line: string, number: number) => void): void {
  const breaks = /\r\n?|\n/g;
  let from = 0;
  let number = 1;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    if (found.index > from) take(text.slice(from, found.index), number);
    from = breaks.lastIndex;
    number += 1;
  }
  if (from < text.length) take(text.slice(from), number);
}
