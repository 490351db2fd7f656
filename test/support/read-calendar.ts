import ICAL from 'ical.js';

/** An event as a calendar program reads it; instants as ISO text, alarms in minutes. */
export interface Entry {
  uid: string;
  sequence: number;
  summary: string;
  status: string;
  start: string;
  end: string;
  transparency: string;
  alarms: number[];
}

/** What a calendar program reads: instants by the time zones that the calendar itself brings. */
export function entriesOf(text: string): Entry[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const zones = new Map(
    calendar.getAllSubcomponents('vtimezone').map((component) => {
      const zone = new ICAL.Timezone(component);
      return [zone.tzid, zone] as const;
    }),
  );
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const instant = (name: 'dtstart' | 'dtend'): string => {
      const property = component.getFirstProperty(name)!;
      const time = property.getFirstValue() as ICAL.Time;
      const zone = property.getParameter('tzid') as string | undefined;
      if (zone !== undefined) time.zone = zones.get(zone)!;
      return new Date(time.toUnixTime() * 1000).toISOString();
    };
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      status: component.getFirstPropertyValue('status') as string,
      start: instant('dtstart'),
      end: instant('dtend'),
      transparency: component.getFirstPropertyValue('transp') as string,
      alarms: component
        .getAllSubcomponents('valarm')
        .map((alarm) => (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds() / 60),
    };
  });
}
