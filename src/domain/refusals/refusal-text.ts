import { IntlMessageFormat } from 'intl-messageformat';
import { valueText } from '../value-text.js';
import { EN } from './en.js';

/** A code; when the code has several rules, a dot and the rule follow. */
export type RefusalKey = keyof typeof EN;

/** Numbers, names, and instants, spans (`start/end`) and dates in ISO 8601. */
export type Params = Readonly<Record<string, string | number | null>>;

/** A refusal for a client: the sentence, and the values with which the client can say it in its own words. */
export interface RefusalText {
  code: string;
  message: string;
  /** The figures and names in the message; `rule` says which sentence of a code it is. */
  params?: Params;
}

type NameIn<Inside extends string> = Inside extends `${infer Name},${string}` ? Name : Inside;
type Plain<Name extends string> = Name extends `${string} ${string}` | `{${string}` | `#${string}`
  ? never
  : Name;
type Names<Message extends string> = Message extends `${string}{${infer Inside}}${infer Rest}`
  ? Plain<NameIn<Inside>> | Names<Rest>
  : never;

/** The params that a sentence names, as the last argument; none when it names none. */
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

/** A refusal with its English sentence. Throws when a param of the sentence is missing. */
export const refusalText = <Key extends RefusalKey>(key: Key, ...[params]: ParamsOf<Key>): RefusalText =>
  formatRefusal(key, params);

/** The same for a key and params that are only known at run time. */
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
