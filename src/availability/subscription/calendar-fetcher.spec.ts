import { readConfig } from '../../platform/config/config.js';
import { CalendarFetcher, isPublic } from './calendar-fetcher.js';

const fetcher = new CalendarFetcher(
  readConfig({ CALENDAR_PRIVATE_HOSTS: 'Timetable.campus.test:8443, plain.test' }),
);

describe('an address', () => {
  it.each(['8.8.8.8', '129.105.1.1', '2600:1f18::1', '2a00:1450:4001::5'])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('the address of a calendar', () => {
  it.each([
    ['https://calendar.example.edu/a.ics', 'https://calendar.example.edu/a.ics'],
    ['webcal://calendar.example.edu/a.ics?key=1', 'https://calendar.example.edu/a.ics?key=1'],
    ['WEBCALS://calendar.example.edu/a', 'https://calendar.example.edu/a'],
    ['https://timetable.campus.test:8443/me', 'https://timetable.campus.test:8443/me'],
    ['http://plain.test/me', 'http://plain.test/me'],
    ['https://8.8.8.8/a', 'https://8.8.8.8/a'],
  ])('may be %s', (text, href) => {
    expect(fetcher.parse(text).href).toBe(href);
  });

  it.each([
    'http://calendar.example.edu/a.ics',
    'http://timetable.campus.test/me',
    'https://user:secret@calendar.example.edu/',
    'https://calendar.example.edu:22/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'file:///etc/passwd',
    'gopher://x/',
    'ftp://calendar.example.edu/',
    'calendar.example.edu',
    '',
    'https://',
  ])('may not be %s', (text) => {
    expect(() => fetcher.parse(text)).toThrow(/[Uu]rl must/);
  });

  it('is not fetched when its name leads to this machine', async () => {
    await expect(fetcher.fetch('https://localhost/a.ics')).rejects.toThrow('public internet');
  });
});
