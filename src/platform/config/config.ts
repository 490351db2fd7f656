import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { DatabaseAddresses } from '../database/database-address.js';
import { isLoopback } from '../http/networks.js';

/** All settings from the environment, read once at the start. */
export class Config {
  host: string;
  port: number;
  dataDir: string;
  /** Null means the embedded database. */
  databaseAddresses: DatabaseAddresses | null;
  baseUrl: string;
  /** Origins from which browsers may send changes with a cookie. */
  trustedOrigins: readonly string[];
  /** Host names of this server, checked for requests without credentials. */
  ownHosts: readonly string[] | 'any';
  corsOrigins: readonly string[];
  trustProxy: boolean;
  adminEmail: string | null;
  adminPassword: string | null;
  rateLimits: boolean;
  logLevel: string;
  databasePoolSize: number;
  scanEveryMinutes: number;
  scanDaysAhead: number;
  /** For a session that stays after the browser is closed: the longest time without use, and in all. */
  sessionDays: number;
  sessionMaxDays: number;
  /** For other sessions: the longest time without use, and in all. */
  sessionIdleMinutes: number;
  sessionHours: number;
  /** The mail server. Without it messages stay in the outbox. */
  smtpUrl: string | null;
  mailFrom: string | null;
  /** Hosts outside the public internet that sources and calendars may be on. */
  privateHosts: readonly string[];
  /** 32 bytes that encrypt stored secrets; null: see SecretsKeys. The previous one is still read. */
  secretsKey: Buffer | null;
  previousSecretsKey: Buffer | null;
}

interface Variable {
  name: string;
  accepts: string;
  fallback?: string;
  valid: (value: string) => boolean;
}

const wholeNumber =
  (from: number, to: number) =>
  (value: string): boolean =>
    /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to;
const oneOf =
  (...values: string[]) =>
  (value: string): boolean =>
    values.includes(value);
const withoutSlash = (origin: string): string => origin.replace(/\/$/, '');
const isOrigin = (value: string): boolean => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === withoutSlash(value);
};
const isHosts = (value: string): boolean =>
  value.split(',').every((host) => /^[a-z0-9.-]+(:\d{1,5})?$/i.test(host.trim()));
const isKey = (value: string): boolean =>
  keyOf(value).length === 32 && keyOf(value).toString('base64') === value;
const keyOf = (value: string): Buffer => Buffer.from(value, 'base64');
const isDatabase = (value: string): boolean => /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value);
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const HOSTS = 'host names, each with its port where that is not the usual one, separated by commas';
const KEY = '32 bytes in base64, as `openssl rand -base64 32` makes them';

/** All variables and what they accept. A test compares README's table with this one. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'HOST',
    accepts: 'an IP address or host name to listen on',
    fallback: '127.0.0.1',
    valid: (value) => isIP(value) > 0 || /^[a-z0-9.-]+$/i.test(value),
  },
  {
    name: 'PORT',
    accepts: 'a port, 0 to 65535 (0: any free one)',
    fallback: '3000',
    valid: wholeNumber(0, 65_535),
  },
  {
    name: 'DATA_DIR',
    accepts: 'a folder for the embedded database',
    fallback: './.data',
    valid: (value) => value !== '',
  },
  {
    name: 'DATABASE_URL',
    accepts: 'postgres://user:password@host:port/database, instead of the embedded database',
    valid: isDatabase,
  },
  {
    name: 'MIGRATIONS_DATABASE_URL',
    accepts:
      'postgres://owner:password@host:port/database, the database of DATABASE_URL by the role that owns its tables',
    valid: isDatabase,
  },
  { name: 'BASE_URL', accepts: 'the http(s) origin users see, without a path', valid: isOrigin },
  {
    name: 'CORS_ORIGINS',
    accepts: 'http(s) origins separated by commas',
    valid: (value) => value.split(',').every((origin) => isOrigin(origin.trim())),
  },
  { name: 'TRUST_PROXY', accepts: 'on or off', fallback: 'off', valid: oneOf('on', 'off') },
  { name: 'ADMIN_EMAIL', accepts: 'an e-mail address', valid: (value) => /^[^\s@]+@[^\s@]+$/.test(value) },
  {
    name: 'ADMIN_PASSWORD',
    accepts: 'a password of 8 to 200 characters',
    valid: (value) => value.length >= 8 && value.length <= 200,
  },
  { name: 'RATE_LIMITS', accepts: 'on or off', fallback: 'on', valid: oneOf('on', 'off') },
  { name: 'LOG_LEVEL', accepts: LOG_LEVELS.join(', '), fallback: 'info', valid: oneOf(...LOG_LEVELS) },
  {
    name: 'DATABASE_POOL_SIZE',
    accepts: 'a whole number, 2 to 100',
    fallback: '10',
    valid: wholeNumber(2, 100),
  },
  {
    name: 'SCAN_EVERY_MINUTES',
    accepts: 'a whole number, 1 to 59',
    fallback: '5',
    valid: wholeNumber(1, 59),
  },
  {
    name: 'SCAN_DAYS_AHEAD',
    accepts: 'a whole number, 1 to 120',
    fallback: '30',
    valid: wholeNumber(1, 120),
  },
  { name: 'SESSION_DAYS', accepts: 'a whole number, 1 to 90', fallback: '14', valid: wholeNumber(1, 90) },
  {
    name: 'SESSION_MAX_DAYS',
    accepts: 'a whole number, 1 to 365',
    fallback: '30',
    valid: wholeNumber(1, 365),
  },
  {
    name: 'SESSION_IDLE_MINUTES',
    accepts: 'a whole number, 15 to 1440',
    fallback: '120',
    valid: wholeNumber(15, 1440),
  },
  { name: 'SESSION_HOURS', accepts: 'a whole number, 1 to 72', fallback: '12', valid: wholeNumber(1, 72) },
  {
    name: 'SMTP_URL',
    accepts: 'smtp://user:password@host:port, or smtps:// for TLS from the first byte',
    valid: (value) => /^smtps?:$/.test(URL.parse(value)?.protocol ?? '') && URL.parse(value)!.hostname !== '',
  },
  { name: 'PRIVATE_HOSTS', accepts: HOSTS, valid: isHosts },
  { name: 'CALENDAR_PRIVATE_HOSTS', accepts: HOSTS, valid: isHosts },
  { name: 'SECRETS_KEY', accepts: KEY, valid: isKey },
  { name: 'SECRETS_KEY_PREVIOUS', accepts: KEY, valid: isKey },
  {
    name: 'MAIL_FROM',
    accepts: 'an e-mail address, or a name and <address>',
    valid: (value) => /^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(value),
  },
];

/**
 * Reads the environment. Throws one Error that names all wrong variables and what they accept. Empty means
 * unset.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const wrong: string[] = [];
  const values = new Map<string, string>();
  for (const { name, accepts, fallback, valid } of VARIABLES) {
    const value = env[name] || fallback;
    if (value === undefined) continue;
    if (valid(value)) values.set(name, value);
    else wrong.push(`  ${name} accepts ${accepts}`);
  }
  if (Boolean(env['ADMIN_EMAIL']) !== Boolean(env['ADMIN_PASSWORD'])) {
    wrong.push('  ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither');
  }
  if (Boolean(env['SMTP_URL']) !== Boolean(env['MAIL_FROM'])) {
    wrong.push('  SMTP_URL and MAIL_FROM go together: set both or neither');
  }
  if (env['MIGRATIONS_DATABASE_URL'] && !env['DATABASE_URL']) {
    wrong.push('  MIGRATIONS_DATABASE_URL goes with DATABASE_URL: set that as well');
  }
  if (env['SECRETS_KEY_PREVIOUS'] && !env['SECRETS_KEY']) {
    wrong.push('  SECRETS_KEY_PREVIOUS goes with SECRETS_KEY: set that as well');
  }
  if (wrong.length > 0) throw new Error(`The environment has wrong settings:\n${wrong.join('\n')}`);
  return build(values);
}

const addresses = (server: string | null, owner: string | null): DatabaseAddresses | null =>
  server === null ? null : { owner: owner ?? server, server };
/**
 * Without BASE_URL, a server that others can reach accepts any host name, and one for this machine only
 * accepts this machine's names.
 */
