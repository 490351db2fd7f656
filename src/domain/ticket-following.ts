import type { Tier } from './tiers.js';

/** What the ticket of an escalated request last told. Instants in epoch ms. */
export interface FollowedTicket {
  /** Campus IT had it at some time, so that it can come back. */
  wasWithCampusIt: boolean;
  resolvedAt: number | null;
}

/** What it tells now. A field that is left out is not told. */
export interface TicketNews {
  tier?: Tier | undefined;
  resolvedAt?: number | null | undefined;
}

/** The request that it was opened for. */
export interface FollowingRequest {
  tier: Tier;
  /** When the hand-over was that the ticket is of; a request may be handed over more than once. */
  handedOverAt: number;
  resolvedAt: number | null;
  /** Another system tells when it is resolved. */
  isCollected: boolean;
}

export interface Following {
  followed: FollowedTicket;
  /** What is done to the request, in order. */
  acts: { kind: 'resolved' | 'reopened' | 'returned' | 'escalated'; at: number }[];
  /** The library has the request again, and its ticket is followed no more. */
  isOver: boolean;
}

/**
 * What a ticket's news do to its request. Only what the ticket itself changes is carried over: what people did to the request
 * here meanwhile stays. No resolution is told from before the hand-over, however the clocks of two systems differ.
 *
 * A request that another system tells is resolved there, by whoever speaks with the person. So a ticket that is resolved gives it
 * back to the library, and one that is opened again afterwards is another hand-over.
 */
export function followTicket(
  before: FollowedTicket,
  { tier, resolvedAt = before.resolvedAt }: TicketNews,
  request: FollowingRequest,
  now: number,
): Following {
  const followed = { wasWithCampusIt: before.wasWithCampusIt || tier === 'campus-it', resolvedAt };
  const nothing = { followed, acts: [], isOver: false };
  const isOpenAgain = before.resolvedAt !== null && resolvedAt === null;
  if (request.tier !== 'campus-it') {
    if (!request.isCollected || before.resolvedAt === null) return { ...nothing, isOver: true };
    if (!isOpenAgain || request.resolvedAt !== null) return nothing;
    return tier === 'library'
      ? { ...nothing, isOver: true }
      : { ...nothing, acts: [{ kind: 'escalated', at: now }] };
  }
  const meant = (at: number): number => Math.max(at, request.handedOverAt);
  if (request.isCollected && resolvedAt !== null) {
    if (request.resolvedAt !== null) return nothing;
    const at = before.resolvedAt === resolvedAt ? now : meant(resolvedAt);
    return { ...nothing, acts: [{ kind: 'returned', at }] };
  }
  const isByTicket =
    !request.isCollected && before.resolvedAt !== null && request.resolvedAt === meant(before.resolvedAt);
  if (resolvedAt === null) {
    const acts: Following['acts'] = isByTicket ? [{ kind: 'reopened', at: now }] : [];
    const isOpen = isByTicket || request.resolvedAt === null;
    if (tier === 'library' && before.wasWithCampusIt && isOpen)
      return { followed, acts: [...acts, { kind: 'returned', at: now }], isOver: true };
    return { ...nothing, acts };
  }
  const isNews = before.resolvedAt !== resolvedAt && (request.resolvedAt === null || isByTicket);
  return isNews ? { ...nothing, acts: [{ kind: 'resolved', at: meant(resolvedAt) }] } : nothing;
}
