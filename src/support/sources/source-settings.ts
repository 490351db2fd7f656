import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { invalid, refusal } from '../../domain/errors.js';
import { toViolations } from '../../platform/http/validation.js';
import { KINDS, type SourceKind } from './kinds/kinds.js';

/** Settings that are stored in the open, and those that are encrypted. */
export interface SplitSettings {
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
}

/** Checks settings of a kind, secrets included. Throws a refusal that names the fields. */
export function checkedSettings(kind: SourceKind, given: Record<string, unknown>): SplitSettings {
  const settings = plainToInstance(KINDS[kind].settings, given, { exposeDefaultValues: true });
  const errors = validateSync(settings, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0) throw refusal('invalid', toViolations(errors, 'settings'));
  const names = secretNames(kind);
  const entries = Object.entries(settings as object).filter(([, value]) => value !== undefined);
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => names.includes(name))),
  };
}

const secretNames = (kind: SourceKind): readonly string[] => KINDS[kind].secrets;

/**
 * Changed settings with the secrets that were left out. A secret is only for the server that it was given for. The stored
 * ones are read only where they are needed, so that a secret that is lost can be given again.
 */
export async function withKeptSecrets(
  kind: SourceKind,
  change: Record<string, unknown>,
  before: { settings: Record<string, unknown>; secrets: () => Promise<Readonly<Record<string, string>>> },
): Promise<Record<string, unknown>> {
  const missing = secretNames(kind).filter((name) => change[name] === undefined);
  if (missing.length === 0) return change;
  if (!isSameServer(change, before.settings))
    throw invalid(`settings.${missing[0]!}`, 'SOURCE_SECRET_NEEDED', { field: missing[0]! });
  const secrets = await before.secrets();
  return { ...change, ...Object.fromEntries(missing.map((name) => [name, secrets[name]])) };
}

/** Whether both settings lead to one server. */
export const isSameServer = (one: Record<string, unknown>, other: Record<string, unknown>): boolean =>
  originOf(one['baseUrl']) === originOf(other['baseUrl']);

const originOf = (url: unknown): string | null =>
  typeof url === 'string' ? (URL.parse(url)?.origin ?? null) : null;
