import { useTranslations } from 'use-intl';
import { formatLocale } from '../i18n/language.js';
import { crossesMidnight, dateOf, repetitionOf, timeOf, type Instant, type LocalDate } from './local-time.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function write(date: LocalDate, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(formatLocale(), { ...options, timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** `Tue 3 Nov`, for a local date or an instant. */
export const dayOf = (at: Instant): string =>
  write(dateOf(at), { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
/** `3 Nov`. */
export const dayMonthOf = (at: Instant): string => write(dateOf(at), { day: 'numeric', month: 'short' });
export const dateWithYearOf = (at: Instant): string =>
  write(dateOf(at), { day: 'numeric', month: 'short', year: 'numeric' });

/** `November 2026`. */
export const monthName = (date: LocalDate): string => write(date, { month: 'long', year: 'numeric' });

/** 2 November 2026 is a Monday. */
export const weekdayName = (weekday: number, length: 'short' | 'long' | 'narrow' = 'short'): string =>
  write(`2026-11-${String(weekday + 1).padStart(2, '0')}`, { weekday: length });

export const hoursText = (hours: number): string =>
  new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 }).format(hours);
export const percentText = (rate: number | null | undefined): string =>
  rate === null || rate === undefined
    ? '–'
    : new Intl.NumberFormat(formatLocale(), { style: 'percent', maximumFractionDigits: 1 }).format(rate);

export interface Times {
  /** `22:00`, or `1:30 (first)` in the hour that a clock change repeats. */
  time: (instant: Instant, zone: string) => string;
  /** `22:00–02:00 next day`. */
  hours: (startsAt: Instant, endsAt: Instant, zone: string) => string;
  /** `Tue 3 Nov, 22:00–02:00 next day`. */
  span: (startsAt: Instant, endsAt: Instant, zone: string) => string;
  /** `Tue 3 Nov, 22:00`. */
  moment: (instant: Instant, zone: string) => string;
}

/** Spans and times in words. */
export function useTimes(): Times {
  const t = useTranslations('time');
  const time = (instant: Instant, zone: string): string => {
    const repetition = repetitionOf(instant, zone);
    return repetition ? t(repetition, { time: timeOf(instant) }) : timeOf(instant);
  };
  const hours = (startsAt: Instant, endsAt: Instant, zone: string): string => {
    const span = { from: time(startsAt, zone), to: time(endsAt, zone) };
    return crossesMidnight(startsAt, endsAt) ? t('spanNextDay', span) : t('span', span);
  };
  return {
    time,
    hours,
    span: (startsAt, endsAt, zone) => `${dayOf(startsAt)}, ${hours(startsAt, endsAt, zone)}`,
    moment: (instant, zone) => `${dayOf(instant)}, ${time(instant, zone)}`,
  };
}
