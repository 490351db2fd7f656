import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { EntryKind } from './acts.js';
import type { Attachment } from './attachments.js';
import type { StoredEntry } from './told-thread.js';

/** An entry with the names of its people; of a source, its name; null for an API key. */
export interface EntryRow extends StoredEntry {
  authorName: string | null;
  authorDisplayName: string | null;
  assigneeName: string | null;
  assigneeDisplayName: string | null;
  fileName: string | null;
  fileType: string | null;
  fileBytes: number | null;
}

export interface NewEntry {
  id: string;
  requestId: string;
  at: Date;
  kind: EntryKind;
  text?: string | null;
  authorId: string;
  assigneeId?: string | null;
}

/** A person who may work on a request. */
export interface AssigneeRow {
  id: string;
  name: string;
  displayName: string;
}

@Injectable()
export class ThreadRepository {
  constructor(private readonly database: Database) {}

  list(requestId: string): Promise<EntryRow[]> {
    return this.database.query(
      `SELECT e.id, e.at, e.kind, e.text, e.author_id AS "authorId", e.assignee_id AS "assigneeId",
              COALESCE(a.name, s.name) AS "authorName", COALESCE(a.display_name, s.name) AS "authorDisplayName",
              p.name AS "assigneeName", p.display_name AS "assigneeDisplayName",
              f.name AS "fileName", f.type AS "fileType", f.bytes AS "fileBytes"
       FROM request_entries e LEFT JOIN users a ON a.id = e.author_id LEFT JOIN users p ON p.id = e.assignee_id
       LEFT JOIN support_sources s ON s.id = e.author_id
       LEFT JOIN request_files f ON f.entry_id = e.id
       WHERE e.request_id = $1 ORDER BY e.at, e.id`,
      [requestId],
    );
  }

  async count(requestId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM request_entries WHERE request_id = $1',
      [requestId],
    );
    return row!.count;
  }

  async insert({ id, requestId, at, kind, text, authorId, assigneeId }: NewEntry): Promise<void> {
    await this.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id, assignee_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, requestId, at, kind, text ?? null, authorId, assigneeId ?? null],
    );
  }

  async countFiles(requestId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM request_entries WHERE request_id = $1 AND kind = 'attached'`,
      [requestId],
    );
    return row!.count;
  }

  async insertFile(entryId: string, { name, type, content }: Attachment): Promise<void> {
    await this.database.query(
      'INSERT INTO request_files (entry_id, name, type, bytes, content) VALUES ($1, $2, $3, $4, $5)',
      [entryId, name, type, content.length, content],
    );
  }

  findFile(
    requestId: string,
    entryId: string,
  ): Promise<Pick<Attachment, 'name' | 'type' | 'content'> | null> {
    return this.database.one(
      `SELECT f.name, f.type, f.content FROM request_files f JOIN request_entries e ON e.id = f.entry_id
       WHERE f.entry_id = $2 AND e.request_id = $1`,
      [requestId, entryId],
    );
  }

  /** Who wrote a note or attached a file, and when; null when there is none. */
  findNote(requestId: string, id: string): Promise<{ authorId: string; at: Date } | null> {
    return this.database.one(
      `SELECT author_id AS "authorId", at FROM request_entries WHERE id = $2 AND request_id = $1 AND kind IN ('note', 'attached')`,
      [requestId, id],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM request_entries WHERE id = $1', [id]);
  }

  async isAuthor(requestId: string, authorId: string): Promise<boolean> {
    const row = await this.database.one(
      'SELECT FROM request_entries WHERE author_id = $2 AND request_id = $1 LIMIT 1',
      [requestId, authorId],
    );
    return row !== null;
  }

  /** Whether somebody else did or wrote something about a request. */
  async hasOtherAuthors(requestId: string, authorId: string): Promise<boolean> {
    const row = await this.database.one(
      'SELECT FROM request_entries WHERE request_id = $1 AND author_id <> $2 LIMIT 1',
      [requestId, authorId],
    );
    return row !== null;
  }

  /** The names of a user; null for an API key. */
  findName(id: string): Promise<Omit<AssigneeRow, 'id'> | null> {
    return this.database.one('SELECT name, display_name AS "displayName" FROM users WHERE id = $1', [id]);
  }

  /**
   * Who may work on a request at a location, by name: all but analysts who are there, have an account, and are no deactivated
   * operators.
   */
  findAssignees(locationId: string, now: Date, id: string | null = null): Promise<AssigneeRow[]> {
    return this.database.query(
      `SELECT u.id, u.name, u.display_name AS "displayName"
       FROM users u CROSS JOIN settings LEFT JOIN operators o ON o.user_id = u.id
       WHERE u.removed_at IS NULL AND u.role <> 'analyst' AND ($2::uuid IS NULL OR u.id = $2)
         AND (o.deactivated_on IS NULL OR o.deactivated_on > ($3::timestamptz AT TIME ZONE settings.time_zone)::date)
         AND (u.role = 'admin' OR EXISTS (SELECT FROM user_locations l WHERE l.user_id = u.id AND l.location_id = $1)
              OR (u.role = 'operator' AND NOT EXISTS (SELECT FROM user_locations l WHERE l.user_id = u.id)))
       ORDER BY u.name, u.id`,
      [locationId, id, now],
    );
  }
}
