import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** Lists the imported claims that stay when their import is taken back. */
@Injectable()
export class KeptRostersRepository {
  constructor(private readonly database: Database) {}

  /** Lists them by the judged shifts, in the place of what an earlier attempt listed. Returns how many stay. */
  async noteKept(importId: string, timeZone: string): Promise<number> {
    await this.database.query(`DELETE FROM support_import_remarks WHERE import_id = $1 AND kind = 'kept'`, [
      importId,
    ]);
    const noted = await this.database.one<{ count: number }>(
      `WITH noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'kept', row_number() OVER (ORDER BY c.starts_at, c.id) - 1, NULL, t.kept_code,
                'The shift of ' || u.name || ' on ' || to_char(c.starts_at AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI') || ' ' || t.kept_why
                  || coalesce(': ' || i.file_name, '') || '.'
         FROM taken_shifts t JOIN claims c ON c.shift_id = t.id AND c.import_id = $1
         JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
         LEFT JOIN support_imports i ON i.id = t.other_import_id
         WHERE t.kept_code IS NOT NULL
         RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId, timeZone],
    );
    return noted!.count;
  }
}
