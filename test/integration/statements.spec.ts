import { join } from 'node:path';
import ts from 'typescript';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { reportOn, type Allowed, type Report } from '../statements/report.js';

const HEAD = `import { Database } from '../src/platform/database/database.js';
const NAMES = 'id, name';
const withLock = (table: string, isHeld: boolean): string => \`\${table} \${isHeld ? 'FOR UPDATE' : ''}\`;
declare const db: Database, id: string, now: Date, number: number, maybe: string | null, made: string;
`;
const NOTHING_ALLOWED: Allowed = { unchecked: [], unread: {}, unusedIndexes: {} };

/** A program of one planted file and the real sources. */
function programOf(source: string): ts.Program {
  const root = process.cwd();
  const path = join(root, 'planted', 'statements.ts');
  const { config } = ts.readConfigFile('tsconfig.build.json', (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === path
      ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true)
      : getSourceFile(file, ...rest);
  return ts.createProgram([path], options, host);
}

type Case = [name: string, code: string, ...problems: string[]];

const REFUSED: Case[] = [
  ['a renamed column', `db.query<{ nme: string }>('SELECT nme FROM users')`, 'column "nme" does not exist'],
  [
    'a text declared as a number',
    `db.query<{ name: number }>('SELECT name FROM users')`,
    'sends a string as name: number',
  ],
  [
    'a count declared as a text',
    `db.one<{ n: string }>('SELECT count(*) AS n FROM users')`,
    'sends a number as n: string',
  ],
  [
    'a list of bigints declared as numbers',
    `db.one<{ n: number[] }>('SELECT array_agg(transaction) AS n FROM live_changes HAVING count(*) > 0')`,
    'can send null as n',
    'sends a string as n[]: number',
  ],
  [
    'a date declared as a Date',
    `db.query<{ on: Date | null }>('SELECT deactivated_on AS on FROM operators')`,
    'sends a string as on: Date',
  ],
  [
    'a column that can be null',
    `db.query<{ hash: string }>('SELECT password_hash AS hash FROM users')`,
    'can send null as hash: string',
  ],
  [
    'what an outer join may not find',
    `db.query<{ id: string }>('SELECT o.id FROM users u LEFT JOIN operators o ON o.user_id = u.id')`,
    'can send null as id: string',
  ],
  [
    'a subquery that may find nothing',
    `db.query<{ n: string }>('SELECT (SELECT u.name FROM users u WHERE u.id = o.user_id) AS n FROM operators o')`,
    'can send null as n',
  ],
  [
    'a sum of no rows',
    `db.one<{ n: number }>('SELECT sum(seats) AS n FROM shifts')`,
    'can send null as n: number',
  ],
  [
    'a column nobody declares',
    `db.query<{ id: string }>('SELECT id, name FROM users')`,
    'sends name, which the row type does not have',
  ],
  [
    'a declared column nobody sends',
    `db.query<{ id: string; name: string }>('SELECT id FROM users')`,
    'does not send name, which the row type has',
  ],
  [
    'a column sent twice',
    `db.query<{ id: string }>('SELECT u.id, o.id FROM users u JOIN operators o ON o.user_id = u.id')`,
    'sends id twice',
  ],
  [
    'a value that a check lets in',
    `db.query<{ status: 'draft' }>('SELECT status FROM shifts')`,
    `can send 'published', 'cancelled' as status`,
  ],
  [
    'a renamed field of JSON',
    `db.query<{ o: { nme: string } }>("SELECT json_build_object('name', name) AS o FROM users")`,
    'sends o.name',
    'does not send o.nme',
  ],
  [
    'a Date in JSON',
    `db.query<{ all: { at: Date }[] }>("SELECT COALESCE((SELECT json_agg(r) FROM (SELECT starts_at AS at FROM shifts) r), '[]') AS all")`,
    'sends a string as all[].at: Date',
  ],
  [
    'one parameter too few',
    `db.query('DELETE FROM users WHERE id = $1 AND email = $2', [id])`,
    'takes 2 parameters, and is given 1',
  ],
  [
    'one parameter too many',
    `db.query('DELETE FROM users WHERE id = $1', [id, id])`,
    'takes 1 parameters, and is given 2',
  ],
  [
    'a number for a uuid',
    `db.query('DELETE FROM users WHERE id = $1', [number])`,
    'takes uuid as $1, not number',
  ],
  ['one for many', `db.query('DELETE FROM users WHERE id = ANY($1)', [id])`, 'takes _uuid as $1, not string'],
  [
    'null where it cannot be stored',
    `db.query('UPDATE users SET name = $2 WHERE id = $1', [id, maybe])`,
    'stores $2, which can be null, in users.name',
  ],
  [
    'parameters from afar',
    `db.query('DELETE FROM users WHERE id = $1', made.split(','))`,
    'parameters that cannot be read',
  ],
  [
    'one form of two',
    `db.query<{ id: string }>(\`SELECT id FROM users \${maybe ? 'WHERE nme IS NULL' : ''}\`)`,
    'column "nme" does not exist',
  ],
  [
    'a fragment of constants',
    `db.query<{ id: string }>(\`SELECT \${NAMES} FROM \${withLock('users', true)}\`)`,
    'sends name, which',
  ],
];

const TAKEN: Case[] = [
  [
    'values as the driver makes them',
    `db.query<{ id: string; n: number; at: Date; on: string; hash: Buffer }>('SELECT s.id, count(*) AS n, max(t.created_at) AS at, current_date AS on, t.digest AS hash FROM users s JOIN sessions t ON t.user_id = s.id GROUP BY s.id, t.id')`,
  ],
  [
    'what a condition says is there',
    `db.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE password_hash IS NOT NULL')`,
  ],
  [
    'an outer join that a condition undoes',
    `db.query<{ id: string }>('SELECT o.id FROM users u LEFT JOIN operators o ON o.user_id = u.id WHERE o.cap_is_binding')`,
  ],
  ['a value instead of null', `db.query<{ n: number }>('SELECT COALESCE(sum(seats), 0) AS n FROM shifts')`],
  [
    'all values a check lets in',
    `db.query<{ status: 'draft' | 'published' | 'cancelled' }>('SELECT status FROM shifts')`,
  ],
  [
    'fields of JSON',
    `db.query<{ o: { at: string; ids: string[] } }>("SELECT json_build_object('at', starts_at, 'ids', ARRAY(SELECT id FROM claims WHERE shift_id = s.id)) AS o FROM shifts s")`,
  ],
  [
    'what a statement with a name in front gives',
    `db.one<{ id: string }>('WITH gone AS (DELETE FROM users WHERE id = $1 RETURNING id) SELECT id FROM gone', [id])`,
  ],
  [
    'either of two queries',
    `db.query<{ at: Date | null }>('SELECT starts_at AS at FROM shifts UNION ALL SELECT removed_at FROM users')`,
  ],
  [
    'parameters as they may come',
    `db.query('UPDATE users SET name = $2, removed_at = $3 WHERE id = $1', [id, id, maybe ? now : null])`,
  ],
  ['rows nobody looks at', `db.query('SELECT pg_advisory_xact_lock($1)', [number])`],
];

// The checker reads parse trees of the bundled PostgreSQL; the real lane uses an older version.
(process.env['TEST_DATABASE_URL'] === undefined ? describe : describe.skip)('the check of statements', () => {
  let database: TestDatabase;
  let report: Report;
  beforeAll(async () => {
    database = await createDatabase();
    const cases = [...REFUSED, ...TAKEN].map(([, code]) => `void ${code};`);
    report = await reportOn(programOf(HEAD + cases.join('\n')), 'planted', database.url, NOTHING_ALLOWED);
  });
  afterAll(() => database.drop());

  const problemsOn = (index: number): string[] => {
    const place = `planted/statements.ts:${HEAD.split('\n').length + index} `;
    return report.problems
      .filter((problem) => problem.startsWith(place))
      .map((problem) => problem.slice(place.length));
  };
  const reportOf = (source: string, allowed = NOTHING_ALLOWED): Promise<Report> =>
    reportOn(programOf(HEAD + source), 'planted', database.url, allowed);

  it.each(REFUSED.map((each, index) => [each[0], index] as const))('refuses %s', (_name, index) => {
    const [, , ...expected] = REFUSED[index]!;
    expect(problemsOn(index)).toEqual(expected.map((problem) => expect.stringContaining(problem)));
  });

  it.each(TAKEN.map((each, index) => [each[0], index] as const))('accepts %s', (_name, index) => {
    expect(problemsOn(REFUSED.length + index)).toEqual([]);
  });

  it('refuses a folder without statements, because it would look in the wrong place', async () => {
    expect((await reportOf('export {};')).problems).toEqual([
      'There is no statement in planted: that cannot be.',
    ]);
  });

  it('refuses statements it cannot read, unless exactly as many are listed', async () => {
    const [source, file] = [
      'void db.query(made); void db.query(`SELECT FROM users`);',
      'planted/statements.ts',
    ];
    const { problems } = await reportOf(source);
    expect(problems).toContain(
      `${file} has 1 statements that cannot be checked, and 0 may be (test/statements/exceptions.ts)`,
    );
    expect(problems).toContain(`${file}:${HEAD.split('\n').length} cannot be read at \`made\``);
    for (const calls of [1, 2]) {
      const listed = { ...NOTHING_ALLOWED, unchecked: [{ file, calls, because: 'it is a test' }] };
      const { problems, summary } = await reportOf(source, listed);
      expect(problems.some((problem) => problem.includes('cannot be checked'))).toBe(calls === 2);
      expect(summary).toContain(`Not checked: ${calls} in ${file}, as it is a test.`);
    }
  });

  it('reports columns that are only written, indexes that no plan uses, and outdated lists', async () => {
    await database.query(
      'CREATE TABLE planted (id int PRIMARY KEY, read int NOT NULL, written int, other int)',
    );
    await database.query('CREATE INDEX planted_read ON planted (read)');
    await database.query('CREATE INDEX planted_written ON planted (written)');
    const { problems } = await reportOf(
      'void db.query("UPDATE planted SET written = $1 WHERE read = $2 RETURNING id", [number, number]);',
      {
        unchecked: [],
        unread: { 'planted.other': 'it is a test', 'planted.read': 'it was' },
        unusedIndexes: {},
      },
    );
    expect(problems.filter((problem) => problem.includes('planted'))).toEqual([
      'No statement reads the column planted.written',
      'planted.read is listed in test/statements/exceptions.ts, and need not be',
      'No statement takes the index planted_written',
    ]);
  });
});
