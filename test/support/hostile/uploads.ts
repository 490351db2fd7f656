/** Calendars and CSV files that are expensive for a careless reader, within the size limit of an upload. */

const MEGABYTE = 1_000_000;
const calendar = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n');
const event = (uid: number, ...lines: string[]): string =>
  [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTART:20261026T090000',
    'DTEND:20261026T095000',
    ...lines,
    'END:VEVENT',
  ].join('\r\n');
const events = (count: number, ...lines: string[]): string =>
  calendar(...Array.from({ length: count }, (_, uid) => event(uid, ...lines)));
const fill = (piece: string, size = MEGABYTE - 1_000): string =>
  piece.repeat(Math.floor(size / piece.length));

/** The text of each calendar file, by name. */
export const CALENDARS: Readonly<Record<string, string>> = {
  '1,900 classes of a term': events(1_900, 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR'),
  'events without number': events(9_000),
  'secondly rules': events(200, 'RRULE:FREQ=SECONDLY'),
  'rules that never fit': events(300, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31'),
  'rules of every minute of every day': events(
    50,
    `RRULE:FREQ=YEARLY;BYMINUTE=${Array.from({ length: 60 }, (_, at) => at).join(',')};BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23`,
  ),
  'a million excluded dates': calendar(
    event(1, 'RRULE:FREQ=DAILY', `EXDATE:${fill('20261026T090000,')}20261026T090000`),
  ),
  'dates without number': calendar(event(1, `RDATE:${fill('20261027T090000,')}20261027T090000`)),
  'one line folded at every letter': calendar(event(1, `SUMMARY:${fill('\r\n a')}`)),
  'one long line': calendar(event(1, `SUMMARY:${fill('a')}`)),
  'parameters without number': calendar(event(1, `SUMMARY;${fill('X-A=1;')}X-B=2:x`)),
  'parts in parts': fill('BEGIN:VCALENDAR\r\n'),
  'zones of a thousand rules': calendar(
    'BEGIN:VTIMEZONE',
    'TZID:Mine',
    fill(
      'BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=DAILY\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nEND:STANDARD\r\n',
      200_000,
    ),
    'END:VTIMEZONE',
    ...Array.from({ length: 1_000 }, (_, uid) =>
      event(uid, 'RRULE:FREQ=WEEKLY').replace('DTSTART:', 'DTSTART;TZID=Mine:'),
    ),
  ),
  'line ends': fill('\r\n'),
  colons: fill(':'),
};

/** The bytes of each CSV file, by name. The import's worker splits them into records as they arrive. */
export const TABLES: Readonly<Record<string, () => Buffer>> = {
  'one line of 20 MB': () => Buffer.from(`key,opened\n${'x'.repeat(20 * MEGABYTE)}`),
  quotes: () => Buffer.from(`key,opened\n${'"'.repeat(5 * MEGABYTE)}`),
  'quotes and commas': () => Buffer.from(`key,opened\n${'",'.repeat(2 * MEGABYTE)}`),
  'line ends': () => Buffer.from(`key,opened\n${'\n'.repeat(5 * MEGABYTE)}`),
  'a header of 200,000 columns': () =>
    Buffer.from(`key,opened,${Array.from({ length: 200_000 }, (_, at) => `c${at}`).join(',')}\n1,2\n`),
  '300,000 lines that are wrong': () => Buffer.from(`key,opened\n${'K,never\n'.repeat(300_000)}`),
};
