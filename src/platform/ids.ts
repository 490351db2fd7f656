import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * A new id. Version 7 ids are ordered by their time of creation, so a list ordered by id is ordered by age.
 */
export const newId = (): string => v7();

const LAST_MILLIS = 2 ** 48 - 1;

/** An id below all that are made at a moment or later, and above all earlier ones. */
export function firstIdAt(millis: number): string {
  const digits = Math.min(Math.max(millis, 0), LAST_MILLIS).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** A new secret of 256 bits, and the digest that is stored instead of it. */
export function newSecret(): { secret: string; digest: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, digest: digestOf(secret) };
}

export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
