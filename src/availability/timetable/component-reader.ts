/** A property as it stands in the file: unfolded, one character per byte. */
export interface FileLine {
  number: number;
  /** In upper case. */
  name: string;
  text: string;
  /** Following lines that are no properties: the rest of a text with a line break in it. */
  rest: string;
}

/** A component of a calendar, with the properties that are read. */
export interface CalendarPart {
  name: string;
  line: number;
  lines: FileLine[];
  /** Inner components; only for a VTIMEZONE. */
  inner: CalendarPart[];
  calendar: CalendarHead;
  /** Whether its END is missing. */
  isCutOff: boolean;
}

/** What a calendar says about all its events. */
export interface CalendarHead {
  zone: string | null;
}

/** All other properties of a component are skipped. */
const READ = new Set([
  'DTEND',
  'DTSTAMP',
  'DTSTART',
  'DURATION',
  'EXDATE',
  'EXRULE',
  'RDATE',
  'RECURRENCE-ID',
  'RRULE',
  'SEQUENCE',
  'STATUS',
  'SUMMARY',
  'TRANSP',
  'TZID',
  'TZOFFSETFROM',
  'TZOFFSETTO',
  'UID',
  'X-LIC-LOCATION',
  'X-MICROSOFT-CDO-BUSYSTATUS',
]);
const LONGEST_REST = 2_000;
/** These components are never inside another: where one begins, any open component has ended. */
const OUTER = new Set(['VCALENDAR', 'VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE']);
const MARK = /^(?:BEGIN|END):([A-Z0-9-]+)\s*$/i;
const PROPERTY = /^([A-Z][A-Z0-9-]*)[;:]/i;
const CALENDAR_ZONE = /^X-WR-TIMEZONE[^:]*:\s*(.*\S)/i;

/** Joins the lines of a file to properties, and the properties to components. */
export class ComponentReader {
  private readonly parts: CalendarPart[] = [];
  private calendar: CalendarHead = { zone: null };
  private part: CalendarPart | null = null;
  /** The open components inside `part`, by name. */
  private open: string[] = [];
  /** The property that a folded line continues; null for one that is not read. */
  private last: FileLine | null = null;

  take(line: string, number: number): void {
    if (line[0] === ' ' || line[0] === '\t') {
      if (this.last?.rest) this.follow(line.slice(1));
      else if (this.last) this.last.text += line.slice(1);
      return;
    }
    const name = PROPERTY.exec(line)?.[1]!.toUpperCase();
    if (name === undefined) {
      this.follow(line);
      return;
    }
    this.last = null;
    const mark = name === 'BEGIN' || name === 'END' ? MARK.exec(line)?.[1]!.toUpperCase() : undefined;
    if (mark) {
      if (name === 'BEGIN') this.begin(mark, number);
      else this.finish(mark);
    } else if (!this.part) {
      this.calendar.zone = CALENDAR_ZONE.exec(line)?.[1] ?? this.calendar.zone;
    } else if (READ.has(name)) {
      const target = this.open.length === 0 ? this.part : this.innermost();
      target?.lines.push((this.last = { number, name, text: line, rest: '' }));
    }
  }

  private follow(line: string): void {
    if (this.last && this.last.rest.length < LONGEST_REST) this.last.rest += line;
  }

  end(): CalendarPart[] {
    this.close(true);
    return this.parts;
  }

  private begin(name: string, number: number): void {
    if (OUTER.has(name)) this.close(true);
    if (name === 'VCALENDAR') this.calendar = { zone: null };
    else if (!this.part) {
      const { calendar } = this;
      this.part = { name, line: number, lines: [], inner: [], calendar, isCutOff: false };
    } else {
      this.open.push(name);
      if (this.part.name === 'VTIMEZONE' && this.open.length === 1)
        this.part.inner.push({ ...this.part, name, line: number, lines: [], inner: [] });
    }
  }

  private finish(name: string): void {
    if (this.part?.name === name) this.close(false);
    else if (name === 'VCALENDAR') this.close(true);
    else if (this.open.at(-1) === name) this.open.pop();
  }

  private innermost(): CalendarPart | null {
    return this.part!.name === 'VTIMEZONE' && this.open.length === 1 ? this.part!.inner.at(-1)! : null;
  }

  private close(isCutOff: boolean): void {
    if (this.part) this.parts.push({ ...this.part, isCutOff });
    this.part = null;
    this.open = [];
    this.last = null;
  }
}
