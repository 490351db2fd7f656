import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MigrationInterface } from 'typeorm';

/** A migration's file begins with its time. Its class is named like the file, with the time at the end. */
const MIGRATION_FILE = /^\d{13}-[a-z0-9-]+\.[jt]s$/;

const load = createRequire(import.meta.url) as (path: string) => Record<string, new () => MigrationInterface>;

/** All migrations of this folder, oldest first. */
export const migrations = readdirSync(import.meta.dirname)
  .filter((file) => MIGRATION_FILE.test(file))
  .sort()
  .flatMap((file) => Object.values(load(`./${file}`)));

// Without migrations the server would start, and assume that its tables exist.
if (migrations.length === 0) throw new Error(`There are no migrations in ${import.meta.dirname}.`);
