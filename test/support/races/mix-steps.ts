import { TEST_NOW } from '../app.js';
import type { Answer } from '../http-client.js';
import { changeTwice, sendRepeatedly } from './mix-repeats.js';
import type { MixClaim, MixWorld } from './mix-world.js';

const HOUR = 3_600_000;
const NOW = Date.parse(TEST_NOW);

export interface Step {
  weight: number;
  /** Statuses that are also correct here, besides success, 404 and 409. */
  mayAnswer?: readonly number[];
  take: (world: MixWorld) => Promise<Answer[]>;
}

type Act = (world: MixWorld) => Promise<Answer>;

const step = (weight: number, act: Act, mayAnswer: readonly number[] = []): Step => ({
  weight,
  mayAnswer,
  take: async (world) => [await act(world)],
});

const iso = (instant: number): string => new Date(instant).toISOString();
const hoursFrom = (start: number, length: number): { startsAt: string; endsAt: string } => ({
  startsAt: iso(start),
  endsAt: iso(start + length * HOUR),
});
const spanAhead = ({ random }: MixWorld): { startsAt: string; endsAt: string } =>
  hoursFrom(Date.UTC(2026, 9, 28 + random.upTo(12), random.upTo(24)), 1 + random.upTo(8));
const spanBegun = ({ random }: MixWorld): { startsAt: string; endsAt: string } =>
  hoursFrom(NOW - (1 + random.upTo(16)) * HOUR, 1 + random.upTo(8));

const createShift =
  (isBegun: boolean): Act =>
  async (world) => {
    const { random } = world;
    const answer = await world.admin.post('/shifts', {
      locationId: random.pick(world.locations),
      positionId: random.pick(world.positions),
      seats: 1 + random.upTo(3),
      status: random.next() < 0.9 ? 'published' : 'draft',
      ...(isBegun ? spanBegun(world) : spanAhead(world)),
    });
    if (answer.status === 201) (isBegun ? world.begunShifts : world.shifts).push(answer.body.id as string);
    return answer;
  };

/** An operator takes a seat in one of three ways; `send` sends the request once or repeatedly. */
const taking =
  (by: 'claim' | 'assign' | 'override', send: typeof sendRepeatedly) =>
  async (world: MixWorld): Promise<Answer[]> => {
    const { random } = world;
    const operator = random.pick(world.operators);
    const isBegun = by === 'override' && random.next() < 0.5;
    const path = `/shifts/${random.pick(isBegun ? world.begunShifts : world.shifts)}/claims`;
    const body = {
      ...(by !== 'claim' && { operatorId: operator.id }),
      ...(by === 'override' && { overrideReason: 'Nobody else is there' }),
    };
    const client = by === 'claim' ? operator.client : world.replicas[0]!.admin;
    const answers = await send(world, (headers) => world.anywhere(client).post(path, body, headers));
    const taken = answers.find((answer) => answer.status === 201);
    if (taken) (isBegun ? world.begunClaims : world.claims).push({ id: taken.body.id as string, operator });
    return answers;
  };
const once: typeof sendRepeatedly = async (_world, post) => [await post({})];

const onClaim =
  (act: string, body: (world: MixWorld) => object = () => ({}), begun = false): Act =>
  (world) => {
    const claims: readonly MixClaim[] = begun ? world.begunClaims : world.claims;
    const { id, operator } = world.random.pick(claims);
    const client = act === 'withdraw' ? world.anywhere(operator.client) : world.admin;
    return client.post(`/claims/${id}/${act}`, body(world));
  };
const reason = (text: string) => (): object => ({ reason: text });
const hoursAgo =
  (from: number, to: number) =>
  (world: MixWorld): object => ({
    at: iso(NOW - (from + world.random.next() * (to - from)) * HOUR),
  });

/** Adds a created entity, with its operator, to those that later steps use. */
const remembered =
  <T extends MixClaim>(pool: (world: MixWorld) => T[], made: (answer: Answer) => T) =>
  (world: MixWorld, answer: Answer): Answer => {
    if (answer.status === 201) pool(world).push(made(answer));
    return answer;
  };

const drop: Act = async (world) => {
  const { id, operator } = world.random.pick(world.claims);
  const answer = await world.admin.post(`/claims/${id}/drop-requests`, { reason: 'An exam' });
  return remembered(
    ({ drops }) => drops,
    ({ body }) => ({ id: body.id as string, operator }),
  )(world, answer);
};

/** Requests to drop only the last half hour; the shift is then split. */
const dropPart: Act = async (world) => {
  const { id, operator } = world.random.pick(world.claims);
  const { endsAt } = (await world.admin.get(`/claims/${id}`)).body as { endsAt: string };
  const part = { startsAt: iso(Date.parse(endsAt) - HOUR / 2), endsAt };
  const answer = await world.admin.post(`/claims/${id}/drop-requests`, { reason: 'An exam', ...part });
  return remembered(
    ({ drops }) => drops,
    ({ body }) => ({ id: body.id as string, operator }),
  )(world, answer);
};

