import ICAL from 'ical.js';
import { offsetAt } from '../../domain/offset.js';
import { DAY, HOUR } from '../../domain/interval.js';
import { timeZoneComponent } from './time-zone-component.js';

const SPAN = { start: Date.parse('2026-10-25T00:00:00Z'), end: Date.parse('2027-11-20T00:00:00Z') };
const rulesOf = (text: string): string[] => text.match(/^(RRULE|TZNAME|TZOFFSET\w+):.*/gm) ?? [];

describe('a VTIMEZONE', () => {
  it('tells changes of each year as rules', () => {
    expect(timeZoneComponent('America/Chicago', SPAN).split('\r\n')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:America/Chicago',
      'BEGIN:DAYLIGHT',
      'DTSTART:20250309T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
      'TZOFFSETFROM:-0600',
      'TZOFFSETTO:-0500',
      'TZNAME:CDT',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'DTSTART:20251102T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0600',
      'TZNAME:CST',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]);
  });

  it.each([
    ['Europe/Dublin', ['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU']],
    ['Australia/Lord_Howe', ['FREQ=YEARLY;BYMONTH=4;BYDAY=1SU', 'FREQ=YEARLY;BYMONTH=10;BYDAY=1SU']],
    ['Asia/Tokyo', []],
    // On the Friday before a last Sunday: no rule of RFC 5545 for one weekday of a month.
    ['Asia/Jerusalem', []],
  ])('of %s has the rules %j', (zone, rules) => {
    const told = rulesOf(timeZoneComponent(zone, SPAN)).filter((line) => line.startsWith('RRULE'));
    expect(told).toEqual(rules.map((rule) => `RRULE:${rule}`));
  });

  it.each([
    'America/Chicago',
    'America/St_Johns',
    'Europe/Dublin',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Jerusalem',
    'Asia/Kathmandu',
    'UTC',
  ])('of %s tells each hour of the span, but those that the clocks show twice', (zone) => {
    const calendar = `BEGIN:VCALENDAR\r\n${timeZoneComponent(zone, SPAN)}\r\nEND:VCALENDAR`;
    const component = new ICAL.Component(ICAL.parse(calendar) as unknown[]).getFirstSubcomponent(
      'vtimezone',
    )!;
    const told = new ICAL.Timezone(component);
    for (let instant = SPAN.start; instant < SPAN.end; instant += 5 * HOUR) {
      if (offsetAt(instant - DAY, zone) !== offsetAt(instant + DAY, zone)) continue;
      const wallClock = new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 19);
      const time = ICAL.Time.fromDateTimeString(wallClock);
      time.zone = told;
      expect([wallClock, time.toUnixTime() * 1000]).toEqual([wallClock, instant]);
    }
  });
});
