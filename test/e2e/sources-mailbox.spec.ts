import { jest } from '@jest/globals';
import { succeeded } from '../support/factories.js';
import { fileMapping } from '../support/file-sources.js';
import { MailboxSources } from '../support/mailbox-sources.js';
import { collected, recheckNext, runsOf, shown } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago, where the location is.

const boxes = new MailboxSources();
const { mail, aSource, again, create, stored, storedIds } = boxes;
const HEADER = 'key,opened,what';
const WITH_WHAT = { mapping: fileMapping({ category: 'what' }) };
const categories = async (): Promise<unknown[]> =>
  (await stored()).map(({ externalId, category }) => [externalId, category]);

describe('a mailbox', () => {
  it('is read in the order of its messages, so that of each request the last file counts', async () => {
    mail.deliverCsv([HEADER, 'A,2026-10-26 09:00,old', 'B,2026-10-26 09:00,log-in']);
    mail.deliverCsv([HEADER, 'A,2026-10-26 09:00,new', 'C,2026-10-26 10:00,x']);
    const id = await aSource(WITH_WHAT);
    expect(await shown(boxes.app, id)).toMatchObject({ state: 'working', kind: 'mailbox' });
    expect(await categories()).toEqual([
      ['A', 'new'],
      ['B', 'log-in'],
      ['C', 'x'],
    ]);
  });

  it('has nothing in it changed: neither a folder is opened for changes nor a message marked as seen', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const id = await aSource();
    await again(id);
    expect(mail.wasOpenedForChanges).toBe(false);
    expect([...mail.seen]).toEqual([]);
    const changing = /^(?:SELECT|STORE|UID STORE|EXPUNGE|COPY|UID COPY|MOVE|UID MOVE|APPEND|DELETE|CREATE)$/;
    expect(mail.asked.filter(({ name }) => changing.test(name))).toEqual([]);
    expect(mail.asked.filter(({ name }) => name === 'EXAMINE')).not.toEqual([]);
  });

  it('says goodbye after each run, and leaves no connection open', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const id = await aSource();
    await again(id);
    expect(mail.asked.filter(({ name }) => name === 'LOGOUT')).toHaveLength(mail.connections);
    expect(mail.openConnections).toBe(0);
  });

  it('has each message read once', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const id = await aSource();
    mail.asked = [];
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 0 });
    expect(mail.asked.filter(({ name }) => name === 'UID FETCH')).toEqual([]);
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 1, created: 1 });
    expect(await storedIds()).toEqual(['A', 'B']);
  });

  it('is read from its beginning when its UIDs mean other messages, and stores nothing twice', async () => {
    for (const key of ['A', 'B', 'C']) mail.deliverCsv(['key,opened', `${key},2026-10-26 09:00`]);
    const id = await aSource();
    mail.messages.shift();
    mail.renumber();
    mail.deliverCsv(['key,opened', 'D,2026-10-26 09:00']);
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 3, created: 1, updated: 0 });
    expect(await storedIds()).toEqual(['A', 'B', 'C', 'D']);
    expect(await again(id)).toMatchObject({ fetched: 0 });
  });

  it('is not read again each night, because a message never changes', async () => {
    mail.deliverCsv([HEADER, 'A,2026-10-26 09:00,old']);
    mail.deliverCsv([HEADER, 'A,2026-10-26 09:00,new']);
    const id = await aSource(WITH_WHAT);
    await recheckNext(boxes.app, id);
    await again(id);
    expect((await runsOf(boxes.app, id)).map(({ purpose }) => purpose)).toEqual(['changes', 'changes']);
  });

  it('goes on after a lost connection where it was, without loss', async () => {
    mail.deliverCsv([HEADER, 'A,2026-10-26 09:00,one']);
    const id = await aSource(WITH_WHAT);
    const last = mail.deliverCsv([HEADER, 'B,2026-10-26 09:00,two']);
    mail.hook = ({ name, rest }, socket) =>
      name === 'UID FETCH' && rest.startsWith(`${last} `) && rest.includes('[2]') && !!socket.destroy();
    expect(await again(id)).toMatchObject({
      status: 'failed',
      error: 'Its server broke off in the middle of an answer. If that goes on, tell whoever runs it.',
    });
    mail.hook = () => undefined;
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 1, created: 1 });
    expect(await storedIds()).toEqual(['A', 'B']);
  });

  it('of many requests comes in pages, and a run that was cut reads the message again', async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `T${index},2026-10-26 09:00`);
    mail.deliverCsv(['key,opened', ...lines]);
    await aSource();
    expect(await storedIds()).toHaveLength(1_200);
  });
});

