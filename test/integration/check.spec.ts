import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '../../src/check/examine.js';
import { lineOf } from '../../src/check/finding.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startMailServer } from '../support/mail.js';

const lines = async (env: NodeJS.ProcessEnv): Promise<string[]> =>
  (await examine({ PORT: '0', ...env })).map(lineOf).map((line) => line.replaceAll(/ +/g, ' '));
const about = async (name: string, env: NodeJS.ProcessEnv): Promise<string> =>
  (await lines(env)).filter((line) => line.split(' ').slice(1).join(' ').startsWith(name)).join('\n');

describe('the check of settings', () => {
  it('names each wrong one with what it accepts, and stops there', async () => {
    const found = await lines({ PORT: 'x', DATABASE_URL: 'mysql://maya:secret@lab/x' });
    expect(found).toEqual([
      `ok Node ${process.versions.node}`,
      'FAILED settings PORT accepts a port, 0 to 65535 (0: any free one)',
      expect.stringMatching(/^FAILED settings DATABASE_URL accepts postgres:\/\/user:password@host/),
    ]);
    expect(found.join('\n')).not.toContain('secret');
  });
});

describe('the check of the embedded database', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afterhours-check-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reports that it runs, and that its folder can be created', async () => {
    const DATA_DIR = join(folder, 'not/there/yet');
    expect(await about('PostgreSQL', { DATA_DIR })).toMatch(
      /^ok PostgreSQL the bundled version, 18\.\d+, runs here/,
    );
    expect(await about('data folder', { DATA_DIR })).toBe(
      `ok data folder ${DATA_DIR} can be used; the first start makes a database there`,
    );
  });

  it('reports a folder that is a file, or of another major version', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await about('data folder', { DATA_DIR: join(folder, 'file') })).toMatch(
      /^FAILED .* is a file: set DATA_DIR/,
    );
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres/PG_VERSION'), '17\n');
    if (process.getuid?.() === 0) chmodSync(join(folder, 'postgres'), 0o755);
    expect(await about('data folder', { DATA_DIR: folder })).toMatch(
      /^FAILED .* was made by PostgreSQL 17: docs/,
    );
    writeFileSync(join(folder, 'postgres/PG_VERSION'), '18\n');
    expect(await about('data folder', { DATA_DIR: folder })).toMatch(/^ok .* holds a database/);
  });

  it('reports a folder that its user, or PostgreSQL’s, may not enter', async () => {
    mkdirSync(join(folder, 'closed'), { mode: process.getuid?.() === 0 ? 0o700 : 0o500 });
    const said = await about('data folder', { DATA_DIR: join(folder, 'closed', 'data') });
    expect(said).toMatch(/^FAILED .* (the user postgres cannot pass|this user may not write in) \S+closed:/);
  });
});

describe('the check of an external database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('reports that nothing answers, without the password', async () => {
    const found = await lines({ DATABASE_URL: 'postgres://maya:secret@127.0.0.1:1/lab' });
    expect(found).toContainEqual(
      expect.stringMatching(
        /^FAILED database DATABASE_URL \(127\.0\.0\.1:1\/lab as maya\) does not lead to a database: .*ECONNREFUSED.*Is it up/,
      ),
    );
    expect(found.join('\n')).not.toContain('secret');
  });

  it('reports one role for everything, or two separate ones', async () => {
    const { owner, server } = database.addresses;
    expect(await about('database', { DATABASE_URL: owner })).toMatch(
      /^ok database reachable, PostgreSQL 1\d/,
    );
    expect(await about('roles', { DATABASE_URL: owner })).toMatch(
      /^note roles \S+ has all rights and could rewrite/,
    );
    expect(await about('roles', { DATABASE_URL: server, MIGRATIONS_DATABASE_URL: owner })).toMatch(
      /^ok roles the server works as \S+, migrations as \S+$/,
    );
    const other = new URL(owner);
    other.pathname = '/postgres';
    expect(await about('roles', { DATABASE_URL: server, MIGRATIONS_DATABASE_URL: other.href })).toMatch(
      /^FAILED roles MIGRATIONS_DATABASE_URL and DATABASE_URL name different databases/,
    );
  });

  it('reports pending migrations, and whether they can run', async () => {
    const { owner, server } = database.addresses;
    expect(await about('migrations', { DATABASE_URL: owner })).toBe('ok migrations none is pending');
    const [last] = await database.query<{ id: number; name: string }>(
      'DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING *',
    );
    expect(await about('migrations', { DATABASE_URL: owner })).toMatch(
      /^note migrations 1 are pending, and the start/,
    );
    expect(await about('migrations', { DATABASE_URL: server })).toMatch(
      /^FAILED migrations 1 are pending, and \S+ may not run them: set MIGRATIONS_DATABASE_URL/,
    );
    await database.query(`INSERT INTO migrations (timestamp, name) VALUES (1, 'Newer1'), (2, $1)`, [
      last!.name,
    ]);
    expect(await about('migrations', { DATABASE_URL: owner })).toMatch(
      /^FAILED migrations a newer Afterhours has changed this database \(Newer1\)/,
    );
  });

  it('reports that it is empty', async () => {
    const empty = await createDatabase({ empty: true });
    try {
      expect(await about('migrations', { DATABASE_URL: empty.url })).toMatch(
        /^ok migrations the database is empty/,
      );
    } finally {
      await empty.drop();
    }
  });
});

describe('the check of the port', () => {
  const on = async (server: Server): Promise<string> => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const said = await about('port', { PORT: String((server.address() as AddressInfo).port) });
    server.close();
    return said;
  };

  it('reports that it is free, or used by another program, or by Afterhours', async () => {
    expect(await about('port', {})).toBe('ok port any free one on 127.0.0.1');
    expect(await on(createServer((socket) => socket.end('no')))).toMatch(
      /^FAILED port another program listens/,
    );
    const live = createHttpServer((_request, answer) => answer.end('{"status":"ok"}'));
    expect(await on(live)).toMatch(/^note port Afterhours answers at \S+: it runs already$/);
  });

  it('reports that the machine has no such address', async () => {
    expect(await about('port', { HOST: '192.0.2.1' })).toMatch(/^FAILED port this machine has no address/);
  });
});

describe('the check of the mail server', () => {
  it('reports that it accepts messages, or refuses the password, which is not shown', async () => {
    const server = await startMailServer({ user: 'desk', pass: 'secret' });
    const MAIL_FROM = 'desk@example.edu';
    try {
      const SMTP_URL = server.url;
      expect(await about('mail', { SMTP_URL, MAIL_FROM })).toMatch(
        /^ok mail \S+ takes messages from desk@example\.edu$/,
      );
      const said = await about('mail', { SMTP_URL: SMTP_URL.replace('secret', 'geheim'), MAIL_FROM });
      expect(said).toMatch(
        /^FAILED mail the mail server \S+ cannot be used: Invalid login.* Look at SMTP_URL$/,
      );
      expect(said).not.toContain('geheim');
    } finally {
      await server.close();
    }
    expect(await about('mail', {})).toMatch(/^note mail no mail server is set/);
  });
});
