import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  EXPIRED,
  OF_ANOTHER_HOST,
  SELF_SIGNED,
  type TestCertificate,
} from '../../../test/support/certificates.js';
import { fakeNames } from '../../../test/support/fake-names.js';
import { LocalServers } from '../../../test/support/local-servers.js';
import { readConfig } from '../config/config.js';
import { OutgoingError } from './outgoing-error.js';
import { Outgoing, type OutgoingRequest } from './outgoing.js';

const LONG = 30_000;
const SOON = 400;
const SECRET = 'secret-4f1c9a';

const servers = new LocalServers();
const { plain, raw, secure } = servers;
afterEach(() => servers.closeAll());

/** May ask these hosts of the private network. */
function outgoingTo(...hosts: string[]): Outgoing {
  const outgoing = new Outgoing(readConfig({ PRIVATE_HOSTS: hosts.join(',') }));
  servers.closing.push(() => outgoing.onApplicationShutdown());
  return outgoing;
}

const asking = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  url,
  milliseconds: LONG,
  mostBytes: 1_000,
  redirects: 'same-server',
  ...more,
});

/** The status and the text of the answer, or the problem. */
async function outcome(
  outgoing: Outgoing,
  url: string,
  more: Partial<OutgoingRequest> = {},
): Promise<string> {
  try {
    const { status, body } = await outgoing.fetch(asking(url, more));
    return `${status} ${body.toString()}`;
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    return error.problem;
  }
}

describe('a redirect', () => {
  /** Redirects from `/from` to a place; elsewhere it tells method and body. */
  const redirecting = (status: number, to: string): Promise<string> =>
    plain((request, response) => {
      if (request.url === '/from') return void response.writeHead(status, { location: to }).end();
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(`${request.method} ${request.url} ${body}`));
    });

  it.each([301, 302, 303, 307, 308])('%i is followed within the same server', async (status) => {
    const host = await redirecting(status, '/to?x=1');
    expect(await outcome(outgoingTo(host), `http://${host}/from`)).toBe('200 GET /to?x=1 ');
  });

  it.each([
    [301, 'redirected'],
    [302, 'redirected'],
    [303, 'redirected'],
    [307, '200 POST /to body'],
    [308, '200 POST /to body'],
  ])('%i of a change: %s', async (status, expected) => {
    const host = await redirecting(status, '/to');
    const asked = { method: 'POST', body: 'body' } as const;
    expect(await outcome(outgoingTo(host), `http://${host}/from`, asked)).toBe(expected);
  });

  it('to another server is not followed by a request with a secret', async () => {
    let isAsked = false;
    const other = await plain((_request, response) => {
      isAsked = true;
      response.end();
    });
    const host = await redirecting(302, `http://${other}/`);
    expect(await outcome(outgoingTo(host, other), `http://${host}/from`)).toBe('redirected');
    expect(isAsked).toBe(false);
  });

  it('to another server is followed by one without, when that server is allowed', async () => {
    const other = await plain((_request, response) => void response.end('other'));
    const host = await redirecting(302, `http://${other}/`);
    const asked = { redirects: 'anywhere' } as const;
    expect(await outcome(outgoingTo(host, other), `http://${host}/from`, asked)).toBe('200 other');
    expect(await outcome(outgoingTo(host), `http://${host}/from`, asked)).toBe('not-https');
  });

  it.each([
    ['https://10.0.0.1/', 'private'],
    ['https://[::ffff:169.254.169.254]/', 'private'],
    ['https://localhost/', 'private'],
    ['https://name:password@example.edu/', 'no-address'],
    ['http://example.edu/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['http://', 'redirected'],
  ])('to %s is refused: %s', async (to, expected) => {
    const host = await redirecting(302, to);
    const asked = { redirects: 'anywhere' } as const;
    expect(await outcome(outgoingTo(host), `http://${host}/from`, asked)).toBe(expected);
  });

  it('is followed three times, and no more', async () => {
    const host = await plain((request, response) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) response.end('arrived');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await outcome(outgoingTo(host), `http://${host}/3`)).toBe('200 arrived');
    expect(await outcome(outgoingTo(host), `http://${host}/4`)).toBe('too-many-redirects');
  });
});