describe('which messages and files are read', () => {
  it.each([
    ['an address', 'Reports@Desk.example.edu', ['A']],
    ['a domain', '@desk.example.edu', ['A', 'B']],
    ['a part of a domain, which is no domain', '@example.edu', ['D']],
  ])('those from %s', async (_name, from, expected) => {
    for (const [key, sender] of [
      ['A', 'reports@desk.example.edu'],
      ['B', 'other@desk.example.edu'],
      ['C', 'xreports@desk.example.edu.evil.example'],
      ['D', 'reports@example.edu'],
    ])
      mail.deliverCsv(['key,opened', `${key},2026-10-26 09:00`], { from: sender! });
    const id = await aSource({ from });
    expect(await storedIds()).toEqual(expected);
    expect((await runsOf(boxes.app, id))[0]).toMatchObject({ remarks: [] });
  });

  it.each([
    ['a pattern', 'tickets-*.TXT', ['A']],
    ['nothing: CSV by name or by type', undefined, ['B', 'C']],
  ])('those files that %s tells', async (_name, fileName, expected) => {
    const content = (key: string): string => `key,opened\n${key},2026-10-26 09:00\n`;
    mail.deliver({
      files: [
        { name: 'tickets-2026-10.txt', type: 'text/plain', content: content('A') },
        { name: 'B.CSV', type: 'application/octet-stream', content: content('B') },
        { name: null, content: content('C') },
        { name: 'picture.png', type: 'image/png', content: 'x' },
      ],
    });
    await aSource({ fileName });
    expect(await storedIds()).toEqual(expected);
  });

  it('of several files of a message the last one counts', async () => {
    const file = (what: string) => ({ name: 'x.csv', content: `${HEADER}\nA,2026-10-26 09:00,${what}\n` });
    mail.deliver({ files: [file('first'), file('second')] });
    await aSource(WITH_WHAT);
    expect(await categories()).toEqual([['A', 'second']]);
  });

  it.each([
    ['base64', 'base64', Buffer.from('key,opened,what\nA,2026-10-26 09:00,Böden\n')],
    ['quoted-printable', 'quoted-printable', Buffer.from('key,opened,what\nA,2026-10-26 09:00,Böden\n')],
    ['8bit', '8bit', Buffer.from('key,opened,what\nA,2026-10-26 09:00,Böden\n')],
    ['UTF-16', 'base64', Buffer.from('\uFEFFkey,opened,what\r\nA,2026-10-26 09:00,Böden\r\n', 'utf16le')],
    ['Windows-1252', 'base64', Buffer.from('key,opened,what\r\nA,2026-10-26 09:00,Böden', 'latin1')],
    ['UTF-8 that is called otherwise', 'base64', Buffer.from('key,opened,what\nA,2026-10-26 09:00,Böden\n')],
  ] as const)('sent in %s', async (name, encoding, content) => {
    const charset = name.endsWith('otherwise') ? 'iso-8859-1' : 'utf-8';
    mail.deliver({ files: [{ name: 'x.csv', type: 'text/plain', charset, encoding, content }] });
    await aSource(WITH_WHAT);
    expect(await categories()).toEqual([['A', 'Böden']]);
  });

  it('are remarked when they have no file, by day and number and not by subject', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    mail.deliver({ subject: 'Private words', cameAt: '2026-10-26T03:00:00Z' });
    const id = await aSource();
    expect((await runsOf(boxes.app, id))[0]).toMatchObject({
      status: 'completed',
      skipped: 0,
      remarks: [{ externalId: 'message 2 of 2026-10-25', message: 'It has no such file.', isTaken: true }],
    });
  });

  it('have the lines that cannot be read remarked, and the others stored', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00', 'B,never']);
    const id = await aSource();
    expect(await storedIds()).toEqual(['A']);
    expect((await runsOf(boxes.app, id))[0]).toMatchObject({
      skipped: 1,
      remarks: [
        {
          externalId: 'message 1 of 2026-10-26, line 3',
          message: 'openedAt is no date and time that exists: "never".',
          isTaken: false,
        },
      ],
    });
  });
});

