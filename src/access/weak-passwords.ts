import { refusal, type DomainError, type Violation } from '../domain/errors.js';
import { refusalText, type RefusalText } from '../domain/refusals/refusal-text.js';

export const SHORTEST_PASSWORD = 12;

/**
 * The first 1,000 common passwords are refused in variants too: attackers try "Password1234!" as early as
 * "password".
 */
const MOST_COMMON = 1_000;
/** The least length of what remains after the owner's name and address are taken out. */
const LEAST_OF_ITS_OWN = 6;
const SHORTEST_OWN_WORD = 3;
const LONGEST_REPEATED = 4;
const ROWS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];
const WALKS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** The person whose password it will be. */
export interface PasswordOwner {
  email: string;
  name: string;
}

interface CommonPasswords {
  whole: ReadonlySet<string>;
  words: ReadonlySet<string>;
}

let loaded: Promise<CommonPasswords> | undefined;

/**
 * 49,000 common passwords, the most common first. Loaded at the first choice of a password, because signing
 * in does not need them.
 */
const commonPasswords = (): Promise<CommonPasswords> => (loaded ??= load());

async function load(): Promise<CommonPasswords> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const ranked = dictionary['passwords-common'].map(folded);
  const whole = new Set(ranked.filter((one) => one.length >= SHORTEST_PASSWORD));
  const words = new Set(ranked.slice(0, MOST_COMMON).filter((one) => one.length >= SHORTEST_OWN_WORD));
  return { whole, words };
}

/** Text as people compare it: ignores case and how a keyboard composes letters. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Why a password is too weak; null when it is strong enough. */
export async function weaknessOf(password: string, owner: PasswordOwner): Promise<Violation | null> {
  const { length } = [...password.normalize('NFKC')];
  if (length < SHORTEST_PASSWORD)
    return about(refusalText('WEAK_PASSWORD.too-short', { minimum: SHORTEST_PASSWORD, length }));
  if (isOwn(folded(password), owner)) return about(refusalText('WEAK_PASSWORD.personal'));
  if (isCommon(folded(password), await commonPasswords())) return about(refusalText('WEAK_PASSWORD.common'));
  return null;
}

/** The only check for passwords that people choose. */
export async function requireStrongPassword(password: string, owner: PasswordOwner): Promise<void> {
  const weakness = await weaknessOf(password, owner);
  if (weakness) throw weakPassword(weakness);
}

const weakPassword = (weakness: Violation): DomainError => refusal('invalid', [weakness]);

const about = (reason: RefusalText): Violation => ({ ...reason, field: 'password' });

function isCommon(password: string, { whole, words }: CommonPasswords): boolean {
  if (whole.has(password)) return true;
  const repeated = /^(.+?)\1+$/su.exec(password)?.[1] ?? password;
  if ([...repeated].length <= LONGEST_REPEATED || words.has(repeated)) return true;
  const bare = repeated.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return words.has(bare) || WALKS.some((walk) => walk.includes(password));
}

function isOwn(password: string, { email, name }: PasswordOwner): boolean {
  const [local = ''] = folded(email).split('@');
  const own = [
    folded(email),
    folded(name),
    local,
    ...folded(name).split(/[^\p{L}\p{N}]+/u),
    ...local.split(/[^\p{L}\p{N}]+/u),
  ]
    .filter((word) => word.length >= SHORTEST_OWN_WORD)
    .sort((one, other) => other.length - one.length);
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), password);
  return rest !== password && rest.replaceAll(/[^\p{L}\p{N}]/gu, '').length < LEAST_OF_ITS_OWN;
}
