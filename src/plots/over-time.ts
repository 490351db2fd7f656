import * as Plot from '@observablehq/plot';
import type { LocalDate } from '../domain/local-date.js';
import { spacedTicks, type DayAxis } from './day-axis.js';
import { OVER_TIME_HEIGHT } from './heights.js';
import { COLOR, draw, type Canvas, type Drawing } from './drawing.js';

export interface OverTimePoint {
  phase: 'baseline' | 'pilot';
  /** The first date, and the one after the last. */
  from: LocalDate;
  to: LocalDate;
  /** Null where nothing was measured: the line has a gap. */
  value: number | null;
  /** Only part of its time counts; drawn hollow. */
  isPartial: boolean;
  /** What it says when somebody points at it. */
  text: string;
}

export interface OverTimeLine {
  /** Written at its end; not needed for a single line. */
  label: string | null;
  points: readonly OverTimePoint[];
}

/** A figure before and during a pilot, on one axis. */
export interface OverTime {
  axis: DayAxis;
  /** The most important first. */
  lines: readonly OverTimeLine[];
  excluded: readonly { from: LocalDate; to: LocalDate }[];
  targets: readonly { value: number; label: string }[];
  /** What was done to the locations, in the order of its dates. */
  works: readonly { from: LocalDate; label: string; text: string }[];
  /** Shares have an axis up to 1. */
  isShare: boolean;
  words: { baseline: string; pilot: string; leftOut: (days: number) => string };
  writeValue: (value: number) => string;
  writeDate: (date: LocalDate) => string;
  writeDateWithYear: (date: LocalDate) => string;
  /** The plot in a sentence. */
  label: string;
}

/** The same for all plots, so that the same week stands at the same place in each. */
const MARGIN = { top: 22, bottom: 22, left: 48, right: 62 };
/** The width of a gap in the axis, in days. */
const BREAK = 8;
const BETWEEN_LABELS = 14;
const DATE_WIDTH = 80;
/** A plot lower than this has fewer marks. */
const LOW = 100;
/** How far a target's words are from its line. */
const TARGET_ROOM = 8;
/** Of small words, in pixels. */
const LETTER_WIDTH = 6;
/** The part of the axis above which words do not fit. */
const HIGH = 0.8;

interface Placed extends OverTimePoint {
  at: number;
}

export function overTimePlot(what: OverTime, canvas: Canvas, height = OVER_TIME_HEIGHT): Drawing {
  const { axis, lines, targets, words } = what;
  const plotWidth = Math.max(1, canvas.width - MARGIN.left - MARGIN.right);
  const plotHeight = height - MARGIN.top - MARGIN.bottom;
  const placed = lines.map(({ points }) => points.map((point) => ({ ...point, at: middleOf(point, axis) })));
  const most = Math.max(
    0,
    ...placed.flat().map(({ value }) => value ?? 0),
    ...targets.map(({ value }) => value),
  );
  const top = what.isShare ? Math.max(1, most) : most > 0 ? most : 1;
  const marks = plotHeight < LOW ? 2 : 4;
  const ticks = spacedTicks(axis.ticks, (DATE_WIDTH / plotWidth) * axis.length);
  return draw(canvas, what.label, {
    height,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    x: { type: 'linear', domain: [0, axis.length], label: null },
    y: { type: 'linear', domain: [0, top], nice: !what.isShare, label: null, clamp: true },
    marks: [
      Plot.gridY({ ticks: marks, stroke: COLOR.line, strokeOpacity: 1 }),
      Plot.axisY({ ticks: marks, tickSize: 0, tickFormat: (value: number) => what.writeValue(value) }),
      Plot.axisX({
        ticks: ticks.map(({ at }) => at),
        tickSize: 4,
        tickFormat: (at: number) => writeTick(at, ticks, what),
      }),
      ...excludedMarks(what),
      ...phaseMarks(what),
      ...workMarks(what, plotWidth),
      ...placed
        .flatMap((points, rank) => lineMarks(points, rank, plotWidth / Math.max(1, points.length), canvas))
        .toReversed(),
      ...targets.flatMap((target, index) =>
        targetMarks(target, axis, { index, isHigh: target.value > HIGH * top }),
      ),
      endLabels(lines, placed, { top, perPixel: top / plotHeight }),
      ...(axis.leftOut ? leftOutMarks(axis.leftOut, words) : []),
    ],
  });
}

