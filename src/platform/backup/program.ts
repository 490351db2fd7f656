import { constants } from 'node:os';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf } from '../error-message.js';

const WRONG_USAGE = 2;
const PROGRESS_MILLISECONDS = 5_000;

/** The command line does not match the usage. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Runs a command-line program and reports the outcome on standard error and in the exit code. */
export async function runProgram<T extends Options>(
  usage: string,
  options: T,
  work: (values: Values<T>, file: string | undefined) => Promise<string>,
): Promise<void> {
  let parsed: { values: Values<T>; positionals: string[] };
  try {
    parsed = parseArgs({ options, allowPositionals: true });
    if (parsed.positionals.length > 1) throw new TypeError('More than one file.');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    process.exitCode = WRONG_USAGE;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  try {
    process.stderr.write(`${await work(parsed.values, parsed.positionals[0])}\n`);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${error instanceof UsageError ? `${usage}\n` : ''}`);
    process.exitCode = error instanceof UsageError ? WRONG_USAGE : 1;
  }
}

type Values<T extends Options> = {
  [K in keyof T]?: T[K]['type'] extends 'boolean' ? boolean : string;
};

/** Prints the progress of a long run every few seconds. */
export function progress(): { at: (text: string) => void; done: () => void } {
  let latest = '';
  const timer = setInterval(() => process.stderr.write(`${latest} …\n`), PROGRESS_MILLISECONDS);
  return { at: (text) => (latest = text), done: () => clearInterval(timer) };
}

/** Such as `20261124T115004Z`: sorts by age, and is valid on every file system. */
export const fileStamp = (date: Date): string => date.toISOString().replace(/[-:]|\.\d+/g, '');
