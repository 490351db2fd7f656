import { lettersOf } from '../../domain/activity/letters.js';
import { ACTIVITY_SERIES, MOST_COUNTED, type ActivitySeries } from '../../domain/activity/series.js';
import { ourPriority } from '../../domain/import-guessing/priority-words.js';
import { PRIORITIES, type Priority } from '../../domain/service-clock.js';
import { readDateAndTime, readTimestamp, type ReadingOptions } from '../../domain/timestamps.js';
import { TIERS, type Tier } from '../../domain/tiers.js';
import type { Refusal } from './record-stream.js';

const LONGEST_TIME = 100;

/** A refusal as an error. */
export class Rejection extends Error implements Refusal {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The zone and format of the times in a column. */
export interface TimeReading extends ReadingOptions {
  zone: string;
  /** The latest possible time in epoch ms; later ones are in the future. */
  latest: number;
}

/** A time in the future makes the whole line invalid; as an empty cell it would have another meaning. */
export class TimeAhead extends Rejection {}

// Each function reads one cell (trimmed, not empty). When it cannot, it throws a Rejection that names the
// field.

export const readTimeAs = (field: string, text: string, { zone, latest, ...options }: TimeReading): string =>
  // The patterns of a timestamp backtrack over spaces, so very long text is not matched against them.
  asTime(field, text, text.length > LONGEST_TIME ? null : readTimestamp(text, zone, options), latest);

export const readDateTimeAs = (
  field: string,
  date: string,
  time: string,
  { zone, latest, ...options }: TimeReading,
): string => {
  const written = `${date} ${time}`;
  return asTime(
    field,
    written,
    written.length > LONGEST_TIME ? null : readDateAndTime(date, time, zone, options),
    latest,
  );
};

function asTime(field: string, text: string, instant: number | null, latest: number): string {
  if (instant === null)
    throw new Rejection('INVALID_TIME', `${field} is no date and time that exists: ${brief(text)}.`);
  if (instant > latest)
    throw new TimeAhead(
      'IN_THE_FUTURE',
      `${field} lies ahead: ${brief(text)}. Only what has happened is taken over; nothing of this line was.`,
    );
  return new Date(instant).toISOString();
}

/** Databases write a missing date as zeros. */
export const isZeroDate = (text: string): boolean => text.startsWith('0000-00-00');

export function readTier(text: string): Tier {
  const plain = lettersOf(text);
  const tier = TIERS.find((one) => lettersOf(one) === plain);
  if (!tier) throw new Rejection('INVALID_TIER', `tier is neither ${TIERS.join(' nor ')}: ${brief(text)}.`);
  return tier;
}

export function readPriority(text: string): Priority {
  const priority = ourPriority(text);
  if (!priority)
    throw new Rejection(
      'INVALID_PRIORITY',
      `priority is none of ${PRIORITIES.join(', ')}, and the mapping does not say what it means: ${brief(text)}.`,
    );
  return priority;
}

export function readLevel(text: string): number {
  const [, level] = /^(?:READ)?[\s_-]*(?:level)?[\s:_-]*([1-6])(?:\.0+)?$/i.exec(text) ?? [];
  if (!level) throw new Rejection('INVALID_READ_LEVEL', `readLevel is not 1 to 6: ${brief(text)}.`);
  return Number(level);
}

export function readFlag(field: string, text: string): boolean {
  if (/^(?:true|t|yes|y|1(?:\.0)?)$/i.test(text)) return true;
  if (/^(?:false|f|no|n|0(?:\.0)?)$/i.test(text)) return false;
  throw new Rejection('INVALID_FLAG', `${field} is neither yes nor no: ${brief(text)}.`);
}

export function readUrl(field: string, text: string): string {
  if (!/^https?:\/\/\S+$/.test(text))
    throw new Rejection('INVALID_URL', `${field} is no http(s) address: ${brief(text)}.`);
  return readText(field, text, 2000);
}

export function readText(field: string, text: string, longest: number): string {
  if (text.length > longest)
    throw new Rejection('TOO_LONG', `${field} is longer than ${longest} characters.`);
  return text;
}

/** A whole number from 0 on, in the formats of spreadsheets: `1,204`, `4.0`. */
export function readCount(field: string, text: string, most = MOST_COUNTED): number {
  const [, digits] = /^(\d{1,9}|\d{1,3}(?:[,\s'’]\d{3})+)(?:\.0{1,2})?$/.exec(text) ?? [];
  const count = Number(digits?.replaceAll(/\D/g, ''));
  if (Number.isNaN(count) || count > most)
    throw new Rejection('INVALID_COUNT', `${field} is no whole number from 0 to ${most}: ${brief(text)}.`);
  return count;
}

export function readSeries(text: string): ActivitySeries {
  const plain = lettersOf(text);
  const series = ACTIVITY_SERIES.find((one) => lettersOf(one) === plain);
  if (!series)
    throw new Rejection('INVALID_SERIES', `series is none of ${ACTIVITY_SERIES.join(', ')}: ${brief(text)}.`);
  return series;
}

/** A value as remarks show it. */
export const brief = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