describe('an address', () => {
  it.each([
    ['not an address', 'no-address'],
    ['https://name@example.edu/', 'no-address'],
    ['https://:password@example.edu/', 'no-address'],
    ['ftp://example.edu/', 'not-https'],
    ['https://example.edu:8443/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://0x7f.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
    ['https://[::ffff:8.8.8.8]/', 'private'],
  ])('%s is refused: %s', async (url, expected) => {
    expect(await outcome(outgoingTo(), url)).toBe(expected);
  });

  it('with a password is refused at an allowed host too', async () => {
    const host = await plain((_request, response) => void response.end());
    expect(await outcome(outgoingTo(host), `http://name:password@${host}/`)).toBe('no-address');
  });

  it('of an allowed host is that of its port only', async () => {
    const host = await plain((_request, response) => void response.end('here'));
    expect(await outcome(outgoingTo(host), `http://${host}/`)).toBe('200 here');
    expect(await outcome(outgoingTo('127.0.0.1:1'), `http://${host}/`)).toBe('not-https');
  });
});

describe('a name', () => {
  /** In global unicast, and given to nobody: no connection to it can succeed. */
  const PUBLIC = { address: '2d00::1', family: 6 };
  const names = fakeNames();

  it.each([
    ['a private address', [{ address: '10.0.0.1', family: 4 }]],
    ['a private address within IPv6', [{ address: '::ffff:10.0.0.1', family: 6 }]],
    ['a public and a private address', [PUBLIC, { address: '192.168.0.1', family: 4 }]],
    ['the addresses of cloud settings', [{ address: '169.254.169.254', family: 4 }]],
  ])('of %s is refused', async (_name, addresses) => {
    names.resolveTo(addresses);
    expect(await outcome(outgoingTo(), 'https://rebound.example/')).toBe('private');
  });

  it('is looked up once, so that nobody can exchange the address after the check', async () => {
    names.resolveTo([PUBLIC], [{ address: '127.0.0.1', family: 4 }]);
    const failure = await outgoingTo()
      .fetch(asking('https://rebound.example/', { milliseconds: SOON }))
      .catch((error: unknown) => error as OutgoingError);
    expect(failure).toBeInstanceOf(OutgoingError);
    expect(['unreachable', 'slow']).toContain((failure as OutgoingError).problem);
    expect(names.looked).toEqual(['rebound.example']);
  });

  it('is judged anew for the next connection', async () => {
    names.resolveTo([PUBLIC], [{ address: '127.0.0.1', family: 4 }]);
    const outgoing = outgoingTo();
    await outcome(outgoing, 'https://rebound.example/', { milliseconds: SOON });
    expect(await outcome(outgoing, 'https://rebound.example/')).toBe('private');
  });

  it('of an allowed host may be private', async () => {
    const host = await plain((_request, response) => void response.end('campus'));
    const named = host.replace('127.0.0.1', 'rt.campus.example');
    names.resolveTo([{ address: '127.0.0.1', family: 4 }]);
    expect(await outcome(outgoingTo(named), `http://${named}/`)).toBe('200 campus');
  });

  it('that nobody knows is called so', async () => {
    names.failWith('ENOTFOUND');
    expect(await outcome(outgoingTo(), 'https://nobody.example/')).toBe('unknown-host');
  });
});

describe('an answer', () => {
  it('without its headers in time is slow', async () => {
    const host = await plain(() => undefined);
    expect(await outcome(outgoingTo(host), `http://${host}/`, { milliseconds: SOON })).toBe('slow');
  });

  it('whose body never ends is slow', async () => {
    const host = await plain((_request, response) => {
      const trickle = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(trickle));
    });
    const asked = { milliseconds: SOON, mostBytes: 1_000_000 };
    expect(await outcome(outgoingTo(host), `http://${host}/`, asked)).toBe('slow');
  });

  it('has one deadline for all redirects', async () => {
    const host = await plain((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), SOON / 2);
    });
    expect(await outcome(outgoingTo(host), `http://${host}/`, { milliseconds: SOON })).toBe('slow');
  });

  it.each([
    ['says so', { 'content-length': '1001' }],
    ['does not say so', {}],
  ])('that is too large and %s is cut', async (_name, headers) => {
    const host = await plain((_request, response) => {
      response.writeHead(200, headers);
      response.end('x'.repeat(1_001));
    });
    expect(await outcome(outgoingTo(host), `http://${host}/`)).toBe('too-large');
    expect(await outcome(outgoingTo(host), `http://${host}/`, { mostBytes: 1_001 })).toMatch(/^200 x+$/);
  });

  it.each([
    ['within its length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nsome'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nsome'],
    ['before its end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nsome\r\n'],
    ['within its headers', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['before it began', ''],
    ['without any sense', 'what?\r\n\r\n'],
  ])('that breaks off %s is never taken to be complete', async (_name, text) => {
    const host = await raw((socket) => {
      socket.once('data', () => socket.end(text));
    });
    expect(await outcome(outgoingTo(host), `http://${host}/`)).toBe('broken-off');
  });

  it('of a server that is not there is unreachable', async () => {
    const host = await plain(() => undefined);
    await servers.closing.pop()!();
    expect(await outcome(outgoingTo(host), `http://${host}/`)).toBe('unreachable');
  });

  it('may be given up by who asked', async () => {
    const host = await plain(() => asker.abort());
    const asker = new AbortController();
    expect(await outcome(outgoingTo(host), `http://${host}/`, { signal: asker.signal })).toBe('slow');
  });
});

