import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is escalated opens a ticket in the system of Campus IT. */
export class EscalationTickets1765750000000 implements MigrationInterface {
  readonly name = 'EscalationTickets1765750000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE source_escalations (
        location_id uuid NOT NULL
          CONSTRAINT source_escalations_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        source_id uuid NOT NULL CONSTRAINT source_escalations_source_fk REFERENCES support_sources (id),
        CONSTRAINT source_escalations_pkey PRIMARY KEY (location_id)
      )`);
    await runner.query('CREATE INDEX source_escalations_source ON source_escalations (source_id)');
    await runner.query(`
      CREATE TABLE escalation_tickets (
        id uuid NOT NULL CONSTRAINT escalation_tickets_pkey PRIMARY KEY,
        request_id uuid NOT NULL
          CONSTRAINT escalation_tickets_request_fk REFERENCES support_requests (id) ON DELETE CASCADE,
        source_id uuid CONSTRAINT escalation_tickets_source_fk REFERENCES support_sources (id) ON DELETE SET NULL,
        source_name text NOT NULL,
        reference text NOT NULL CONSTRAINT escalation_tickets_reference UNIQUE,
        words text,
        state text NOT NULL CONSTRAINT escalation_tickets_state CHECK (state IN ('waiting', 'open', 'failed', 'over')),
        attempts smallint NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        problem jsonb,
        external_id text,
        external_url text,
        created_at timestamptz NOT NULL,
        opened_at timestamptz,
        seen_at timestamptz,
        first_response_at timestamptz,
        resolved_at timestamptz,
        was_with_campus_it boolean NOT NULL DEFAULT false,
        shared boolean NOT NULL DEFAULT false,
        CONSTRAINT escalation_tickets_opened CHECK (state <> 'open' OR external_id IS NOT NULL)
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX escalation_tickets_external ON escalation_tickets (source_id, external_id) WHERE external_id IS NOT NULL',
    );
    await runner.query(
      `CREATE UNIQUE INDEX escalation_tickets_live ON escalation_tickets (request_id) WHERE state <> 'over'`,
    );
    await runner.query(
      'CREATE INDEX escalation_tickets_request ON escalation_tickets (request_id, created_at, id)',
    );
    await runner.query(
      `CREATE INDEX escalation_tickets_due ON escalation_tickets (next_attempt_at, id) WHERE state = 'waiting'`,
    );
    await runner.query(
      `CREATE INDEX escalation_tickets_unseen ON escalation_tickets (seen_at, id) WHERE state = 'open'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE escalation_tickets, source_escalations');
  }
}
