import { lettersOf } from '../activity/letters.js';
import { PRIORITIES, type Priority } from '../service-clock.js';

/** What desks call their priorities. */
const USUAL: Record<Priority, readonly string[]> = {
  low: ['low', 'lowest', 'very low', 'minor', 'trivial', 'planning', 'can wait'],
  normal: ['normal', 'medium', 'moderate', 'middle', 'average', 'standard', 'regular'],
  high: ['high', 'major', 'important', 'soon'],
  urgent: ['urgent', 'immediate', 'emergency', 'critical', 'highest', 'very high', 'blocker'],
};
const MEANINGS: ReadonlyMap<string, Priority> = new Map(
  Object.entries(USUAL).flatMap(([priority, words]) => words.map((word) => [word, priority as Priority])),
);

/** The priority that a word of a file names in our words; undefined when it is none of them. */
export const ourPriority = (word: string): Priority | undefined =>
  PRIORITIES.find((one) => one === lettersOf(word));

/** What stands before the word, as in "1 - Critical" or "P2: High". */
const RANK = /^p?\d{1,3}\b[\s\-–:.)]*/;

/**
 * Which of our priorities a word of a file probably means; null when it does not say. A number alone says nothing: 1 is the most
 * urgent in one system, and the least in another.
 */
export const guessPriority = (word: string): Priority | null =>
  MEANINGS.get(
    word
      .slice(0, 60)
      .trim()
      .toLowerCase()
      .replace(RANK, '')
      .replaceAll(/[\s_-]+/g, ' '),
  ) ?? null;
