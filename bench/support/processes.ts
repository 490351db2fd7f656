import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A process whose CPU and memory are measured. */
export interface Measured {
  child: ChildProcess;
  pid: number;
}

/** The CPU time that a process has used so far, user and system, in milliseconds. Linux only. */
export function cpuMillis(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/**
 * The CPU time that all backends of PostgreSQL have used so far, ended ones included, in milliseconds. Linux
 * only. The pid of the postmaster is the first line of `postmaster.pid`.
 */
export function postgresCpuMillis(postmaster: number): number {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  const [ended, alive] = [
    endedChildrenMillis(postmaster),
    children.map((pid) => cpuMillisIfAlive(Number(pid))),
  ];
  return alive.reduce((sum, millis) => sum + millis, ended);
}

function endedChildrenMillis(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND;
}

function cpuMillisIfAlive(pid: number): number {
  try {
    return cpuMillis(pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** The CPU time that a process used for some work, and the time that passed, in milliseconds. */
export interface Cost {
  cpu: number;
  elapsed: number;
}

export async function cost({ pid }: { pid: number }, work: () => Promise<unknown>): Promise<Cost> {
  const [cpu, begun] = [cpuMillis(pid), performance.now()];
  await work();
  return { cpu: cpuMillis(pid) - cpu, elapsed: performance.now() - begun };
}

/** The resident memory of a process, now or at its highest, in megabytes. Linux only. */
export function memoryMegabytes(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)![1]) / 1024;
}

/** From now on `VmHWM` is the highest since then. Linux only. */
export const forgetHighest = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** What runs, so that nothing is left behind when a benchmark breaks off. */
const running = new Set<ChildProcess>();

/** Starts a script of the project with the same Node, and waits for its first line of output. `onOutput` gets the rest. */
export async function startScript(
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput: (bytes: Buffer) => void = () => undefined,
): Promise<Measured & { firstLine: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${args.join(' ')} ended before it was ready`);
  });
  const [output] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  child.stdout.on('data', onOutput);
  return { child, pid: child.pid!, firstLine: String(output).split('\n')[0]! };
}

/** Starts a baseline. Its first line of output is JSON: its address, or for some baselines its figures. */
export async function startBaseline<Told extends object = { url: string }>(
  name: string,
  ...args: string[]
): Promise<Measured & Told> {
  const script = ['--import', './test/support/typescript.mjs', `bench/baselines/${name}.ts`];
  const started = await startScript([...script, ...args]);
  return { ...started, ...(JSON.parse(started.firstLine) as Told) };
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Ends a process with SIGTERM, and waits until it has ended. */
export async function stop({ child }: Measured): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Ends all that a benchmark has started and not ended. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((child) => stop({ child, pid: child.pid! })));
}
