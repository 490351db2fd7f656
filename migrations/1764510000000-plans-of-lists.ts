import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for what the lists of support requests and of the audit trail are filtered by. Two of them hold
 * only the few requests that Campus IT has, and one only the events of a clock that was set to another time.
 */
export class PlansOfLists1764510000000 implements MigrationInterface {
  readonly name = 'PlansOfLists1764510000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX support_requests_category, support_requests_channel, support_requests_campus_it, support_requests_escalated',
    );
    await runner.query(
      'DROP INDEX audit_events_actor, audit_events_about, audit_events_kind, audit_events_other_clock',
    );
    await runner.query('CREATE INDEX audit_events_entity ON audit_events (entity, entity_id)');
  }
}

const STATEMENTS = [
  'CREATE INDEX support_requests_category ON support_requests (location_id, category, opened_at, id)',
  'CREATE INDEX support_requests_channel ON support_requests (location_id, channel, opened_at, id)',
  `CREATE INDEX support_requests_campus_it ON support_requests (location_id, opened_at, id) WHERE tier = 'campus-it'`,
  'CREATE INDEX support_requests_escalated ON support_requests (location_id, opened_at, id) WHERE escalated_at IS NOT NULL',
  'DROP INDEX audit_events_entity',
  // The primary key is not in the order `DESC NULLS LAST`, so it is not read instead of these.
  'CREATE INDEX audit_events_actor ON audit_events (actor_id, id DESC NULLS LAST) WHERE actor_id IS NOT NULL',
  'CREATE INDEX audit_events_about ON audit_events (entity_id, id DESC NULLS LAST)',
  'CREATE INDEX audit_events_kind ON audit_events (entity, id DESC NULLS LAST)',
  // The first 48 bits of an id are the milliseconds at which it was made.
  `CREATE INDEX audit_events_other_clock ON audit_events (at)
     WHERE at - to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
       NOT BETWEEN interval '-1 minute' AND interval '1 minute'`,
];
