/** Words that are equal but for their case and surrounding space have one key: a mapping may name only one of them. */
export const keyOf = (word: string): string => word.trim().toLowerCase();

/** What a word means, however the mapping spells it; undefined when the mapping does not name it. */
export const meaningOf = <Meaning>(
  meanings: Readonly<Record<string, Meaning>>,
  word: string,
): Meaning | undefined => Object.entries(meanings).find(([named]) => keyOf(named) === keyOf(word))?.[1];

/** The mapping with another meaning of a word, or with none, in place of all its spellings. */
export const withMeaning = <Meaning>(
  meanings: Readonly<Record<string, Meaning>>,
  word: string,
  meaning: Meaning | undefined,
): Record<string, Meaning> =>
  Object.fromEntries([
    ...Object.entries(meanings).filter(([named]) => keyOf(named) !== keyOf(word)),
    ...(meaning === undefined ? [] : [[word, meaning] as const]),
  ]);

/** Each word in its first spelling. */
export const spelledOnce = (words: readonly string[]): string[] => {
  const keys = words.map(keyOf);
  return words.filter((_word, at) => keys.indexOf(keys[at]!) === at);
};
