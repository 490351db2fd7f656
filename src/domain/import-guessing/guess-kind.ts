import type { FileKind } from './fields.js';
import { guessColumns, type TableHead } from './guess-columns.js';

/** What a file holds, guessed from the names of its columns and their first values. */
export function guessKind(head: TableHead): FileKind {
  const has = (pattern: RegExp): boolean => head.columns.some((name) => pattern.test(name));
  if (has(/^activity$|^event$/i)) return 'eventLog';
  if (guessColumns('activity', head).some(({ field }) => field === 'series')) return 'activity';
  if (has(/(gate|door)[ _-]?count|turnstile|^(counter|entries)$/i)) return 'gate';
  if (has(/workstations?|computers? in use|pcs? in use/i)) return 'workstations';
  return has(/head.?count|^count$|occupan|^people$/i) ? 'headcounts' : 'requests';
}
