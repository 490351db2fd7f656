import type { LocalDate, Weekday } from '../domain/local-date.js';
import type { FigureName } from '../domain/metrics/metrics.js';
import { figureText, isShare, numberText } from '../domain/pilot-texts/figure-text.js';
import type { PlotsKey, Teller } from '../domain/pilot-texts/say.js';
import { targetText } from '../domain/pilot-texts/target-text.js';
import { dayAxis } from './day-axis.js';
import type { OverTime, OverTimePoint } from './over-time.js';

export type Bucket = 'day' | 'week' | 'month';

/** A bucket of a pilot's metrics, as they are answered over HTTP. */
export type DrawnItem = Readonly<Record<FigureName, number | null>> & {
  readonly phase: 'baseline' | 'pilot';
  readonly from: string;
  readonly to: string;
  readonly partial: boolean;
  readonly excluded: boolean;
  readonly weekday?: number;
  readonly hour?: number;
};

interface DateRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What the plots need of a pilot. */
export interface DrawnPilot {
  readonly baseline: DateRange;
  readonly pilot: DateRange;
  readonly exclusions: readonly DateRange[];
  readonly targets: readonly {
    readonly metric: string;
    readonly comparison: 'at-least' | 'at-most';
    readonly value: number;
  }[];
}

/** Maintenance, as it is marked with the figures. */
export interface DrawnMark {
  readonly startsAt: string;
  readonly reason: string;
  readonly withdrawnBecause: string | null;
}

/** A plot over time: one figure, or several of the same unit. */
export interface DrawnOverTime {
  key: 'response' | 'resolution' | 'coverage' | 'requests' | 'fill';
  metrics: readonly { name: FigureName; label: PlotsKey | null }[];
}

/** The plots over time, in the order of a pilot's page. */
export const OVER_TIME: readonly DrawnOverTime[] = [
  {
    key: 'response',
    metrics: [
      { name: 'firstResponseWallMinutesP50', label: 'median' },
      { name: 'firstResponseWallMinutesP90', label: 'p90' },
    ],
  },
  {
    key: 'coverage',
    metrics: [
      { name: 'coverageRateAttended', label: 'attended' },
      { name: 'coverageRate', label: 'planned' },
    ],
  },
  { key: 'requests', metrics: [{ name: 'requestsPerOpenHour', label: null }] },
  {
    key: 'resolution',
    metrics: [
      { name: 'resolutionWallMinutesP50', label: 'median' },
      { name: 'resolutionWallMinutesP90', label: 'p90' },
    ],
  },
  { key: 'fill', metrics: [{ name: 'fillRate', label: null }] },
];

/** Writes dates and numbers as the reader is used to. */
export interface Writer extends Teller {
  /** `3 Nov`. */
  day: (date: LocalDate) => string;
  /** `3 Nov 2026`. */
  dayWithYear: (date: LocalDate) => string;
  /** `Mon`. */
  weekday: (weekday: Weekday) => string;
}

const dateIn = (instant: string): LocalDate => instant.slice(0, 10);

/** When a bucket was, in words. */
export const whenText = (
  { from }: Pick<DrawnItem, 'from'>,
  bucket: Bucket,
  { plots: say, dayWithYear }: Writer,
): string => say(`when.${bucket}`, { date: dayWithYear(dateIn(from)) });

