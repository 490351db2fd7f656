import type { LookupAddress } from 'node:dns';
import { connect } from 'node:net';
import { fakeNames } from '../../../test/support/fake-names.js';
import { readConfig } from '../config/config.js';
import { OutgoingError } from './outgoing-error.js';
import { Outgoing, type OutgoingServer } from './outgoing.js';

const SOON = 400;
/** In global unicast, and given to nobody: no connection to it can succeed. */
const PUBLIC = { address: '2d00::1', family: 6 };
const MAIL: OutgoingServer = { host: 'imap.example.edu', port: 993, usualPort: 993, isSecure: true };

const outgoingTo = (...hosts: string[]): Outgoing =>
  new Outgoing(readConfig({ PRIVATE_HOSTS: hosts.join(',') }));

describe('a server of another protocol', () => {
  const judged = (server: Partial<OutgoingServer>, ...hosts: string[]): string => {
    try {
      const { host, port, lookup } = outgoingTo(...hosts).connectionTo({ ...MAIL, ...server });
      return `${host} ${port}${lookup ? ' checked' : ''}`;
    } catch (error) {
      if (!(error instanceof OutgoingError)) throw error;
      return error.problem;
    }
  };

  it.each<[string, Partial<OutgoingServer>, string[], string]>([
    ['on the public internet', {}, [], 'imap.example.edu 993 checked'],
    ['in capitals', { host: 'IMAP.Example.edu' }, [], 'imap.example.edu 993 checked'],
    ['at a public address', { host: '[2a00::1]' }, [], '2a00::1 993 checked'],
    ['at another port', { port: 143 }, [], 'other-port'],
    ['at a port that is named', { port: 143 }, ['imap.example.edu:143'], 'imap.example.edu 143'],
    ['without TLS', { isSecure: false }, [], 'not-secure'],
    ['without TLS, named without its port', { isSecure: false }, ['imap.example.edu'], 'not-secure'],
    ['without TLS, named', { isSecure: false }, ['imap.example.edu:993'], 'imap.example.edu 993'],
    ['at a private address', { host: '10.0.0.1' }, [], 'private'],
    ['at a private address of IPv6', { host: '[::1]' }, [], 'private'],
    ['at a private address in other digits', { host: '0x7f.1' }, [], 'private'],
    ['at a private address that is named', { host: '10.0.0.1' }, ['10.0.0.1:993'], '10.0.0.1 993'],
    ['with a user', { host: 'maya@imap.example.edu' }, [], 'no-address'],
    ['with a path', { host: 'imap.example.edu/x' }, [], 'no-address'],
    ['with another port within', { host: 'imap.example.edu:25' }, [], 'no-address'],
    ['without a name', { host: '' }, [], 'no-address'],
  ])('%s', (_name, server, hosts, expected) => {
    expect(judged(server, ...hosts)).toBe(expected);
  });
});

describe('the name of such a server', () => {
  const names = fakeNames();

  it.each<[string, LookupAddress[][], string]>([
    ['a private address', [[{ address: '10.0.0.1', family: 4 }]], 'private'],
    ['a public and a private address', [[PUBLIC, { address: '127.0.0.1', family: 4 }]], 'private'],
    [
      'a public address at first, looked up once',
      [[PUBLIC], [{ address: '127.0.0.1', family: 4 }]],
      'no connection',
    ],
  ])('with %s', async (_name, answers, expected) => {
    names.resolveTo(...answers);
    const socket = connect({ ...outgoingTo().connectionTo(MAIL), timeout: SOON });
    const outcome = await new Promise((done) => {
      socket.on('error', (error) => done(error instanceof OutgoingError ? error.problem : 'no connection'));
      socket.on('timeout', () => done('no connection')).on('connect', () => done('connected'));
    });
    socket.destroy();
    expect(outcome).toBe(expected);
    expect(names.looked).toEqual([MAIL.host]);
  });
});
