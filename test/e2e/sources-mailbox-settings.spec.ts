import { succeeded } from '../support/factories.js';
import { FakeImap } from '../support/fake-imap.js';
import { fileMapping } from '../support/file-sources.js';
import type { Answer } from '../support/http-client.js';
import { MailboxSources } from '../support/mailbox-sources.js';
import { collected, shown } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const other = new FakeImap();
const boxes = new MailboxSources(async () => [(await other.start()).host]);
const { mail, aSource, create, storedIds } = boxes;
afterAll(() => other.stop());
beforeEach(() => {
  other.reset();
  for (const one of [mail, other]) one.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
});

const patch = async (id: string, settings: object): Promise<Answer> => {
  const answer = await boxes.app.admin.patch(`/support-sources/${id}`, { settings });
  await boxes.app.jobsDone();
  return answer;
};
const withoutPassword = (overrides: object = {}): object => {
  const { password: _password, ...settings } = boxes.settings(overrides);
  return settings;
};
const refusals = ({ status, body }: Answer): unknown[] => [
  status,
  (body.violations as { field: string; message: string }[]).map(({ field, message }) => [field, message]),
];

describe('the password of a mailbox', () => {
  it('is in no answer, no audit event and nowhere in the database in the open', async () => {
    const answers = [await create()];
    const id = answers[0]!.body.id as string;
    await boxes.app.jobsDone();
    const path = `/support-sources/${id}`;
    const looks = async (): Promise<void> => {
      await collected(boxes.app, id);
      for (const at of [path, `${path}/runs`]) answers.push(await boxes.app.admin.get(at));
      answers.push(await boxes.app.admin.post(`${path}/check`));
    };
    await looks();
    const secret = FakeImap.PASSWORD;
    for (const spoil of [
      `NO [AUTHENTICATIONFAILED] ${secret}`,
      `BAD ${secret}`,
      `OK [ALERT] ${secret}\r\n* BYE ${secret}`,
    ]) {
      mail.hook = ({ tag, name }, socket) =>
        name === 'CAPABILITY' ? false : !!socket.write(`${tag} ${spoil}\r\n`);
      await looks();
    }
    answers.push(await create({}, { name: 'second' }), await patch(id, boxes.settings({ user: 'x' })));
    answers.push(await boxes.app.admin.get('/audit-events?limit=100'), await boxes.app.admin.get('/inbox'));
    answers.push(await boxes.app.anonymous.get('/metrics'));
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('never-shown');
    const tables = await boxes.app.database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'pgboss')`,
    );
    for (const { name } of tables)
      expect(
        await boxes.app.database.query(
          `SELECT FROM ${name} AS t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1`,
          ['never-shown', Buffer.from('never-shown').toString('hex')],
        ),
      ).toEqual([]);
  });

  it('stays when a change leaves it out for the same server', async () => {
    const id = await aSource();
    expect((await patch(id, withoutPassword({ folder: 'Reports' }))).status).toBe(200);
    expect(await shown(boxes.app, id)).toMatchObject({
      state: 'working',
      settings: { user: FakeImap.USER, folder: 'Reports', host: '127.0.0.1' },
    });
  });

  it.each([
    ['another server', () => ({ host: 'imap.example.edu' })],
    ['another port', () => ({ port: other.port })],
    ['the same server with TLS', () => ({ tls: true })],
  ])('must be given again for %s, which never gets the old one', async (_name, change) => {
    const id = await aSource();
    expect(refusals(await patch(id, withoutPassword(change())))).toEqual([
      400,
      [['settings.password', 'password must be given again, because the address leads to another server.']],
    ]);
    expect(other.asked).toEqual([]);
  });

  it('that is new has the messages go on where they were', async () => {
    const id = await aSource();
    mail.asked = [];
    expect((await patch(id, boxes.settings())).status).toBe(200);
    await collected(boxes.app, id);
    // The check reads the newest file, and the runs read none.
    expect(mail.asked.filter(({ rest }) => rest.includes('[2]'))).toHaveLength(1);
    expect(await storedIds()).toEqual(['A']);
  });
});

describe('settings of a mailbox', () => {
  it.each([
    [
      'no host',
      { host: 'imap.example.edu/x' },
      'host',
      'host must be the name of a server alone, such as imap.example.edu.',
    ],
    [
      'a host with a user',
      { host: 'maya@imap.example.edu' },
      'host',
      'host must be the name of a server alone, such as imap.example.edu.',
    ],
    ['no port', { port: 70_000 }, 'port', 'port must be 65535 at most.'],
    ['a user of two lines', { user: 'a\r\nb' }, 'user', 'user must be one line of 1 to 200 characters.'],
    [
      'no password',
      { password: '' },
      'password',
      'password must be one line of plain letters, digits and signs.',
    ],
    [
      'a folder of two lines',
      { folder: 'a\nb' },
      'folder',
      'folder must be one line of 1 to 500 characters.',
    ],
    ['no sender', { from: 'desk.example.edu' }, 'from', 'from must be an e-mail address, or @ and a domain.'],
    [
      'a mapping that only counts',
      { mapping: fileMapping({}, { dryRun: true }) },
      'mapping.dryRun',
      'dryRun is for imports. Check the source instead.',
    ],
    [
      'a mapping of another source',
      { mapping: fileMapping({}, { source: 'x' }) },
      'mapping.source',
      'mapping.source is not the name of this source. Leave it out.',
    ],
    ['an address', { url: 'https://x.example.edu' }, 'url', expect.any(String)],
  ])('are refused with %s', async (_name, settings, field, message) => {
    expect(refusals(await create(settings))).toEqual([400, [[`settings.${field}`, message]]]);
    expect(mail.asked).toEqual([]);
  });

  it.each([
    [
      'without TLS for a host that is not named',
      { host: 'imap.example.edu', port: 993 },
      'SOURCE_UNREACHABLE',
      'not-secure',
    ],
    [
      'at another port of such a host',
      { host: 'imap.example.edu', port: 143, tls: true },
      'SOURCE_UNREACHABLE',
      'other-port',
    ],
    [
      'in a private network',
      { host: '192.168.1.1', port: undefined, tls: undefined },
      'SOURCE_MAILBOX',
      'private',
    ],
  ])('are refused %s', async (_name, settings, code, rule) => {
    const { status, body } = await create(settings);
    expect([status, body.code, (body.params as { rule: string }).rule]).toEqual([409, code, rule]);
  });

  it('keep nothing that the source says itself', async () => {
    const mapping = fileMapping({}, { source: 'mail', locationId: boxes.locationId, dryRun: false });
    const id = await aSource({ mapping });
    const { settings } = (await shown(boxes.app, id)) as { settings: object };
    const { password: _password, ...kept } = boxes.settings({ mapping: fileMapping() });
    expect(settings).toEqual(kept);
  });
});

it('a mailbox that is read without a former message says so in its run, and goes on with the next', async () => {
  mail.deliverCsv(['key,created', 'X,2026-10-26 09:00']);
  const refused = await create();
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    'The newest file cannot be read. The file has no column "opened". It is in message 2 of 2026-10-26.',
  ]);
  mail.messages.pop();
  const id = await aSource();
  mail.deliverCsv(['key,created', 'X,2026-10-26 09:00']);
  const failed = await boxes.again(id);
  expect([failed.status, failed.error]).toEqual([
    'failed',
    'The newest file cannot be read. The file has no column "opened". It is in message 3 of 2026-10-26.',
  ]);
  mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
  const passed = await boxes.again(id);
  expect(passed).toMatchObject({
    status: 'completed',
    skipped: 1,
    remarks: [
      {
        externalId: 'message 3 of 2026-10-26',
        message: 'The file has no column "opened".',
        isTaken: false,
      },
    ],
  });
  expect(await storedIds()).toEqual(['A', 'B']);
  expect(succeeded(await boxes.app.admin.get(`/support-sources/${id}`)).problem).toBeNull();
});
