import type { TestApp } from '../app.js';
import type { MadeOperator } from '../factories.js';
import type { Answer } from '../http-client.js';
import type { TrackedRow } from './tracked-rows.js';

export interface World {
  operators: MadeOperator[];
  shifts: string[];
  locationOf: ReadonlyMap<string, string>;
  positionId: string;
}

/** One random step: an action, the number of its operator, and the number of the shift or row it acts on. */
export interface RandomAct {
  act: keyof typeof ACTS;
  who: number;
  what: number;
}

export interface Scene {
  app: TestApp;
  world: World;
  operator: MadeOperator;
  shift: string;
  /**
   * A row of that kind with one of the statuses, if there is one. `first` means a claim on the first evening,
   * `shadow` a claim in training that has a check-in.
   */
  one(kind: TrackedRow['kind'] | 'first' | 'shadow', ...statuses: string[]): TrackedRow | undefined;
}

type Act = (scene: Scene) => Promise<Answer | null> | null;
const bodyOf = (app: TestApp, path: string, body: object = {}): Promise<Answer> => app.admin.post(path, body);
const REASON = { reason: 'so be it' };
const HALF_AN_HOUR = 1_800_000;

async function spanOf(
  app: TestApp,
  table: 'shifts' | 'claims',
  id: string,
): Promise<{ startsAt: Date; endsAt: Date }> {
  const sql = `SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM ${table} WHERE id = $1`;
  const [row] = await app.database.query<{ startsAt: Date; endsAt: Date }>(sql, [id]);
  return row!;
}

/** The local date in Chicago, on days when it is five hours behind UTC. */
const inChicago = (at: Date): string => new Date(+at - 5 * 2 * HALF_AN_HOUR).toISOString().slice(0, 10);

/** The actions, in the order of what they do to seats: take, free, hand on, move, close. */
export const ACTS = {
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
      spanOf(app, 'claims', id).then(({ startsAt }) =>
        bodyOf(app, `/claims/${id}/drop-requests`, {
          ...REASON,
          ...{ startsAt, endsAt: new Date(+startsAt + 2 * HALF_AN_HOUR) },
        }),
      ),
    ),
  resize: ({ app, shift }) => app.admin.patch(`/shifts/${shift}`, { seats: 2 }),
  close: ({ app, shift }) => bodyOf(app, `/shifts/${shift}/cancel`, REASON),
  restore: ({ app, shift }) => bodyOf(app, `/shifts/${shift}/restore`),
  leave: ({ app, operator }) =>
    bodyOf(app, `/operators/${operator.id}/deactivate`, { on: '2026-10-28', ...REASON }),
  comeBack: ({ app, operator }) => bodyOf(app, `/operators/${operator.id}/reactivate`),
  move: async ({ app, shift }) => {
    const times = await spanOf(app, 'shifts', shift);
    // Moves the shift half an hour later, or back if it was moved before.
    const by = times.startsAt.getMinutes() === 0 ? HALF_AN_HOUR : -HALF_AN_HOUR;
    const [startsAt, endsAt] = [times.startsAt, times.endsAt].map((at) => new Date(+at + by));
    return app.admin.patch(`/shifts/${shift}`, { startsAt, endsAt });
  },
  closeDay: async ({ app, world, shift }) => {
    const { startsAt } = await spanOf(app, 'shifts', shift);
    return bodyOf(app, '/coverage-exceptions', {
      ...{ locationId: world.locationOf.get(shift), date: inChicago(startsAt), kind: 'closed' },
      ...{ ...REASON, cancelShiftIds: [shift] },
    });
  },
  openDay: async ({ app, world, shift }) => {
    const path = `/coverage-exceptions?locationId=${world.locationOf.get(shift)}`;
    const [exception] = (await app.admin.get(path)).body.items as { id: string }[];
    return exception ? app.admin.delete(`/coverage-exceptions/${exception.id}`) : null;
  },
  askTimeOff: async ({ app, operator, shift }) => {
    const { startsAt, endsAt } = await spanOf(app, 'shifts', shift);
    return operator.client.post(`/operators/${operator.id}/time-off-requests`, { startsAt, endsAt });
  },
  giveTimeOff: ({ app, one }) =>
    on(one('time-off', 'pending'), ({ id }) =>
      bodyOf(app, `/time-off-requests/${id}/approve`, { freeSeats: true }),
    ),
  refuseTimeOff: ({ app, one }) =>
    on(one('time-off', 'pending'), ({ id }) => bodyOf(app, `/time-off-requests/${id}/reject`, REASON)),
  giveUpTimeOff: ({ app, one }) =>
    on(one('time-off', 'pending', 'approved'), ({ id }) => bodyOf(app, `/time-off-requests/${id}/cancel`)),
  train: ({ app, world, operator }) =>
    bodyOf(app, `/operators/${operator.id}/qualifications`, {
      ...{ positionId: world.positionId, status: 'in-training' },
    }),
  qualify: ({ app, world, operator }) =>
    bodyOf(app, `/operators/${operator.id}/qualifications`, {
      ...{ positionId: world.positionId, status: 'qualified' },
    }),
  checkIn: ({ app, one }) =>
    on(one('first', 'approved'), async ({ id }) =>
      bodyOf(app, `/claims/${id}/check-in`, { at: (await spanOf(app, 'claims', id)).startsAt }),
    ),
  signOff: ({ app, one }) => on(one('shadow', 'approved'), ({ id }) => bodyOf(app, `/claims/${id}/sign-off`)),
  cover: ({ app, operator, one }) =>
    on(one('first', 'approved'), ({ id }) =>
      bodyOf(app, `/claims/${id}/covered-by`, { operatorId: operator.id, ...REASON }),
    ),
} satisfies Record<string, Act>;

const on = (
  one: TrackedRow | undefined,
  act: (one: TrackedRow) => Promise<Answer>,
): Promise<Answer> | null => (one ? act(one) : null);
export const clientOf = ({ operators }: World, userId: string): MadeOperator['client'] =>
  operators.find((operator) => operator.userId === userId)!.client;

/** The trail rows that a successful action writes about entities which are not a `TrackedRow`. */
export const OTHER_TRAIL_ROWS: Partial<Record<RandomAct['act'], RegExp>> = {
  split: /^shift\.created( shift\.created)? shift\.split$/,
  resize: /^shift\.updated$/,
  move: /^shift\.updated$/,
  close: /^shift\.cancelled$/,
  restore: /^shift\.restored$/,
  leave: /^operator\.deactivated$/,
  comeBack: /^operator\.reactivated$/,
  closeDay: /^coverage-exception\.created shift\.cancelled$/,
  openDay: /^coverage-exception\.deleted$/,
  giveTimeOff: /^unavailability\.created$/,
  giveUpTimeOff: /^(unavailability\.deleted)?$/,
  train: /^operator\.qualification-set$/,
  qualify: /^operator\.qualification-set$/,
  signOff: /^(operator\.qualification-set)?$/,
};
