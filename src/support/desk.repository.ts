import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { keyBefore, type PageRequest } from '../platform/http/paging.js';
import type { SupportSelection } from './request-list.repository.js';

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

const TALLY = `
  t.id, t.location_id AS "locationId", l.time_zone AS "timeZone", t.at, t.count, t.channel, t.category,
  t.directional, t.created_by AS "createdBy", t.logged_at AS "loggedAt"`;

const AT_LOCATIONS = '($1::uuid[] IS NULL OR l.id = ANY($1)) AND ($2::uuid IS NULL OR l.id = $2)';
const inTime = (from: Date | null): string => `
  (t.at, t.id) < ($4::timestamptz, $5::uuid) AND ${from === null ? '$3::timestamptz IS NULL' : 't.at >= $3'}`;

/** Newest first: the newest of each location by its index, and of these the newest. */
const newest = (what: string, table: string, from: Date | null): string => `
  SELECT listed.* FROM locations l CROSS JOIN LATERAL (
    SELECT ${what} FROM ${table} t WHERE t.location_id = l.id AND ${inTime(from)}
    ORDER BY t.at DESC, t.id DESC LIMIT $6
  ) listed
  WHERE ${AT_LOCATIONS} ORDER BY listed.at DESC, listed.id DESC LIMIT $6`;

@Injectable()
export class DeskRepository {
  constructor(private readonly database: Database) {}

  findTally(id: string): Promise<TallyRow | null> {
    return this.database.one(
      `SELECT ${TALLY} FROM support_tallies t JOIN locations l ON l.id = t.location_id WHERE t.id = $1`,
      [id],
    );
  }

  listTallies(selection: SupportSelection, page: PageRequest): Promise<TallyRow[]> {
    if (selection.createdBy === null)
      return this.database.query(
        newest(TALLY, 'support_tallies', selection.from),
        listValues(selection, page),
      );
    return this.database.query(
      `SELECT ${TALLY} FROM support_tallies t JOIN locations l ON l.id = t.location_id
       WHERE t.created_by = $7 AND ${inTime(selection.from)} AND COALESCE(${AT_LOCATIONS}, false)
       ORDER BY t.at DESC, t.id DESC LIMIT $6`,
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
}

function listValues(selection: SupportSelection, page: PageRequest): unknown[] {
  const before = keyBefore(selection.to, page);
  return [selection.visible, selection.locationId, selection.from, before.at, before.id, page.limit + 1];
}
