/** What requests are about, as an institution keeps it. `name` is the word that requests hold. */
export interface Category {
  id: string;
  name: string;
  /** Of requests that tell none: Reference Effort Assessment Data, 1 to 6. */
  readLevel: number | null;
  /** Of requests that do not tell: questions about directions or supplies. */
  directional: boolean;
  /** The category as which its requests count. */
  mergedIntoId: string | null;
}

/** What a request says about itself that its category may say for it. */
export interface Told {
  category: string | null;
  readLevel: number | null;
  directional: boolean;
}

/**
 * What the words of requests mean today. A merged category counts as the one that it was merged into, which may be merged
 * itself. A word that is no category means itself.
 */
export class Meanings {
  private readonly byId: ReadonlyMap<string, Category>;
  private readonly byName: ReadonlyMap<string, Category>;

  constructor(private readonly categories: readonly Category[]) {
    this.byId = new Map(categories.map((category) => [category.id, category]));
    this.byName = new Map(categories.map((category) => [category.name, category]));
  }

  /** The category as which a word counts; undefined for a word that is none. */
  of(word: string | null): Category | undefined {
    let category = word === null ? undefined : this.byName.get(word);
    while (category && category.mergedIntoId !== null) category = this.byId.get(category.mergedIntoId);
    return category;
  }

  nameOf<Word extends string | null>(word: Word): Word | string {
    return this.of(word)?.name ?? word;
  }

  /** Whether any category counts as another one. */
  get hasMerged(): boolean {
    return this.categories.some(({ mergedIntoId }) => mergedIntoId !== null);
  }

  /** All words that count as the same as this one. */
  wordsLike(word: string): string[] {
    const meant = this.nameOf(word);
    const others = this.categories.map(({ name }) => name).filter((name) => this.nameOf(name) === meant);
    return [...new Set([meant, ...others])];
  }

  /** All categories that count as another one, with what that one says. */
  all(): Pick<Category, 'name' | 'readLevel' | 'directional'>[] {
    return this.categories.map(({ name }) => ({ ...this.of(name)!, name }));
  }
}

/** Whether merging a category into another one would lead back to itself. */
export function leadsBack(categories: readonly Category[], id: string, intoId: string): boolean {
  const byId = new Map(categories.map((category) => [category.id, category]));
  for (let at: string | null = intoId; at !== null; at = byId.get(at)?.mergedIntoId ?? null)
    if (at === id) return true;
  return false;
}

/**
 * What changes with the category of a request: what it had from its former category, it gets from the new one. What was told
 * of the request itself stays.
 */
export function followCategory<Change extends Partial<Told>>(
  before: Told,
  change: Change,
  meanings: Meanings,
): Change {
  if (change.category === undefined || change.category === before.category) return change;
  const [former, next] = [meanings.of(before.category), meanings.of(change.category)];
  const hadLevel = before.readLevel === (former?.readLevel ?? null);
  const hadFlag = before.directional === (former?.directional ?? false);
  return {
    ...change,
    ...(hadLevel && change.readLevel === undefined && { readLevel: next?.readLevel ?? null }),
    ...(hadFlag && change.directional === undefined && { directional: next?.directional ?? false }),
  };
}
