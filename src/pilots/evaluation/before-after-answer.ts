import type { BeforeAfter } from '../../domain/evaluation/before-after.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import type { NotCompared, WeeksAround } from '../../domain/evaluation/around-maintenance.js';
import type { Interval } from '../../domain/statistics/confidence.js';
import type { AroundSpanDto, BeforeAfterDto } from './before-after.dto.js';
import type { OpenInterval } from './open-interval.js';

export const openInterval = (interval: Interval | null): OpenInterval | null =>
  interval && (interval.map((end) => (Number.isFinite(end) ? end : null)) as OpenInterval);

/** An event before and after as it is answered over HTTP. */
export function beforeAfterDto({ event, weeks, comparisons, warnings }: BeforeAfter): BeforeAfterDto {
  const { locationId, at, reason } = event;
  if (!('phase' in weeks)) {
    const { code, message } = refusalOf(weeks);
    return { locationId, at: { ...at }, reason, refused: { code, message } };
  }
  return {
    locationId,
    at: { ...at },
    reason,
    before: spanDto(weeks.before),
    after: spanDto(weeks.after),
    warnings: [...warnings],
    comparisons: comparisons.map(
      ({ metric, baseline, pilot, estimate, interval, n, method, warnings: own }) => ({
        metric,
        role: 'exploratory' as const,
        before: baseline,
        after: pilot,
        estimate,
        interval95: openInterval(interval),
        n: { before: n.baseline, after: n.pilot },
        method,
        warnings: [...own],
      }),
    ),
  };
}

const spanDto = ({ from, to, weeks }: WeeksAround): AroundSpanDto => ({ from, to, weeks: weeks.length });

function refusalOf({ why, side, earliest }: NotCompared): ReturnType<typeof refusalText> {
  switch (why) {
    case 'too-soon':
      return refusalText('NOT_COMPARED.too-soon', { earliest });
    case 'phase-edge':
      return refusalText('NOT_COMPARED.phase-edge', { side });
    case 'excluded':
      return refusalText('NOT_COMPARED.excluded', { side });
    default:
      return refusalText(`NOT_COMPARED.${why}`);
  }
}
