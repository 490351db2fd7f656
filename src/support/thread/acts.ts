import type { Tier } from '../../domain/tiers.js';

/**
 * What a thread holds besides the opening. `routed`: a rule sent it to Campus IT when it was logged, with the words of the rule. `waiting`: for the person who asked, until it is `resumed` or resolved. `attached`: a file, perhaps with words. `withdrawn`: taken back from Campus IT by
 * who handed it over.
 */
export const ENTRY_KINDS = [
  'routed',
  'note',
  'attached',
  'answered',
  'assigned',
  'escalated',
  'withdrawn',
  'returned',
  'resolved',
  'reopened',
  'waiting',
  'resumed',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** The fields of a request whose change is part of its thread. */
export interface RequestState {
  tier: Tier;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  resolvedAt: Date | null;
  assigneeId: string | null;
  waitingSince: Date | null;
}

export interface Act {
  kind: EntryKind;
  at: Date;
  assigneeId?: string | null;
}

/**
 * What a change of a request means in its thread, in the order in which it happened. What was done has the time
 * that is told for it, and what was undone the time at which it was undone. A corrected time is nothing that was
 * done.
 */
export function actsOf(before: RequestState, after: RequestState, now: Date): Act[] {
  const acts: Act[] = [];
  if (after.assigneeId !== before.assigneeId)
    acts.push({ kind: 'assigned', at: now, assigneeId: after.assigneeId });
  if (!before.firstResponseAt && after.firstResponseAt)
    acts.push({ kind: 'answered', at: after.firstResponseAt });
  if (before.resolvedAt && !after.resolvedAt) acts.push({ kind: 'reopened', at: now });
  if (!before.escalatedAt && after.escalatedAt) acts.push({ kind: 'escalated', at: after.escalatedAt });
  else if (before.escalatedAt && !after.escalatedAt) acts.push({ kind: 'withdrawn', at: now });
  else if (after.escalatedAt && before.tier === 'library' && after.tier === 'campus-it')
    acts.push({ kind: 'escalated', at: now });
  // Also one that was with Campus IT from the opening on.
  else if (before.tier === 'campus-it' && after.tier === 'library') acts.push({ kind: 'withdrawn', at: now });
  if (!before.waitingSince && after.waitingSince) acts.push({ kind: 'waiting', at: after.waitingSince });
  else if (before.waitingSince && !after.waitingSince && !after.resolvedAt)
    acts.push({ kind: 'resumed', at: now });
  if (!before.resolvedAt && after.resolvedAt) acts.push({ kind: 'resolved', at: after.resolvedAt });
  return acts;
}
