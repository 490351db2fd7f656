import { guessColumns } from '../../../../src/domain/import-guessing/guess-columns.js';
import { guessPriority } from '../../../../src/domain/import-guessing/priority-words.js';
import { isPriority, type Priority } from '../../../../src/domain/service-clock.js';
import type { CsvHead } from './csv.js';
import type { Draft, Kind } from './mapping.js';

/** The column for each field, guessed from the file's names and first values. */
export const guessedColumns = (kind: Kind, head: CsvHead): Draft['columns'] =>
  Object.fromEntries(guessColumns(kind, head).map(({ field, column }) => [field, column]));

const lettersOf = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The file's words that equal a category's word or label except for their spelling. */
export const guessWords = (
  words: readonly string[],
  categories: readonly { name: string; label: string }[],
): Record<string, string> =>
  Object.fromEntries(
    words.flatMap((word) => {
      const same = categories.find(({ name, label }) =>
        [name, label].some((own) => lettersOf(own) === lettersOf(word)),
      );
      return same && same.name !== word ? [[word, same.name]] : [];
    }),
  );

/** Which of our priorities the file's words probably mean, but for those that are ours already. */
export const guessPriorityWords = (words: readonly string[]): Record<string, Priority> =>
  Object.fromEntries(
    words.flatMap((word) => {
      const priority = isPriority(lettersOf(word)) ? null : guessPriority(word);
      return priority === null ? [] : [[word, priority]];
    }),
  );
