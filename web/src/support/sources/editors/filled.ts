import type { Schemas } from '../../../api/client.js';
import type { Settings } from './editor.js';

type Description = Pick<Schemas['SourceDescriptionDto'], 'parameters' | 'settings'>;
type Parameter = Description['parameters'][number];

/** Marks what an optional parameter left out. */
const LEFT_OUT = Symbol('left out');

/** Whether a value can be filled in. Fields say by themselves when they are empty. */
export const isUsable = ({ encoding, isOptional, isNumber }: Parameter, value: string): boolean =>
  (value === '' || value.trim() !== '' || isOptional === true) &&
  (encoding === undefined || isAscii(value)) &&
  (isNumber !== true || /^\s*\d{0,15}\s*$/.test(value));

/** What is still needed to open tickets; null when the description cannot open any. */
export function missingToOpen(
  { parameters, settings }: Description,
  values: Readonly<Record<string, string>>,
): string[] | null {
  if (!('open' in settings)) return null;
  return parameters
    .filter(({ name, isForOpening }) => isForOpening === true && (values[name] ?? '').trim() === '')
    .map(({ label }) => label);
}

/**
 * A ready-made description with a value in the place of each `[[name]]`; null while one cannot be used. While something is missing to
 * open tickets, it opens none.
 */
export function filled(description: Description, values: Readonly<Record<string, string>>): Settings | null {
  const { parameters } = description;
  const given = new Map(
    parameters.map((parameter) => [parameter.name, (values[parameter.name] ?? '').trim()]),
  );
  if (!parameters.every((parameter) => isUsable(parameter, values[parameter.name] ?? ''))) return null;
  const optional = new Set(parameters.filter(({ isOptional }) => isOptional).map(({ name }) => name));
  const meaning = new Map(
    parameters.map(({ name, encoding }) => {
      const value = given.get(name)!;
      return [name, encoding === 'basic-user' ? btoa(`${value}:X`) : value];
    }),
  );
  const lists = new Set(parameters.filter(({ isList }) => isList).map(({ name }) => `[[${name}]]`));
  const write = (text: string): string | typeof LEFT_OUT => {
    if (namesIn(text).some((name) => optional.has(name) && meaning.get(name) === '')) return LEFT_OUT;
    return text
      .replace('https://[[host]]', () => addressOf(meaning.get('host') ?? ''))
      .replace(NAMES, (whole, name: string) => meaning.get(name) ?? whole);
  };
  const numbers = new Set(parameters.filter(({ isNumber }) => isNumber).map(({ name }) => `[[${name}]]`));
  const fill = (json: unknown, isBody = false): unknown => {
    if (typeof json === 'string') {
      if (isJsonObject(json)) return JSON.stringify(fill(JSON.parse(json), true));
      const text = write(json);
      return isBody && numbers.has(json) && text !== LEFT_OUT ? Number(text) : text;
    }
    if (Array.isArray(json))
      return json
        .flatMap((part) =>
          lists.has(part as string)
            ? textsIn(meaning.get(namesIn(part as string)[0]!)!)
            : [fill(part, isBody)],
        )
        .filter((part) => part !== LEFT_OUT);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(
      Object.entries(json)
        .map(([name, part]) => [write(name), fill(part, isBody)] as const)
        .filter((entry): entry is [string, unknown] => !entry.includes(LEFT_OUT)),
    );
  };
  const { open, ...reading } = description.settings as Settings;
  const opens = open !== undefined && missingToOpen(description, values)?.length === 0;
  return fill(opens ? { ...reading, open } : reading) as Settings;
}

const NAMES = /\[\[([a-zA-Z]+)\]\]/g;
const namesIn = (text: string): string[] => [...text.matchAll(NAMES)].map(([, name]) => name!);
const textsIn = (text: string): string[] => text.split(',').map((part) => part.trim());
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** People copy addresses from the browser, and a server of their own may have only http. */
const addressOf = (host: string): string => {
  const [, scheme = 'https://', name = ''] = /^(https?:\/\/)?([^/]*)/i.exec(host)!;
  return `${scheme}${name}`;
};

/** Bodies of requests are JSON within JSON. */
function isJsonObject(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