/** An operator takes a drop request, perhaps with an approval later; or the admin does it for an operator. */
const take =
  (byAdmin: boolean): Act =>
  async (world) => {
    const operator = world.random.pick(world.operators);
    const path = `/drop-requests/${world.random.pick(world.drops).id}/take`;
    const body = byAdmin ? { operatorId: operator.id, overrideReason: 'Nobody else' } : {};
    const answer = await (byAdmin ? world.admin : world.anywhere(operator.client)).post(path, body);
    return remembered(
      ({ claims }) => claims,
      ({ body: claim }) => ({ id: claim.id as string, operator }),
    )(world, answer);
  };

const offer =
  (isTwoWay: boolean): Act =>
  async (world) => {
    const { random, claims } = world;
    const { id: claimId, operator } = random.pick(claims);
    const wanted = random.pick(claims);
    const to = isTwoWay ? wanted.operator : random.pick(world.operators);
    const body = isTwoWay ? { claimId, withClaimId: wanted.id } : { claimId, toOperatorId: to.id };
    return remembered(
      ({ swaps }) => swaps,
      ({ body: swap }) => ({ id: swap.id as string, operator, to }),
    )(world, await world.admin.post('/swaps', body));
  };

const onDrop =
  (act: string, body: object): Act =>
  async (world) => {
    // Half of the steps use a new drop request, because most others have been decided.
    const fresh = world.random.next() < 0.5 ? await drop(world) : null;
    const id = fresh?.status === 201 ? (fresh.body.id as string) : world.random.pick(world.drops).id;
    return world.admin.post(`/drop-requests/${id}/${act}`, body);
  };
const onSwap =
  (act: string, byAdmin = true): Act =>
  async (world) => {
    const isFresh = world.random.next() < 0.5 && (await offer(false)(world)).status === 201;
    const { id, to } = isFresh ? world.swaps.at(-1)! : world.random.pick(world.swaps);
    return (byAdmin ? world.admin : world.anywhere(to.client)).post(`/swaps/${id}/${act}`, {});
  };

const wait: Act = async (world) => {
  const { random } = world;
  const operator = random.pick(world.operators);
  const path = `/shifts/${random.pick(world.shifts)}/waitlist`;
  return remembered(
    ({ waiting }) => waiting,
    ({ body }) => ({ id: body.id as string, operator }),
  )(world, await world.anywhere(operator.client).post(path));
};
const onWaiting =
  (act: string): Act =>
  async (world) => {
    while (world.waiting.length === 0) await wait(world);
    const { id, operator } = world.random.pick(world.waiting);
    return world.anywhere(operator.client).post(`/waitlist-entries/${id}/${act}`);
  };

/** Offers, accepts and approves a swap in one step: separate random steps almost never get so far. */
const approveSwap: Act = async (world) => {
  const offered = await offer(false)(world);
  if (offered.status !== 201) return offered;
  const { id, to } = world.swaps.at(-1)!;
  await world.anywhere(to.client).post(`/swaps/${id}/accept`);
  return world.admin.post(`/swaps/${id}/approve`);
};

const beAway: Act = async (world) => {
  const operator = world.random.pick(world.operators);
  const answer = await world.admin.post(`/operators/${operator.id}/unavailability`, {
    kind: 'once',
    ...spanAhead(world),
  });
  return remembered(
    ({ absences }) => absences,
    ({ body }) => ({ id: body.id as string, operator }),
  )(world, answer);
};
const comeBack: Act = (world) => {
  const { id, operator } = world.random.pick(world.absences);
  return world.admin.delete(`/operators/${operator.id}/unavailability/${id}`);
};

const onShift =
  (change: (world: MixWorld) => object): Act =>
  (world) =>
    world.admin.patch(`/shifts/${world.random.pick(world.shifts)}`, change(world));

const onOperator =
  (change: (world: MixWorld) => object): Act =>
  (world) =>
    world.admin.patch(`/operators/${world.random.pick(world.operators).id}`, change(world));

const somePositions = ({ positions, random }: MixWorld): string[] =>
  random.next() < 0.5 ? positions : [random.pick(positions)];

const addHours: Act = async (world) => {
  const { random } = world;
  const answer = await world.admin.post('/coverage-hours', {
    locationId: random.pick(world.locations),
    positionId: random.pick(world.positions),
    weekdays: [1 + random.upTo(7)],
    startsAt: `${10 + random.upTo(10)}:00`,
    endsAt: '23:30',
    required: random.upTo(3),
    effectiveFrom: '2026-10-29',
    effectiveTo: '2026-11-12',
  });
  if (answer.status === 201) world.hours.push(answer.body.id as string);
  return answer;
};

