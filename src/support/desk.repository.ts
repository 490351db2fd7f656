import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { SupportSelection } from './support-requests.repository.js';

export interface TallyRow {
  id: string;
  locationId: string;
  timeZone: string;
  at: Date;
  count: number;
  channel: string | null;
  category: string | null;
  directional: boolean;
  createdBy: string | null;
  loggedAt: Date | null;
}

export interface HeadcountRow {
  id: string;
  locationId: string;
  timeZone: string;
  at: Date;
  area: string;
  count: number;
}

const TALLIES = `
  SELECT t.id, t.location_id AS "locationId", l.time_zone AS "timeZone", t.at, t.count, t.channel, t.category,
         t.directional, t.created_by AS "createdBy", t.logged_at AS "loggedAt"
  FROM support_tallies t JOIN locations l ON l.id = t.location_id`;

const HEADCOUNTS = `
  SELECT t.id, t.location_id AS "locationId", l.time_zone AS "timeZone", t.at, t.area, t.count
  FROM headcounts t JOIN locations l ON l.id = t.location_id`;

/** Newest first. */
const LISTED = `
  WHERE ($1::uuid[] IS NULL OR t.location_id = ANY($1)) AND ($2::uuid IS NULL OR t.location_id = $2)
    AND ($3::timestamptz IS NULL OR t.at >= $3) AND ($4::timestamptz IS NULL OR t.at < $4)
    AND ($5::timestamptz IS NULL OR (t.at, t.id) < ($5, $6::uuid))`;
const ORDERED = 'ORDER BY t.at DESC, t.id DESC LIMIT $7';

@Injectable()
export class DeskRepository {
  constructor(private readonly database: Database) {}

  findTally(id: string): Promise<TallyRow | null> {
    return this.database.one(`${TALLIES} WHERE t.id = $1`, [id]);
  }

  listTallies(selection: SupportSelection, page: PageRequest): Promise<TallyRow[]> {
    return this.database.query(
      `${TALLIES} ${LISTED} AND ($8::uuid IS NULL OR t.created_by = $8) ${ORDERED}`,
      [...listValues(selection, page), selection.createdBy],
    );
  }

  async insertTally(tally: Omit<TallyRow, 'timeZone'>): Promise<void> {
    await this.database.query(
      `INSERT INTO support_tallies (id, location_id, at, count, channel, category, directional, created_by, logged_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tally.id,
        tally.locationId,
        tally.at,
        tally.count,
        tally.channel,
        tally.category,
        tally.directional,
        tally.createdBy,
        tally.loggedAt,
      ],
    );
  }

  async removeTally(id: string): Promise<boolean> {
    return (await this.database.one('DELETE FROM support_tallies WHERE id = $1 RETURNING id', [id])) !== null;
  }

  findHeadcount(id: string): Promise<HeadcountRow | null> {
    return this.database.one(`${HEADCOUNTS} WHERE t.id = $1`, [id]);
  }

  listHeadcounts(selection: SupportSelection, page: PageRequest): Promise<HeadcountRow[]> {
    return this.database.query(`${HEADCOUNTS} ${LISTED} ${ORDERED}`, listValues(selection, page));
  }

  /** For one place and moment the last count replaces earlier ones. */
  async saveHeadcount(headcount: Omit<HeadcountRow, 'timeZone'>): Promise<{ id: string; created: boolean }> {
    const saved = await this.database.one<{ id: string; created: boolean }>(
      `INSERT INTO headcounts (id, location_id, area, at, count) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT headcounts_once DO UPDATE SET count = excluded.count
       RETURNING id, id = $1 AS created`,
      [headcount.id, headcount.locationId, headcount.area, headcount.at, headcount.count],
    );
    return saved!;
  }
}

const listValues = (selection: SupportSelection, { limit, after }: PageRequest): unknown[] => [
  selection.visible,
  selection.locationId,
  selection.from,
  selection.to,
  after?.[0] ?? null,
  after?.[1] ?? null,
  limit + 1,
];
