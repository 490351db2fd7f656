import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { localDateOf, type LocalDate } from '../domain/local-date.js';
import { commandText } from '../platform/command-text.js';
import { readConfig, type Config } from '../platform/config/config.js';
import { dayFor, requireDay } from './plan/calendar.js';
import { ZONE } from './plan/labs.js';
import { ADMIN_EMAIL, DEMO_PASSWORD } from './plan/people.js';

/** The environment as the server reads it, but with the demo's folder and admin, and fewer log lines. */
export function demoConfig(env: NodeJS.ProcessEnv): Config {
  if (env['DATABASE_URL']) {
    throw new Error(
      'The demo fills a database of its own and leaves yours alone: unset DATABASE_URL to run it.',
    );
  }
  return readConfig({
    ...env,
    DATA_DIR: resolve(env['DEMO_DATA_DIR'] || './.data-demo'),
    // The people are invented, so no e-mail is sent.
    SMTP_URL: '',
    MAIL_FROM: '',
    ADMIN_EMAIL,
    ADMIN_PASSWORD: DEMO_PASSWORD,
    LOG_LEVEL: env['LOG_LEVEL'] || 'warn',
  });
}

/** The day on which the demo runs: the one of --day, or one that suits today. */
export function dayOf(args: readonly string[], now: number): LocalDate {
  const { day } = readArguments(args);
  return day === undefined ? dayFor(localDateOf(now, ZONE)) : requireDay(day);
}

function readArguments(args: readonly string[]): { day?: string } {
  try {
    return parseArgs({ args: [...args], options: { day: { type: 'string' } } }).values;
  } catch (error) {
    throw new Error(`Usage: ${commandText('demo', '[--day 2026-11-24]')}. ${(error as Error).message}`, {
      cause: error,
    });
  }
}
