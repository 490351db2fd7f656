/**
 * Times as the server gives them: ISO 8601 with the offset of the location's zone, so the text before the offset is what the clock on
 * the wall there shows. Nothing here reads the device's zone but `zoneOfReader`.
 */
export type Instant = string;
/** `YYYY-MM-DD`. */
export type LocalDate = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const millisOf = (instant: Instant): number => Date.parse(instant);
/** The local date a wall clock shows at an instant. */
export const dateOf = (instant: Instant): LocalDate => instant.slice(0, 10);
/** The local time, `HH:mm`. */
export const timeOf = (instant: Instant): string => instant.slice(11, 16);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
/** Whole days between two local dates. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(to) - Date.parse(from)) / DAY;
/** 1 (Monday) to 7. */
export const weekdayOf = (date: LocalDate): number => ((new Date(date).getUTCDay() + 6) % 7) + 1;
export const startOfWeek = (date: LocalDate, weekStartsOn: number): LocalDate =>
  addDays(date, -((weekdayOf(date) - weekStartsOn + 7) % 7));

const parts = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far a zone is ahead of UTC at an instant, in milliseconds. Clocks change at whole quarters of an hour. */
export function offsetAt(millis: number, zone: string): number {
  const key = `${zone} ${Math.floor(millis / (15 * MINUTE))}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = readOffset(millis, zone);
    offsets.set(key, offset);
  }
  return offset;
}

function readOffset(millis: number, zone: string): number {
  let format = parts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    parts.set(zone, format);
  }
  const name = format.formatToParts(millis).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):?(\d{2})?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
}

/** An instant as a zone's wall clock shows it, with its offset. */
export function inZone(millis: number, zone: string): Instant {
  const offset = offsetAt(millis, zone);
  const minutes = Math.abs(offset) / 60_000;
  const two = (figure: number): string => String(figure).padStart(2, '0');
  const text = new Date(millis + offset).toISOString().slice(0, 19);
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Where the clock of a zone shows a date and time: no instant in a skipped hour, two in a repeated one. */
export function instantsOf(date: LocalDate, time: string, zone: string): Instant[] {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const offsets = new Set([offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((millis) => millis + offsetAt(millis, zone) === wall)
    .sort((a, b) => a - b)
    .map((millis) => inZone(millis, zone));
}

/** The first instant at which a zone's clock shows a date and time; a skipped time moves on by the length of the jump. */
export function instantOf(date: LocalDate, time: string, zone: string): Instant {
  const [first] = instantsOf(date, time, zone);
  if (first) return first;
  const wall = Date.parse(`${date}T${time}:00Z`);
  return inZone(wall - offsetAt(wall - DAY, zone), zone);
}

/** Whether a time is shown twice that night, and which of the two an instant is. */
export function repetitionOf(instant: Instant, zone: string): 'first' | 'second' | null {
  const both = instantsOf(dateOf(instant), timeOf(instant), zone);
  if (both.length < 2) return null;
  return millisOf(both[0]!) === millisOf(instant) ? 'first' : 'second';
}

export const zoneOfReader = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Hours between two instants, as they really pass. */
export const hoursBetween = (startsAt: Instant, endsAt: Instant): number =>
  (millisOf(endsAt) - millisOf(startsAt)) / HOUR;

/** Whether a span ends on a later local date than it starts; midnight itself still belongs to the evening. */
export const crossesMidnight = (startsAt: Instant, endsAt: Instant): boolean =>
  dateOf(endsAt) > dateOf(startsAt) &&
  !(timeOf(endsAt) === '00:00' && dateOf(endsAt) === addDays(dateOf(startsAt), 1));
