import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is written into the ticket of a request that the library has again. */
export class TicketPartings1765912000001 implements MigrationInterface {
  readonly name = 'TicketPartings1765912000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE escalation_tickets
         ADD COLUMN parting text,
         ADD CONSTRAINT escalation_tickets_parted CHECK (parting IS NULL OR state = 'over')`,
    );
    await runner.query('DROP INDEX escalation_tickets_due');
    await runner.query(
      `CREATE INDEX escalation_tickets_due ON escalation_tickets (next_attempt_at, id) WHERE state = 'waiting' OR parting IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX escalation_tickets_due');
    await runner.query(
      `CREATE INDEX escalation_tickets_due ON escalation_tickets (next_attempt_at, id) WHERE state = 'waiting'`,
    );
    await runner.query('ALTER TABLE escalation_tickets DROP COLUMN parting');
  }
}
