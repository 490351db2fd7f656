import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { PatronAnswer } from '../../domain/pilots/questions.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';

/** The location to which a link leads. */
export interface LinkedLocation {
  linkId: string;
  id: string;
  name: string;
  timeZone: string;
}

export interface PatronLinkRow {
  id: string;
  locationId: string;
  token: string;
}

const SELECT = 'SELECT id, location_id AS "locationId", token FROM patron_links';

@Injectable()
export class PatronsRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<PatronLinkRow | null> {
    return this.database.one<PatronLinkRow>(`${SELECT} WHERE id = $1`, [id]);
  }

  list(
    selection: { visible: readonly string[] | null; locationId: string | null },
    { limit, after }: PageRequest,
  ): Promise<PatronLinkRow[]> {
    return this.database.query<PatronLinkRow>(
      `${SELECT} WHERE ($1::uuid[] IS NULL OR location_id = ANY($1)) AND ($2::uuid IS NULL OR location_id = $2)
         AND id > $3 ORDER BY id LIMIT $4`,
      [selection.visible, selection.locationId, after?.[0] ?? FIRST_ID, limit + 1],
    );
  }

  async insert({ id, locationId, token }: PatronLinkRow): Promise<void> {
    await whenBroken(
      this.database.query('INSERT INTO patron_links (id, location_id, token) VALUES ($1, $2, $3)', [
        id,
        locationId,
        token,
      ]),
      { patron_links_one_each: () => conflict('PATRON_LINK_EXISTS') },
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM patron_links WHERE id = $1', [id]);
  }

  /** The location of a link, or null. */
  findLocation(token: string): Promise<LinkedLocation | null> {
    return this.database.one<LinkedLocation>(
      `SELECT k.id AS "linkId", l.id, l.name, l.time_zone AS "timeZone"
       FROM patron_links k JOIN locations l ON l.id = k.location_id WHERE k.token = $1`,
      [token],
    );
  }

  async count(locationId: string, date: string, hour: number, answer: PatronAnswer): Promise<void> {
    await this.database.query(
      `INSERT INTO patron_counts (location_id, date, hour, answer, count) VALUES ($1, $2, $3, $4, 1)
       ON CONFLICT ON CONSTRAINT patron_counts_pkey DO UPDATE SET count = patron_counts.count + 1`,
      [locationId, date, hour, answer],
    );
  }
}