describe('a connection', () => {
  it('is kept for the next request', async () => {
    const ports = new Set<number>();
    const host = await plain((request, response) => {
      ports.add(request.socket.remotePort!);
      response.end('kept');
    });
    const outgoing = outgoingTo(host);
    for (let i = 0; i < 5; i++) expect(await outcome(outgoing, `http://${host}/`)).toBe('200 kept');
    expect(ports.size).toBe(1);
  });

  /** Each connection answers once, and is reset by the next request. */
  const forgetful = (requests: string[]): Promise<string> =>
    raw((socket) => {
      let answered = 0;
      socket.on('data', (data: Buffer) => {
        requests.push(data.toString().split(' ', 1)[0]!);
        if (answered++ > 0) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });

  it('that was closed meanwhile is replaced for a request that only reads', async () => {
    const requests: string[] = [];
    const host = await forgetful(requests);
    const outgoing = outgoingTo(host);
    for (let i = 0; i < 2; i++) expect(await outcome(outgoing, `http://${host}/`)).toBe('200 ok');
    expect(requests).toEqual(['GET', 'GET', 'GET']);
  });

  it.each(['POST', 'PUT'] as const)(
    'that was closed meanwhile fails a %s, which is sent once',
    async (method) => {
      const requests: string[] = [];
      const host = await forgetful(requests);
      const outgoing = outgoingTo(host);
      await outcome(outgoing, `http://${host}/`);
      expect(await outcome(outgoing, `http://${host}/`, { method, body: 'x' })).toBe('broken-off');
      expect(requests).toEqual(['GET', method]);
    },
  );

  it('that is reset again and again is not tried for ever', async () => {
    let connections = 0;
    const host = await raw((socket, connection) => {
      connections = connection;
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await outcome(outgoingTo(host), `http://${host}/`)).toBe('broken-off');
    expect(connections).toBe(1);
  });
});

describe('a certificate', () => {
  const trusted = getCACertificates('default');
  const trust = (...certificates: TestCertificate[]): void =>
    setDefaultCACertificates([...trusted, ...certificates.map(({ cert }) => cert)]);
  afterEach(() => setDefaultCACertificates(trusted));

  it.each([
    ['that nobody trusts', SELF_SIGNED, [], 'certificate'],
    ['that has expired', EXPIRED, [EXPIRED], 'certificate'],
    ['of another host', OF_ANOTHER_HOST, [OF_ANOTHER_HOST], 'certificate'],
    ['that is trusted', SELF_SIGNED, [SELF_SIGNED], '200 safe'],
  ])('%s', async (_name, certificate, known, expected) => {
    trust(...known);
    const host = await secure(certificate, (_request, response) => void response.end('safe'));
    expect(await outcome(outgoingTo(host), `https://${host}/`)).toBe(expected);
  });

  it('is asked for: a server without TLS is no https', async () => {
    const host = await plain((_request, response) => void response.end());
    expect(await outcome(outgoingTo(host), `https://${host}/`)).not.toMatch(/^200/);
  });
});

describe('a failure', () => {
  it('names neither the address nor what was sent', async () => {
    const host = await raw((socket) => socket.resetAndDestroy());
    const gone = await plain(() => undefined);
    await servers.closing.pop()!();
    const url = (at: string): string => `http://${at}/calendar-${SECRET}?key=${SECRET}`;
    for (const at of [host, gone, 'nobody.invalid']) {
      const headers = { authorization: `token ${SECRET}` };
      const failure = await outgoingTo(host, gone, 'nobody.invalid')
        .fetch(asking(url(at), { method: 'POST', headers, body: SECRET }))
        .catch((error: unknown) => error as OutgoingError);
      const { message, problem, cause } = failure as OutgoingError;
      expect(message).toBe(`no answer from another server: ${problem}`);
      // What is logged: the message and the stack, and those of the causes.
      const logged = [failure as Error, cause as Error].map(
        (error) => `${error.stack} ${JSON.stringify(error)}`,
      );
      expect(logged.join()).not.toContain(SECRET);
    }
  });
});
