import { mostOf } from '../../domain/activity/series.js';
import type { Violation } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import type { ActivityRow } from './activity.repository.js';

/** What is wrong between the parts of a count. */
export function countViolations({
  series,
  count,
  cumulative,
}: Pick<ActivityRow, 'series' | 'count' | 'cumulative'>): Violation[] {
  if (cumulative && series !== 'gate')
    return [{ ...refusalText('INVALID_FIELD.cumulative-gate'), field: 'cumulative' }];
  const most = mostOf(series, cumulative);
  return count > most ? [{ ...refusalText('INVALID_FIELD.counted-at-most', { most }), field: 'count' }] : [];
}
