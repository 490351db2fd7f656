import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { Database } from '../database/database.js';
import { seal, unseal, type SecretsKey } from './sealing.js';
import { SecretsKeys } from './secrets-keys.js';
import { SecretsRepository, type SecretRow } from './secrets.repository.js';

/** A stored secret cannot be read: its key is not here. */
export class SecretLostError extends Error {
  constructor({ name, keyId }: SecretRow) {
    super(`the secret "${name}" was encrypted by the key ${keyId}, which is not here`);
  }
}

/** Secrets of other systems: encrypted in the database, never in an answer or a log. */
@Injectable()
export class Secrets {
  constructor(
    private readonly keys: SecretsKeys,
    private readonly secrets: SecretsRepository,
    private readonly database: Database,
  ) {}

  /** Stores texts by name; null removes one. Call it within a transaction. Throws when this server has no key. */
  async set(owner: string, values: Readonly<Record<string, string | null>>): Promise<void> {
    if (Object.keys(values).length === 0) return;
    await this.secrets.holdKey();
    const key = await this.keys.current();
    if (!key) throw conflict('NO_SECRETS_KEY');
    for (const [name, text] of Object.entries(values))
      if (text === null) await this.secrets.remove(owner, name);
      else await this.secrets.save({ owner, name, ...sealedWith(key, { owner, name }, text) });
  }

  /** All secrets of an owner. Throws SecretLostError. */
  async get(owner: string): Promise<Record<string, string>> {
    try {
      return await this.read(owner);
    } catch (error) {
      if (!(error instanceof SecretLostError)) throw error;
      // The key may have been replaced between the two.
      return this.read(owner);
    }
  }

  async names(owner: string): Promise<string[]> {
    return (await this.secrets.findOf(owner)).map(({ name }) => name);
  }

  removeAllOf(owner: string): Promise<void> {
    return this.secrets.removeAllOf(owner);
  }

  /**
   * Encrypts with this key what another one encrypted, and calls `done` when nothing is left. Returns how many
   * secrets that were.
   */
  async reseal(key: SecretsKey, done: () => Promise<void>): Promise<number> {
    let count = 0;
    while (await this.database.transaction(() => this.resealOne(key))) count++;
    count += await this.database.transaction(async () => {
      // Those who began with the old key have ended now, and others begin with the new one.
      await this.secrets.lockKey();
      let last = 0;
      while (await this.resealOne(key)) last++;
      return last;
    });
    // Only now: before the end of the transaction the old key may still be needed.
    await done();
    return count;
  }

  private async resealOne(key: SecretsKey): Promise<boolean> {
    const row = await this.secrets.lockOneNotOf(key.id);
    if (row) await this.secrets.save({ ...row, ...sealedWith(key, row, await this.open(row)) });
    return row !== null;
  }

  private async read(owner: string): Promise<Record<string, string>> {
    const texts: Record<string, string> = {};
    for (const row of await this.secrets.findOf(owner)) texts[row.name] = await this.open(row);
    return texts;
  }

  private async open(row: SecretRow): Promise<string> {
    const key = await this.keys.find(row.keyId);
    if (!key) throw new SecretLostError(row);
    return unseal(row.sealed, purposeOf(row), key);
  }
}

type Place = Pick<SecretRow, 'owner' | 'name'>;

const purposeOf = ({ owner, name }: Place): string => `${owner} ${name}`;

const sealedWith = (key: SecretsKey, place: Place, text: string): Pick<SecretRow, 'keyId' | 'sealed'> => ({
  keyId: key.id,
  sealed: seal(text, purposeOf(place), key),
});
