import { BlockList, isIP } from 'node:net';

/** Whether it is an address or a range in CIDR notation: `10.4.0.0/16`, `2001:db8::/32`. */
export function isNetwork(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** Whether an address is in one of the networks. An IPv4 address mapped to IPv6 counts as IPv4. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(base, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return isIP(plain) > 0 && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Whether a host name to listen on is reachable only from this machine. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

const GROUPS = 8;
const OF_NETWORK = 4;

/**
 * The network under which an address's attempts are counted: itself, or for IPv6 its /64, which one line
 * usually has for itself.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  const left = plain.includes('::') || before.length < GROUPS ? GROUPS - before.length - after.length : 0;
  const groups = [...before, ...Array<string>(left).fill('0'), ...after];
  return `${groups.slice(0, OF_NETWORK).join(':')}::/64`;
}
