import { Client, type ClientConfig, type Pool } from 'pg';
import { DefaultNamingStrategy, type DataSource, type DataSourceOptions, type Table } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { migrations } from '../../../migrations/index.js';
import { entities } from '../../entities.js';
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
 * Gives up soon on a server that does not answer. The pool knows one time-out for that and for waiting until one of
 * its connections is free, and a crowd that waits its turn is no outage.
 */
class PromptClient extends Client {
  constructor(config: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MILLISECONDS });
  }
}

/** TypeORM's options for one pool on the database. `synchronize` is off everywhere: migrations alone shape tables. */
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
  // The failed statement itself is answered with 503; an idle connection that dies is replaced by the pool.
  poolErrorHandler: () => undefined,
  extra: {
    Client: PromptClient,
    ...(pool.name === 'requests'
      ? // The second is the client's own, for a server that hangs and so does not end the statement itself.
        { statement_timeout: REQUEST_MILLISECONDS, query_timeout: REQUEST_MILLISECONDS + 2_000 }
      : { statement_timeout: JOB_MILLISECONDS }),
    idle_in_transaction_session_timeout: 60_000,
    idleTimeoutMillis: 30_000,
    options: '-c timezone=UTC',
  },
});

export const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as PostgresDriver).master as Pool;
