/** Fields whose words a mapping may put into the desk's own. */
export const VALUE_FIELDS = ['category', 'channel'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];
export type Values = Partial<Record<ValueField, Record<string, string>>>;

/** Words are the same whatever their case and the space around them. */
export const keyOf = (word: string): string => word.trim().toLowerCase();

/** What the words of one column become. */
export class ValueMap {
  private readonly words: ReadonlyMap<string, string>;
  private readonly seen = new Set<string>();

  constructor(
    private readonly field: string,
    private readonly given: Record<string, string>,
  ) {
    this.words = new Map(Object.entries(given).map(([from, to]) => [keyOf(from), to.trim()]));
  }

  /** Takes note of a word, whatever becomes of its line. */
  meet(word: string): void {
    const key = keyOf(word);
    if (this.words.has(key)) this.seen.add(key);
  }

  /** What a word becomes; undefined when it stays as it is. */
  get(word: string): string | undefined {
    return this.words.get(keyOf(word));
  }

  /** Says of each word that was never met that it was not. */
  unseen(): string[] {
    return Object.keys(this.given)
      .filter((from) => !this.seen.has(keyOf(from)))
      .map((from) => `No ${this.field} is called "${from}", which values names.`);
  }
}

export const valueMaps = (values: Values = {}): Map<string, ValueMap> =>
  new Map(Object.entries(values).map(([field, words]) => [field, new ValueMap(field, words)]));
