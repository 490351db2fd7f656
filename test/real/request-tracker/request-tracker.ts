import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { until } from '../../faults/wait-until.js';

const run = promisify(execFile);
/** Beside the project: starts Request Tracker unless it is up. */
const UP = fileURLToPath(new URL('../../../../shared/rt/up.sh', import.meta.url));
const PREPARE = fileURLToPath(new URL('prepare.pl', import.meta.url));
/** The database that up.sh starts. */
const DATABASE = process.env['RT_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:54399/rtdb';

interface Named {
  id: number;
  name: string;
}

interface Prepared {
  queues: Record<'library' | 'printing' | 'campusIt', Named>;
  tokens: Record<'withoutRights' | 'ofQueues', string>;
  /** A custom field of all queues. */
  category: Named;
  mustRestart: boolean;
}

/** The real Request Tracker, with queues for one test. */
export class RequestTracker {
  private constructor(
    readonly url: string,
    readonly token: string,
    readonly queues: Prepared['queues'],
    readonly tokens: Prepared['tokens'],
    readonly category: Named,
    readonly database: Client,
    private processGroup: number,
  ) {}

  /** The one that RT_URL and RT_TOKEN name, or else the one that up.sh starts. */
  static async open(): Promise<RequestTracker> {
    const { RT_URL, RT_TOKEN, RT_PIDS } = process.env['RT_URL'] ? process.env : await up();
    const stamp = Date.now().toString(36);
    const { stdout } = await run('perl', [PREPARE, stamp]);
    const { queues, tokens, category, mustRestart } = JSON.parse(stdout) as Prepared;
    const database = new Client({ connectionString: DATABASE });
    await database.connect();
    const tracker = new RequestTracker(
      RT_URL!,
      RT_TOKEN!,
      queues,
      tokens,
      category,
      database,
      Number(RT_PIDS),
    );
    if (mustRestart) await tracker.restart();
    return tracker;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  /** Its server is killed with all it has in hand, and starts again. */
  async restart(): Promise<void> {
    process.kill(-this.processGroup, 'SIGKILL');
    await until('Request Tracker is down', () => this.isDown());
    this.processGroup = Number((await up())['RT_PIDS']);
  }

  /** Queries read dates in this zone. */
  async setTimeZoneOfUser(zone: string): Promise<void> {
    await this.send('PUT', 'user/root', { Timezone: zone });
  }

  create(queue: Named, subject: string): Promise<number> {
    const body = { Queue: queue.name, Subject: subject, Requestor: 'patron@example.edu' };
    return until('a ticket is created', async () => {
      const created = (await this.send('POST', 'ticket', body)) as { id?: string } | null;
      return created?.id === undefined ? null : Number(created.id);
    });
  }

  /** Until it has answered: it may be restarting. */
  async change(ticket: number, change: object): Promise<void> {
    await until('a ticket is changed', () => this.send('PUT', `ticket/${ticket}`, change));
  }

  async delete(ticket: number): Promise<void> {
    await this.change(ticket, { Status: 'deleted' });
  }

  async close(): Promise<void> {
    await this.setTimeZoneOfUser('UTC');
    await this.database.end();
  }

  /** Null when it cannot be reached. */
  private async send(method: string, path: string, body: object): Promise<unknown> {
    const headers = { authorization: `token ${this.token}`, 'content-type': 'application/json' };
    const asked = { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}/${path}`, asked).catch(() => null);
    if (!answer || answer.status >= 500) return null;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  private async isDown(): Promise<boolean> {
    return fetch(this.url).then(
      () => false,
      () => true,
    );
  }
}

async function up(): Promise<Record<string, string>> {
  const { stdout } = await run(UP);
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/, 2) as [string, string]),
  );
}
