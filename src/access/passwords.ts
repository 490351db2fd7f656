import { hash, verify } from '@node-rs/argon2';

/**
 * argon2id with the library's parameters (19 MiB, 2 passes), as the OWASP password storage cheat sheet asks.
 */
export const hashPassword = (password: string): Promise<string> => hash(password);

let decoy: Promise<string> | undefined;

/** Takes the same time for an unknown account as for a known one. */
export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password');
  const matches = await verify(hashed ?? (await decoy), password);
  return matches && hashed !== null;
}
