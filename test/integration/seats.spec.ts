import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import { brokenInvariants } from '../support/races/invariants.js';
import { assign } from '../support/assignments.js';
import { ACTS, OTHER_TRAIL_ROWS, type RandomAct, type Scene, type World } from '../support/seats/acts.js';
import { effectsOf, type Effects } from '../support/seats/effects.js';
import {
  trackedRows,
  expectedMessages,
  trailFaults,
  type TrackedRow,
} from '../support/seats/tracked-rows.js';

const NOON = '2026-10-26T12:00:00-05:00';
const AFTER_THE_FIRST_EVENING = '2026-10-27T23:00:00-05:00';

/**
 * Two evenings with two overlapping shifts each. The second evening's have two seats, and their trades need
 * approval.
 */
const EVENINGS = ['2026-10-27', '2026-10-29'];

/** Chosen more often, so that there are claims to trade, to end and to restore. */
const OFTEN: readonly RandomAct['act'][] = [
  ...([
    'assign',
    'assign',
    'assign',
    'assign',
    'assign',
    'assign',
    'claim',
    'claim',
    'wait',
    'wait',
  ] as const),
  ...(['drop', 'drop', 'offer', 'step', 'step', 'step', 'swap', 'swap', 'approve', 'move'] as const),
  ...([
    'giveTimeOff',
    'restore',
    'restore',
    'restore',
    'openDay',
    'openDay',
    'comeBack',
    'comeBack',
  ] as const),
];
/** Once the first evening is over: what was worked, and by whom. */
const AFTERWARDS: readonly RandomAct['act'][] = [
  ...(['checkIn', 'checkIn', 'checkIn', 'signOff', 'signOff', 'signOff', 'cover', 'cover', 'cover'] as const),
  ...(['checkIn', 'checkIn', 'signOff', 'signOff', 'cover', 'cover', 'approve', 'cancel', 'move'] as const),
];
const VERBS: Record<string, readonly RandomAct['act'][]> = {
  take: ['claim', 'assign', 'approve', 'restore'],
  free: ['reject', 'withdraw', 'cancel', 'release', 'leave'],
  'hand on': ['step', 'swap', 'cover'],
  move: ['split', 'move'],
  close: ['close', 'closeDay'],
  cover: ['cover'],
  training: ['train', 'qualify', 'signOff'],
  'time off': ['giveTimeOff'],
  'another time': ['move'],
  'closed days': ['closeDay'],
};
/** SEATS_SEED repeats a run; SEATS_RUNS makes it longer. */
const SEED = Number(process.env['SEATS_SEED'] ?? 20261026);
const RUNS = Number(process.env['SEATS_RUNS'] ?? 12);
/** The actor of these gets no message. */
const BY_OPERATOR = ['claim', 'wait', 'withdraw', 'step', 'askTimeOff'];

