import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, type MadeOperator } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { broken } from '../support/races/invariants.js';
import { leftBehind } from '../support/seats/left-behind.js';
import { standing, toldFor, trailFaults, type Standing } from '../support/seats/standing.js';

// The time is Monday, 26 October 2026, noon in Chicago.

/**
 * Two evenings with two overlapping shifts each. The second evening's have two seats, and their trades need
 * approval.
 */
const EVENINGS = ['2026-10-27', '2026-10-29'];

interface World {
  locations: string[];
  operators: MadeOperator[];
  shifts: string[];
}

/** An action on the current data; `pick` selects among the candidates. */
interface Deed {
  act: keyof typeof ACTS;
  who: number;
  what: number;
}

interface Scene {
  app: TestApp;
  world: World;
  operator: MadeOperator;
  shift: string;
  /** One of a kind with a status, if there is any. */
  one(kind: Standing['kind'], ...statuses: string[]): Standing | undefined;
}

type Act = (scene: Scene) => Promise<Answer> | null;
const bodyOf = (app: TestApp, path: string, body: object = {}): Promise<Answer> => app.admin.post(path, body);
const REASON = { reason: 'so be it' };

/** The acts by verb: take, free, transfer, move, cancel. */
const ACTS = {
  claim: ({ operator, shift }) => operator.client.post(`/shifts/${shift}/claims`, {}),
  assign: ({ app, operator, shift }) => bodyOf(app, `/shifts/${shift}/claims`, { operatorId: operator.id }),
  wait: ({ operator, shift }) => operator.client.post(`/shifts/${shift}/waitlist`, {}),
  approve: ({ app, one }) => on(one('claim', 'pending'), ({ id }) => bodyOf(app, `/claims/${id}/approve`)),
  reject: ({ app, one }) =>
    on(one('claim', 'pending'), ({ id }) => bodyOf(app, `/claims/${id}/reject`, REASON)),
  withdraw: ({ world, one }) =>
    on(one('claim', 'pending'), ({ id, userIds }) =>
      clientOf(world, userIds[0]!).post(`/claims/${id}/withdraw`),
    ),
  cancel: ({ app, one }) =>
    on(one('claim', 'approved'), ({ id }) => bodyOf(app, `/claims/${id}/cancel`, REASON)),
  approveAll: ({ app, one }) =>
    on(one('claim', 'pending'), ({ id }) => bodyOf(app, '/claims/approve', { claimIds: [id] })),
  reopen: ({ app, one }) =>
    on(one('claim', 'approved', 'rejected'), ({ id }) => bodyOf(app, '/claims/reopen', { claimIds: [id] })),
  drop: ({ app, one }) =>
    on(one('claim', 'approved'), ({ id }) => bodyOf(app, `/claims/${id}/drop-requests`, REASON)),
  step: ({ operator, one }) =>
    on(one('drop-request', 'open'), ({ id }) => operator.client.post(`/drop-requests/${id}/take`, {})),
  keep: ({ app, one }) =>
    on(one('drop-request', 'open', 'pending'), ({ id }) => bodyOf(app, `/drop-requests/${id}/cancel`)),
  release: ({ app, one }) =>
    on(one('drop-request', 'open', 'pending'), ({ id }) =>
      bodyOf(app, `/drop-requests/${id}/release`, REASON),
    ),
  offer: ({ app, operator, one }) =>
    on(one('claim', 'approved'), ({ id }) =>
      bodyOf(app, '/swaps', { claimId: id, toOperatorId: operator.id }),
    ),
  swap: ({ app, one }) => on(one('swap', 'open'), ({ id }) => bodyOf(app, `/swaps/${id}/accept`)),
  split: ({ app, one }) =>
    on(one('claim', 'approved'), ({ id }) =>
      app.database
        .query<{ startsAt: Date }>('SELECT starts_at AS "startsAt" FROM claims WHERE id = $1', [id])
        .then(([row]) =>
          bodyOf(app, `/claims/${id}/drop-requests`, {
            ...REASON,
            startsAt: row!.startsAt,
            endsAt: new Date(+row!.startsAt + 3_600_000),
          }),
        ),
    ),
  resize: ({ app, shift }) => app.admin.patch(`/shifts/${shift}`, { seats: 2 }),
  close: ({ app, shift }) => bodyOf(app, `/shifts/${shift}/cancel`, REASON),
  restore: ({ app, shift }) => bodyOf(app, `/shifts/${shift}/restore`),
  leave: ({ app, operator }) =>
    bodyOf(app, `/operators/${operator.id}/deactivate`, { on: '2026-10-28', ...REASON }),
  comeBack: ({ app, operator }) => bodyOf(app, `/operators/${operator.id}/reactivate`),
} satisfies Record<string, Act>;

