import { decodedText, truncated } from './calendar-file.js';
import type { FileLine } from './component-reader.js';

/** A property of a file, split into its parts. Values stay as they are in the file. */
export interface ContentLine {
  number: number;
  /** Names in upper case. */
  parameters: ReadonlyMap<string, string>;
  value: string;
  /** The text of following lines that are no properties. */
  rest: string;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Splits a property. Ignores a quotation mark that is never closed. */
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

/** A value that needs no decoding. */
const PLAIN = /^[!-[\]-~]{0,200}$/;
/** Only so many bytes of a text are read; a letter that would be split is dropped. */
const MOST_BYTES = 2_000;

/** The decoded text on one line, with its escapes resolved. */
export function textOf({ value, rest }: ContentLine): string {
  const whole = rest === '' ? value : `${value} ${rest}`;
  if (PLAIN.test(whole)) return whole;
  const bytes =
    whole.length > MOST_BYTES ? whole.slice(0, MOST_BYTES).replace(/[\xc0-\xff][\x80-\xbf]*$/, '') : whole;
  const text = bytes.replace(/\\([nN\\,;])/g, (_all, letter: string) => (/n/i.test(letter) ? ' ' : letter));
  return truncated(decodedText(text).replace(/\s+/g, ' ').trim());
}
