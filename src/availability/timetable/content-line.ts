import { decodedText, truncated } from './calendar-file.js';
import type { FileLine } from './component-reader.js';

/** A property of a file, taken apart. Values stay as they stand in it. */
export interface ContentLine {
  number: number;
  /** Names in capitals. */
  parameters: ReadonlyMap<string, string>;
  value: string;
  /** What followed on lines that are no properties. */
  rest: string;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Takes a property apart. A quotation mark that is never closed counts for nothing. */
export function readLine({ number, name, text, rest }: FileLine): ContentLine {
  if (text[name.length] === ':')
    return { number, parameters: NONE, value: text.slice(name.length + 1).trim(), rest };
  const colon = colonOf(text);
  const parameters = new Map<string, string>();
  for (const [, key, value] of text.slice(name.length, colon).matchAll(/;([^=;]+)=("[^"]*"|[^;]*)/g))
    parameters.set(key!.trim().toUpperCase(), value!.replaceAll('"', '').trim());
  return { number, parameters, value: text.slice(colon + 1).trim(), rest };
}

function colonOf(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ':' && !isQuoted) return at;
  }
  return text.indexOf(':');
}

/** One that stands as it is. */
const PLAIN = /^[!-[\]-~]{0,200}$/;
/** Bytes of a text that are looked at; a letter that would be cut in two is left out. */
const MOST_BYTES = 2_000;

/** The letters of a text on one line, its escapes undone. */
export function textOf({ value, rest }: ContentLine): string {
  const whole = rest === '' ? value : `${value} ${rest}`;
  if (PLAIN.test(whole)) return whole;
  const bytes =
    whole.length > MOST_BYTES ? whole.slice(0, MOST_BYTES).replace(/[\xc0-\xff][\x80-\xbf]*$/, '') : whole;
  const text = bytes.replace(/\\([nN\\,;])/g, (_all, letter: string) => (/n/i.test(letter) ? ' ' : letter));
  return truncated(decodedText(text).replace(/\s+/g, ' ').trim());
}
