import { invalid } from '../../domain/errors.js';
import { ComponentReader, type CalendarPart } from './component-reader.js';

/** Text of at most 200 characters, none of them cut in two. */
export const truncated = (text: string): string => [...text.slice(0, 400)].slice(0, 200).join('');

/**
 * A file as text of one character a byte: a fold may cut a letter in two, so letters are put together after the lines
 * (RFC 5545, 3.1). UTF-16 that says so becomes UTF-8.
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

/** The letters of bytes: UTF-8, or else Windows-1252, so that a wrong byte costs a text its accents and no more. */
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

/** Cuts a file into its components, so that one that cannot be read spoils no other. Throws when it is no calendar. */
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
