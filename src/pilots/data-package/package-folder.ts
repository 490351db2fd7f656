import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { csvText } from '../../domain/tables/csv-text.js';
import { PACKAGE_FILE, type PackageRows } from './package-job.js';
import type { Batch } from './package-rows.js';
import { PACKAGE_TABLES } from './package-tables.js';

/** Writes the files of a package into a folder, and zips them there. Memory holds one batch of rows. */
export class PackageFolder {
  readonly rows: PackageRows = {};
  private readonly files: string[] = [];

  constructor(private readonly folder: string) {}

  /** Every table has a file, also one without rows. */
  async begin(): Promise<void> {
    for (const { name, columns } of Object.values(PACKAGE_TABLES))
      await this.write(`${name}.csv`, csvText([columns.map(([column]) => column)]));
  }

  async add({ table, rows }: Batch): Promise<void> {
    this.rows[table] = (this.rows[table] ?? 0) + rows.length;
    await appendFile(join(this.folder, `${table}.csv`), csvText(rows));
  }

  async write(name: string, text: string): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    this.files.push(name);
  }

  /** Puts all files into one zip. */
  async zip(mtime: Date): Promise<void> {
    const zip = new ZipFile();
    for (const name of this.files.sort()) zip.addFile(join(this.folder, name), name, { mtime });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(join(this.folder, PACKAGE_FILE), { mode: 0o600 }));
  }
}
