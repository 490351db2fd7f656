import { isDeepStrictEqual } from 'node:util';
import { invalid, refusal } from '../../domain/errors.js';
import { validated } from '../../platform/http/validation.js';
import { newSigningSecret } from '../../platform/webhooks/signatures.js';
import { KINDS, type SettingsOf, type SourceKind } from './kinds/kinds.js';

type Settings = Record<string, unknown>;

/** Settings that are stored in the open, and those that are encrypted: by the names on the way to them, with dots. */
export interface SplitSettings {
  settings: Settings;
  secrets: Record<string, string>;
}

/** Settings of a new source. */
export interface NewSettings extends SplitSettings {
  /** A secret that was made here, which its creator has to see. */
  shownOnce: string | null;
}

/** With a secret for the pushes of a source, if it needs one and its sender has none. */
export function withSigningSecret(kind: SourceKind, split: SplitSettings): NewSettings {
  if (kind !== 'push' || split.secrets['secret'] !== undefined) return { ...split, shownOnce: null };
  const secret = newSigningSecret();
  return { ...split, secrets: { ...split.secrets, secret }, shownOnce: secret };
}

/** Checks settings of a kind for a source, secrets included. Throws a refusal that names the fields. */
export function checkedSettings(kind: SourceKind, given: Settings, source: SettingsOf): SplitSettings {
  const { settings: type, violations, stored = (whole) => whole } = KINDS[kind];
  const instance = validated(type, given, 'settings');
  const wrong = violations?.(instance, source) ?? [];
  if (wrong.length > 0) throw refusal('invalid', wrong);
  const settings = JSON.parse(JSON.stringify(stored(instance))) as Settings;
  const secrets: Record<string, string> = {};
  for (const path of secretPaths(kind, settings)) {
    const secret = valueAt(settings, path);
    if (secret !== undefined) secrets[path] = secret as string;
    setValue(settings, path, undefined);
  }
  return { settings: JSON.parse(JSON.stringify(settings)) as Settings, secrets };
}

/** Settings as they were given. */
export function joined(kind: SourceKind, { settings, secrets }: SplitSettings): Settings {
  const whole = structuredClone(settings);
  for (const path of secretPaths(kind, whole)) setValue(whole, path, secrets[path]);
  return whole;
}

/**
 * Changed settings with the secrets that were left out. A secret is only for the server that it was given for. The stored
 * ones are read only where they are needed, so that a secret that is lost can be given again.
 */
export async function withKeptSecrets(
  kind: SourceKind,
  change: Settings,
  before: { settings: Settings; secrets: () => Promise<Readonly<Record<string, string>>> },
): Promise<Settings> {
  const missing = secretPaths(kind, change).filter((path) => valueAt(change, path) === undefined);
  if (missing.length === 0) return change;
  const secrets = await before.secrets();
  const whole = structuredClone(change);
  for (const path of missing) setValue(whole, path, secrets[path]);
  const [first] = missing.filter((path) => secrets[path] !== undefined);
  if (first !== undefined && !isSameServer(kind, whole, joined(kind, { settings: before.settings, secrets })))
    throw invalid(`settings.${first}`, 'SOURCE_SECRET_NEEDED', { field: first });
  return whole;
}

/** Whether both settings lead to one server. An address that is a secret is only in whole settings. */
export const isSameServer = (kind: SourceKind, one: Settings, other: Settings): boolean =>
  originOf(addressOf(kind, one)) === originOf(addressOf(kind, other));

/** Whether two settings read the same tickets in the same way, wherever they open some. */
export const isReadAlike = (one: Settings, other: Settings): boolean =>
  isDeepStrictEqual(
    ...([one, other].map(({ openIn: _openIn, open: _open, ...read }) => read) as [Settings, Settings]),
  );

const addressOf = (kind: SourceKind, settings: Settings): unknown =>
  KINDS[kind].server?.(settings) ?? settings['baseUrl'] ?? settings['url'];

const originOf = (url: unknown): string | null =>
  typeof url === 'string' ? (URL.parse(url)?.origin ?? null) : null;

const secretPaths = (kind: SourceKind, settings: Settings): readonly string[] =>
  KINDS[kind].secrets(settings);

const isObject = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

function parentOf(settings: Settings, path: string): [parent: unknown, name: string] {
  const names = path.split('.');
  const name = names.pop()!;
  return [
    names.reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), settings),
    name,
  ];
}

function valueAt(settings: Settings, path: string): unknown {
  const [parent, name] = parentOf(settings, path);
  return isObject(parent) ? parent[name] : undefined;
}

function setValue(settings: Settings, path: string, value: unknown): void {
  const [parent, name] = parentOf(settings, path);
  if (isObject(parent)) parent[name] = value;
}
