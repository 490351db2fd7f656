import { relative } from 'node:path';
import ts from 'typescript';
import { Calls } from './calls.js';
import type { Unchecked } from './exceptions.js';
import { Server } from './server.js';
import { checkStatements } from './statements.js';
import { Unreadable } from './statement-texts.js';
import { findUnread, findUnusedIndexes } from './unused.js';

/** Allowed exceptions, each with a reason. */
export interface Allowed {
  unchecked: readonly Unchecked[];
  unread: Readonly<Record<string, string>>;
  unusedIndexes: Readonly<Record<string, string>>;
}

export interface Report {
  problems: string[];
  /** What was checked, in words. */
  summary: string[];
}

/**
 * Checks the statements in a program's folder against a migrated database, and the database against the
 * statements.
 */
export async function reportOn(
  program: ts.Program,
  folder: string,
  url: string,
  allowed: Allowed,
): Promise<Report> {
  const root = program.getCurrentDirectory();
  const reader = new Calls(program, root);
  const files = program
    .getSourceFiles()
    .filter(({ fileName }) => relative(root, fileName).startsWith(`${folder}/`));
  const calls = files.flatMap((file) => reader.in(file));
  const texts = calls.flatMap(({ texts }) => (texts instanceof Unreadable ? [] : texts));
  if (texts.length === 0)
    return { problems: [`There is no statement in ${folder}: that cannot be.`], summary: [] };

  const server = await Server.connect(url, temporaryTables(texts));
  try {
    const { described, problems } = await checkStatements(program, calls, server);
    if (problems.length > 0) return { problems, summary: [] };
    const unread = await findUnread(server.client, described);
    const unused = await findUnusedIndexes(
      server.client,
      new Set(texts.filter((text) => PLANNED.test(text))),
    );
    const unreadable = calls.flatMap(({ file, place, texts }) =>
      texts instanceof Unreadable ? [{ file, place, why: texts.message }] : [],
    );
    return {
      problems: [
        ...strayed(unreadable, allowed.unchecked),
        ...differences(unread, allowed.unread, 'No statement reads the column'),
        ...differences(unused, allowed.unusedIndexes, 'No statement takes the index'),
      ],
      summary: [
        `${calls.length - unreadable.length} of ${calls.length} calls checked (${described.length} statements).`,
        ...allowed.unchecked.map(
          ({ file, calls, because }) => `Not checked: ${calls} in ${file}, as ${because}.`,
        ),
      ],
    };
  } finally {
    await server.client.end();
  }
}

const PLANNED = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/;

/** Statements name temporary tables, so they must exist, and for longer than a transaction. */
const temporaryTables = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => /^\s*CREATE TEMPORARY TABLE\b/.test(text))
    .map((text) => text.replace('ON COMMIT DROP', ''));

/** Each file must have exactly as many calls as are allowed. */
function strayed(
  found: readonly { file: string; place: string; why: string }[],
  allowed: readonly Unchecked[],
): string[] {
  const files = new Set([...found, ...allowed].map(({ file }) => file));
  return [...files].flatMap((file) => {
    const own = found.filter((each) => each.file === file);
    const expected = allowed.find((each) => each.file === file)?.calls ?? 0;
    if (own.length === expected) return [];
    return [
      `${file} has ${own.length} statements that cannot be checked, and ${expected} may be (test/statements/exceptions.ts)`,
      ...own.map(({ place, why }) => `${place} ${why}`),
    ];
  });
}

/** What was found but is not allowed, and what is allowed but was not found. */
const differences = (
  found: readonly string[],
  allowed: Readonly<Record<string, string>>,
  what: string,
): string[] => [
  ...found.filter((name) => !(name in allowed)).map((name) => `${what} ${name}`),
  ...Object.keys(allowed)
    .filter((name) => !found.includes(name))
    .map((name) => `${name} is listed in test/statements/exceptions.ts, and need not be`),
];
