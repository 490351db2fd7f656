import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';

export interface ScanRow {
  id: string;
  startedAt: Date;
  finishedAt: Date;
  scannedTo: Date;
  locations: number;
  opened: number;
  closed: number;
  open: number;
}

const SELECT = `SELECT id, started_at AS "startedAt", finished_at AS "finishedAt", scanned_to AS "scannedTo",
  locations, opened, closed, open FROM coverage_scans`;

@Injectable()
export class ScansRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<ScanRow | null> {
    return this.database.one<ScanRow>(`${SELECT} WHERE id = $1`, [id]);
  }

  /** Newest first. */
  list({ limit, after }: PageRequest): Promise<ScanRow[]> {
    return this.database.query<ScanRow>(
      `${SELECT} WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  async insert(scan: ScanRow): Promise<void> {
    await this.database.query(
      `INSERT INTO coverage_scans (id, started_at, finished_at, scanned_to, locations, opened, closed, open)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        scan.id,
        scan.startedAt,
        scan.finishedAt,
        scan.scannedTo,
        scan.locations,
        scan.opened,
        scan.closed,
        scan.open,
      ],
    );
  }

  async removeBefore(before: Date): Promise<void> {
    await this.database.query('DELETE FROM coverage_scans WHERE started_at < $1', [before]);
  }
}
