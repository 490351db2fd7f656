import type { DatabaseAddresses } from '../platform/database/database-address.js';
import { inspectDatabase, OLDEST_SERVER, type DatabaseFacts } from '../platform/database/inspection.js';
import { roleOfServer } from '../platform/database/server-role.js';
import { messageOf } from '../platform/error-message.js';
import { failed, note, ok, type Finding } from './finding.js';

/**
 * Checks that the database of DATABASE_URL is reachable, recent enough, and empty or migrated by this version
 * or an earlier one.
 */
export async function examineDatabase(addresses: DatabaseAddresses): Promise<Finding[]> {
  const { owner, server } = addresses;
  const theirs = await reach('DATABASE_URL', server);
  if (owner === server)
    return 'finding' in theirs
      ? [theirs.finding]
      : [versionOf(theirs.facts), oneRole(theirs.facts), tables(theirs.facts)];
  const owners = await reach('MIGRATIONS_DATABASE_URL', owner);
  const unreached = [theirs, owners].flatMap((each) => ('finding' in each ? [each.finding] : []));
  if ('finding' in theirs || 'finding' in owners) return unreached;
  return [versionOf(theirs.facts), await twoRoles(addresses, owners.facts), tables(owners.facts)];
}

async function reach(
  variable: string,
  url: string,
): Promise<{ facts: DatabaseFacts } | { finding: Finding }> {
  try {
    return { facts: await inspectDatabase(url) };
  } catch (error) {
    const { host, pathname, username } = new URL(url);
    const whereabouts = `${host}${pathname} as ${decodeURIComponent(username) || 'nobody by name'}`;
    return {
      finding: failed(
        'database',
        `${variable} (${whereabouts}) does not lead to a database: ${messageOf(error)}. Is it up, and is the address right?`,
      ),
    };
  }
}

function versionOf({ version, versionNumber, hasGist }: DatabaseFacts): Finding {
  if (versionNumber < OLDEST_SERVER)
    return failed('database', `it is PostgreSQL ${version}: Afterhours needs 15 or newer`);
  if (!hasGist)
    return failed(
      'database',
      'the server has no extension btree_gist: install PostgreSQL’s contrib package there',
    );
  return ok('database', `reachable, PostgreSQL ${version}`);
}

const oneRole = ({ role, couldRewriteTrail }: DatabaseFacts): Finding =>
  couldRewriteTrail
    ? note(
        'roles',
        `${role} has all rights and could rewrite the audit trail: see docs/operations.md, "Two database roles"`,
      )
    : ok('roles', `${role} may add to the audit trail and not change it`);

async function twoRoles(addresses: DatabaseAddresses, owners: DatabaseFacts): Promise<Finding> {
  try {
    const role = await roleOfServer(addresses);
    return role === owners.role
      ? note('roles', `both addresses sign in as ${role}: the server needs a role of its own`)
      : ok('roles', `the server works as ${role}, migrations as ${owners.role}`);
  } catch (error) {
    return failed('roles', messageOf(error));
  }
}

function tables({ role, mayMakeTables, pending, unknown, isEmpty }: DatabaseFacts): Finding {
  if (unknown.length > 0)
    return failed(
      'migrations',
      `a newer Afterhours has changed this database (${unknown.join(', ')}): install that version, or restore the backup made before it`,
    );
  if (pending.length === 0) return ok('migrations', 'none is pending');
  if (!mayMakeTables)
    return failed(
      'migrations',
      `${pending.length} are pending, and ${role} may not run them: set MIGRATIONS_DATABASE_URL to the address of the tables’ owner`,
    );
  return isEmpty
    ? ok('migrations', 'the database is empty: the first start makes its tables')
    : note('migrations', `${pending.length} are pending, and the start runs them: back up first`);
}
