import { randomInt } from 'node:crypto';

/** Crockford's: without letters that look like digits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const PATTERN = new RegExp(`\\bAH-[${LETTERS}]{${LENGTH}}\\b`);

/** A word by which a ticket is found in another system, and cited by people on both sides. */
export const newReference = (): string =>
  `AH-${Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;

/** The one in a title; null when there is none. */
export const referenceIn = (title: string | null | undefined): string | null =>
  PATTERN.exec(title ?? '')?.[0] ?? null;
