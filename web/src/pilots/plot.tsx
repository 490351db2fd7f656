import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { labelledOf, runsOf } from './scales.js';

const HEIGHT = 168;
const TOP = 12;
const BOTTOM = 24;
const LEFT = 48;
const LABEL = 56;
const BETWEEN_LABELS = 14;
const WIDEST_BAR = 40;

export interface PlotPoint {
  from: number;
  to: number;
  value: number | null;
  /** Only part of its time counts; drawn hollow. */
  isPartial: boolean;
  /** The text of its tooltip. */
  text: string;
}

export interface PlotSeries {
  key: string;
  /** Written at the end of the line; not needed for a single line. */
  label: string | null;
  points: readonly PlotPoint[];
}

/** One metric over time in each phase, as lines or bars. Gaps stay gaps, and the axis starts at zero. */
export function Plot({
  series,
  kind,
  marks,
  writeMark,
  writeDate,
  excluded,
  label,
}: {
  series: readonly PlotSeries[];
  kind: 'line' | 'bar';
  /** The marks of the vertical axis, from 0 to its top. */
  marks: readonly number[];
  writeMark: (value: number) => string;
  writeDate: (point: PlotPoint) => string;
  /** Time that all figures leave out. */
  excluded: readonly { from: number; to: number }[];
  /** The plot in one sentence, for screen readers. */
  label: string;
}) {
  const { ref, width } = useElementSize();
  const hatch = useId();
  const points = series[0]?.points ?? [];
  const [start, end] = [points[0]?.from ?? 0, points.at(-1)?.to ?? 1];
  const right = series.some((one) => one.label !== null) ? LABEL : 8;
  const plotWidth = Math.max(0, width - LEFT - right);
  const xOf = (millis: number): number => LEFT + ((millis - start) / (end - start)) * plotWidth;
  const yOf = (value: number): number => TOP + (1 - value / (marks.at(-1) || 1)) * (HEIGHT - TOP - BOTTOM);
  const middleOf = ({ from, to }: PlotPoint): number => xOf((from + to) / 2);
  return (
    <div ref={ref} className="plot">
      {plotWidth > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          <defs>
            <pattern
              id={hatch}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="plot-hatch" width="1.5" height="6" />
            </pattern>
          </defs>
          {excluded.map(({ from, to }) => {
            const [left, until] = [Math.max(from, start), Math.min(to, end)];
            return until > left ? (
              <rect
                key={from}
                fill={`url(#${hatch})`}
                x={xOf(left)}
                y={TOP}
                width={xOf(until) - xOf(left)}
                height={HEIGHT - TOP - BOTTOM}
              />
            ) : null;
          })}
          {marks.map((mark) => (
            <g key={mark}>
              <line className="plot-grid" x1={LEFT} x2={LEFT + plotWidth} y1={yOf(mark)} y2={yOf(mark)} />
              <text x={LEFT - 6} y={yOf(mark) + 4} textAnchor="end">
                {writeMark(mark)}
              </text>
            </g>
          ))}
          {labelledOf(points.length, Math.floor(plotWidth / 64)).map((index) => (
            <text
              key={index}
              x={Math.min(Math.max(middleOf(points[index]!), LEFT + 18), LEFT + plotWidth - 12)}
              y={HEIGHT - 6}
              textAnchor="middle"
            >
              {writeDate(points[index]!)}
            </text>
          ))}
          {kind === 'bar'
            ? series.map(({ key, points: bars }) => <Bars key={key} points={bars} xOf={xOf} yOf={yOf} />)
            : series
                .map(({ key, points: own }, rank) => (
                  <Line key={key} rank={rank} points={own} middleOf={middleOf} yOf={yOf} />
                ))
                .reverse()}
          <EndLabels series={series} middleOf={middleOf} yOf={yOf} />
        </svg>
      )}
    </div>
  );
}

function Line({
  rank,
  points,
  middleOf,
  yOf,
}: {
  rank: number;
  points: readonly PlotPoint[];
  middleOf: (point: PlotPoint) => number;
  yOf: (value: number) => number;
}) {
  const runs = runsOf(points);
  const isCrowded = points.length > 60;
  return (
    <g className="plot-line" data-rank={rank}>
      {runs.map((run) => (
        <polyline
          key={run[0]!.from}
          points={run.map((point) => `${middleOf(point)},${yOf(point.value)}`).join(' ')}
        />
      ))}
      {runs.flatMap((run) =>
        run.map((point) => {
          // Among many days only single values get a large mark, because no line shows them.
          const size = isCrowded && run.length > 1 ? 1.5 : 3.5;
          const [x, y] = [middleOf(point), yOf(point.value)];
          const partial = { 'data-partial': point.isPartial || undefined };
          return rank === 0 ? (
            <circle key={point.from} {...partial} cx={x} cy={y} r={size}>
              <title>{point.text}</title>
            </circle>
          ) : (
            <rect key={point.from} {...partial} x={x - size} y={y - size} width={2 * size} height={2 * size}>
              <title>{point.text}</title>
            </rect>
          );
        }),
      )}
    </g>
  );
}

function Bars({
  points,
  xOf,
  yOf,
}: {
  points: readonly PlotPoint[];
  xOf: (millis: number) => number;
  yOf: (value: number) => number;
}) {
  return (
    <g className="plot-bars">
      {points.map((point) => {
        if (point.value === null) return null;
        const room = xOf(point.to) - xOf(point.from);
        const width = Math.min(room > 6 ? room * 0.8 : room, WIDEST_BAR);
        return (
          <rect
            key={point.from}
            data-partial={point.isPartial || undefined}
            x={xOf(point.from) + (room - width) / 2}
            y={yOf(point.value)}
            width={width}
            height={yOf(0) - yOf(point.value)}
          >
            <title>{point.text}</title>
          </rect>
        );
      })}
    </g>
  );
}

/** Labels at the ends of the lines, from the top down; moved down when two ends are close. */
function EndLabels({
  series,
  middleOf,
  yOf,
}: {
  series: readonly PlotSeries[];
  middleOf: (point: PlotPoint) => number;
  yOf: (value: number) => number;
}) {
  const ends = series
    .flatMap(({ key, label, points }) => {
      const last = points.findLast(({ value }) => value !== null);
      return label === null || !last ? [] : [{ key, label, x: middleOf(last), y: yOf(last.value!) + 4 }];
    })
    .reverse()
    .sort((a, b) => a.y - b.y);
  const lowest = HEIGHT - BOTTOM + 4;
  let floor = TOP;
  return ends.map(({ key, label, x, y }, index) => {
    const room = lowest - (ends.length - 1 - index) * BETWEEN_LABELS;
    const free = Math.min(Math.max(y, floor), room);
    floor = free + BETWEEN_LABELS;
    return (
      <text key={key} x={x + 8} y={free}>
        {label}
      </text>
    );
  });
}
