import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people record about a pilot: pauses, its end, reviews, and the pilot that starts it over. */
export class LifeOfPilots1764500000000 implements MigrationInterface {
  readonly name = 'LifeOfPilots1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pilots ADD COLUMN predecessor_id uuid,
        ADD CONSTRAINT pilots_predecessor UNIQUE (predecessor_id),
        ADD CONSTRAINT pilots_predecessor_fk FOREIGN KEY (predecessor_id) REFERENCES pilots (id) ON DELETE SET NULL`);
    await runner.query(`
      CREATE TABLE pilot_pauses (
        id uuid CONSTRAINT pilot_pauses_pkey PRIMARY KEY,
        pilot_id uuid NOT NULL CONSTRAINT pilot_pauses_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        reason text NOT NULL,
        paused_at timestamptz NOT NULL,
        paused_by uuid,
        resumed_at timestamptz,
        resumed_by uuid,
        CONSTRAINT pilot_pauses_forwards CHECK (resumed_at >= paused_at)
      )`);
    await runner.query('CREATE INDEX pilot_pauses_pilot ON pilot_pauses (pilot_id)');
    await runner.query(
      'CREATE UNIQUE INDEX pilot_pauses_one_open ON pilot_pauses (pilot_id) WHERE resumed_at IS NULL',
    );
    await runner.query(`
      CREATE TABLE pilot_endings (
        pilot_id uuid CONSTRAINT pilot_endings_pkey PRIMARY KEY
          CONSTRAINT pilot_endings_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        ended_at timestamptz NOT NULL,
        ended_by uuid,
        finding text,
        why text,
        evidence text,
        CONSTRAINT pilot_endings_finding
          CHECK (finding IN ('successful', 'unsuccessful', 'timing', 'stopped-early')),
        CONSTRAINT pilot_endings_evidence CHECK (finding <> 'timing' OR evidence IS NOT NULL)
      )`);
    await runner.query(`
      CREATE TABLE pilot_reviews (
        id uuid CONSTRAINT pilot_reviews_pkey PRIMARY KEY,
        pilot_id uuid NOT NULL CONSTRAINT pilot_reviews_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        held_on date NOT NULL,
        people text[] NOT NULL,
        decision text NOT NULL,
        why text NOT NULL,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT pilot_reviews_decision CHECK (decision IN ('go-on', 'change', 'pause', 'stop'))
      )`);
    await runner.query('CREATE INDEX pilot_reviews_pilot ON pilot_reviews (pilot_id, held_on, id)');
    await runner.query(`
      CREATE TABLE pilot_review_actions (
        id uuid CONSTRAINT pilot_review_actions_pkey PRIMARY KEY,
        review_id uuid NOT NULL CONSTRAINT pilot_review_actions_review_fk REFERENCES pilot_reviews (id) ON DELETE CASCADE,
        ordinal smallint NOT NULL,
        text text NOT NULL,
        owner_id uuid CONSTRAINT pilot_review_actions_owner_fk REFERENCES users (id),
        owner_name text,
        due_on date NOT NULL,
        is_done boolean NOT NULL DEFAULT false,
        CONSTRAINT pilot_review_actions_owner CHECK ((owner_id IS NULL) <> (owner_name IS NULL))
      )`);
    await runner.query('CREATE INDEX pilot_review_actions_review ON pilot_review_actions (review_id)');
    await runner.query(
      'CREATE INDEX pilot_review_actions_due ON pilot_review_actions (due_on) WHERE NOT is_done AND owner_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['pilot_review_actions', 'pilot_reviews', 'pilot_endings', 'pilot_pauses'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('ALTER TABLE pilots DROP COLUMN predecessor_id');
  }
}
