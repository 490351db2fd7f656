import type { MigrationInterface, QueryRunner } from 'typeorm';
import { displayNameOf } from '../src/domain/display-name.js';

/** Display names are stored instead of being cut from the name, and so is the reason for a binding cap. */
export class DisplayNames1763901600000 implements MigrationInterface {
  readonly name = 'DisplayNames1763901600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN display_name text');
    const users = (await runner.query('SELECT id, name FROM users')) as { id: string; name: string }[];
    const named = users.map(({ id, name }) => ({ id, shown: displayNameOf(name) }));
    await runner.query(
      `UPDATE users u SET display_name = n.shown FROM json_to_recordset($1) AS n(id uuid, shown text) WHERE u.id = n.id`,
      [JSON.stringify(named)],
    );
    await runner.query('ALTER TABLE users ALTER COLUMN display_name SET NOT NULL');
    await runner.query('ALTER TABLE operators ADD COLUMN cap_reason text');
    await runner.query('ALTER TABLE messages ADD COLUMN to_address text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP COLUMN to_address');
    await runner.query('ALTER TABLE operators DROP COLUMN cap_reason');
    await runner.query('ALTER TABLE users DROP COLUMN display_name');
  }
}
