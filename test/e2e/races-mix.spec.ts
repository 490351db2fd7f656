import { startApp, type TestApp } from '../support/app.js';
import { withQuery } from '../support/answers.js';
import { succeeded } from '../support/factories.js';
import { deadlocksOf } from '../support/races/deadlocks.js';
import { finalState } from '../support/races/final-state.js';
import { brokenInvariants } from '../support/races/invariants.js';
import { isReplay } from '../support/races/mix-repeats.js';
import { STEPS } from '../support/races/mix-steps.js';
import { MixWorld } from '../support/races/mix-world.js';
import { Random, sizeOf } from '../support/random.js';
import { TrailReplay } from '../support/races/trail-replay.js';

const AT_ONCE = 16;
const COMMON = [200, 201, 204, 404, 409];
/** Always refused; they are tried because of the locks they take. */
const NEVER = new Set(['checkInAhead', 'dropPosition', 'dropLocation']);
/**
 * These succeed only by chance; trades.spec.ts tests their success. Here they are tried for their locks and
 * their results.
 */
const BY_CHANCE = new Set([
  'take',
  'takeFor',
  'cancelDrop',
  'release',
  'offer',
  'offerTwoWay',
  'acceptSwap',
  'acceptSwapFor',
  'approveSwap',
  'declineSwap',
  'cancelSwap',
  'wait',
  'dropPart',
  'checkIn',
  'checkInAhead',
  'leaveWaitlist',
  'acceptOffer',
]);
/**
 * Actions with several entries in the trail: for what depends on a claim that ends, and for a used waitlist
 * entry.
 */
const OF_MANY = [
  'dropPart',
  'checkIn',
  'checkInAhead',
  'deactivate',
  'rename',
  'approve',
  'approveAnyway',
  'take',
  'takeFor',
  'cancelDrop',
  'release',
  'acceptSwap',
  'acceptSwapFor',
  'approveSwap',
  'claim',
  'assign',
  'override',
  'reject',
  'withdraw',
  'cancelClaim',
  'cancelShift',
  'acceptOffer',
];
/** Claims that are sent again: each uses a waitlist entry of its operator, too, if there is one. */
const OF_A_CLAIM = ['claimTwice', 'assignTwice'];
const random = new Random();

