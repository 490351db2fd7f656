import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/http/paging.js';

export interface DeskNoteRow {
  id: string;
  locationId: string;
  timeZone: string;
  at: Date;
  text: string;
  createdBy: string;
  authorName: string | null;
  displayName: string | null;
}

const SELECT = `
  SELECT n.id, n.location_id AS "locationId", l.time_zone AS "timeZone", n.at, n.text, n.created_by AS "createdBy",
         u.name AS "authorName", u.display_name AS "displayName"
  FROM desk_notes n JOIN locations l ON l.id = n.location_id LEFT JOIN users u ON u.id = n.created_by`;

@Injectable()
export class DeskNotesRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<DeskNoteRow | null> {
    return this.database.one(`${SELECT} WHERE n.id = $1`, [id]);
  }

  /** Newest first. */
  list(
    selection: {
      visible: readonly string[] | null;
      locationId: string | null;
      from: Date | null;
      to: Date | null;
    },
    { limit, after }: PageRequest,
  ): Promise<DeskNoteRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR n.location_id = ANY($1)) AND ($2::uuid IS NULL OR n.location_id = $2)
         AND ($3::timestamptz IS NULL OR n.at >= $3) AND ($4::timestamptz IS NULL OR n.at < $4)
         AND ($5::timestamptz IS NULL OR (n.at, n.id) < ($5, $6::uuid))
       ORDER BY n.at DESC, n.id DESC LIMIT $7`,
      [
        selection.visible,
        selection.locationId,
        selection.from,
        selection.to,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit + 1,
      ],
    );
  }

  async insert(note: {
    id: string;
    locationId: string;
    at: Date;
    text: string;
    createdBy: string;
  }): Promise<void> {
    await this.database.query(
      'INSERT INTO desk_notes (id, location_id, at, text, created_by) VALUES ($1, $2, $3, $4, $5)',
      [note.id, note.locationId, note.at, note.text, note.createdBy],
    );
  }

  async remove(id: string): Promise<boolean> {
    return (await this.database.one('DELETE FROM desk_notes WHERE id = $1 RETURNING id', [id])) !== null;
  }
}
