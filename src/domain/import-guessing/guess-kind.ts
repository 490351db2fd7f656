import type { FileKind } from './fields.js';
import { guessColumns, type TableHead } from './guess-columns.js';

/** What a file holds, guessed from the names of its columns and their first values. */
export function guessKind(head: TableHead): FileKind {
  const has = (pattern: RegExp): boolean => head.columns.some((name) => pattern.test(name));
  if (has(/^activity$|^event$/i)) return 'eventLog';
  if (isRoster(head)) return 'rosters';
  if (guessColumns('activity', head).some(({ field }) => field === 'series')) return 'activity';
  if (has(/(gate|door)[ _-]?count|turnstile|^(counter|entries)$/i)) return 'gate';
  if (has(/workstations?|computers? in use|pcs? in use/i)) return 'workstations';
  return has(/head.?count|^count$|occupan|^people$/i) ? 'headcounts' : 'requests';
}

/** Whether each row has a person, a start and an end, and is no ticket. */
function isRoster(head: TableHead): boolean {
  const found = new Set(guessColumns('rosters', head).map(({ field }) => field));
  if (!found.has('operator') || !found.has('startsAt') || !(found.has('endsAt') || found.has('duration')))
    return false;
  return !guessColumns('requests', head).some(
    ({ field, reason }) => field === 'externalId' && reason !== 'ids',
  );
}
