import { keyOf } from '../../domain/import-guessing/word-maps.js';

/** Fields in which a mapping may replace the file's words by the desk's own. */
export const VALUE_FIELDS = ['category', 'channel', 'priority'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];
export type Values = Partial<Record<ValueField, Record<string, string>>>;

/** The replacements for the words of one column. */
export class ValueMap {
  private readonly words: ReadonlyMap<string, string>;
  private readonly seen = new Set<string>();

  constructor(
    private readonly field: string,
    private readonly given: Record<string, string>,
  ) {
    this.words = new Map(Object.entries(given).map(([from, to]) => [keyOf(from), to.trim()]));
  }

  /** Records that a word occurs, even when its line is rejected. */
  meet(word: string): void {
    const key = keyOf(word);
    if (this.words.has(key)) this.seen.add(key);
  }

  /** The replacement of a word; undefined when it stays as it is. */
  get(word: string): string | undefined {
    return this.words.get(keyOf(word));
  }

  /** The words of the mapping that never occurred. */
  unseen(): string[] {
    return Object.keys(this.given)
      .filter((from) => !this.seen.has(keyOf(from)))
      .map((from) => `No ${this.field} is called "${from}", which values names.`);
  }
}

export const valueMaps = (values: Values = {}): Map<string, ValueMap> =>
  new Map(Object.entries(values).map(([field, words]) => [field, new ValueMap(field, words)]));
