import { Client, type ClientConfig, type Pool } from 'pg';
import { DefaultNamingStrategy, type DataSource, type DataSourceOptions, type Table } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { migrations } from '../../../migrations/index.js';
import { entities } from '../../entities.js';
import { CONNECTION_SETTINGS } from './database-address.js';
import './value-types.js';

export const JOBS_DATA_SOURCE = 'jobs';

class NamingStrategy extends DefaultNamingStrategy {
  override primaryKeyName(table: Table | string): string {
    return `${typeof table === 'string' ? table : table.name}_pkey`;
  }
}

const REQUEST_MILLISECONDS = 30_000;
const JOB_MILLISECONDS = 600_000;
const CONNECT_MILLISECONDS = 5_000;
/** As long as a proxy in front would wait for an answer. */
const TURN_MILLISECONDS = 60_000;

/**
 * Fails fast when the server does not answer. The pool has only one time-out, for this and for waiting until
 * a connection is free; but many requests waiting for their turn are not an outage.
 */
class PromptClient extends Client {
  constructor(config: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MILLISECONDS });
  }
}

/** TypeORM's options for one pool. `synchronize` is off everywhere: only migrations change tables. */
export const dataSourceOptions = (
  url: string,
  pool: { size: number; name: string },
): DataSourceOptions & { type: 'postgres' } => ({
  type: 'postgres',
  url,
  entities,
  migrations,
  namingStrategy: new NamingStrategy(),
  synchronize: false,
  migrationsTransactionMode: 'each',
  logging: false,
  poolSize: pool.size,
  connectTimeoutMS: TURN_MILLISECONDS,
  applicationName: `afterhours ${pool.name}`,
  // A failed statement is answered with 503; the pool replaces idle connections that are lost.
  poolErrorHandler: () => undefined,
  extra: {
    Client: PromptClient,
    ...(pool.name === 'requests'
      ? // The second time-out is the client's own, for a server that hangs and does not end the statement
        // itself.
        { statement_timeout: REQUEST_MILLISECONDS, query_timeout: REQUEST_MILLISECONDS + 2_000 }
      : { statement_timeout: JOB_MILLISECONDS }),
    idle_in_transaction_session_timeout: 60_000,
    idleTimeoutMillis: 30_000,
    options: CONNECTION_SETTINGS,
  },
});

export const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as PostgresDriver).master as Pool;
