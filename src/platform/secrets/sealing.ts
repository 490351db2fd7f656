import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of 32 bytes, and its name in the database. */
export interface SecretsKey {
  id: string;
  bytes: Buffer;
}

/** The name is part of a digest, and tells nothing about the key. */
export const secretsKey = (bytes: Buffer): SecretsKey => ({
  id: createHash('sha256').update('afterhours secrets key').update(bytes).digest('hex').slice(0, 16),
  bytes,
});

/** Encrypts a text (AES-256-GCM). It can only be opened for the same purpose, so rows cannot be exchanged. */
export function seal(text: string, purpose: string, { bytes }: SecretsKey): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when it was sealed with another key or for another purpose, or was changed. */
export function unseal(sealed: Buffer, purpose: string, { bytes }: SecretsKey): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, bytes, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(tag);
  return (
    decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  );
}
