import { types } from 'pg';
import { DefaultNamingStrategy, type DataSourceOptions, type Table } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { entities } from '../../entities.js';

const OID = { int8: 20, date: 1082, time: 1083, numeric: 1700 };
types.setTypeParser(OID.int8, Number);
types.setTypeParser(OID.numeric, Number);
// The driver would make a Date at the process's own midnight of a date; it stays the text it is.
types.setTypeParser(OID.date, (text) => text);
types.setTypeParser(OID.time, (text) => text.slice(0, 5));

class NamingStrategy extends DefaultNamingStrategy {
  override primaryKeyName(table: Table | string): string {
    return `${typeof table === 'string' ? table : table.name}_pkey`;
  }
}

/** How long a request waits for a connection, and for a statement, before it is answered 503. */
const REQUEST_MILLISECONDS = 30_000;

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
  // Waiting for a free connection counts too: on registration night a thousand requests queue for the pool's few.
  connectTimeoutMS: pool.name === 'requests' ? REQUEST_MILLISECONDS : 5_000,
  applicationName: `afterhours ${pool.name}`,
  // The failed statement itself is answered with 503; an idle connection that dies is replaced by the pool.
  poolErrorHandler: () => undefined,
  extra: {
    statement_timeout: pool.name === 'requests' ? REQUEST_MILLISECONDS : 600_000,
    idle_in_transaction_session_timeout: 60_000,
    idleTimeoutMillis: 30_000,
    options: '-c timezone=UTC',
  },
});