describe.each([
  { replicas: 1, steps: sizeOf('RACE_STEPS', 1600) },
  { replicas: 2, steps: sizeOf('RACE_STEPS', 800) },
])(`many clients at once on $replicas replicas (seed ${random.seed})`, ({ replicas, steps }) => {
  let apps: TestApp[];
  let app: TestApp;
  let world: MixWorld;
  let replay: TrailReplay;
  beforeAll(async () => {
    app = await startApp();
    apps = [app];
    while (apps.length < replicas) apps.push(await startApp({ database: app.database }));
    world = new MixWorld(apps, random);
    await world.settle();
    for (let i = 0; i < 12; i++) await STEPS['createShift']!.take(world);
    for (let i = 0; i < 4; i++) await STEPS['createBegunShift']!.take(world);
    for (const name of ['addHours', 'except']) await STEPS[name]!.take(world);
    while (world.claims.length === 0) await STEPS['assign']!.take(world);
    while (world.begunClaims.length === 0) await STEPS['override']!.take(world);
    // Tries several claims, because the first may be on a draft, which cannot be traded.
    for (const [pool, name] of [
      [world.drops, 'drop'],
      [world.swaps, 'offer'],
    ] as const)
      while (pool.length === 0) for (const step of ['assign', name]) await STEPS[step]!.take(world);
    await STEPS['beAway']!.take(world);
  }, 120_000);
  afterAll(async () => {
    for (const one of apps.toReversed()) await one.close();
  });

  /** Steps that have not succeeded by chance yet. */
  const neverTaken = (): string[] => {
    const taken = new Set(world.answers.filter(({ answer }) => answer.status < 300).map(({ step }) => step));
    return Object.keys(STEPS).filter((name) => !NEVER.has(name) && !BY_CHANCE.has(name) && !taken.has(name));
  };

  it(`run ${steps} steps, ${AT_ONCE} at once, without a server error`, async () => {
    const bag = Object.entries(STEPS).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
    const take = async (name: string): Promise<void> => {
      for (const answer of await STEPS[name]!.take(world)) world.answers.push({ step: name, answer });
    };
    let left = steps;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await take(random.pick(bag));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // Meanwhile the random steps continue, and create what those steps need, such as a claim without a
    // check-in.
    for (const name of neverTaken())
      for (let tries = 0; tries < 300 && neverTaken().includes(name); tries++)
        for (const one of [random.pick(bag), name]) await take(one);
    const unexpected = world.answers.filter(
      ({ step, answer }) => ![...COMMON, ...(STEPS[step]!.mayAnswer ?? [])].includes(answer.status),
    );
    expect(unexpected.map(({ step, answer }) => [step, answer.status, answer.body])).toEqual([]);
    expect(world.contradictions).toEqual([]);
    expect(neverTaken()).toEqual([]);
  }, 900_000);

  it('leave nobody in two places, no seat taken twice, and nobody on a cancelled shift', async () => {
    expect(await brokenInvariants(app.database)).toEqual([]);
  });

  it('leave an entry in the trail for each change, and none for a refusal or repetition', async () => {
    const rows = await app.database.query<{ requestId: string; entityIds: string[]; usedEntries: number }>(
      `SELECT request_id AS "requestId", array_agg(entity_id::text ORDER BY id) AS "entityIds",
              count(*) FILTER (WHERE entity = 'waitlist-entry')::int AS "usedEntries"
       FROM audit_events GROUP BY 1`,
    );
    const events = new Map(rows.map((row) => [row.requestId, row]));
    const wrong = world.answers.filter(({ step, answer }) => {
      const { entityIds = [], usedEntries = 0 } = events.get(answer.headers.get('x-request-id')!) ?? {};
      if (answer.status >= 300 || isReplay(answer)) return entityIds.length > 0;
      const isOfMany = OF_MANY.includes(step);
      const names = answer.status === 204 || entityIds.includes(answer.body.id as string);
      const expected = OF_A_CLAIM.includes(step) ? 1 + usedEntries : 1;
      return !names || (!isOfMany && entityIds.length !== expected);
    });
    expect(wrong.map(({ step, answer }) => [step, answer.status, answer.body])).toEqual([]);
  });

  it('leave a trail that, replayed, breaks no rule at any moment', async () => {
    replay = await TrailReplay.of(app.database);
    expect(replay.faults).toEqual([]);
  });

  it('leave a trail that, replayed, ends with the state of the tables', async () => {
    const { operators, shifts, claims } = await finalState(app.database);
    for (const operator of replay.operators.values()) operator.positionIds.sort();
    expect(replay.operators).toEqual(operators);
    expect(replay.shifts).toEqual(shifts);
    expect(replay.claims).toEqual(claims);
  });

  it('leave alerts that agree with the gaps', async () => {
    await app.jobsDone();
    for (const locationId of world.locations) {
      const query = { locationId, from: '2026-10-26T17:00:00Z', to: '2026-11-25T17:00:00Z' };
      const gaps = succeeded(await app.admin.get(withQuery('/coverage/gaps', query)));
      const alerts = succeeded(
        await app.admin.get(withQuery('/coverage/alerts', { locationId, status: 'open', limit: '200' })),
      ).items as { stretches: { startsAt: string; endsAt: string; missing: number }[] }[];
      const missing = alerts
        .flatMap((alert) => alert.stretches)
        .reduce(
          (sum, one) => sum + ((Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000) * one.missing,
          0,
        );
      expect(missing).toBe(gaps.summary.missingMinutes);
    }
  });

  it('take their locks in one order, without a deadlock', async () => {
    expect(await deadlocksOf(app.database, apps.toReversed())).toBe(0);
  });
});
