import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import { whenBroken } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { OpenInvitationDto } from './access.dto.js';
import type { Role } from './caller.js';
import { openInvitationOf } from './open-invitation.js';

export interface UserRow {
  id: string;
  email: string;
  name: string;
  displayName: string;
  role: Role;
  locationIds: string[];
  operatorId: string | null;
  passwordHash: string | null;
  invitation: OpenInvitationDto | null;
  createdAt: Date;
  version: number;
}

const SELECT = `
  SELECT u.id, u.email, u.name, u.display_name AS "displayName", u.role, u.password_hash AS "passwordHash", u.created_at AS "createdAt", u.version,
         o.id AS "operatorId", ${openInvitationOf('u.id')} AS invitation,
         ARRAY(SELECT location_id FROM user_locations WHERE user_id = u.id ORDER BY location_id) AS "locationIds"
  FROM users u LEFT JOIN operators o ON o.user_id = u.id
  WHERE u.removed_at IS NULL`;

const FIRST_ADMIN_LOCK = 7_266_002;

@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<UserRow | null> {
    return this.database.one<UserRow>(`${SELECT} AND u.id = $1`, [id]);
  }

  findByEmail(email: string): Promise<UserRow | null> {
    return this.database.one<UserRow>(`${SELECT} AND u.email = $1`, [email]);
  }

  /** One who may sign in: not an operator who was deactivated. */
  findActive(id: string, now: Date): Promise<UserRow | null> {
    return this.database.one<UserRow>(
      `${SELECT} AND u.id = $1
         AND (o.deactivated_on IS NULL
              OR o.deactivated_on > ($2::timestamptz AT TIME ZONE (SELECT time_zone FROM settings))::date)`,
      [id, now],
    );
  }

  list({ limit, after }: PageRequest): Promise<UserRow[]> {
    return this.database.query<UserRow>(
      `${SELECT} AND ($1::uuid IS NULL OR u.id > $1) ORDER BY u.id LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  async isAnybodyThere(): Promise<boolean> {
    return (await this.database.one('SELECT FROM users LIMIT 1')) !== null;
  }

  /**
   * An operator shows their user's name and locations, so the operator's row is locked, always before the
   * user's.
   */
  async lockOperator(userId: string): Promise<void> {
    await this.database.query('SELECT FROM operators WHERE user_id = $1 FOR NO KEY UPDATE', [userId]);
  }

  /** Locks the row until the transaction ends; null when there is none. */
  async lock(id: string): Promise<UserRow | null> {
    await this.database.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id);
  }

  /** Whether this is still the password. It then stays so until the transaction ends. */
  async holdPassword(id: string, passwordHash: string | null): Promise<boolean> {
    const row = await this.database.one<{ passwordHash: string | null }>(
      `SELECT password_hash AS "passwordHash" FROM users WHERE id = $1 AND removed_at IS NULL FOR KEY SHARE`,
      [id],
    );
    return row !== null && row.passwordHash === passwordHash;
  }

  /** Locks all admins who can sign in, so that two admins cannot remove each other at once. */
  async lockAdmins(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM users WHERE role = 'admin' AND removed_at IS NULL AND password_hash IS NOT NULL
       ORDER BY id FOR UPDATE`,
    );
    return rows.map((row) => row.id);
  }

  /** Whether there are no users. It then stays so until the transaction ends. */
  async lockWhileEmpty(): Promise<boolean> {
    await this.database.query('SELECT pg_advisory_xact_lock($1)', [FIRST_ADMIN_LOCK]);
    const row = await this.database.one('SELECT FROM users LIMIT 1');
    return row === null;
  }

  async insert(user: {
    id: string;
    email: string;
    name: string;
    displayName: string;
    role: Role;
    passwordHash: string | null;
    createdAt: Date;
  }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO users (id, email, name, display_name, role, password_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [user.id, user.email, user.name, user.displayName, user.role, user.passwordHash, user.createdAt],
      ),
      { users_email: emailTaken },
    );
  }

  async update(
    id: string,
    change: { name: string; displayName: string; email: string; role: Role },
  ): Promise<void> {
    await whenBroken(
      this.database.query(
        'UPDATE users SET name = $2, display_name = $3, email = $4, role = $5, version = version + 1 WHERE id = $1',
        [id, change.name, change.displayName, change.email, change.role],
      ),
      { users_email: emailTaken },
    );
    // An operator shows their user's name, address and locations, so a change of these raises the operator's
    // version.
    await this.database.query('UPDATE operators SET version = version + 1 WHERE user_id = $1', [id]);
  }

  async setLocations(id: string, locationIds: readonly string[]): Promise<void> {
    // Adds first, then removes: whoever deletes a location locks it and then waits for the rows that refer to
    // it.
    await whenBroken(
      this.database.query(
        'INSERT INTO user_locations (user_id, location_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
        [id, locationIds],
      ),
      { user_locations_location: () => conflict('UNKNOWN_LOCATION') },
    );
    await this.database.query('DELETE FROM user_locations WHERE user_id = $1 AND location_id <> ALL($2)', [
      id,
      locationIds,
    ]);
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.database.query('UPDATE users SET password_hash = $2, version = version + 1 WHERE id = $1', [
      id,
      passwordHash,
    ]);
  }

  /** A removed user stays in history, but is in no list and can no longer sign in. */
  async remove(id: string, at: Date): Promise<void> {
    await this.database.query('UPDATE users SET removed_at = $2, version = version + 1 WHERE id = $1', [
      id,
      at,
    ]);
    await this.database.query('DELETE FROM sessions WHERE user_id = $1', [id]);
    await this.database.query('DELETE FROM invitations WHERE user_id = $1', [id]);
    await this.database.query('DELETE FROM password_resets WHERE user_id = $1', [id]);
  }
}

const emailTaken = () => conflict('EMAIL_TAKEN');
