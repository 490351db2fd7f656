import { invalid, type DomainError } from '../../domain/errors.js';

/** A component as it stands in the file: its lines, and the number of the first. */
export interface CalendarPart {
  name: string;
  line: number;
  text: string;
  /** Whether its END is missing. */
  isCutOff: boolean;
}

export const unreadable = (message: string): DomainError => invalid('body', message, 'INVALID_CALENDAR');

/** Text of at most 200 characters, none of them cut in two. */
export const shortened = (text: string): string => [...text].slice(0, 200).join('');

/** The text of an iCalendar file: UTF-8, or UTF-16 that says so. Throws on anything else. */
export function decodeCalendar(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw unreadable('This file is not UTF-8. Export it again as iCalendar (.ics).');
    throw error;
  }
}

/**
 * Cuts a file into the components right inside its calendars, so that one that cannot be read spoils no other.
 * Throws when it is no calendar.
 */
export function partsOf(text: string): { parts: CalendarPart[]; calendarZone: string | null } {
  if (text.includes('\0'))
    throw unreadable('This file holds NUL characters; it is damaged, or no text at all.');
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) throw unreadable('This file is empty.');
  if (!/^BEGIN:VCALENDAR\s*$/i.test(lines[first]!)) {
    const looksLikePage = /^\s*<(!doctype|html|\?xml)/i.test(lines[first]!);
    throw unreadable(
      looksLikePage
        ? 'This is a web page, not a calendar: the address may ask for a sign-in. Download the .ics file and upload it.'
        : 'This is not an iCalendar file: it does not begin with BEGIN:VCALENDAR.',
    );
  }
  const parts: CalendarPart[] = [];
  let calendarZone: string | null = null;
  let inside: { name: string; from: number; depth: number } | null = null;
  const close = (to: number, isCutOff: boolean): void => {
    const { name, from } = inside!;
    const body = lines.slice(from, to).join('\r\n');
    parts.push({ name, line: from + 1, text: isCutOff ? `${body}\r\nEND:${name}` : body, isCutOff });
    inside = null;
  };
  for (const [index, line] of lines.entries()) {
    const mark = /^(BEGIN|END):([A-Za-z-]+)\s*$/i.exec(line);
    const name = mark?.[2]!.toUpperCase();
    if (!mark) {
      const zone = inside ? null : /^X-WR-TIMEZONE[^:]*:(\S+)\s*$/i.exec(line);
      if (zone) calendarZone = zone[1]!;
    } else if (name === 'VCALENDAR') {
      if (inside) close(index, true);
    } else if (mark[1]!.toUpperCase() === 'BEGIN') {
      if (!inside) inside = { name: name!, from: index, depth: 1 };
      else if (inside.name === name && ['VEVENT', 'VTODO', 'VTIMEZONE'].includes(name)) {
        close(index, true);
        inside = { name, from: index, depth: 1 };
      } else inside.depth += 1;
    } else if (inside && --inside.depth === 0) close(index + 1, false);
  }
  if (inside) close(lines.length, true);
  return { parts, calendarZone };
}