/** A figure over time as it is drawn. `end`: the date after the last one with figures. */
export function overTimeOf(
  { key, metrics }: DrawnOverTime,
  items: readonly DrawnItem[],
  pilot: DrawnPilot,
  {
    bucket,
    end,
    writer,
    marks = [],
  }: { bucket: Bucket; end: LocalDate; writer: Writer; marks?: readonly DrawnMark[] },
): OverTime {
  const { plots: say, formats } = writer;
  const [{ name: first }] = metrics as [DrawnOverTime['metrics'][number]];
  const pointOf = (item: DrawnItem, { name, label }: DrawnOverTime['metrics'][number]): OverTimePoint => {
    const value = item[name];
    const told = { when: whenText(item, bucket, writer), value: figureText(name, value, formats) };
    return {
      phase: item.phase,
      from: dateIn(item.from),
      to: dateIn(item.to),
      value,
      isPartial: item.partial,
      text: label === null ? say('pointAlone', told) : say('point', { ...told, label: say(label) }),
    };
  };
  const axis = dayAxis(pilot.baseline, pilot.pilot, end);
  const gap = axis.leftOut ? ` ${say('leftOut', { days: axis.leftOut.days })}.` : '';
  const works = worksOf(marks, writer);
  const told = works.length > 0 && say('works', { works: works.map(({ text }) => text).join('; ') });
  return {
    axis,
    lines: metrics.map((metric) => ({
      label: metric.label && say(metric.label),
      points: items.map((item) => pointOf(item, metric)),
    })),
    excluded: pilot.exclusions,
    targets: targetsOf(metrics, pilot, writer),
    works,
    isShare: isShare(first),
    words: {
      baseline: say('baseline'),
      pilot: say('during'),
      leftOut: (days) => say('leftOut', { days }),
    },
    writeValue: (value) => figureText(first, value, formats),
    writeDate: writer.day,
    writeDateWithYear: writer.dayWithYear,
    label: [sentenceOf(key, first, items, writer) + gap, ...(told ? [told] : [])].join(' '),
  };
}

/** Letters of a reason in a plot. */
const LONGEST_REASON = 24;
/** So many works are named in the sentence of a plot. */
const MOST_WORKS = 20;

/** What was done, by its dates; the same at several locations once. */
function worksOf(marks: readonly DrawnMark[], { plots: say, dayWithYear }: Writer): OverTime['works'] {
  const done = marks
    .filter(({ withdrawnBecause }) => withdrawnBecause === null)
    .map(({ startsAt, reason }) => {
      const from = dateIn(startsAt);
      const letters = [...reason];
      const label =
        letters.length <= LONGEST_REASON ? reason : `${letters.slice(0, LONGEST_REASON - 1).join('')}…`;
      return { from, label, text: say('work', { reason, date: dayWithYear(from) }) };
    });
  return [...new Map(done.map((work) => [work.text, work])).values()]
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .slice(-MOST_WORKS);
}

/** The targets of the drawn figures, each value once. */
function targetsOf(
  metrics: DrawnOverTime['metrics'],
  pilot: DrawnPilot,
  writer: Writer,
): OverTime['targets'] {
  const own = pilot.targets.filter(({ metric }) => metrics.some(({ name }) => name === metric));
  const labels = new Map(own.map((target) => [targetText(target, writer), target.value]));
  return [...labels].map(([target, value]) => ({ value, label: writer.plots('target', { target }) }));
}

/** The least and the most of a figure in each phase. */
function sentenceOf(
  key: DrawnOverTime['key'],
  name: FigureName,
  items: readonly DrawnItem[],
  { plots: say, formats }: Writer,
): string {
  const sentences = (['baseline', 'pilot'] as const).map((phase) => {
    const values = items.flatMap((item) => (item.phase === phase ? [item[name]] : []));
    const known = values.filter((value) => value !== null);
    const words = { what: say(`plots.${key}`), phase: say(phase === 'pilot' ? 'during' : phase) };
    return known.length === 0
      ? say('nothing', words)
      : say('sentence', {
          ...words,
          count: known.length,
          least: figureText(name, Math.min(...known), formats),
          most: figureText(name, Math.max(...known), formats),
        });
  });
  return sentences.join(' ');
}

/** The metrics of an hour of the week. */
export type DrawnHour = DrawnItem & { readonly weekday: Weekday; readonly hour: number };

export const hourText = (
  { weekday, hour }: { weekday: Weekday; hour: number },
  { plots: say, weekday: name }: Writer,
): string => say('hourSpan', { weekday: name(weekday), hour: String(hour).padStart(2, '0') });

/** Operators on shift in an open hour, on average. */
export const staffedIn = ({
  staffedHours,
  openHours,
}: Pick<DrawnItem, 'staffedHours' | 'openHours'>): number =>
  openHours ? (staffedHours ?? 0) / openHours : 0;

export const staffedText = (operators: number, locale: string): string =>
  numberText(operators, locale, { maximumFractionDigits: 1 });