describe('a back-fill', () => {
  const days = (from: string, to: string): object => ({ from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });

  it('reads the messages that came since, and stores the requests of its span as the last of them tells', async () => {
    mail.deliverCsv([HEADER, 'A,2026-10-01 09:00,one'], { cameAt: '2026-10-01T20:00:00Z' });
    mail.deliverCsv([HEADER, 'B,2026-10-05 09:00,one'], { cameAt: '2026-10-05T20:00:00Z' });
    mail.deliverCsv([HEADER, 'B,2026-10-05 09:00,two', 'C,2026-10-20 09:00,one'], {
      cameAt: '2026-10-20T20:00:00Z',
    });
    const id = await aSource(WITH_WHAT);
    await boxes.app.database.query('DELETE FROM support_requests');
    mail.asked = [];
    succeeded(
      await boxes.app.admin.post(`/support-sources/${id}/backfills`, days('2026-10-04', '2026-10-10')),
    );
    await boxes.app.jobsDone();
    expect(await categories()).toEqual([['B', 'two']]);
    const { items } = succeeded(await boxes.app.admin.get(`/support-sources/${id}/backfills`));
    expect(items).toEqual([expect.objectContaining({ status: 'completed', fetched: 1, created: 1 })]);
    const files = mail.asked.filter(({ name, rest }) => name === 'UID FETCH' && rest.includes('[2]'));
    expect(files.map(({ rest }) => rest.split(' ')[0])).toEqual(['2', '3']);
  });

  it('ends also when messages that are stored together take longer than it has at once', async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `T${index},2026-10-05 09:00,one`);
    mail.deliverCsv([HEADER, ...lines], { cameAt: '2026-10-05T20:00:00Z' });
    let later = 0;
    const now = performance.now.bind(performance);
    const slow = jest.spyOn(performance, 'now').mockImplementation(() => now() + (later += 1_000_000));
    const id = await aSource(WITH_WHAT);
    succeeded(
      await boxes.app.admin.post(`/support-sources/${id}/backfills`, days('2026-10-04', '2026-10-10')),
    );
    await boxes.app.jobsDone();
    slow.mockRestore();
    expect(await stored()).toHaveLength(1_200);
    const { items } = succeeded(await boxes.app.admin.get(`/support-sources/${id}/backfills`));
    expect(items).toEqual([expect.objectContaining({ status: 'completed', fetched: 1_200 })]);
    expect(mail.asked.filter(({ name }) => name === 'UID SEARCH').length).toBeLessThan(8);
  });

  it('does not take requests back to former states while it runs', async () => {
    for (const what of ['one', 'two', 'three'])
      mail.deliverCsv([HEADER, `A,2026-10-05 09:00,${what}`], { cameAt: '2026-10-06T20:00:00Z' });
    const id = await aSource(WITH_WHAT);
    const version = async (): Promise<unknown> =>
      (await boxes.app.database.query('SELECT version FROM support_requests'))[0];
    const before = await version();
    succeeded(
      await boxes.app.admin.post(`/support-sources/${id}/backfills`, days('2026-10-04', '2026-10-10')),
    );
    await boxes.app.jobsDone();
    expect(await version()).toEqual(before);
    expect(await categories()).toEqual([['A', 'three']]);
  });
});

describe('an event log that comes in pieces', () => {
  const LOG = {
    mapping: {
      shape: 'event-log',
      columns: { externalId: 'case', activity: 'what', at: 'when' },
      activities: { firstResponseAt: ['Taken'], resolvedAt: ['Resolved'] },
    },
  };
  const deliver = (...events: [what: string, time: string][]): number =>
    mail.deliverCsv(['case,what,when', ...events.map(([what, time]) => `1,${what},2026-10-26 ${time}`)]);
  const times = async (): Promise<unknown> => {
    const [request] = await stored();
    return [request!.openedAt, request!.firstResponseAt, request!.resolvedAt].map((at) =>
      at?.toISOString().slice(11, 16),
    );
  };

  it('has each case combined from all its messages, also those of later runs', async () => {
    deliver(['Made', '08:00'], ['Taken', '08:10']);
    deliver(['Resolved', '08:30']);
    const id = await aSource(LOG);
    expect(await times()).toEqual(['13:00', '13:10', '13:30']);
    deliver(['Resolved', '09:30']);
    await again(id);
    expect(await times()).toEqual(['13:00', '13:10', '14:30']);
  });

  it('is told anew when it is read in another way', async () => {
    deliver(['Made', '08:00']);
    deliver(['Taken', '08:10']);
    const id = await aSource({ mapping: { ...LOG.mapping, timeZone: 'UTC' } });
    const { password: _password, ...settings } = boxes.settings({
      mapping: { ...LOG.mapping, timeZone: 'America/Chicago' },
    });
    succeeded(await boxes.app.admin.patch(`/support-sources/${id}`, { settings }));
    await boxes.app.jobsDone();
    expect(await times()).toEqual(['13:00', '13:10', undefined]);
  });
});

describe('a check', () => {
  it('tells how many messages have a file, and shows the newest one', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-25 09:00']);
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00'], { cameAt: '2026-10-26T13:00:00Z' });
    mail.deliver({ subject: 'none' });
    const id = await aSource();
    const check = succeeded(await boxes.app.admin.post(`/support-sources/${id}/check`));
    expect(check).toMatchObject({
      ok: true,
      message: 'It can be read. 2 messages have such a file, the newest of Mon 26 Oct, 08:00.',
      sample: [{ externalId: 'B' }],
    });
  });

  it('refuses a mailbox in which nothing has come, unless that is said to be in order', async () => {
    mail.deliver({});
    const refused = await create();
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      'SOURCE_SEES_NOTHING',
      'None of the newest 1 messages in the folder INBOX has such a file. If none has come yet, say so.',
    ]);
    const id = await aSource({ startsEmpty: true });
    expect(succeeded(await boxes.app.admin.post(`/support-sources/${id}/check`))).toMatchObject({
      ok: true,
      message: 'It can be read. No message with such a file has come yet.',
    });
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    await collected(boxes.app, id);
    expect(await storedIds()).toEqual(['A']);
  });

  it('tells when none of the messages is from the sender', async () => {
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const refused = await create({ from: 'reprots@desk.example.edu' });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'None of the newest 1 messages in the folder INBOX is from reprots@desk.example.edu. If none has come yet, say so.',
    ]);
  });
});
