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

/**
 * The given name in a full name, for colleagues to see until the person chooses another: of "Maya Ortiz", "Ortiz, Maya Ana" and
 * "Dr. Maya Ortiz" it is "Maya". Never an e-mail address; "Colleague" where nothing else is left. A guess: names are not made by one rule.
 */
export function displayNameOf(name: string): string {
  const [last = '', given] = name.split(',');
  const words = (given?.trim() ? given : last)
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('@'));
  const first = words.find((word) => !TITLES.has(word.replace(/\.$/, '').toLowerCase()));
  return first ?? NOBODY_IN_PARTICULAR;
}
