import { inspect } from 'node:util';
import { readConfig } from '../../src/platform/config/config.js';
import { Outgoing } from '../../src/platform/outgoing/outgoing.js';
import { MailboxSource } from '../../src/support/sources/kinds/mailbox/mailbox.js';
import type { MailboxSettingsDto } from '../../src/support/sources/kinds/mailbox/settings.dto.js';
import { SourceError, type Cursor, type TicketPage } from '../../src/support/sources/ticket-source.js';
import { FakeImap } from './fake-imap.js';
import { usualPatience } from './patience.js';

/** Monday, 26 October 2026, noon in Chicago. */
const NOW = Date.UTC(2026, 9, 26, 17);
const WHOLE = new AbortController().signal;
const ROWS = { columns: { externalId: 'key', openedAt: 'opened' } };

/** A mail server without TLS, with one message before each test. */
export function fakeMail(): FakeImap {
  const mail = new FakeImap();
  beforeAll(() => mail.start());
  beforeEach(() => {
    usualPatience();
    mail.reset();
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
  });
  afterAll(() => mail.stop());
  return mail;
}

/** What reads it; `hosts`: those that it may ask. */
export function sourceOf(mail: FakeImap, settings: object = {}, hosts = [mail.host]): MailboxSource {
  const outgoing = new Outgoing(readConfig({ PRIVATE_HOSTS: hosts.join(',') }));
  const whole = {
    host: '127.0.0.1',
    port: mail.port,
    tls: false,
    user: FakeImap.USER,
    password: FakeImap.PASSWORD,
    mapping: ROWS,
    ...settings,
  } as MailboxSettingsDto;
  const zone = (): Promise<string> => Promise.resolve('America/Chicago');
  return new MailboxSource(whole, { outgoing, clock: { now: () => NOW }, zone });
}

/** The pages of a run; `kept` has them also when it fails. */
export async function pagesOf(
  source: MailboxSource,
  cursor: Cursor | null,
  { most = Infinity, kept = [] }: { most?: number; kept?: TicketPage[] } = {},
): Promise<TicketPage[]> {
  for await (const page of source.changes(cursor, WHOLE)) if (kept.push(page) >= most) break;
  return kept;
}

export const idsOf = (pages: readonly TicketPage[]): string[] =>
  pages.flatMap(({ tickets }) => tickets.map(({ externalId }) => externalId));

/** Why it cannot be read; a failure must not tell the password, in whatever form it is logged. */
export async function failureOf(work: Promise<unknown>): Promise<[code: string, kind: string]> {
  const failure = await work.then(
    () => new Error('it could be read'),
    (error: unknown) => error,
  );
  if (!(failure instanceof SourceError)) throw failure as Error;
  const encoded = Buffer.from(FakeImap.PASSWORD).toString('base64');
  for (let error: unknown = failure; error instanceof Error; error = error.cause)
    for (const text of [error.message, error.stack, inspect(error)])
      for (const secret of [/never-shown/i, encoded]) expect(text).not.toMatch(secret);
  const { code, params, message } = failure.reason;
  expect(message).toMatch(/^[A-Z][^{}]*\.$/);
  return [params?.['rule'] === undefined ? code : `${code}.${params['rule']}`, failure.kind];
}
