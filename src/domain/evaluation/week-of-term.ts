import { addDays, daysBetween, type LocalDate } from '../local-date.js';
import { periodOn, type Term } from '../terms.js';

/**
 * Which week of its term a week is: `1`, `2` … by its first date, or `exams` or `break` where these are in the middle of
 * the week. Null for a week that no term touches in its middle.
 */
export function weekOfTerm(firstDate: LocalDate, terms: readonly Term[]): string | null {
  const middle = addDays(firstDate, 3);
  for (const term of terms) {
    const kind = periodOn(middle, term);
    if (kind === null) continue;
    if (kind !== 'classes') return kind;
    return String(1 + Math.floor(Math.max(0, daysBetween(term.startsOn, middle)) / 7));
  }
  return null;
}
