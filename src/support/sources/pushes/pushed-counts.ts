import { WHOLE_LOCATION } from '../../../domain/activity/series.js';
import { invalid, refusal } from '../../../domain/errors.js';
import type { GivenCount } from '../../activity/activity.repository.js';
import { countViolations } from '../../activity/count-violations.js';
import { areaIn, placesOf } from '../placing.js';
import type { SourceRow } from '../sources.repository.js';
import { placeOf, requireOwnLocation } from './pushed-tickets.js';
import type { PushedActivityDto } from './pushes.dto.js';
import type { ReadItem } from './read-push.js';

/** A pushed count, and its place in the push for refusals. */
export type PushedCount = ReadItem<PushedActivityDto>;

/** Throws when a count does not fit its series. */
export function requireCountable({ field, item }: PushedCount): void {
  const { series, count, cumulative = false } = item;
  const violations = countViolations({ series, count, cumulative });
  if (violations.length > 0)
    throw refusal(
      'invalid',
      violations.map((violation) => ({ ...violation, field: field + violation.field })),
    );
}

/** Throws when a count belongs to a location that its source does not serve, or to none. A count cannot wait for one. */
export function requirePlaced({ field, item }: PushedCount, source: SourceRow): void {
  requireOwnLocation(field, item, source);
  if (placesOf(source)(placeOf(item) ?? null) === null)
    throw invalid(`${field}place`, 'PUSH_WITHOUT_LOCATION');
}

/** What is stored of a pushed count. */
export function givenOf({ item }: PushedCount, source: SourceRow): GivenCount {
  const { series, at, count, cumulative = false } = item;
  const place = placeOf(item) ?? null;
  const locationId = placesOf(source)(place)!;
  const area = areaIn(source, { area: item.area ?? WHOLE_LOCATION, place, locationId });
  return { locationId, series, at, area, count, cumulative };
}
