import * as Plot from '@observablehq/plot';
import type { Weekday } from '../domain/local-date.js';
import { heightOfRows, MAP_ROWS, ROW_HEIGHT } from './heights.js';
import { COLOR, draw, type Canvas, type Drawing } from './drawing.js';
import { nightGrid, type HourOfWeek } from './night-grid.js';

/** An open hour of the week: how much was asked in it, and how many operators were there. */
export interface AskedHour extends HourOfWeek {
  /** Requests per open hour; null when they are too few to be told. */
  asked: number | null;
  /** Operators on shift, on average. */
  staffed: number;
  /** Somebody was needed, and nobody was there. */
  isMissing: boolean;
  text: string;
}

/** When people ask, and when somebody is there: asking colors an hour, and its number says how many were on shift. */
export interface AskingMap {
  hours: readonly AskedHour[];
  writeHour: (hour: number) => string;
  writeWeekday: (weekday: Weekday) => string;
  writeStaffed: (operators: number) => string;
  weekStartsOn: Weekday;
  label: string;
}

const MARGIN = { top: 20, left: 44 };
const WIDEST_CELL = 56;
/** From the quietest to the busiest; the text of the darkest ones is light. */
const LEVELS = [
  { fill: 'var(--asked-0)', text: 'var(--asked-dark-text)' },
  { fill: 'var(--asked-1)', text: 'var(--asked-dark-text)' },
  { fill: 'var(--asked-2)', text: 'var(--asked-dark-text)' },
  { fill: 'var(--asked-3)', text: 'var(--asked-light-text)' },
  { fill: 'var(--asked-4)', text: 'var(--asked-light-text)' },
] as const;

/** The level of asking, 0 for none to 4 for the most; what is too little to be told has the lowest one above none. */
export function askedLevel(asked: number | null, most: number): number {
  if (asked === null) return 1;
  return most === 0 ? 0 : Math.ceil((asked / most) * (LEVELS.length - 1));
}

export function askingMap(what: AskingMap, canvas: Canvas, rowHeight = ROW_HEIGHT): Drawing {
  const grid = nightGrid(what.hours);
  const most = Math.max(0, ...what.hours.map(({ asked }) => asked ?? 0));
  const levelOf = ({ asked }: AskedHour): (typeof LEVELS)[number] => LEVELS[askedLevel(asked, most)]!;
  const days = Array.from(
    { length: MAP_ROWS },
    (_, index) => (((what.weekStartsOn - 1 + index) % 7) + 1) as Weekday,
  );
  const place = { x: 'hour', y: (at: AskedHour) => grid.rowOf(at) } as const;
  const isRoomy = canvas.width / Math.max(1, grid.hours.length) > 22;
  const width = Math.min(canvas.width, MARGIN.left + WIDEST_CELL * Math.max(1, grid.hours.length));
  return draw({ ...canvas, width }, what.label, {
    height: heightOfRows(days.length, rowHeight),
    marginTop: MARGIN.top,
    marginBottom: 0,
    marginLeft: MARGIN.left,
    marginRight: 0,
    x: { type: 'band', domain: [...grid.hours], label: null, padding: 0.06 },
    y: { type: 'band', domain: days, label: null, padding: 0.06 },
    color: { type: 'identity' },
    marks: [
      Plot.axisX({
        anchor: 'top',
        tickSize: 0,
        tickFormat: (hour: number) =>
          isRoomy || grid.hours.indexOf(hour) % 3 === 0 ? what.writeHour(hour) : '',
      }),
      Plot.axisY({ tickSize: 0, tickFormat: (weekday: Weekday) => what.writeWeekday(weekday) }),
      Plot.cell(what.hours, {
        ...place,
        fill: (at: AskedHour) => levelOf(at).fill,
        stroke: (at: AskedHour) => (at.isMissing ? COLOR.gap : 'none'),
        strokeWidth: 1.5,
        rx: 2,
        title: 'text',
        className: 'plot-cells',
        tip: canvas.isInteractive === true,
      }),
      Plot.text(isRoomy ? what.hours : [], {
        ...place,
        text: (at: AskedHour) => what.writeStaffed(at.staffed),
        fill: (at: AskedHour) => levelOf(at).text,
        pointerEvents: 'none',
      }),
    ],
  });
}
