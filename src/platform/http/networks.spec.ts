import { isLoopback, isNetwork, isWithin, networkOf } from './networks.js';

describe('a network', () => {
  it.each(['10.4.0.0/16', '10.4.7.9', '0.0.0.0/0', '2001:db8::/32', '::1'])('may be %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });

  it.each(['', '10.4.0', '10.4.0.0/33', '10.4.0.0/', '10.4.0.0/-1', '::/129', '1.2.3.4/8/8', 'library', 7])(
    'is not %j',
    (value) => {
      expect(isNetwork(value)).toBe(false);
    },
  );

  it.each([
    ['10.4.200.1', ['10.4.0.0/16'], true],
    ['10.5.0.1', ['10.4.0.0/16'], false],
    ['10.5.0.1', ['10.4.0.0/16', '10.5.0.1'], true],
    ['::ffff:10.4.0.1', ['10.4.0.0/16'], true],
    ['2001:db8::7', ['2001:db8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32'], false],
    ['10.4.0.1', ['2001:db8::/32'], false],
    ['unknown', ['0.0.0.0/0'], false],
    ['10.4.0.1', [], false],
  ])('has or has not %s within %j', (address, networks, expected) => {
    expect(isWithin(address, networks)).toBe(expected);
  });
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['127.8.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['lab.example.edu', false],
])('knows whether only this machine can reach %s', (host, isOwn) => {
  expect(isLoopback(host)).toBe(isOwn);
});

describe('the network for counting attempts', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['no address', 'no address'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
