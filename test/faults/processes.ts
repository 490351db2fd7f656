import { commandLine, link, processes, read } from '../support/processes.js';

/** The processes that work for one data folder, as the kernel reports them. */
export class FolderProcesses {
  constructor(private readonly dataDir: string) {}

  servers(): number[] {
    return processes().filter((pid) => link(pid, 'cwd') === `${this.dataDir}/postgres`);
  }

  supervisors(): number[] {
    return processes().filter((pid) => {
      const command = commandLine(pid);
      return command.includes('supervisor.js') && command.includes(`${this.dataDir}/supervisor.lock`);
    });
  }

  postmaster(): number | null {
    const pid = Number(read(`${this.dataDir}/postgres/postmaster.pid`).split('\n')[0]);
    return this.servers().includes(pid) ? pid : null;
  }

  /** All processes with a path in the data folder as an argument or working directory. */
  working(): number[] {
    return processes().filter(
      (pid) => commandLine(pid).includes(this.dataDir) || link(pid, 'cwd').startsWith(this.dataDir),
    );
  }
}

export const isAlive = (pid: number): boolean => commandLine(pid) !== '';
