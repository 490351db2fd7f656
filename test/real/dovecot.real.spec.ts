import { setTimeout as sleep } from 'node:timers/promises';
import { chance as chanceOfThisRun } from '../faults/run-settings.js';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { CollectingProduct } from './collecting-product.js';
import { Dovecot } from './dovecot/dovecot.js';
import { aBareMail, aMail, aWholeForward } from './dovecot/mails.js';

const HEADER = 'No,Opened,Topic';
const line = (number: string, topic: string): string => `${number},2026-01-12 09:00,${topic}`;
const csv = (...lines: string[]): string => [HEADER, ...lines, ''].join('\n');
const MESSAGES = 40;
const TICKETS = 3_000;

describe('a real mail server', () => {
  const chance = chanceOfThisRun();
  let dovecot: Dovecot;
  let app: CollectingProduct;
  let lab: string;

  beforeAll(async () => {
    dovecot = await Dovecot.start();
    app = await CollectingProduct.start(dovecot.host, chance, { NODE_EXTRA_CA_CERTS: dovecot.certificate });
    lab = await app.lab('Library');
  });
  afterAll(async () => {
    await app?.close();
    await dovecot?.close();
  });

  const createSource = (settings: object = {}): Promise<Answer> =>
    app.admin.post('/support-sources', {
      name: 'Mail',
      kind: 'mailbox',
      locationId: lab,
      settings: {
        host: '127.0.0.1',
        port: dovecot.port,
        user: Dovecot.USER,
        password: Dovecot.PASSWORD,
        mapping: { columns: { externalId: 'No', openedAt: 'Opened', category: 'Topic' } },
        ...settings,
      },
      everyMinutes: 1,
      enabled: true,
    });
  const topics = (): Promise<{ id: string; topic: string }[]> =>
    app.database.query(
      `SELECT external_id AS id, category AS topic FROM support_requests WHERE source = 'Mail'
       ORDER BY length(external_id), external_id`,
    );

  it('refuses a wrong password, tells of its folders, and is not read without TLS', async () => {
    await dovecot.deliver(await aMail({ text: 'nothing attached' }), '.Reports.2026');
    const refused = async (settings: object): Promise<unknown> => (await createSource(settings)).body.detail;
    expect(await refused({ password: 'wrong' })).toMatch(/refuses the user or the password/);
    expect(await refused({ folder: 'Berichte' })).toBe(
      'There is no folder Berichte in this mailbox. There are: INBOX, Reports, Reports.2026.',
    );
    expect(await refused({ tls: false })).toMatch(/^Its server does not greet/);
    expect(await refused({})).toMatch(/^None of the newest messages in the folder INBOX has such a file/);
  });

  it('gives files in all the ways in which mail programs send them', async () => {
    const attached = (content: string | Buffer, more: object = {}) => ({
      attachments: [{ filename: 'tickets.csv', content, ...more }],
    });
    const quotedPrintable = { contentTransferEncoding: 'quoted-printable' } as const;
    const inner = await aMail(attached(csv(line('6', 'forwarded'))));
    for (const message of [
      await aMail(attached(csv(line('1', 'Grüße')))),
      await aMail(attached(csv(line('2', 'Größe = 5')), quotedPrintable)),
      await aMail(attached(Buffer.from(`\uFEFF${csv(line('3', 'Straße'))}`, 'utf16le'))),
      await aMail(attached(Buffer.from(csv(line('4', 'Öffnung')), 'latin1'), { contentType: 'text/plain' })),
      await aMail(attached(csv(line('5', 'name')), { filename: 'Störungen der Woche – Bücherei.csv' })),
      await aMail({ attachments: [{ filename: 'old.eml', content: inner, contentType: 'message/rfc822' }] }),
      aBareMail(csv(line('7', 'bare'))),
      aWholeForward(await aMail(attached(csv(line('9', 'forwarded whole'))))),
      await aMail({ html: '<p>Hello', text: 'Hello' }),
      await aMail({ ...attached(csv(line('8', 'stranger'))), from: 'somebody@example.com' }),
      await aMail(attached(csv(line('1', 'corrected')))),
    ])
      await dovecot.deliver(message);
    app.sourceId = succeeded(await createSource({ from: '@desk.example.edu' })).id;
    await app.collect();
    expect(await topics()).toEqual([
      { id: '1', topic: 'corrected' },
      { id: '2', topic: 'Größe = 5' },
      { id: '3', topic: 'Straße' },
      { id: '4', topic: 'Öffnung' },
      { id: '5', topic: 'name' },
      { id: '6', topic: 'forwarded' },
      { id: '7', topic: 'bare' },
      { id: '9', topic: 'forwarded whole' },
    ]);
    const check = succeeded(await app.admin.post(`/support-sources/${app.sourceId}/check`));
    expect(check.message).toMatch(/^It can be read\. 9 messages have such a file/);
  });

  it('loses nothing and stores nothing twice while messages come and the app is killed', async () => {
    for (let round = 1; round <= MESSAGES; round++) {
      const lines = Array.from({ length: TICKETS }, (_, index) => line(`T${index}`, `round ${round}`));
      await dovecot.deliver(await aMail({ attachments: [{ filename: 'all.csv', content: csv(...lines) }] }));
      if (round % 10 !== 0) continue;
      succeeded(await app.admin.post(`/support-sources/${app.sourceId}/runs`));
      await sleep(chance.upTo(2_500));
      await app.kill();
    }
    await app.collect();
    const ours = (await topics()).filter(({ id }) => id.startsWith('T'));
    expect(ours).toHaveLength(TICKETS);
    expect(new Set(ours.map(({ topic }) => topic))).toEqual(new Set([`round ${MESSAGES}`]));
  });

  it('that numbers its messages anew is read from the beginning, with the same outcome', async () => {
    const before = await topics();
    const since = new Date();
    await dovecot.renumber();
    await app.collect();
    expect(await topics()).toEqual(before);
    const [run] = await app.database.query<{ fetched: number; created: number }>(
      'SELECT fetched, created FROM support_source_runs WHERE started_at > $1 AND fetched > 0 LIMIT 1',
      [since],
    );
    expect(run).toEqual({ fetched: TICKETS + 8, created: 0 });
  });

  it('has its mailbox as it was: no message is marked as seen', async () => {
    const names = await dovecot.messages();
    expect(names).toHaveLength(11 + MESSAGES);
    expect(names.filter((name) => /:2,.*S/.test(name))).toEqual([]);
  });
});
