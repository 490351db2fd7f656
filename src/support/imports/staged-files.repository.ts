import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Uploads, stored in the database so that any replica can run their import. */
@Injectable()
export class StagedFilesRepository {
  constructor(private readonly database: Database) {}

  async create(id: string, at: Date): Promise<void> {
    await this.database.query('INSERT INTO staged_files (id, created_at) VALUES ($1, $2)', [id, at]);
  }

  async append(id: string, ordinal: number, bytes: Buffer): Promise<void> {
    await this.database.query(
      'INSERT INTO staged_file_chunks (file_id, ordinal, bytes) VALUES ($1, $2, $3)',
      [id, ordinal, bytes],
    );
  }

  /** The file as a stream on its own connection, with one chunk in memory at a time. */
  open(id: string): Readable {
    return Readable.from(this.chunks(id), { objectMode: false });
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM staged_files WHERE id = $1', [id]);
  }

  async removeUnused(id: string): Promise<void> {
    await this.database.query(
      `DELETE FROM staged_files f WHERE f.id = $1 AND NOT EXISTS (SELECT FROM support_imports i WHERE i.file_id = f.id)`,
      [id],
    );
  }

  /** Removes uploads that never became an import. */
  async removeAbandoned(before: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM staged_files f WHERE f.created_at < $1
         AND NOT EXISTS (SELECT FROM support_imports i WHERE i.file_id = f.id AND i.status IN ('queued', 'running'))`,
      [before],
    );
  }

  private async *chunks(id: string): AsyncGenerator<Buffer> {
    for (let ordinal = 0; ; ordinal++) {
      const chunk = await this.database.onJobsPool(() =>
        this.database.one<{ bytes: Buffer }>(
          'SELECT bytes FROM staged_file_chunks WHERE file_id = $1 AND ordinal = $2',
          [id, ordinal],
        ),
      );
      if (!chunk) return;
      yield chunk.bytes;
    }
  }
}
