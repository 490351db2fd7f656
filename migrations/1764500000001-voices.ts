import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pulses and the patrons' question. Answers are stored as counts, so that no row belongs to a person. */
export class Voices1764500000001 implements MigrationInterface {
  readonly name = 'Voices1764500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pulse_invitations (
        id uuid CONSTRAINT pulse_invitations_pkey PRIMARY KEY,
        pilot_id uuid NOT NULL CONSTRAINT pulse_invitations_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        month text NOT NULL,
        user_id uuid NOT NULL CONSTRAINT pulse_invitations_user_fk REFERENCES users (id) ON DELETE CASCADE,
        group_name text NOT NULL,
        expires_at timestamptz NOT NULL,
        is_answered boolean NOT NULL DEFAULT false,
        CONSTRAINT pulse_invitations_once UNIQUE (pilot_id, month, user_id),
        CONSTRAINT pulse_invitations_group CHECK (group_name IN ('operators', 'supervisors', 'campus-it'))
      )`);
    await runner.query('CREATE INDEX pulse_invitations_user ON pulse_invitations (user_id)');
    await runner.query('CREATE INDEX pulse_invitations_expires ON pulse_invitations (expires_at)');
    await runner.query(`
      CREATE TABLE pulse_links (
        digest bytea CONSTRAINT pulse_links_pkey PRIMARY KEY,
        invitation_id uuid NOT NULL CONSTRAINT pulse_links_invitation_fk REFERENCES pulse_invitations (id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX pulse_links_invitation ON pulse_links (invitation_id)');
    await runner.query(`
      CREATE TABLE pulse_counts (
        pilot_id uuid NOT NULL CONSTRAINT pulse_counts_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        month text NOT NULL,
        group_name text NOT NULL,
        question text NOT NULL,
        answer smallint NOT NULL,
        count int NOT NULL,
        CONSTRAINT pulse_counts_pkey PRIMARY KEY (pilot_id, month, group_name, question, answer),
        CONSTRAINT pulse_counts_group CHECK (group_name IN ('operators', 'supervisors', 'campus-it')),
        CONSTRAINT pulse_counts_question CHECK (question IN ('wouldTakeOn', 'knowsOther', 'fastHelp')),
        CONSTRAINT pulse_counts_answer CHECK (answer BETWEEN 0 AND 5)
      )`);
    await runner.query(`
      CREATE TABLE patron_links (
        id uuid CONSTRAINT patron_links_pkey PRIMARY KEY,
        location_id uuid NOT NULL CONSTRAINT patron_links_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        token text NOT NULL,
        CONSTRAINT patron_links_one_each UNIQUE (location_id),
        CONSTRAINT patron_links_token UNIQUE (token)
      )`);
    await runner.query(`
      CREATE TABLE patron_counts (
        location_id uuid NOT NULL CONSTRAINT patron_counts_location_fk REFERENCES locations (id),
        date date NOT NULL,
        hour smallint NOT NULL,
        answer text NOT NULL,
        count int NOT NULL,
        CONSTRAINT patron_counts_pkey PRIMARY KEY (location_id, date, hour, answer),
        CONSTRAINT patron_counts_hour CHECK (hour BETWEEN 0 AND 23),
        CONSTRAINT patron_counts_answer CHECK (answer IN ('yes', 'partly', 'no'))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['patron_counts', 'patron_links', 'pulse_counts', 'pulse_links', 'pulse_invitations'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
