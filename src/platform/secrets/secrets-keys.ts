import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { secretsKey, type SecretsKey } from './sealing.js';

const KEY_FILE = 'secrets-key';
const NEXT_KEY_FILE = 'secrets-key.next';
const KEY_BYTES = 32;

/**
 * The keys that encrypt stored secrets: SECRETS_KEY, and SECRETS_KEY_PREVIOUS for reading what is not yet encrypted
 * anew. Without SECRETS_KEY the embedded database has its key in a file in DATA_DIR; it is not in backups. A server
 * with DATABASE_URL has none, because servers that share a database must have the same.
 */
@Injectable()
export class SecretsKeys {
  constructor(private readonly config: Config) {}

  /** The key for new secrets; null when there is none. The file is made when it is first needed. */
  async current(): Promise<SecretsKey | null> {
    const { secretsKey: configured, databaseAddresses } = this.config;
    if (configured) return secretsKey(configured);
    if (databaseAddresses !== null) return null;
    return (await this.readFile(NEXT_KEY_FILE)) ?? (await this.readFile(KEY_FILE)) ?? this.makeFile(KEY_FILE);
  }

  async find(id: string): Promise<SecretsKey | null> {
    const { secretsKey: configured, previousSecretsKey: previous, databaseAddresses } = this.config;
    const named = [configured, previous].filter((bytes) => bytes !== null).map(secretsKey);
    // The next one first: it may become the key in between.
    const files = databaseAddresses === null ? [NEXT_KEY_FILE, KEY_FILE] : [];
    const keys: (SecretsKey | null)[] = named;
    for (const name of files) keys.push(await this.readFile(name));
    return keys.find((key) => key?.id === id) ?? null;
  }

  /**
   * Begins to replace the key in the file: from now on servers encrypt with the new key, and read both. Continues
   * what was interrupted.
   */
  async beginNext(): Promise<SecretsKey> {
    return (await this.readFile(NEXT_KEY_FILE)) ?? this.makeFile(NEXT_KEY_FILE);
  }

  /** Forgets the old key in the file. */
  async endNext(): Promise<void> {
    await rename(join(this.config.dataDir, NEXT_KEY_FILE), join(this.config.dataDir, KEY_FILE));
  }

  private async readFile(name: string): Promise<SecretsKey | null> {
    const path = join(this.config.dataDir, name);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length !== KEY_BYTES) throw new Error(`${path} is no key of 32 bytes in base64: restore it.`);
    return secretsKey(bytes);
  }

  /** Whoever is first makes it; the file appears complete. */
  private async makeFile(name: string): Promise<SecretsKey> {
    const path = join(this.config.dataDir, name);
    const temporary = `${path}.${randomBytes(6).toString('hex')}`;
    await mkdir(this.config.dataDir, { recursive: true });
    await writeFile(temporary, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
      mode: 0o600,
      flush: true,
    });
    try {
      await link(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(temporary);
    }
    return (await this.readFile(name))!;
  }
}
