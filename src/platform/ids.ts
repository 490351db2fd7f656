import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new id. Version 7: ordered by the time of its making, so that a list by id is a list by age. */
export const newId = (): string => v7();

/** A new secret of 256 bits, and the digest under which it is kept. */
export function newSecret(): { secret: string; digest: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, digest: digestOf(secret) };
}

export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
