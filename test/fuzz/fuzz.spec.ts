import fc from 'fast-check';
import { littlePatience } from '../support/patience.js';
import { startWithTracker } from '../support/sources.js';
import { nothingStaged } from './changes.js';
import { operations } from './operations.js';
import { carryOut, plansFor } from './plan.js';
import { walk } from './walk.js';
import { World } from './world.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 3_300);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_026);
/** After so many requests all valid operations run once, so that there is data to test with. */
const WALK_EVERY = 700;
/** Operations that only succeed in situations that other tests create. */
const NEVER_TAKEN_HERE = [
  // Only before there are users: test/browser/tasks.spec.ts and test/e2e/access-first-admin.spec.ts.
  'POST /setup/demo',
  'POST /auth/first-admin',
  // Only with a link from an e-mail: test/e2e/access-password-resets.spec.ts.
  'POST /auth/password-resets/{token}',
  // Only with a calendar to fetch: test/e2e/timetable-subscriptions.spec.ts.
  'POST /operators/{id}/timetable-subscription',
  'GET /operators/{id}/timetable-subscription',
  'DELETE /operators/{id}/timetable-subscription',
  // Only with a link from an e-mail: test/e2e/pulses.spec.ts.
  'GET /pulses/{token}',
  'POST /pulses/{token}',
];

describe(`${REQUESTS} requests drawn from FUZZ_SEED=${SEED}`, () => {
  let world: World;
  // Signing out everywhere would end the sessions of the other requests: test/e2e/access-sign-in.spec.ts.
  const all = operations().filter(({ name }) => name !== 'POST /auth/logout-everywhere');

  beforeAll(async () => {
    // Most addresses of sources lead nowhere.
    world = await World.around(await startWithTracker());
    littlePatience({ retries: [] });
  });
  afterAll(async () => {
    await world.app.close();
    await world.tracker.stop();
  });

  it(
    'are answered as openapi.json says, change nothing when refused, and are audited otherwise',
    async () => {
      const plans = fc.oneof(...all.map(plansFor));
      let sent = 0;
      const each = fc.asyncProperty(plans, async (plan) => {
        if (sent % WALK_EVERY === 0) await walk(world);
        await carryOut(world, plan, sent++);
      });
      await fc.assert(each, { seed: SEED, numRuns: REQUESTS, endOnFailure: true });
      await world.app.jobsDone();
      if (process.env['FUZZ_REPORT']) process.stderr.write(report(world));
      expect([...world.findings.values()].join('\n\n')).toBe('');
    },
    60_000 + REQUESTS * 200,
  );

  it('reach all operations, and each succeeds at least once', () => {
    const counts = all.map(({ name }) => [name, world.requests.get(name) ?? 0] as const);
    expect(counts.filter(([, count]) => count < REQUESTS / all.length / 3)).toEqual([]);
    expect([...world.requests.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
      REQUESTS,
    );
    const never = all.filter(({ name }) => !world.successes.has(name)).map(({ name }) => name);
    expect(never).toEqual(NEVER_TAKEN_HERE);
  });

  it('leave no prototype changed and no file staged', async () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { role?: string; x?: string }).role).toBeUndefined();
    expect(await nothingStaged(world.app.database)).toBe(true);
  });
});

/** The numbers of requests and answers. */
function report({ requests, successes, statuses }: World): string {
  const lines = [...requests].map(
    ([name, count]) => `${name}: ${successes.get(name) ?? 0} of ${count} taken`,
  );
  return [...lines.sort(), JSON.stringify(Object.fromEntries([...statuses].sort())), ''].join('\n');
}
