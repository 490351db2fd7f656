import type { TestDatabase } from '../database.js';

/**
 * A claim, swap, drop request, waitlist entry or request for time off, with the values whose changes the
 * trail records.
 */
export interface TrackedRow {
  kind: 'claim' | 'swap' | 'drop-request' | 'waitlist' | 'time-off';
  id: string;
  status: string;
  /** The shift of a claim; null for everything else. */
  shiftId: string | null;
  isRelief: boolean;
  isShadow: boolean;
  /** Whether the row is a claim on the first evening. */
  isFirst: boolean;
  isSignedOff: boolean;
  attended: 'not' | 'in' | 'out';
  /** The operator of a claim; both operators of a swap. */
  userIds: string[];
}

const TRACKED_ROWS = `
  SELECT 'claim' AS kind, c.id, c.status, c.shift_id AS "shiftId", c.relieves_id IS NOT NULL AS "isRelief",
         c.is_shadow AS "isShadow", c.starts_at < '2026-10-28T12:00:00Z' AS "isFirst", c.signed_off_at IS NOT NULL AS "isSignedOff",
         CASE WHEN c.checked_out_at IS NOT NULL THEN 'out' WHEN c.checked_in_at IS NOT NULL THEN 'in' ELSE 'not' END AS attended,
         ARRAY[o.user_id] AS "userIds"
  FROM claims c JOIN operators o ON o.id = c.operator_id
  UNION ALL
  SELECT 'swap', w.id, w.status, NULL, false, false, false, false, 'not', ARRAY[o.user_id, t.user_id]
  FROM swaps w JOIN claims c ON c.id = w.claim_id JOIN operators o ON o.id = c.operator_id
       JOIN operators t ON t.id = w.to_operator_id
  UNION ALL
  SELECT 'drop-request', d.id, d.status, NULL, false, false, false, false, 'not', ARRAY[]::uuid[] FROM drop_requests d
  UNION ALL
  SELECT 'waitlist', w.id, w.status, NULL, false, false, false, false, 'not', ARRAY[]::uuid[] FROM waitlist_entries w
  UNION ALL
  SELECT 'time-off', t.id, t.status, NULL, false, false, false, false, 'not', ARRAY[o.user_id]
  FROM time_off_requests t JOIN operators o ON o.id = t.operator_id`;

export async function trackedRows(database: TestDatabase): Promise<Map<string, TrackedRow>> {
  const rows = await database.query<TrackedRow>(TRACKED_ROWS);
  return new Map(rows.map((row) => [row.id, row]));
}

const NEW: Record<TrackedRow['kind'], string> = {
  claim: 'new',
  swap: 'swap.created',
  'drop-request': 'drop-request.created',
  waitlist: 'waitlist.joined',
  'time-off': 'time-off.requested',
};

/** The trail rows that a change must write, sorted. For a new claim, a key of `CLAIM_CREATIONS`. */
function rowsFor(before: TrackedRow | undefined, after: TrackedRow): string[] {
  const { kind, status, shiftId, isRelief } = after;
  if (!before && kind !== 'claim') return [NEW[kind]];
  if (kind === 'claim') {
    if (!before)
      return [`new ${status}${isRelief ? ' relief' : ''}${after.attended === 'not' ? '' : ' worked'}`];
    if (before.shiftId !== shiftId) return ['claim.moved'];
    if (before.attended !== after.attended) return [`claim.checked-${after.attended}`];
    if (before.isSignedOff !== after.isSignedOff) return ['claim.signed-off'];
    if (before.status === status) return before.isRelief === isRelief ? [] : ['claim.relief-ended'];
    const isBack = before.status === 'cancelled';
    if (isBack) return ['claim.restored'];
    return [status === 'pending' ? 'claim.reopened' : `claim.${status}`];
  }
  const was = before!.status;
  if (was === status) return [];
  if (kind === 'swap') {
    if (status === 'completed')
      return was === 'open' ? ['swap.accepted', 'swap.completed'] : ['swap.completed'];
    return [was === 'cancelled' ? 'swap.restored' : `swap.${status}`];
  }
  if (kind === 'drop-request') {
    if (status === 'taken')
      return was === 'open' ? ['drop-request.completed', 'drop-request.taken'] : ['drop-request.completed'];
    if (status === 'pending') return ['drop-request.taken'];
    if (status === 'open') return [was === 'cancelled' ? 'drop-request.restored' : 'drop-request.reopened'];
    return [`drop-request.${status}`];
  }
  return [status === 'waiting' ? 'waitlist.restored' : `${kind}.${status}`];
}

