import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * A new id. Version 7 ids are ordered by their time of creation, so a list ordered by id is ordered by age.
 */
export const newId = (): string => v7();

/** A new secret of 256 bits, and the digest that is stored instead of it. */
export function newSecret(): { secret: string; digest: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, digest: digestOf(secret) };
}

export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