/** The middle of what lies in its phase and on the axis. */
function middleOf({ phase, from, to }: OverTimePoint, { placeOf, length, ...phases }: DayAxis): number {
  const [start, end] = phases[phase];
  const within = (at: number): number => Math.min(Math.max(at, start), Math.max(start, end), length);
  return (within(placeOf(from)) + within(placeOf(to))) / 2;
}

/** Days that all figures leave out. */
function excludedMarks({ axis, excluded }: OverTime): Plot.Markish[] {
  const spans = excluded
    .map(({ from, to }) => ({
      from: Math.max(0, axis.placeOf(from)),
      to: Math.min(axis.length, axis.placeOf(to)),
    }))
    .filter(({ from, to }) => to > from);
  return [
    Plot.rectX(spans, {
      x1: 'from',
      x2: 'to',
      fill: COLOR.quiet,
      fillOpacity: 0.22,
      className: 'plot-excluded',
    }),
  ];
}

/** The start of the pilot, and the names of the phases above it. */
function phaseMarks({ axis, words }: OverTime): Plot.Markish[] {
  const names = [
    { at: axis.baseline[0], name: words.baseline },
    { at: axis.pilot[0], name: words.pilot },
  ];
  const isAtEnd = ({ at }: { at: number }): boolean => at === axis.length;
  const style = { frameAnchor: 'top', x: 'at', text: 'name', dy: -8, lineAnchor: 'bottom' } as const;
  return [
    Plot.ruleX([axis.pilot[0]], {
      stroke: COLOR.accent,
      strokeWidth: 1.5,
      className: 'plot-start',
    }),
    Plot.text(
      names.filter((name) => !isAtEnd(name)),
      { ...style, textAnchor: 'start', dx: 2, fontWeight: 600 },
    ),
    Plot.text(names.filter(isAtEnd), { ...style, textAnchor: 'end', fontWeight: 600 }),
  ];
}

/** Thin lines where something was done, each with its words at the foot where there is room for them. */
function workMarks({ axis, works }: OverTime, plotWidth: number): Plot.Markish[] {
  const days = (pixels: number): number => (pixels / plotWidth) * axis.length;
  let free = -Infinity;
  const placed = works
    .map((work) => ({ ...work, at: axis.placeOf(work.from) }))
    .filter(({ at }) => at >= 0 && at < axis.length)
    .map((work) => {
      const room = days(LETTER_WIDTH * work.label.length);
      const isLeft = work.at + room > axis.length;
      const [start, end] = isLeft ? [work.at - room, work.at] : [work.at, work.at + room];
      const hasRoom = start >= Math.max(0, free);
      if (hasRoom) free = end;
      return { ...work, isLeft, hasRoom };
    });
  const words = { x: 'at', text: 'label', frameAnchor: 'bottom', lineAnchor: 'bottom', dy: -3 } as const;
  const style = { fontSize: 10, fill: COLOR.quiet, stroke: COLOR.surface, strokeWidth: 3 } as const;
  return [
    Plot.ruleX(placed, {
      x: 'at',
      stroke: COLOR.quiet,
      strokeWidth: 1,
      strokeDasharray: '1 3',
      title: 'text',
      className: 'plot-works',
    }),
    ...[false, true].map((isLeft) =>
      Plot.text(
        placed.filter((work) => work.hasRoom && work.isLeft === isLeft),
        { ...words, ...style, textAnchor: isLeft ? 'end' : 'start', dx: isLeft ? -3 : 3 },
      ),
    ),
  ];
}

