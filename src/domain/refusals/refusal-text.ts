import { IntlMessageFormat } from 'intl-messageformat';
import { valueText } from '../value-text.js';
import { EN } from './en.js';

/** A code, and after a dot the rule where the code has several. */
export type RefusalKey = keyof typeof EN;

/** Numbers, names, and instants, spans (`start/end`) and dates as ISO 8601 writes them. */
export type Params = Readonly<Record<string, string | number | null>>;

/** What is told of a refusal: the sentence, and what a client needs to say it in its own words. */
export interface RefusalText {
  code: string;
  message: string;
  /** The figures and names of the message; `rule` says which of a code's sentences it is. */
  params?: Params;
}

type NameIn<Inside extends string> = Inside extends `${infer Name},${string}` ? Name : Inside;
type Plain<Name extends string> = Name extends `${string} ${string}` | `{${string}` | `#${string}`
  ? never
  : Name;
type Names<Message extends string> = Message extends `${string}{${infer Inside}}${infer Rest}`
  ? Plain<NameIn<Inside>> | Names<Rest>
  : never;

/** The params a sentence names, as the last argument; none where it names none. */
export type ParamsOf<Key extends RefusalKey> = [Names<(typeof EN)[Key]>] extends [never]
  ? []
  : [params: Readonly<Record<Names<(typeof EN)[Key]>, string | number | null>>];

const formats = new Map<RefusalKey, IntlMessageFormat>();

function formatOf(key: RefusalKey): IntlMessageFormat {
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(EN[key], 'en', undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  return format;
}

/** A refusal with its sentence in English. Throws when a param of the sentence is missing. */
export const refusalText = <Key extends RefusalKey>(key: Key, ...[params]: ParamsOf<Key>): RefusalText =>
  formatRefusal(key, params);

/** The same for a key and params that are known only as it runs. */
export function formatRefusal(key: RefusalKey, params: Params = {}): RefusalText {
  const [code = key, rule] = key.split('.');
  const told: Params = rule === undefined ? params : { rule, ...params };
  return { code, message: sentence(key, params), ...(Object.keys(told).length > 0 && { params: told }) };
}

function sentence(key: RefusalKey, params: Params): string {
  const names = Object.keys(params);
  if (names.length === 0) return EN[key];
  return String(
    formatOf(key).format(Object.fromEntries(names.map((name) => [name, valueText(params[name]!)]))),
  );
}
