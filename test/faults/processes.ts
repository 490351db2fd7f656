import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What the kernel says of the processes that work for one data folder. */
export class FolderProcesses {
  constructor(private readonly dataDir: string) {}

  servers(): number[] {
    return this.all().filter((pid) => link(pid, 'cwd') === `${this.dataDir}/postgres`);
  }

  supervisors(): number[] {
    return this.all().filter((pid) => {
      const command = commandLine(pid);
      return command.includes('supervisor.js') && command.includes(`${this.dataDir}/supervisor.lock`);
    });
  }

  postmaster(): number | null {
    const pid = Number(read(`${this.dataDir}/postgres/postmaster.pid`).split('\n')[0]);
    return this.servers().includes(pid) ? pid : null;
  }

  /** Every process with a file or folder of the data folder in its arguments or as its place. */
  working(): number[] {
    return this.all().filter(
      (pid) => commandLine(pid).includes(this.dataDir) || link(pid, 'cwd').startsWith(this.dataDir),
    );
  }

  private all(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  }
}

export const isAlive = (pid: number): boolean => commandLine(pid) !== '';

const commandLine = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
const link = (pid: number, name: string): string => orNothing(() => readlinkSync(`/proc/${pid}/${name}`));
const read = (file: string): string => orNothing(() => readFileSync(file, 'utf8'));

function orNothing(look: () => string): string {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