/** The trail rows with which a new claim may have been created, by its state after the action. */
const CLAIM_CREATIONS: Record<string, readonly string[]> = {
  'new pending': ['claim.created'],
  'new pending relief': ['claim.relief-created'],
  'new approved worked': ['claim.assigned,claim.attendance-corrected'],
  'new approved': ['claim.assigned', 'claim.swapped', 'claim.split', 'claim.approved,claim.relief-created'],
};

/**
 * The differences between trail and tables: each change must write exactly its rows, and nothing else any.
 */
export function trailFaults(
  before: ReadonlyMap<string, TrackedRow>,
  after: ReadonlyMap<string, TrackedRow>,
  trail: readonly string[],
): string[] {
  const left = Map.groupBy(trail, (row) => row.split(' ')[1]!);
  return [...after.values()].flatMap((now) => {
    const rows = (left.get(now.id) ?? []).map((row) => row.split(' ')[0]!).sort();
    const expected = rowsFor(before.get(now.id), now);
    const [first = ''] = expected;
    const isRight = CLAIM_CREATIONS[first]?.includes(rows.join()) ?? rows.join() === expected.join();
    // A job makes waitlist offers and ends them; an action does not wait for it.
    const isOfJob = now.kind === 'waitlist' && ['offered', 'expired', 'closed'].includes(now.status);
    return isRight || isOfJob ? [] : [`${now.kind} ${now.id}: ${rows.join()} instead of ${expected.join()}`];
  });
}

/**
 * The messages that an action must send: how many decided claims to each user, and who hears of an ended
 * swap, a changed shift or a decision about their time off.
 */
export function expectedMessages(
  before: ReadonlyMap<string, TrackedRow>,
  after: ReadonlyMap<string, TrackedRow>,
  { actor, isSplit, movedShift }: { actor: string | null; isSplit: boolean; movedShift: string | null },
): { decisions: Map<string, number>; swapsEnded: string[]; ofShiftsAndTimeOff: string[] } {
  const changed = [...after.values()].filter((now) => before.get(now.id)?.status !== now.status);
  const decided = changed.filter(({ id, kind, status }) => {
    const isNew = !before.has(id);
    if (kind !== 'claim' || status === 'withdrawn') return false;
    return isNew ? status === 'approved' && !isSplit : true;
  });
  const users = decided.flatMap(({ userIds }) => userIds).filter((userId) => userId !== actor);
  const swaps = changed.filter(({ kind, status }) => kind === 'swap' && status === 'cancelled');
  return {
    decisions: new Map([...Map.groupBy(users, (userId) => userId)].map(([id, all]) => [id, all.length])),
    ofShiftsAndTimeOff: [
      ...[...before.values()]
        .filter(
          ({ shiftId, status }) =>
            movedShift !== null && shiftId === movedShift && ['pending', 'approved'].includes(status),
        )
        .flatMap(({ userIds }) => userIds.map((userId) => `shift-changed ${userId}`)),
      ...changed
        .filter(({ kind, status }) => kind === 'time-off' && ['approved', 'rejected'].includes(status))
        .flatMap(({ userIds }) => userIds.map((userId) => `time-off-decided ${userId}`)),
    ].sort(),
    swapsEnded: swaps.flatMap(({ userIds }) => userIds.filter((userId) => userId !== actor)).sort(),
  };
}
