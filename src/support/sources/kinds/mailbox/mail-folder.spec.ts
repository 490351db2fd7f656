import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Socket } from 'node:net';
import { EXPIRED, OF_ANOTHER_HOST, SELF_SIGNED } from '../../../../../test/support/certificates.js';
import { FakeImap, when } from '../../../../../test/support/fake-imap.js';
import { fakeMail, failureOf, pagesOf, sourceOf } from '../../../../../test/support/read-mailbox.js';
import { PATIENCE } from '../../source-http.js';
import type { SourceError } from '../../ticket-source.js';

const WHOLE = new AbortController().signal;
const SOON = 300;
const mail = fakeMail();
const others: FakeImap[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
});

const says =
  (text: string) =>
  (socket: Socket, tag: string): unknown =>
    socket.write(`${text.replaceAll('TAG', tag)}\r\n`);

describe('a server that', () => {
  const trickle = (socket: Socket): void => {
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const flood = (piece: string) => (socket: Socket) => {
    const pour = (): void => void (!socket.destroyed && socket.write(piece, () => setImmediate(pour)));
    pour();
  };
  it.each<[string, () => void, string, SourceError['kind']]>([
    ['never greets', () => (mail.greeting = ''), 'SOURCE_MAILBOX.no-greeting', 'temporary'],
    [
      'never answers a sign-in',
      () => (mail.hook = when('AUTHENTICATE', () => 0)),
      'SOURCE_UNREACHABLE.slow',
      'temporary',
    ],
    [
      'never opens the folder',
      () => (mail.hook = when('EXAMINE', () => 0)),
      'SOURCE_UNREACHABLE.slow',
      'temporary',
    ],
    ['trickles', () => (mail.hook = when('UID FETCH', trickle)), 'SOURCE_UNREACHABLE.slow', 'temporary'],
    [
      'hangs up at once',
      () => (mail.hook = when('CAPABILITY', (socket) => socket.destroy())),
      'SOURCE_UNREACHABLE.broken-off',
      'temporary',
    ],
    [
      'hangs up later',
      () => (mail.hook = when('UID SEARCH', (socket) => socket.destroy())),
      'SOURCE_UNREACHABLE.broken-off',
      'temporary',
    ],
    [
      'sends half an answer',
      () => (mail.hook = when('UID FETCH', (socket) => socket.end('* 1 FETCH (UID 1 BODY[2] {100}\r\nhalf'))),
      'SOURCE_UNREACHABLE.broken-off',
      'temporary',
    ],
    [
      'is a web server',
      () => (mail.greeting = 'HTTP/1.1 400 Bad Request\r\n\r\n<html>'),
      'SOURCE_MAILBOX.no-greeting',
      'temporary',
    ],
    [
      'sends garbage',
      () => (mail.hook = when('UID SEARCH', says('* SEARCH ((((\u0000"'))),
      'SOURCE_UNREACHABLE.slow',
      'temporary',
    ],
    [
      'nests without end',
      () => (mail.hook = when('UID FETCH', says(`* 1 FETCH ${'('.repeat(100_000)}`))),
      'SOURCE_UNREACHABLE.slow',
      'temporary',
    ],
    [
      'announces too much',
      () => (mail.hook = when('UID SEARCH', says('* SEARCH {4000000000}'))),
      'SOURCE_UNREACHABLE.too-large',
      'settings',
    ],
    [
      'never ends a line',
      () => (mail.hook = when('UID SEARCH', flood('1 '.repeat(500_000)))),
      'SOURCE_UNREACHABLE.too-large',
      'settings',
    ],
    [
      'says that the password is wrong, and what it was',
      () =>
        (mail.hook = when('AUTHENTICATE', says(`TAG NO [AUTHENTICATIONFAILED] not ${FakeImap.PASSWORD}`))),
      'SOURCE_MAILBOX.refused',
      'auth',
    ],
    [
      'says as the reason what the password was',
      () => (mail.hook = when('AUTHENTICATE', says(`TAG NO [${FakeImap.PASSWORD.split(' ')[0]!}] no`))),
      'SOURCE_MAILBOX.refused',
      'auth',
    ],
    [
      'refuses without a reason',
      () => (mail.hook = when('AUTHENTICATE', says('TAG NO no'))),
      'SOURCE_MAILBOX.refused',
      'auth',
    ],
    [
      'takes nobody now',
      () => (mail.hook = when('AUTHENTICATE', says('TAG NO [UNAVAILABLE] later'))),
      'SOURCE_MAILBOX.busy',
      'temporary',
    ],
    [
      'takes no passwords',
      () => (mail.capabilities = 'IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2'),
      'SOURCE_MAILBOX.no-password',
      'auth',
    ],
    [
      'does not open the folder',
      () => (mail.hook = when('EXAMINE', says('TAG NO [NOPERM] no'))),
      'SOURCE_MAILBOX.folder-refused',
      'auth',
    ],
    [
      'does not understand',
      () => (mail.hook = when('EXAMINE', says('TAG BAD what'))),
      'SOURCE_MAILBOX.no-imap',
      'temporary',
    ],
    [
      'does not search',
      () => (mail.hook = when('UID SEARCH', says('TAG NO no'))),
      'SOURCE_MAILBOX.refuses-search',
      'temporary',
    ],
  ])('%s', async (_name, spoil, expected, kind) => {
    if (expected.endsWith('.slow')) PATIENCE.answer = SOON;
    if (expected.endsWith('.no-greeting')) PATIENCE.answer = 5 * SOON;
    spoil();
    expect(await failureOf(pagesOf(sourceOf(mail), null))).toEqual([expected, kind]);
    expect(await failureOf(sourceOf(mail).check(WHOLE))).toEqual([expected, kind]);
  });

  it('has no such folder: it says which there are, at most ten', async () => {
    mail.folders = ['INBOX', ...Array.from({ length: 12 }, (_, index) => `Folder ${index}`)];
    const failure = await sourceOf(mail, { folder: 'Nowhere' })
      .check(WHOLE)
      .catch((error: unknown) => error);
    expect((failure as Error).message).toBe(
      'There is no folder Nowhere in this mailbox. There are: INBOX, Folder 0, Folder 1, Folder 10, Folder 11, Folder 2, Folder 3, Folder 4, Folder 5, Folder 6 and more.',
    );
    expect((failure as SourceError).kind).toBe('settings');
  });
});

describe('the way to a server', () => {
  const trusted = getCACertificates('default');
  afterEach(() => setDefaultCACertificates(trusted));

  it.each([
    ['that has expired', EXPIRED, 'SOURCE_UNREACHABLE.certificate'],
    ['of another host', OF_ANOTHER_HOST, 'SOURCE_UNREACHABLE.certificate'],
    ['that is trusted', SELF_SIGNED, null],
  ])('shows a certificate %s', async (_name, certificate, expected) => {
    setDefaultCACertificates([...trusted, certificate.cert]);
    const secure = await new FakeImap(certificate).start();
    others.push(secure);
    secure.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const source = sourceOf(mail, { port: secure.port, tls: true }, [secure.host]);
    if (expected === null) expect((await source.check(WHOLE)).tickets).toHaveLength(1);
    else expect(await failureOf(source.check(WHOLE))).toEqual([expected, 'settings']);
    expect(secure.asked.length > 0).toBe(expected === null);
  });

  it('wants TLS from the start where none shall be', async () => {
    const secure = await new FakeImap(SELF_SIGNED).start();
    others.push(secure);
    PATIENCE.answer = SOON;
    const source = sourceOf(mail, { port: secure.port }, [secure.host]);
    expect(await failureOf(source.check(WHOLE))).toEqual(['SOURCE_MAILBOX.no-greeting', 'temporary']);
  });

  it.each<[string, object, string[], string]>([
    ['has no TLS', { tls: true }, [], 'SOURCE_MAILBOX.no-tls'],
    [
      'shall have no TLS, and is not named',
      { host: 'imap.example.edu', port: 993 },
      ['imap.example.edu'],
      'SOURCE_UNREACHABLE.not-secure',
    ],
    [
      'shall have no TLS, and is named with another port',
      { host: 'imap.example.edu', port: 993 },
      ['imap.example.edu:143'],
      'SOURCE_UNREACHABLE.not-secure',
    ],
    [
      'has another port',
      { host: 'imap.example.edu', port: 25, tls: true },
      [],
      'SOURCE_UNREACHABLE.other-port',
    ],
    ['is in a private network', { host: '10.0.0.7', port: 993, tls: true }, [], 'SOURCE_MAILBOX.private'],
    [
      'is this machine by its name',
      { host: 'localhost', port: 993, tls: true },
      [],
      'SOURCE_MAILBOX.private',
    ],
    [
      'is this machine by a number',
      { host: '2130706433', port: 993, tls: true },
      [],
      'SOURCE_MAILBOX.private',
    ],
    ['is no name', { host: 'imap..example..edu:1', port: 993, tls: true }, [], 'SOURCE_MAILBOX.no-host'],
    ['is nobody’s', { host: 'nobody.invalid', port: 993, tls: true }, [], 'SOURCE_UNREACHABLE.unknown-host'],
    ['is closed', { port: 1 }, ['127.0.0.1:1'], 'SOURCE_UNREACHABLE.unreachable'],
  ])('that %s', async (_name, settings, hosts, expected) => {
    const source = sourceOf(mail, settings, [mail.host, ...hosts]);
    expect((await failureOf(source.check(WHOLE)))[0]).toBe(expected);
    expect(mail.asked).toEqual([]);
  });
});
