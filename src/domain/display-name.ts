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
/** What colleagues see of somebody whose name tells nothing that they may see. */
const NOBODY_IN_PARTICULAR = 'Colleague';

/** A name in the parts it is written in: of "Ortiz, Maya" first what is given, then the family's. */
function partsOf(name: string): string[] {
  const [last = '', given = ''] = name.split(',').map((part) => part.trim());
  return given ? [given, last] : [last];
}

/** A name as it is spoken: "Ortiz, Maya" is "Maya Ortiz". Spaces that are too many go. */
export const nameAsSpoken = (name: string): string => partsOf(name).join(' ').replace(/\s+/g, ' ').trim();

/**
 * The given name in a full name, for colleagues to see until the person chooses another: of "Maya Ortiz", "Ortiz, Maya Ana" and
 * "Dr. Maya Ortiz" it is "Maya". Never an e-mail address; "Colleague" where nothing else is left. A guess: names are not made by one rule.
 */
export function displayNameOf(name: string): string {
  const words = partsOf(name)[0]!
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('@'));
  const first = words.find((word) => !TITLES.has(word.replace(/\.$/, '').toLowerCase()));
  return first ?? NOBODY_IN_PARTICULAR;
}
