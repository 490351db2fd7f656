import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, Product } from '../faults/product.js';
import { until } from '../faults/wait-until.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import type { Random } from '../support/random.js';

const COLLECTED_WITHIN_SECONDS = 400;

/** The built product with a source that it collects, and the ways to disturb it. */
export class CollectingProduct {
  sourceId = '';
  private launchedAt = new Date();

  private constructor(
    readonly database: TestDatabase,
    readonly product: Product,
    readonly admin: HttpClient,
    private readonly chance: Random,
  ) {}

  /** It may ask this host. */
  static async start(
    host: string,
    chance: Random,
    env: Record<string, string> = {},
  ): Promise<CollectingProduct> {
    const database = await createDatabase();
    const product = new Product(await freePort(), {
      DATABASE_URL: database.addresses.server,
      MIGRATIONS_DATABASE_URL: database.addresses.owner,
      SECRETS_KEY: Buffer.alloc(32, 'secret').toString('base64'),
      PRIVATE_HOSTS: host,
      ...env,
    });
    await product.start();
    return new CollectingProduct(database, product, await product.signIn(), chance);
  }

  async close(): Promise<void> {
    await this.product.end('SIGKILL');
    await this.database.drop();
  }

  /** The id of a new location. */
  async lab(name: string): Promise<string> {
    return succeeded(await this.admin.post('/locations', { name, timeZone: 'America/Chicago' })).id;
  }

  /** How many runs began after a moment and are in this state; of those in hand, the ones that stored something. */
  async runs(status: string, { since = new Date(0), purpose = 'changes' } = {}): Promise<number> {
    const rows = await this.database.query(
      `SELECT FROM support_source_runs
       WHERE status = $1 AND purpose = $2 AND started_at > $3 AND (status <> 'running' OR fetched > 0)`,
      [status, purpose, since],
    );
    return rows.length;
  }

  /** Waits until a run that begins after now has completed. */
  async collect(purpose = 'changes'): Promise<void> {
    const since = new Date();
    await this.askUntil(
      'it is collected',
      async (state) => state === 'working' && (await this.runs('completed', { since, purpose })) > 0,
    );
  }

  /** Waits for some moment after a run of this process has stored something. */
  async amidRun(milliseconds: number): Promise<void> {
    const isInHand = async (): Promise<boolean> =>
      (await this.runs('running', { since: this.launchedAt })) > 0;
    await this.askUntil('a run is in hand', isInHand);
    await sleep(this.chance.upTo(milliseconds));
  }

  /** Kills the app and starts it again, as if the minute had passed after which a run without a sign of life is over. */
  async kill(): Promise<void> {
    await this.product.end('SIGKILL');
    this.launchedAt = new Date();
    await this.product.start();
    await this.database.query('UPDATE support_sources SET run_until = now() WHERE run_until IS NOT NULL');
  }

  /** Looks for tickets that are not listed any more. */
  async recheck(): Promise<void> {
    await this.database.query(`UPDATE support_sources SET rechecked_at = rechecked_at - interval '1 day'`);
    await this.collect('recheck');
  }

  /** Asks for runs until it is so. */
  private async askUntil(what: string, isSo: (state: string) => Promise<boolean>): Promise<void> {
    await until(
      what,
      async () => {
        const { state } = succeeded(await this.admin.get(`/support-sources/${this.sourceId}`));
        if (await isSo(state)) return true;
        if (state !== 'collecting')
          succeeded(await this.admin.post(`/support-sources/${this.sourceId}/runs`));
        await sleep(250);
        return false;
      },
      COLLECTED_WITHIN_SECONDS,
    );
  }
}
