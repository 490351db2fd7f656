import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words of requests are found beside any punctuation. Where the locale knows only the letters of ASCII, as C.UTF-8 of the embedded database,
 * PostgreSQL takes all other signs for letters: “LaserJet” was a word with its quotation marks.
 */
export class SearchWords1765200000000 implements MigrationInterface {
  readonly name = 'SearchWords1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX support_requests_words');
    await runner.query(
      index(String.raw`regexp_replace(${TEXT},
        '[-+./@~<>&\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u037e\u0387\u05be\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200a\u2010-\u2029\u202f-\u205f\u20a0-\u20cf\u2190-\u22ff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]',
        ' ', 'g')`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX support_requests_words');
    await runner.query(index(`translate(${TEXT}, '-+./@~<>&', '         ')`));
  }
}

const TEXT = `COALESCE(title, '') || ' ' || COALESCE(workstation, '') || ' ' || COALESCE(category, '') || ' ' || COALESCE(external_id, '')`;

const index = (words: string): string =>
  `CREATE INDEX support_requests_words ON support_requests USING gin (to_tsvector('simple', ${words}))`;