function lineMarks(points: readonly Placed[], rank: number, room: number, canvas: Canvas): Plot.Markish[] {
  const colorOf = ({ phase }: Placed): string =>
    rank === 0 && phase === 'pilot' ? COLOR.accent : COLOR.quiet;
  const known = points.filter(({ value }) => value !== null);
  const size = room < 7 ? 1.5 : 3.5;
  return [
    Plot.line(points, {
      x: 'at',
      y: 'value',
      z: 'phase',
      stroke: colorOf,
      strokeWidth: 2,
      className: `plot-line-${rank}`,
      ...(rank > 0 && { strokeDasharray: '5 4', strokeWidth: 1.5 }),
    }),
    Plot.dot(known, {
      x: 'at',
      y: 'value',
      r: size,
      symbol: rank === 0 ? 'circle' : 'square',
      stroke: colorOf,
      fill: (point: Placed) => (point.isPartial ? COLOR.surface : colorOf(point)),
      title: 'text',
      className: `plot-dots-${rank}`,
      tip: canvas.isInteractive === true,
    }),
  ];
}

/**
 * A target holds for the pilot. The words of the first stand at the left, those of another at the right, so that two near each
 * other can be read; words of a high target stand below its line, because the phases' names are above.
 */
function targetMarks(
  { value, label }: OverTime['targets'][number],
  axis: DayAxis,
  { index, isHigh }: { index: number; isHigh: boolean },
): Plot.Markish[] {
  const [from, to] = axis.pilot[1] > axis.pilot[0] ? axis.pilot : [0, axis.length];
  const isFirst = index % 2 === 0;
  return [
    Plot.ruleY([value], {
      x1: from,
      x2: to,
      stroke: COLOR.gap,
      strokeWidth: 1.5,
      strokeDasharray: '2 3',
      className: 'plot-target',
    }),
    Plot.text([{ at: isFirst ? from : to, value }], {
      x: 'at',
      y: 'value',
      text: () => label,
      textAnchor: isFirst ? 'start' : 'end',
      dx: isFirst ? TARGET_ROOM : -TARGET_ROOM,
      dy: isHigh ? TARGET_ROOM : -TARGET_ROOM,
      fill: COLOR.gap,
      stroke: COLOR.surface,
      strokeWidth: 3,
    }),
  ];
}

/** Labels at the ends of the lines, moved apart when two ends are close. `top` and `perPixel` are in units of the axis. */
function endLabels(
  lines: readonly OverTimeLine[],
  placed: readonly (readonly Placed[])[],
  { top, perPixel }: { top: number; perPixel: number },
): Plot.Markish {
  const ends = lines
    .flatMap(({ label }, index) => {
      const last = placed[index]!.findLast(({ value }) => value !== null);
      return label === null || !last ? [] : [{ label, at: last.at, value: last.value! }];
    })
    .sort((a, b) => a.value - b.value);
  const between = BETWEEN_LABELS * perPixel;
  let floor = -Infinity;
  for (const end of ends) {
    end.value = Math.max(end.value, floor);
    floor = end.value + between;
  }
  let ceiling = top;
  for (const end of ends.toReversed()) {
    end.value = Math.min(end.value, ceiling);
    ceiling = end.value - between;
  }
  return Plot.text(ends, { x: 'at', y: 'value', text: 'label', textAnchor: 'start', dx: 8 });
}

/** A gap in the axis, with as much of its words as the reader can point at. */
function leftOutMarks(leftOut: NonNullable<DayAxis['leftOut']>, words: OverTime['words']): Plot.Markish[] {
  return [
    Plot.rectX([leftOut], {
      x1: ({ at }: { at: number }) => at - BREAK / 2,
      x2: ({ at }: { at: number }) => at + BREAK / 2,
      fill: COLOR.surface,
    }),
    Plot.text([leftOut], {
      x: 'at',
      frameAnchor: 'middle',
      text: () => '⋯',
      fontSize: 18,
      fill: COLOR.quiet,
      title: ({ days }: { days: number }) => words.leftOut(days),
    }),
  ];
}

/** Labels of dates; the first one, and the first one of another year, have the year. */
function writeTick(at: number, ticks: DayAxis['ticks'], what: OverTime): string {
  const index = ticks.findIndex((tick) => tick.at === at);
  const { date } = ticks[index]!;
  const isNewYear = ticks[index - 1]?.date.slice(0, 4) !== date.slice(0, 4);
  return isNewYear ? what.writeDateWithYear(date) : what.writeDate(date);
}
