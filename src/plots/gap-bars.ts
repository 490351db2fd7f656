import * as Plot from '@observablehq/plot';
import { heightOfRows } from './heights.js';
import { COLOR, draw, type Canvas, type Drawing } from './drawing.js';

/** An hour of the week in which people asked while there was a gap. */
export interface GapHour {
  /** Its name, once each. */
  when: string;
  /** Requests while nobody was there. */
  empty: number;
  /** Requests while fewer than needed were there. */
  short: number;
  text: string;
}

/** The hours in which most was asked in a gap, the worst first. */
export interface GapBars {
  hours: readonly GapHour[];
  words: { empty: string; short: string };
  writeCount: (hour: GapHour) => string;
  label: string;
}

const KIND_WIDTH = 120;
const MARGIN = { top: 20, left: 84, right: 64 };

export function gapBars({ hours, words, writeCount, label }: GapBars, canvas: Canvas): Drawing {
  const parts = hours.flatMap((hour) => [
    { ...hour, kind: words.empty, count: hour.empty },
    { ...hour, kind: words.short, count: hour.short },
  ]);
  const kinds = [words.empty, words.short].filter((kind) =>
    parts.some((part) => part.kind === kind && part.count > 0),
  );
  const colorOf = (kind: string): string => (kind === words.empty ? COLOR.gap : 'var(--gap-stripe)');
  return draw(canvas, label, {
    height: heightOfRows(hours.length),
    marginTop: MARGIN.top,
    marginBottom: 0,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    x: {
      type: 'linear',
      domain: [0, Math.max(1, ...hours.map(({ empty, short }) => empty + short))],
      axis: null,
    },
    y: { type: 'band', domain: hours.map(({ when }) => when), label: null, padding: 0.25 },
    marks: [
      Plot.axisY({ tickSize: 0 }),
      Plot.barX(parts, {
        x: 'count',
        y: 'when',
        fill: ({ kind }: { kind: string }) => colorOf(kind),
        title: 'text',
        className: 'plot-bars',
        tip: canvas.isInteractive === true,
      }),
      Plot.text(hours, {
        x: ({ empty, short }: GapHour) => empty + short,
        y: 'when',
        text: writeCount,
        textAnchor: 'start',
        dx: 6,
      }),
      // The kinds are told by words beside a square of their color, above the bars.
      ...kinds.flatMap((kind, index) => kindMarks(kind, index * KIND_WIDTH, colorOf(kind))),
    ],
  });
}

function kindMarks(kind: string, dx: number, color: string): Plot.Markish[] {
  const place = { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -6 } as const;
  return [Plot.text(['■'], { ...place, dx, fill: color }), Plot.text([kind], { ...place, dx: dx + 14 })];
}