const on = (one: Standing | undefined, act: (one: Standing) => Promise<Answer>): Promise<Answer> | null =>
  one ? act(one) : null;
const clientOf = ({ operators }: World, userId: string): MadeOperator['client'] =>
  operators.find((operator) => operator.userId === userId)!.client;
/** Chosen more often, so that there are claims to trade and to end. */
const OFTEN: readonly Deed['act'][] = [
  'assign',
  'assign',
  'assign',
  'claim',
  'drop',
  'offer',
  'step',
  'swap',
];
const VERBS: Record<string, readonly Deed['act'][]> = {
  take: ['claim', 'assign', 'approve', 'restore'],
  free: ['reject', 'withdraw', 'cancel', 'release', 'leave'],
  'hand on': ['step', 'swap'],
  move: ['split'],
  close: ['close'],
};
/** SEATS_SEED repeats a run; SEATS_RUNS makes it longer. */
const SEED = Number(process.env['SEATS_SEED'] ?? 20261026);
const RUNS = Number(process.env['SEATS_RUNS'] ?? 5);
/** The actor of these gets no message. */
const BY_OPERATOR = ['claim', 'wait', 'withdraw', 'step'];

describe('random changes of seats', () => {
  let app: TestApp;
  const done = new Map<string, number>();
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  async function aWorld(): Promise<World> {
    const locations = [(await aLocation(app)).id, (await aLocation(app, { tradesNeedApproval: true })).id];
    const operators: MadeOperator[] = [];
    for (let n = 0; n < 4; n++) operators.push(await anOperator(app));
    const shifts: string[] = [];
    for (const date of EVENINGS)
      for (const [n, locationId] of locations.entries()) {
        const span = { startsAt: `${date}T1${8 + n}:00:00-05:00`, endsAt: `${date}T22:00:00-05:00` };
        shifts.push((await aShift(app, locationId, { ...span, seats: n + 1 })).id);
      }
    return { locations, operators, shifts };
  }

  /** The problems after an action. */
  async function after(world: World, { act, who, what }: Deed): Promise<string[]> {
    const before = await standing(app.database);
    const operator = world.operators[who % world.operators.length]!;
    const shift = world.shifts[what % world.shifts.length]!;
    const mine = [...before.values()].filter(({ userIds, kind }) => kind !== 'claim' || isOf(world, userIds));
    const one: Scene['one'] = (kind, ...statuses) => {
      const found = mine.filter((row) => row.kind === kind && statuses.includes(row.status));
      return found[what % Math.max(1, found.length)];
    };
    const left = await leftBehind(app, async () => ACTS[act]({ app, world, operator, shift, one }));
    if (!left.given) return [];
    const now = await standing(app.database);
    const actor = BY_OPERATOR.includes(act)
      ? act === 'withdraw'
        ? one('claim', 'pending')!.userIds[0]!
        : operator.userId
      : null;
    const told = toldFor(before, now, { actor, isSplit: act === 'split' });
    const isRefused = left.given.status >= 300;
    if (!isRefused) done.set(act, (done.get(act) ?? 0) + 1);
    const faults = [
      ...trailFaults(before, now, left.trail),
      ...(isRefused && left.trail.length + left.messages.length > 0 ? ['a refusal left something'] : []),
      ...(left.live.length === left.trail.length
        ? []
        : [`${left.live.length} live changes for ${left.trail.length} rows`]),
      ...differs('decisions', [...left.decisions].sort(), [...told.decisions].sort()),
      ...differs('swaps ended', left.messages.filter(isSwapEnd).map(userOf), told.swapsEnded),
      ...(await broken(app.database)),
    ];
    return faults.map((fault) => `${act}: ${fault}`);
  }

  it('leave exactly their rows, messages and live events, and take no seat twice', async () => {
    const deed = fc.record<Deed>({
      act: fc.constantFrom(...(Object.keys(ACTS) as Deed['act'][]), ...OFTEN),
      who: fc.nat(20),
      what: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 40, maxLength: 60 }), async (deeds) => {
        const world = await aWorld();
        for (const one of deeds) expect(await after(world, one)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    for (const acts of Object.values(VERBS)) expect(acts.filter((act) => done.has(act))).not.toEqual([]);
  }, 300_000);
});

const isOf = ({ operators }: World, userIds: readonly string[]): boolean =>
  operators.some(({ userId }) => userIds.includes(userId));
const isSwapEnd = (message: string): boolean => message.startsWith('swap-ended ');
const userOf = (message: string): string => message.split(' ')[1]!;
const differs = (what: string, found: unknown, expected: unknown): string[] =>
  JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
