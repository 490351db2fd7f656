import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The links of an invitation that were sent by e-mail, one per attempt. They are made when the message is
 * sent, so that none is stored in the outbox.
 */
export class InvitationLinks1763902120000 implements MigrationInterface {
  readonly name = 'InvitationLinks1763902120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitation_links (
        id uuid NOT NULL,
        invitation_id uuid NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT invitation_links_pkey PRIMARY KEY (id),
        CONSTRAINT invitation_links_digest UNIQUE (digest),
        CONSTRAINT invitation_links_invitation_fk FOREIGN KEY (invitation_id) REFERENCES invitations(id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX invitation_links_invitation ON invitation_links (invitation_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invitation_links');
  }
}
