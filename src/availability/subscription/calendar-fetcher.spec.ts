import { readConfig } from '../../platform/config/config.js';
import { Outgoing } from '../../platform/outgoing/outgoing.js';
import { CalendarFetcher } from './calendar-fetcher.js';

const fetcher = new CalendarFetcher(
  new Outgoing(
    readConfig({ CALENDAR_PRIVATE_HOSTS: 'Timetable.campus.test:8443', PRIVATE_HOSTS: 'plain.test' }),
  ),
);

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
