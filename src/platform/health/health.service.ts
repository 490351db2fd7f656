import { Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DomainError } from '../../domain/errors.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { DatabaseAddress } from '../database/database-address.js';

/**
 * Whether this replica should receive requests. Uses its own connection, so that a full pool does not count
 * as an outage.
 */
@Injectable()
export class HealthService implements BeforeApplicationShutdown, OnApplicationShutdown {
  private stopping = false;
  private readonly pool: Pool;

  constructor(address: DatabaseAddress) {
    this.pool = new Pool({
      connectionString: address.url,
      max: 1,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      application_name: 'afterhours health',
    });
    // The next check reports a lost idle connection.
    this.pool.on('error', () => undefined);
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  async requireReady(): Promise<void> {
    if (this.stopping) throw notReady(refusalText('NOT_READY.stopping'));
    try {
      await this.pool.query('SELECT 1');
    } catch (error) {
      throw notReady(refusalText('NOT_READY.database'), error);
    }
  }
}

const notReady = (reason: RefusalText, cause?: unknown): DomainError =>
  new DomainError('unavailable', reason, { retryAfterSeconds: 2, cause });
