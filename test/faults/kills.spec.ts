import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { addressOfRunning } from '../../src/platform/database/embedded/running-server.js';
import { succeeded } from '../support/factories.js';
import { anImport, claims, scans, type Activity } from './activities.js';
import { insist } from './retrying-client.js';
import { chance as chanceOfThisRun, ROUNDS } from './run-settings.js';
import { jobsDone, leftLocked, missingMinutes } from './inspection.js';
import { FolderProcesses, isAlive } from './processes.js';
import { freePort, Product } from './product.js';
import { until } from './wait-until.js';
import { dateIn, World } from './world.js';

const LOCATIONS = 30;
const SETTLE_EVERY = 7;
const KILL_WITHIN_MILLISECONDS = 1_200;

describe('a server that is killed again and again', () => {
  const chance = chanceOfThisRun();
  const places: string[] = [];
  const hours: string[] = [];
  let unsettled: Activity[] = [];
  let root: string;
  let dataDir: string;
  let product: Product;
  let processes: FolderProcesses;
  let world: World;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'afterhours-kills-')));
    await chmod(root, 0o755);
    dataDir = join(root, 'data');
    processes = new FolderProcesses(dataDir);
    product = new Product(await freePort(), { DATA_DIR: dataDir });
    await product.start();
    world = new World(await product.signIn(), () => addressOfRunning(dataDir));
    for (let index = 0; index < LOCATIONS; index++) {
      places.push(await world.location());
      hours.push(await world.coverageHours(places[index]!));
    }
  });
  afterAll(async () => {
    await product.end('SIGKILL');
    await until('nothing works in the folder', () => processes.working().length === 0);
    await rm(root, { recursive: true, force: true });
  });

  const activities: Record<string, (round: number) => Activity> = {
    'an import': (round) => anImport(world, places[0]!, round),
    claims: (round) => claims(world, places[0]!, round, chance),
    scans: (round) => scans(world, hours, round),
  };
  const killDatabase = (): void => {
    const postmaster = processes.postmaster();
    if (postmaster) process.kill(postmaster, 'SIGKILL');
  };
  const killApp = (): Promise<number | null> => product.end('SIGKILL');
  const kills: Record<string, () => unknown> = {
    'the app': killApp,
    'the database': killDatabase,
    both: () => {
      const gone = killApp();
      killDatabase();
      return gone;
    },
  };

  const settle = async (): Promise<void> => {
    await jobsDone(await addressOfRunning(dataDir));
    for (const activity of unsettled) await activity.checkSettled();
    unsettled = [];
    const span = { from: `${dateIn(1)}T12:00:00Z`, to: `${dateIn(25)}T12:00:00Z` };
    for (const place of places) {
      const { alerts, gaps } = await missingMinutes(world.admin, place, span);
      expect({ place, missing: alerts }).toEqual({ place, missing: gaps });
    }
  };

  const pairs = Object.keys(activities).flatMap((activity) =>
    Object.keys(kills).map((victim) => ({ activity, victim })),
  );
  const rounds = Array.from({ length: Math.ceil(ROUNDS / pairs.length) }, () => chance.shuffled(pairs))
    .flat()
    .slice(0, ROUNDS)
    .map((pair, index) => ({ ...pair, round: index + 1 }));

  it.each(rounds)('continues after round $round: $victim killed during $activity', async (pair) => {
    const activity = activities[pair.activity]!(pair.round);
    await activity.prepare();
    const killed = { app: product.pid, postmaster: processes.postmaster() };
    const running = activity.run();
    running.catch(() => undefined);
    await sleep(chance.upTo(KILL_WITHIN_MILLISECONDS));
    await kills[pair.victim]!();
    if (product.hasEnded) await product.start();
    await until('another database is up', () => ![null, killed.postmaster].includes(processes.postmaster()));
    await product.ready();
    await running;
    await activity.check();
    unsettled.push(activity);

    expect(processes.supervisors()).toHaveLength(1);
    if (pair.victim !== 'the database') expect(isAlive(killed.app)).toBe(false);
    const url = await addressOfRunning(dataDir);
    await until('no lock is left', async () => (await leftLocked(url)).length === 0, 30);
    succeeded(await insist(() => world.admin.post('/coverage/scans')));
    if (pair.round % SETTLE_EVERY === 0 || pair.round === ROUNDS) await settle();
  });

  it('leaves no process behind at the end, and frees the folder', async () => {
    expect(await product.end('SIGTERM')).toBe(0);
    expect(processes.working()).toEqual([]);
    await product.start();
    expect(await product.end('SIGTERM')).toBe(0);
    expect(processes.working()).toEqual([]);
  });
});
