import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  headers: string;
  body: string;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** The SMTP answer for an address, or null to accept it. */
  refuse: ((address: string) => { code: number; text: string } | null) | null;
  close(): Promise<void>;
}

/** Starts an SMTP server on a free port that keeps the mail it receives. */
export async function startMailServer(credentials?: { user: string; pass: string }): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const state: MailServer = { url: '', received, refuse: null, close: () => Promise.resolve() };
  const server = new SMTPServer({
    authOptional: !credentials,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === credentials?.user && password === credentials?.pass
        ? done(null, { user: username })
        : done(new Error('wrong credentials')),
    onRcptTo: ({ address }, _session, done) => {
      const answer = state.refuse?.(address) ?? null;
      done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [headers = '', ...body] = Buffer.concat(chunks).toString().split('\r\n\r\n');
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, headers: headers.replaceAll(/\r\n\s+/g, ' '), body: body.join('\n\n') });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  const login = credentials ? `${credentials.user}:${encodeURIComponent(credentials.pass)}@` : '';
  state.url = `smtp://${login}127.0.0.1:${port}`;
  state.close = () => new Promise((resolve) => server.close(() => resolve()));
  return state;
}

/** The decoded subjects of the received mail. */
export const subjectsOf = ({ received }: MailServer): string[] =>
  received.map(({ headers }) => decoded(/^Subject: (.*)$/m.exec(headers)![1]!));

/** Decodes the encoded words of a header (RFC 2047). */
const decoded = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?UTF-8\?Q\?/g, '')
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/g, (_whole, words: string) =>
      decodeURIComponent(words.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%')),
    );