describe('random changes of seats', () => {
  let app: TestApp;
  const done = new Map<string, number>();
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  });
  afterAll(() => app.close());

  async function aWorld(): Promise<World> {
    app.clock.set(NOON);
    const positionId = (await aPosition(app, { shadowShifts: 1 })).id;
    const locations = [(await aLocation(app)).id, (await aLocation(app, { tradesNeedApproval: true })).id];
    const operators: MadeOperator[] = [];
    for (let n = 0; n < 4; n++) operators.push(await anOperator(app, { positionIds: [positionId] }));
    // Whoever comes last is in training.
    const inTraining = { positionId, status: 'in-training' };
    succeeded(await app.admin.post(`/operators/${operators.at(-1)!.id}/qualifications`, inTraining));
    const locationOf = new Map<string, string>();
    for (const date of EVENINGS)
      for (const [n, locationId] of locations.entries()) {
        const span = { startsAt: `${date}T1${8 + n}:00:00-05:00`, endsAt: `${date}T22:00:00-05:00` };
        const shift = await aShift(app, locationId, { ...span, positionId, seats: n + 1 });
        locationOf.set(shift.id, locationId);
      }
    const shifts = [...locationOf.keys()];
    for (const { id } of [operators[0]!, operators.at(-1)!]) await assign(app, shifts[1]!, id);
    return { operators, shifts, locationOf, positionId };
  }

  /** The problems after an action. */
  async function after(world: World, { act, who, what }: RandomAct): Promise<string[]> {
    const before = await trackedRows(app.database);
    const operator = world.operators[who % world.operators.length]!;
    const shift = world.shifts[what % world.shifts.length]!;
    const mine = [...before.values()].filter(
      ({ userIds, kind }) => !['claim', 'time-off'].includes(kind) || isOf(world, userIds),
    );
    const one: Scene['one'] = (kind, ...statuses) => {
      const isMeant = (row: TrackedRow): boolean =>
        kind === 'shadow'
          ? row.isShadow && row.attended === 'in'
          : kind === 'first'
            ? row.isFirst
            : row.kind === kind;
      const found = mine.filter((row) => isMeant(row) && statuses.includes(row.status));
      return found[what % Math.max(1, found.length)];
    };
    const left = await effectsOf(app, async () => ACTS[act]({ app, world, operator, shift, one }));
    if (!left.given) return [];
    const now = await trackedRows(app.database);
    const actor = BY_OPERATOR.includes(act)
      ? act === 'withdraw'
        ? one('claim', 'pending')!.userIds[0]!
        : operator.userId
      : null;
    const isRefused = left.given.status >= 300;
    const movedShift = act === 'move' && !isRefused ? shift : null;
    const told = expectedMessages(before, now, { actor, isSplit: act === 'split', movedShift });
    if (!isRefused) done.set(act, (done.get(act) ?? 0) + 1);
    const faults = [
      ...trailFaults(before, now, left.trail),
      ...besideFaults(isRefused ? /^$/ : (OTHER_TRAIL_ROWS[act] ?? /^$/), now, left),
      ...(isRefused && left.trail.length + left.messages.length > 0 ? ['a refusal left something'] : []),
      ...(left.live.length === left.trail.length
        ? []
        : [`${left.live.length} live changes for ${left.trail.length} rows`]),
      ...differs('decisions', [...left.decisions].sort(), [...told.decisions].sort()),
      ...differs('swaps ended', left.messages.filter(isSwapEnd).map(userOf), told.swapsEnded),
      ...differs('of shifts and time off', left.messages.filter(isOfShiftOrTimeOff), told.ofShiftsAndTimeOff),
      ...(await brokenInvariants(app.database)),
    ];
    return faults.map((fault) => `${act}: ${fault}`);
  }

  it('leave exactly their rows, messages and live events, and take no seat twice', async () => {
    const randomActs = (often: readonly RandomAct['act'][], minLength: number): fc.Arbitrary<RandomAct[]> => {
      const act = fc.constantFrom(...(Object.keys(ACTS) as RandomAct['act'][]), ...often);
      const randomAct = fc.record({ act, who: fc.nat(20), what: fc.nat(20) });
      // Without bias, because with it most runs change the same few shifts.
      return fc.noBias(fc.array(randomAct, { minLength, maxLength: minLength + 15 }));
    };
    await fc.assert(
      fc.asyncProperty(randomActs(OFTEN, 35), randomActs(AFTERWARDS, 15), async (ahead, afterwards) => {
        const world = await aWorld();
        for (const one of ahead) expect(await after(world, one)).toEqual([]);
        app.clock.set(AFTER_THE_FIRST_EVENING);
        for (const one of afterwards) expect(await after(world, one)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    for (const acts of Object.values(VERBS)) expect(acts.filter((act) => done.has(act))).not.toEqual([]);
  }, 300_000);
});

/** Rows about a shift, an operator, an exception or an absence. */
function besideFaults(expected: RegExp, now: ReadonlyMap<string, TrackedRow>, { trail }: Effects): string[] {
  const rows = trail.map((row) => row.split(' ')).filter(([, id]) => !now.has(id!));
  const actions = rows.map(([action]) => action).join(' ');
  return expected.test(actions) ? [] : [`beside them ${actions || 'nothing'} instead of ${expected.source}`];
}

const isOf = ({ operators }: World, userIds: readonly string[]): boolean =>
  operators.some(({ userId }) => userIds.includes(userId));
const isSwapEnd = (message: string): boolean => message.startsWith('swap-ended ');
const isOfShiftOrTimeOff = (message: string): boolean => /^(shift-changed|time-off-decided) /.test(message);
const userOf = (message: string): string => message.split(' ')[1]!;
const differs = (what: string, found: unknown, expected: unknown): string[] =>
  JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
