import { guessColumns } from '../../../../src/domain/import-guessing/guess-columns.js';
import { guessPriority, ourPriority } from '../../../../src/domain/import-guessing/priority-words.js';
import { keyOf } from '../../../../src/domain/import-guessing/word-maps.js';
import type { Priority } from '../../../../src/domain/service-clock.js';
import type { CsvHead } from './csv.js';
import type { Draft, Kind } from './mapping.js';

/** The column for each field, guessed from the file's names and first values. */
export const guessedColumns = (kind: Kind, head: CsvHead): Draft['columns'] =>
  Object.fromEntries(guessColumns(kind, head).map(({ field, column }) => [field, column]));

const lettersOf = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** One entry for each word: the first, of those that differ only in case and surrounding space. */
const onceEach = <Meaning>(entries: readonly (readonly [string, Meaning])[]): Record<string, Meaning> =>
  Object.fromEntries(new Map(entries.toReversed().map((entry) => [keyOf(entry[0]), entry])).values());

/** The file's words that equal a category's word or label except for their spelling. */
export const guessWords = (
  words: readonly string[],
  categories: readonly { name: string; label: string }[],
): Record<string, string> =>
  onceEach(
    words.flatMap((word) => {
      const same = categories.find(({ name, label }) =>
        [name, label].some((own) => lettersOf(own) === lettersOf(word)),
      );
      return same && same.name !== word ? [[word, same.name] as const] : [];
    }),
  );

/** Which of our priorities the file's words probably mean, but for those that are ours already. */
export const guessPriorityWords = (words: readonly string[]): Record<string, Priority> =>
  onceEach(
    words.flatMap((word) => {
      const priority = ourPriority(word) ? null : guessPriority(word);
      return priority === null ? [] : [[word, priority] as const];
    }),
  );
