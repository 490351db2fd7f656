import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient, type Answer } from '../support/http-client.js';
import { insist, insistOnPost, isRetriable } from './retrying-client.js';
import { Balancer } from './balancer.js';
import { ask, jobsDone, leftLocked, missingMinutes } from './inspection.js';
import { OwnPostgres } from './own-postgres.js';
import { freePort, Product } from './product.js';
import { chance as chanceOfThisRun, SECONDS } from './run-settings.js';
import { until } from './wait-until.js';
import { dateIn, World, type Operator } from './world.js';

const REPLICAS = 3;
const CLIENTS = 6;
const OPERATORS = 20;
const SHIFTS = 24;
const SEATS = 8;

/** A client and its final answer. */
interface Told {
  shiftId: string;
  answer: Answer;
}

describe(`${REPLICAS} servers on one database behind one port, one killed every few seconds for ${SECONDS} s`, () => {
  const chance = chanceOfThisRun();
  const replicas: Product[] = [];
  /** The answers before the final one, and whether they told the client to retry. */
  const refusals = new Map<string, number>();
  const told: Told[] = [];
  const reported: string[] = [];
  const failures: string[] = [];
  let requests = 0;
  let kills = 0;
  let postgres: OwnPostgres;
  let balancer: Balancer;
  let world: World;
  let place: string;
  let hours: string;
  let isOver = false;

  beforeAll(
    async () => {
      postgres = await OwnPostgres.create();
      const env = { DATABASE_URL: postgres.url };
      for (let index = 0; index < REPLICAS; index++) {
        replicas.push(new Product(await freePort(), env));
        await replicas[index]!.start();
      }
      balancer = new Balancer(replicas.map(({ port }) => port));
      const url = `http://127.0.0.1:${await balancer.listen()}`;
      const { headers } = await replicas[0]!.signIn();
      world = new World(new HttpClient(url, headers), () => postgres.url);
      place = await world.location();
      hours = await world.coverageHours(place);
      const operators = await world.operators(OPERATORS);
      const shifts: string[] = [];
      for (let index = 0; index < SHIFTS; index++) shifts.push(await world.shift(place, 2 + index, SEATS));
      await Promise.all([...Array.from({ length: CLIENTS }, () => client(operators, shifts)), killer()]);
    },
    (SECONDS + 240) * 1000,
  );
  afterAll(async () => {
    await balancer.close();
    for (const replica of replicas) await replica.end('SIGKILL');
    await postgres.remove();
  });

  const seen = (answer: Answer | null): void => {
    requests++;
    if (!isRetriable(answer)) return;
    const what = answer ? `${answer.status} ${answer.body.code}` : 'connection broken';
    refusals.set(what, (refusals.get(what) ?? 0) + 1);
    if (answer && !answer.headers.has('retry-after')) failures.push(`${what} without Retry-After`);
  };

  const killer = async (): Promise<void> => {
    const deadline = Date.now() + SECONDS * 1000;
    while (Date.now() < deadline) {
      await sleep(1_500 + chance.upTo(2_500));
      const replica = chance.pick(replicas);
      await replica.end(chance.pick(['SIGKILL', 'SIGKILL', 'SIGTERM']));
      kills++;
      await sleep(chance.upTo(1_000));
      await replica.start();
    }
    isOver = true;
  };

  const client = async (operators: readonly Operator[], shifts: readonly string[]): Promise<void> => {
    while (!isOver) {
      const operator = chance.pick(operators);
      const key = `load-${world.next()}`;
      const act = chance.next();
      if (act < 0.4) {
        const shiftId = chance.pick(shifts);
        const path = `/shifts/${shiftId}/claims`;
        told.push({ shiftId, answer: await insistOnPost(operator.client, path, {}, key, seen) });
      } else if (act < 0.6) {
        const body = {
          locationId: place,
          openedAt: `${dateIn(-1)}T12:00:00Z`,
          source: 'load',
          externalId: key,
        };
        await insistOnPost(world.admin, '/support-requests', body, key, seen).then(mustBe(201, 200));
        reported.push(key);
      } else if (act < 0.65) {
        const body = { required: 1 + chance.upTo(4) };
        await insist(() => world.admin.patch(`/coverage-hours/${hours}`, body), seen).then(mustBe(200));
      } else {
        await insist(() => operator.client.get('/shifts?limit=50'), seen).then(mustBe(200));
      }
    }
  };

  const mustBe =
    (...statuses: number[]) =>
    ({ status, body }: Answer): void => {
      if (!statuses.includes(status)) failures.push(`${status} ${JSON.stringify(body)}`);
    };

  it('tell their clients at worst to retry', () => {
    process.stderr.write(
      `${requests} requests, ${kills} servers killed, told to come again: ${JSON.stringify([...refusals])}\n`,
    );
    expect(failures).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(SECONDS / 20);
    expect(requests).toBeGreaterThan(SECONDS * 5);
    const others = told.filter(
      ({ answer: { status, body } }) =>
        status !== 201 && !String(body.code).match(/^(SHIFT_FULL|ALREADY_CLAIMED)$/),
    );
    expect(others.map(({ answer }) => answer.body)).toEqual([]);
  });

  it('lose no confirmed claim, make none twice, and fill no seat twice', async () => {
    const answered = told
      .filter(({ answer }) => answer.status === 201)
      .map(({ answer }) => answer.body.id as string);
    const stored = await ask<{ id: string; events: number }>(
      postgres.url,
      `SELECT c.id, (SELECT count(*)::int FROM audit_events WHERE entity_id = c.id) AS events FROM claims c`,
    );
    expect(stored.map(({ id }) => id).toSorted()).toEqual(answered.toSorted());
    expect(stored.filter(({ events }) => events !== 1)).toEqual([]);
    const oversold = await ask(
      postgres.url,
      `SELECT shift_id FROM claims GROUP BY shift_id HAVING count(*) > ${SEATS} OR count(*) > count(DISTINCT operator_id)`,
    );
    expect(oversold).toEqual([]);
  });

  it('store each reported request once', async () => {
    const rows = await ask<{ key: string }>(
      postgres.url,
      `SELECT external_id AS key FROM support_requests WHERE source = 'load'`,
    );
    expect(rows.map(({ key }) => key).toSorted()).toEqual(reported.toSorted());
  });

  it('have alerts that agree with the gaps in the end, and hold no lock', async () => {
    await jobsDone(postgres.url);
    const span = { from: `${dateIn(1)}T12:00:00Z`, to: `${dateIn(25)}T12:00:00Z` };
    const { alerts, gaps } = await missingMinutes(world.admin, place, span);
    expect(alerts).toBe(gaps);
    await until('no lock is left', async () => (await leftLocked(postgres.url)).length === 0, 30);
  });
});