function ownHosts(host: string, baseUrl: string | null): readonly string[] | 'any' {
  if (baseUrl !== null) return [host, new URL(baseUrl).hostname];
  return isLoopback(host) ? [host] : 'any';
}

function build(values: ReadonlyMap<string, string>): Config {
  const text = (name: string): string => values.get(name)!;
  const optional = (name: string): string | null => values.get(name) ?? null;
  const list = (name: string): string[] =>
    (optional(name)?.split(',') ?? []).map((origin) => withoutSlash(origin.trim()));
  const key = (name: string): Buffer | null => (optional(name) === null ? null : keyOf(text(name)));
  const local = `http://${text('HOST').includes(':') ? `[${text('HOST')}]` : text('HOST')}:${text('PORT')}`;
  const baseUrl = withoutSlash(optional('BASE_URL') ?? local);
  return Object.assign(new Config(), {
    host: text('HOST'),
    port: Number(text('PORT')),
    dataDir: resolve(text('DATA_DIR')),
    databaseAddresses: addresses(optional('DATABASE_URL'), optional('MIGRATIONS_DATABASE_URL')),
    baseUrl,
    trustedOrigins: optional('BASE_URL') ? [baseUrl] : [local, `http://localhost:${text('PORT')}`],
    ownHosts: ownHosts(text('HOST').toLowerCase(), optional('BASE_URL')),
    corsOrigins: list('CORS_ORIGINS'),
    trustProxy: text('TRUST_PROXY') === 'on',
    adminEmail: optional('ADMIN_EMAIL'),
    adminPassword: optional('ADMIN_PASSWORD'),
    rateLimits: text('RATE_LIMITS') === 'on',
    logLevel: text('LOG_LEVEL'),
    databasePoolSize: Number(text('DATABASE_POOL_SIZE')),
    scanEveryMinutes: Number(text('SCAN_EVERY_MINUTES')),
    scanDaysAhead: Number(text('SCAN_DAYS_AHEAD')),
    sessionDays: Number(text('SESSION_DAYS')),
    sessionMaxDays: Number(text('SESSION_MAX_DAYS')),
    sessionIdleMinutes: Number(text('SESSION_IDLE_MINUTES')),
    sessionHours: Number(text('SESSION_HOURS')),
    smtpUrl: optional('SMTP_URL'),
    mailFrom: optional('MAIL_FROM'),
    privateHosts: [...list('PRIVATE_HOSTS'), ...list('CALENDAR_PRIVATE_HOSTS')].map((host) =>
      host.toLowerCase(),
    ),
    secretsKey: key('SECRETS_KEY'),
    previousSecretsKey: key('SECRETS_KEY_PREVIOUS'),
  } satisfies Config);
}
