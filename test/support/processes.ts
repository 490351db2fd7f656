import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The ids of all running processes. */
export const processes = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const commandLine = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
export const link = (pid: number, name: string): string =>
  orNothing(() => readlinkSync(`/proc/${pid}/${name}`));
export const read = (file: string): string => orNothing(() => readFileSync(file, 'utf8'));

/** An empty text when the process has ended or belongs to another user. */
function orNothing(look: () => string): string {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
