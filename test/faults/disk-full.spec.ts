import { spawnSync } from 'node:child_process';
import { appendFile, chmod, mkdtemp, realpath, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOfRunning } from '../../src/platform/database/embedded/running-server.js';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { attempt, insist } from './retrying-client.js';
import { ask, jobsDone } from './inspection.js';
import { FolderProcesses } from './processes.js';
import { freePort, Product } from './product.js';
import { until } from './wait-until.js';
import { World } from './world.js';

const DISK_MEGABYTES = 400;
/** More than fits on the rest of the disk. */
const MANY_ROWS = 80_000;

describe('a server on a disk that fills up', () => {
  /** Support requests that were answered with 201. */
  const answered: string[] = [];
  let root: string;
  let product: Product;
  let processes: FolderProcesses;
  let world: World;
  let place: string;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'afterhours-disk-')));
    mount('mount', '-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', root);
    await chmod(root, 0o755);
    processes = new FolderProcesses(join(root, 'data'));
    product = new Product(await freePort(), { DATA_DIR: join(root, 'data') });
    await product.start();
    world = new World(await product.signIn(), () => addressOfRunning(join(root, 'data')));
    place = await world.location();
  });
  afterAll(async () => {
    await product.end('SIGKILL');
    await until('nothing works in the folder', () => processes.working().length === 0);
    mount('umount', root);
    await rm(root, { recursive: true, force: true });
  });

  const report = async (key: string, send: typeof attempt): Promise<Answer | null> => {
    const body = { locationId: place, openedAt: '2026-10-26T15:00:00Z', source: 'desk', externalId: key };
    const answer = await send(() => world.admin.post('/support-requests', body, { 'idempotency-key': key }));
    if (answer?.status === 201) answered.push(key);
    return answer;
  };
  const fill = async (keepMegabytes: number): Promise<void> => {
    const { bavail, bsize } = await statfs(root);
    const bytes = Math.max(0, bavail * bsize - keepMegabytes * 2 ** 20);
    await appendFile(join(root, 'filler'), Buffer.alloc(bytes)).catch((error: NodeJS.ErrnoException) => {
      // The server filled the disk first, which is just as good.
      if (error.code !== 'ENOSPC') throw error;
    });
  };
  const makeRoom = (): Promise<void> => rm(join(root, 'filler'), { force: true });

  it('fails an import without room, says why, and continues', async () => {
    await report('before', attempt);
    await fill(30);
    const answer = await world.upload(place, 'many', 'many', MANY_ROWS);
    const told =
      answer.status === 201
        ? await until('the import has ended', async () => {
            const { body } = await insist(() => world.admin.get(`/support-imports/${answer.body.id}`));
            return ['completed', 'failed'].includes(body.status as string) && body;
          })
        : answer.body;
    expect(JSON.stringify(told)).toMatch(/disk is full; nothing was changed/);
    expect((await report('after-the-import', insist))?.status).toBe(201);
    expect(await requestsOf('many')).toBe(0);
  });

  it('answers writes with a problem that says to retry, and works again once there is room', async () => {
    const refused = new Set<string>();
    // The write-ahead log has reserved space: the full disk only affects small writes after some megabytes.
    for (let round = 0; round < 40 && refused.size === 0; round++) {
      await fill(0);
      await attempt(() => world.upload(place, `fill ${round}`, `fill-${round}`));
      for (let index = 0; index < 25; index++) {
        const answer = await report(`full-${round}-${index}`, attempt);
        if (answer?.status !== 201) refused.add(`${answer?.status} ${answer?.body.code}`);
      }
    }
    expect(refused.size).toBeGreaterThan(0);
    for (const told of refused) expect(told).toMatch(/^503 (DISK_FULL|DATABASE_UNAVAILABLE)$/);
    expect((await attempt(() => product.client.get('/health/live')))?.status).toBe(200);
    expect(product.hasEnded).toBe(false);
    await makeRoom();
    await product.ready();
    expect((await report('room-again', insist))?.status).toBe(201);
  }, 180_000);

  it('says why it does not start on a full disk, and starts once there is room', async () => {
    await product.end('SIGTERM');
    await fill(0);
    product.launch();
    const isUp = await Promise.race([
      product.ended().then(() => false),
      until(
        'it is ready',
        async () => (await attempt(() => product.client.get('/health/ready')))?.status === 200,
        60,
      ).then(
        () => true,
        () => true,
      ),
    ]);
    if (!isUp) expect(product.output).toMatch(/No space left|disk is full/i);
    await product.end('SIGTERM');
    await makeRoom();
    await product.start();
  });

  it('has every row that it confirmed, complete', async () => {
    await jobsDone(await addressOfRunning(join(root, 'data')));
    const url = await addressOfRunning(join(root, 'data'));
    const rows = await ask<{ key: string }>(
      url,
      `SELECT external_id AS key FROM support_requests WHERE source = 'desk'`,
    );
    const keys = new Set(rows.map(({ key }) => key));
    expect(answered.filter((key) => !keys.has(key))).toEqual([]);
    await ask(url, 'CREATE EXTENSION IF NOT EXISTS amcheck');
    const damaged = await ask(
      url,
      `SELECT c.relname, v.* FROM pg_class c, LATERAL verify_heapam(c.oid) v
       WHERE c.relkind IN ('r', 't') AND c.relpersistence = 'p'`,
    );
    expect(damaged).toEqual([]);
    await ask(
      url,
      `SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relpersistence = 'p'`,
    );
  });

  it('accepts the same import again, completely', async () => {
    const { id } = succeeded(await insist(() => world.upload(place, 'many', 'many-again', 20_000)));
    const result = await until('the import has ended', async () => {
      const { body } = await world.admin.get(`/support-imports/${id}`);
      return ['completed', 'failed'].includes(body.status as string) && body;
    });
    expect(result).toMatchObject({ status: 'completed', created: 20_000 });
  });

  const requestsOf = async (source: string): Promise<number> => {
    const url = await addressOfRunning(join(root, 'data'));
    return (await ask(url, 'SELECT FROM support_requests WHERE source = $1', [source])).length;
  };
});

function mount(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
