import type { FigureName } from '../../../../src/domain/metrics/metrics.js';
import type { Schemas } from '../../api/client.js';
import { runsOf } from '../runs.js';

const WIDTH = 160;
const HEIGHT = 32;
const EDGE = 3;

/** A figure by week: grey before the start, the pilot's colour after it. The table and the plots have its numbers. */
export function SparkLine({
  metric,
  items,
}: {
  metric: FigureName;
  items: readonly Schemas['MetricsItemDto'][];
}) {
  const values = items.map((item) => item[metric]);
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known, Number.EPSILON);
  const xOf = (index: number): number => EDGE + (index / Math.max(1, items.length - 1)) * (WIDTH - 2 * EDGE);
  const yOf = (value: number): number => HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE);
  const start = items.findIndex(({ phase }) => phase === 'pilot');
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      {start > 0 && (
        <line className="spark-start" x1={xOf(start - 0.5)} x2={xOf(start - 0.5)} y1={0} y2={HEIGHT} />
      )}
      {(['baseline', 'pilot'] as const).map((phase) =>
        runsOf(
          items.map((item, index) => ({ index, value: item.phase === phase ? values[index]! : null })),
        ).map((run) => (
          <polyline
            key={`${phase}${run[0]!.index}`}
            data-phase={phase}
            points={run.map(({ index, value }) => `${xOf(index)},${yOf(value)}`).join(' ')}
          />
        )),
      )}
    </svg>
  );
}
