import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../faults/product.js';
import { until } from '../../faults/wait-until.js';

/** Debian's calendar server with a folder and a port of its own, for one user without a password. */
export class Radicale {
  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(): Promise<Radicale> {
    const [folder, port] = [await mkdtemp(join(tmpdir(), 'afterhours-radicale-')), await freePort()];
    const settings = join(folder, 'config');
    await writeFile(
      settings,
      [
        `[server]\nhosts = 127.0.0.1:${port}`,
        '[auth]\ntype = none',
        '[rights]\ntype = owner_only',
        `[storage]\nfilesystem_folder = ${join(folder, 'collections')}`,
      ].join('\n'),
    );
    const server = spawn('/usr/bin/radicale', ['--config', settings], { stdio: 'ignore' });
    const radicale = new Radicale(folder, server, `http://127.0.0.1:${port}`);
    await until('Radicale answers', async () => {
      const answer = await radicale.send('PROPFIND', '/maya/').catch(() => null);
      return answer?.status === 207;
    });
    return radicale;
  }

  /** Stores a calendar in place of the last one. */
  async store(calendar: string): Promise<void> {
    const { status } = await this.send('PUT', '/maya/shifts/', calendar);
    if (status !== 201) throw new Error(`Radicale refused the calendar: ${status}`);
  }

  /** The stored calendar, as Radicale writes it. */
  async read(): Promise<string> {
    return (await this.send('GET', '/maya/shifts/')).text();
  }

  async close(): Promise<void> {
    this.process.kill();
    if (this.process.exitCode === null) await once(this.process, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }

  private send(method: string, path: string, body?: string): Promise<Response> {
    const authorization = `Basic ${Buffer.from('maya:').toString('base64')}`;
    const headers = { authorization, 'content-type': 'text/calendar; charset=utf-8' };
    return fetch(`${this.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  }
}
