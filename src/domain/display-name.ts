const TITLES = new Set([
  'dr',
  'prof',
  'professor',
  'mr',
  'mrs',
  'ms',
  'mx',
  'miss',
  'sir',
  'dame',
  'rev',
  'fr',
]);
/** Shown to colleagues when no part of the name may be shown. */
const NOBODY_IN_PARTICULAR = 'Colleague';

/** The parts of a name in speaking order: for "Ortiz, Maya" first the given name, then the family name. */
function partsOf(name: string): string[] {
  const [last = '', given = ''] = name.split(',').map((part) => part.trim());
  return given ? [given, last] : [last];
}

/** The name in speaking order: "Ortiz, Maya" becomes "Maya Ortiz". Removes extra spaces. */
export const nameAsSpoken = (name: string): string => partsOf(name).join(' ').replace(/\s+/g, ' ').trim();

/**
 * The given name in a full name, shown to colleagues until the person chooses another: "Maya" for "Maya
 * Ortiz", "Ortiz, Maya Ana" and "Dr. Maya Ortiz". Never an e-mail address; "Colleague" when nothing else is
 * left. This is a guess, because names follow no single rule.
 */
export function displayNameOf(name: string): string {
  const words = partsOf(name)[0]!
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('@'));
  const first = words.find((word) => !TITLES.has(word.replace(/\.$/, '').toLowerCase()));
  return first ?? NOBODY_IN_PARTICULAR;
}