const except: Act = async (world) => {
  const answer = await world.admin.post('/coverage-exceptions', {
    locationId: world.random.pick(world.locations),
    date: `2026-11-${10 + world.random.upTo(3)}`,
    kind: 'closed',
    reason: 'Holiday',
  });
  if (answer.status === 201) world.exceptions.push(answer.body.id as string);
  return answer;
};

/** All steps, by name. */
export const STEPS: Readonly<Record<string, Step>> = {
  createShift: step(6, createShift(false)),
  createBegunShift: step(2, createShift(true)),
  claim: { weight: 40, mayAnswer: [401], take: taking('claim', once) },
  claimTwice: { weight: 6, mayAnswer: [401], take: taking('claim', sendRepeatedly) },
  assign: { weight: 10, take: taking('assign', once) },
  assignTwice: { weight: 3, take: taking('assign', sendRepeatedly) },
  override: { weight: 8, take: taking('override', once) },
  approve: step(14, onClaim('approve')),
  approveAnyway: step(
    2,
    onClaim('approve', () => ({ overrideReason: 'They asked for it' })),
  ),
  reject: step(4, onClaim('reject', reason('No'))),
  withdraw: step(5, onClaim('withdraw'), [401]),
  cancelClaim: step(4, onClaim('cancel', reason('Ill'))),
  drop: step(10, drop, [400]),
  take: step(12, take(false), [401]),
  takeFor: step(4, take(true)),
  cancelDrop: step(2, onDrop('cancel', {})),
  release: step(2, onDrop('release', { reason: 'Ill' })),
  offer: step(6, offer(false), [400]),
  offerTwoWay: step(8, offer(true), [400]),
  acceptSwap: step(8, onSwap('accept', false), [401]),
  acceptSwapFor: step(4, onSwap('accept')),
  approveSwap: step(4, approveSwap, [400]),
  dropPart: step(6, dropPart, [400]),
  wait: step(6, wait, [401]),
  leaveWaitlist: step(1, onWaiting('leave'), [401]),
  acceptOffer: step(3, onWaiting('accept'), [401]),
  declineSwap: step(1, onSwap('decline')),
  cancelSwap: step(1, onSwap('cancel')),
  beAway: step(3, beAway),
  comeBack: step(2, comeBack),
  checkIn: step(4, onClaim('check-in', hoursAgo(8, 16), true)),
  checkOut: step(3, onClaim('check-out', hoursAgo(0, 8), true)),
  noShow: step(2, onClaim('no-show', undefined, true)),
  checkInAhead: step(1, onClaim('check-in')),
  move: step(8, onShift(spanAhead)),
  resize: step(
    6,
    onShift(({ random }) => ({ seats: 1 + random.upTo(4) })),
  ),
  reposition: step(
    3,
    onShift(({ random, positions }) => ({ positionId: random.pick(positions) })),
  ),
  republish: step(
    3,
    onShift(({ random }) => ({ status: random.pick(['draft', 'published']) })),
  ),
  changeTwice: { weight: 3, mayAnswer: [412], take: changeTwice },
  cancelShift: step(2, ({ admin, random, shifts }) =>
    admin.post(`/shifts/${random.pick(shifts)}/cancel`, { reason: 'Flood' }),
  ),
  recap: step(
    4,
    onOperator(({ random }) => ({ weeklyHourCap: random.pick([null, 4, 8, 12, 20]) })),
  ),
  requalify: step(
    5,
    onOperator((world) => ({ positionIds: somePositions(world) })),
  ),
  rename: step(
    2,
    onOperator(({ random }) => ({ name: `Maya ${random.upTo(1000)}` })),
  ),
  renameUser: step(2, ({ admin, operators, random }) =>
    admin.patch(`/users/${random.pick(operators).userId}`, { name: `Iris ${random.upTo(1000)}` }),
  ),
  deactivate: step(2, ({ admin, operators, random }) =>
    admin.post(`/operators/${random.pick(operators).id}/deactivate`, {
      on: iso(NOW + random.upTo(12) * 24 * HOUR).slice(0, 10),
      reason: 'Graduated',
    }),
  ),
  reactivate: step(4, ({ admin, operators, random }) =>
    admin.post(`/operators/${random.pick(operators).id}/reactivate`),
  ),
  addHours: step(2, addHours),
  dropHours: step(1, ({ admin, hours, random }) => admin.delete(`/coverage-hours/${random.pick(hours)}`)),
  except: step(1, except),
  unexcept: step(1, ({ admin, exceptions, random }) =>
    admin.delete(`/coverage-exceptions/${random.pick(exceptions)}`),
  ),
  dropPosition: step(1, ({ admin, positions }) => admin.delete(`/positions/${positions[1]}`)),
  dropLocation: step(1, ({ admin, locations, random }) =>
    admin.delete(`/locations/${random.pick(locations)}`),
  ),
  scan: step(1, ({ admin }) => admin.post('/coverage/scans')),
};
