import { keyOf } from '../../../../../src/domain/import-guessing/word-maps.js';
import { isPriority, type Priority } from '../../../../../src/domain/service-clock.js';

/** A word of a system, and which of our priorities it means; none while nobody has chosen it. */
export interface Meaning {
  word: string;
  priority: Priority | '';
}

/** The words that settings name. */
export const meaningsOf = (priorities: unknown): Meaning[] =>
  Object.entries(typeof priorities === 'object' && priorities !== null ? priorities : {}).map(
    ([word, priority]) => ({ word, priority: isPriority(String(priority)) ? (priority as Priority) : '' }),
  );

/** The words that are there already, whatever their case: nobody could tell which one counts. */
export const repeatedWords = (meanings: readonly Meaning[]): ReadonlySet<Meaning> =>
  new Set(
    meanings.filter(
      ({ word }, at) => meanings.findIndex((other) => keyOf(other.word) === keyOf(word)) < at && word !== '',
    ),
  );

/** What settings say of these; rows without a word say nothing. Null while one has no meaning, or two. */
export function prioritiesOf(meanings: readonly Meaning[]): { priorities?: Record<string, Priority> } | null {
  const told = meanings.filter(({ word }) => word.trim() !== '');
  if (told.some(({ priority }) => priority === '') || repeatedWords(told).size > 0) return null;
  if (told.length === 0) return {};
  return {
    priorities: Object.fromEntries(told.map(({ word, priority }) => [word.trim(), priority as Priority])),
  };
}
