import { when } from '../../../../../test/support/fake-imap.js';
import { fakeMail, failureOf, idsOf, pagesOf, sourceOf } from '../../../../../test/support/read-mailbox.js';
import type { SourceError, TicketPage } from '../../ticket-source.js';

const WHOLE = new AbortController().signal;
const mail = fakeMail();

describe('a mailbox', () => {
  it('comes in pages, and one that was cut is read again from where its batch began', async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `T${index},2026-10-26 09:00`);
    mail.deliverCsv(['key,opened', ...lines]);
    const whole = await pagesOf(sourceOf(mail), null);
    expect(whole.map(({ tickets }) => tickets.length)).toEqual([500, 500, 201]);
    const [first] = await pagesOf(sourceOf(mail), null, { most: 1 });
    const rest = await pagesOf(sourceOf(mail), first!.cursor);
    expect(idsOf(rest)).toEqual(idsOf(whole));
    expect(await pagesOf(sourceOf(mail), rest.at(-1)!.cursor)).toEqual([]);
  });

  it('is read whole while another program marks its messages', async () => {
    mail.hook = ({ name }, socket) =>
      name === 'UID FETCH' && !socket.write('* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 7 FETCH (FLAGS ())\r\n');
    const pages = await pagesOf(sourceOf(mail), null);
    expect(idsOf(pages)).toEqual(['A']);
    expect(pages.flatMap(({ doubts }) => doubts)).toEqual([]);
  });

  it('leaves no connection open when who reads stops in the middle', async () => {
    await pagesOf(sourceOf(mail), null, { most: 1 });
    await sourceOf(mail).check(WHOLE);
    await mail.left();
    expect(mail.openConnections).toBe(0);
  });

  it('is left at once when the run ends', async () => {
    const ended = new AbortController();
    mail.hook = when('UID SEARCH', () => ended.abort(new Error('the run ended')));
    const reading = sourceOf(mail).changes(null, ended.signal).next();
    await expect(reading).rejects.toThrow('the run ended');
  });

  it('of a server that never answers the goodbye is left all the same', async () => {
    mail.hook = when('LOGOUT', () => undefined);
    await sourceOf(mail).check(WHOLE);
    await mail.left();
    expect(mail.openConnections).toBe(0);
  });

  it('of a server without SASL is read by LOGIN', async () => {
    mail.capabilities = 'IMAP4rev1';
    expect(idsOf(await pagesOf(sourceOf(mail), null))).toEqual(['A']);
  });

  it.each([
    ['in pieces', false],
    ['at once, whatever piece is asked for', true],
  ])('gives a large file %s', async (_name, answersWhole) => {
    mail.answersWhole = answersWhole;
    mail.messages = [];
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index},2026-10-26 09:00`);
    mail.deliverCsv(['key,opened', ...lines]);
    expect(idsOf(await pagesOf(sourceOf(mail), null))).toHaveLength(60_000);
    const files = mail.asked.filter(({ rest }) => rest.includes('BODY.PEEK[2]<'));
    expect(files).toHaveLength(answersWhole ? 1 : 2);
  });
});

describe('a message that cannot be read', () => {
  const spoiled = (): number => mail.deliverCsv(['key,created', 'X,2026-10-26 09:00']);

  it('fails the run when no readable one is behind it, keeps the others, and is read again', async () => {
    spoiled();
    const pages: TicketPage[] = [];
    const reading = pagesOf(sourceOf(mail), null, { kept: pages });
    expect(await failureOf(reading)).toEqual(['SOURCE_MAILBOX.unreadable', 'temporary']);
    expect(idsOf(pages)).toEqual(['A']);
    expect(pages.at(-1)!.cursor).toEqual({ uidValidity: '1', uid: 1 });
    expect(await failureOf(pagesOf(sourceOf(mail), pages.at(-1)!.cursor))).toEqual([
      'SOURCE_MAILBOX.unreadable',
      'temporary',
    ]);
  });

  it('is passed by a readable one behind it, and remarked', async () => {
    spoiled();
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
    const pages = await pagesOf(sourceOf(mail), null);
    expect(idsOf(pages)).toEqual(['A', 'B']);
    expect(pages.flatMap(({ doubts }) => doubts)).toEqual([
      {
        externalId: 'message 2 of 2026-10-26',
        reason: expect.objectContaining({ message: 'The file has no column "opened".' }),
      },
    ]);
    expect(pages.at(-1)!.cursor).toEqual({ uidValidity: '1', uid: 3 });
  });

  it('is not passed by one without a file', async () => {
    spoiled();
    mail.deliver();
    expect(await failureOf(pagesOf(sourceOf(mail), null))).toEqual([
      'SOURCE_MAILBOX.unreadable',
      'temporary',
    ]);
  });

  it('is remarked in a back-fill, which ends', async () => {
    spoiled();
    const pages = await pagesOf(sourceOf(mail), sourceOf(mail).cursorAt(Date.UTC(2026, 9, 25)));
    expect(pages.flatMap(({ doubts }) => doubts)).toHaveLength(1);
    expect(idsOf(pages)).toEqual(['A']);
  });

  it('waits with at most nine others; older ones are remarked', async () => {
    for (let count = 0; count < 13; count++) spoiled();
    const pages: TicketPage[] = [];
    await failureOf(pagesOf(sourceOf(mail), null, { kept: pages }));
    expect(pages.flatMap(({ doubts }) => doubts)).toHaveLength(3);
    expect(pages.at(-1)!.cursor).toMatchObject({ uid: 4 });
  });

  const file = (content: string | Buffer, more: object = {}) => ({ name: 'x.csv', content, ...more });
  it.each([
    [
      'a workbook',
      file('PK\x03\x04 and so on'),
      'The file is a workbook of Excel, or a zip file. Save or share it as CSV.',
    ],
    [
      'a compressed file',
      file(Buffer.from([0x1f, 0x8b, 8])),
      'The file is compressed. Let its system write it as plain CSV.',
    ],
    [
      'a web page',
      file('<!doctype html><p>'),
      'Its file is a web page. Let its system send it as plain CSV.',
    ],
    ['an empty file', file(''), 'The file has no header line that can be read.'],
    ['half a header', file('key,ope'), 'The file has no column "opened".'],
    [
      'no line that can be read',
      file('key,opened\nB,never\n'),
      'None of its lines can be read. On line 2: openedAt is no date and time that exists: "never". Nothing was stored.',
    ],
    [
      'too many bytes',
      file(Buffer.alloc(33 * 1024 * 1024, 'B,2026-10-26 09:00\n'), { encoding: '8bit' }),
      'The file is larger than 32 MB. Let its system write the last weeks only.',
    ],
  ])('says why: %s', async (_name, content, why) => {
    mail.messages = [];
    mail.deliver({ files: [content] });
    const failure = await pagesOf(sourceOf(mail), null).catch((error: unknown) => error as SourceError);
    expect((failure as SourceError).message).toBe(
      `The newest file cannot be read. ${why} It is in message 2 of 2026-10-26.`,
    );
    expect(await failureOf(sourceOf(mail).check(WHOLE))).toEqual(['SOURCE_MAILBOX.unreadable', 'settings']);
  });

  it('has its other files read, and the first twenty of many', async () => {
    const files = Array.from({ length: 22 }, (_, index) =>
      file(index === 1 ? 'key\n' : `key,opened\nF${index},2026-10-26 09:00\n`),
    );
    mail.messages = [];
    mail.deliver({ files });
    const pages = await pagesOf(sourceOf(mail), null);
    expect(idsOf(pages)).toHaveLength(19);
    const doubts = pages.flatMap((page) => page.doubts);
    expect(doubts.map(({ externalId, reason }) => [externalId, reason.message])).toEqual([
      ['message 2 of 2026-10-26, file 2', 'The file has no column "opened".'],
      ['message 2 of 2026-10-26', 'It has more than 20 such files. The others were left out.'],
    ]);
  });

  it('because it was deleted meanwhile is remarked, and so is one whose file is gone', async () => {
    const [gone, empty] = [mail.deliver(), mail.deliverCsv(['key,opened', 'C,2026-10-26 09:00'])];
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
    mail.hook = ({ name, rest, tag }, socket) => {
      if (name === 'UID SEARCH') mail.messages = mail.messages.filter(({ uid }) => uid !== gone);
      if (name === 'UID SEARCH') return !!socket.write(`* SEARCH 1 2 3 4\r\n${tag} OK done\r\n`);
      if (rest.startsWith(`${empty} `) && rest.includes('[2]')) return !!socket.write(`${tag} OK done\r\n`);
      return false;
    };
    const pages = await pagesOf(sourceOf(mail), null);
    expect(idsOf(pages)).toEqual(['A', 'B']);
    expect(pages.flatMap(({ doubts }) => doubts.map(({ reason }) => reason.message))).toEqual([
      'It could not be looked at. It may have been deleted meanwhile.',
      'Its file could not be fetched. It may have been deleted meanwhile.',
    ]);
  });

  const refuses = (pattern: RegExp, answer: string) => {
    mail.hook = ({ name, rest, tag }, socket) =>
      name === 'UID FETCH' && pattern.test(rest) && !!socket.write(`${answer.replaceAll('TAG', tag)}\r\n`);
  };
  const ROW = '* 2 FETCH (UID 2 ENVELOPE (NIL NIL NIL NIL NIL ';
  const MANY = '(NIL NIL "a" "b")'.repeat(60_000);
  it.each([
    ['the server refuses to describe', /^[\d,]*2[,\d]* .*ENVELOPE/, 'TAG NO [SERVERBUG] no', 'looked at'],
    [
      'has too many recipients',
      /^[\d,]*2[,\d]* .*ENVELOPE/,
      `${ROW}(${MANY}) NIL NIL NIL NIL))`,
      'looked at',
    ],
    ['the server refuses to give', /^2 .*BODY/, 'TAG NO [EXPUNGEISSUED] no', 'fetched'],
    ['vanishes in the middle', /^2 .*<1048576/, 'TAG OK done', 'fetched'],
    [
      'comes whole and is too large',
      /^2 .*BODY/,
      '* 2 FETCH (UID 2 BODY[2] {2147483648}',
      'larger than 32 MB',
    ],
  ])('because %s keeps no others, and is read again', async (_name, pattern, answer, why) => {
    mail.deliverCsv(['key,opened', ...Array.from({ length: 60_000 }, (_, at) => `X${at},2026-10-26 09:00`)]);
    refuses(pattern, answer);
    const pages: TicketPage[] = [];
    const failure = await pagesOf(sourceOf(mail), null, { kept: pages }).catch((error: unknown) => error);
    expect((failure as SourceError).message).toMatch(
      /^The newest file cannot be read\. .* It is in message 2/,
    );
    expect((failure as SourceError).message).toContain(why);
    expect([idsOf(pages), pages.at(-1)!.cursor]).toEqual([['A'], { uidValidity: '1', uid: 1 }]);
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
    const next = await pagesOf(sourceOf(mail), pages.at(-1)!.cursor);
    expect(idsOf(next)).toEqual(['B']);
    expect(next.at(-1)!.doubts.map(({ reason }) => reason.message)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ['is busy', 'TAG NO [UNAVAILABLE] later', 'SOURCE_MAILBOX.busy'],
    ['gives nothing', 'TAG NO no', 'SOURCE_MAILBOX.not-given'],
    ['tells marks only', '* 1 FETCH (UID 1 FLAGS ())\r\nTAG NO no', 'SOURCE_MAILBOX.not-given'],
  ])('because its server %s is not passed', async (_name, answer, expected) => {
    mail.deliverCsv(['key,opened', 'B,2026-10-26 09:00']);
    refuses(/./, answer);
    expect(await failureOf(pagesOf(sourceOf(mail), null))).toEqual([expected, 'temporary']);
  });
});
