import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { syncFolder } from '../database/embedded/cluster.js';
import { END, HEADER, type Facts, type Sum } from './format.js';

/**
 * A backup that is being written: under a temporary name until it is complete, readable only by its owner.
 */
export class BackupFile {
  private readonly digest = createHash('sha256');
  private readonly gzip = createGzip({ level: 6 });
  private readonly written: Promise<void>;
  private readonly removeOnExit = (): void => rmSync(this.temporary, { force: true });

  private constructor(
    readonly path: string,
    private readonly temporary: string,
  ) {
    const output = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
    this.written = pipeline(this.gzip, output);
    // An error such as a full disk is reported by the next write, or by commit.
    this.written.catch(() => undefined);
    process.once('exit', this.removeOnExit);
  }

  static async create(name: string, facts: Facts): Promise<BackupFile> {
    const path = resolve(name);
    if (existsSync(path)) throw thereAlready(path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = new BackupFile(path, `${path}.partial-${randomBytes(4).toString('hex')}`);
    await file.text(`${HEADER}${JSON.stringify(facts)}\n`);
    return file;
  }

  async text(text: string): Promise<void> {
    await this.write(Buffer.from(text));
  }

  async rows(rows: Readable): Promise<void> {
    for await (const chunk of rows) await this.write(chunk as Buffer);
  }

  /** Completes the file and gives it its final name. Returns its size in bytes. */
  async commit(sum: Omit<Sum, 'sha256'>): Promise<number> {
    const whole: Sum = { ...sum, sha256: this.digest.copy().digest('hex') };
    await this.text(`${END}${JSON.stringify(whole)}\n`);
    this.gzip.end();
    await this.written;
    await this.takeName();
    process.removeListener('exit', this.removeOnExit);
    await syncFolder(dirname(this.path));
    return (await stat(this.path)).size;
  }

  async abort(): Promise<void> {
    this.gzip.destroy();
    await this.written.catch(() => undefined);
    await rm(this.temporary, { force: true });
    process.removeListener('exit', this.removeOnExit);
  }

  /** Never overwrites a file that appeared meanwhile. Where hard links are not supported, renames instead. */
  private async takeName(): Promise<void> {
    try {
      await link(this.temporary, this.path);
      await rm(this.temporary);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (code === 'EEXIST') throw thereAlready(this.path);
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
      await rename(this.temporary, this.path);
    }
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.gzip.errored) throw this.gzip.errored;
    this.digest.update(bytes);
    if (!this.gzip.write(bytes)) await once(this.gzip, 'drain');
  }
}

const thereAlready = (path: string): Error =>
  new Error(`${path} is there already; a backup never overwrites.`);
