import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

@Injectable()
export class ResponsiblePeople {
  constructor(private readonly database: Database) {}

  /** The ids of who is told about a location: those of a role there; without any, the admins. */
  async at(locationId: string, role: 'supervisor' | 'campus_it'): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `WITH own AS (
         SELECT u.id FROM users u JOIN user_locations l ON l.user_id = u.id
         WHERE l.location_id = $1 AND u.role = $2 AND u.removed_at IS NULL
       )
       SELECT id FROM own
       UNION ALL
       SELECT id FROM users WHERE role = 'admin' AND removed_at IS NULL AND NOT EXISTS (SELECT FROM own)
       ORDER BY id`,
      [locationId, role],
    );
    return rows.map(({ id }) => id);
  }
}
