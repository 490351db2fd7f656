import { conflict, DomainError } from './errors.js';
import type { ShiftStatus } from './eligibility.js';
import { refusalText, type RefusalText } from './refusals/refusal-text.js';

export const CLAIM_STATUSES = ['pending', 'approved', 'rejected', 'withdrawn', 'cancelled'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** The statuses of an active claim: its operator is on the shift, or will be if it is approved. */
export const ACTIVE_STATUSES = ['pending', 'approved'] as const satisfies readonly ClaimStatus[];

export const isActive = (status: ClaimStatus): boolean =>
  (ACTIVE_STATUSES as readonly ClaimStatus[]).includes(status);

/** The part of a claim that decides whether it takes a seat. */
export interface SeatState {
  status: ClaimStatus;
  /** An operator in training, who works beside another. */
  isShadow: boolean;
  /** It is to take over another operator's seat. */
  isRelief: boolean;
}

/**
 * Whether a claim takes one of its shift's seats. A relief shares the seat of the relieved operator, and an
 * operator in training has none.
 */
export const takesSeat = ({ status, isShadow, isRelief }: SeatState): boolean =>
  isActive(status) && !isShadow && !isRelief;

export interface Seats {
  seatsTaken: number;
  shadows: number;
}

/** How many of a shift's pending and approved claims take a seat. */
export const seatsTakenOf = (claims: readonly SeatState[]): number => claims.filter(takesSeat).length;

/** How many of a shift's pending and approved claims are for training. */
export const shadowsOf = (claims: readonly SeatState[]): number =>
  claims.filter((claim) => claim.isShadow).length;

/** Both numbers, as the rules need them. */
export const seatsOf = (claims: readonly SeatState[]): Seats => ({
  seatsTaken: seatsTakenOf(claims),
  shadows: shadowsOf(claims),
});

/**
 * An operator on the waitlist for whom a free seat is held: they have an offer, or have not been passed over
 * since a seat came free.
 */
export interface Holding {
  operatorId: string;
  isOffered: boolean;
}

/**
 * The number of free seats that an operator may not take. For an operator with an offer, only the offers of
 * others count.
 */
export function seatsHeldFrom(operatorId: string, holding: readonly Holding[]): number {
  const hasOffer = holding.some((one) => one.operatorId === operatorId && one.isOffered);
  return holding.filter((one) => one.operatorId !== operatorId && (one.isOffered || !hasOffer)).length;
}

/** The facts about a claim that decide what may be done with it. Instants in epoch ms. */
export interface ClaimFacts {
  status: ClaimStatus;
  isShadow: boolean;
  startsAt: number;
  /** Whether somebody has checked in. */
  isWorked: boolean;
  noShow: boolean;
}

/**
 * `decide`: approve, reject or withdraw. `cover`: record that another operator worked it. `record`: write
 * down attendance.
 */
export type ClaimAct = 'decide' | 'reopen' | 'cancel' | 'trade' | 'relieve' | 'cover' | 'record';

type Check = (claim: ClaimFacts, now: number) => RefusalText | null;

const isPending: Check = ({ status }) =>
  status === 'pending' ? null : refusalText('CLAIM_NOT_PENDING', { status });
const isApproved: Check = ({ status }) =>
  status === 'approved' ? null : refusalText('CLAIM_NOT_APPROVED', { status });
const isDecided: Check = ({ status }) =>
  status === 'approved' || status === 'rejected' ? null : refusalText('CLAIM_NOT_DECIDED', { status });
const isUnworked: Check = ({ isWorked }) => (isWorked ? refusalText('SHIFT_WORKED') : null);
const isNotBegun: Check = ({ status, isWorked, noShow, startsAt }, now) =>
  status === 'approved' && (isWorked || noShow || startsAt <= now) ? refusalText('SHIFT_WORKED.begun') : null;
const isAhead: Check = ({ startsAt }, now) => (startsAt <= now ? refusalText('SHIFT_STARTED') : null);
const hasSeat: Check = ({ isShadow }) => (isShadow ? refusalText('SHADOW_CLAIM') : null);

/** The checks of each act, in the order in which they are reported. */
const ASKED: Record<ClaimAct, readonly Check[]> = {
  decide: [isPending],
  reopen: [isDecided, isNotBegun],
  cancel: [isApproved, isUnworked],
  trade: [hasSeat, isApproved, isUnworked, isAhead],
  relieve: [isUnworked],
  cover: [isApproved, hasSeat, isUnworked],
  record: [isApproved],
};

/** The first reason why an act is not possible on a claim; null when it is. */
export function whyNot(act: ClaimAct, claim: ClaimFacts, now: number): RefusalText | null {
  for (const check of ASKED[act]) {
    const reason = check(claim, now);
    if (reason) return reason;
  }
  return null;
}

/** Throws the first reason why an act is not possible on a claim. */
export function requireMay(act: ClaimAct, claim: ClaimFacts, now: number): void {
  const reason = whyNot(act, claim, now);
  if (reason) throw new DomainError('conflict', reason);
}

/** Only supervisors and the operators they assign see a draft. Throws SHIFT_NOT_PUBLISHED. */
export function requirePublished(shift: { publishedAt: unknown } | null): void {
  if (shift?.publishedAt == null) throw conflict('SHIFT_NOT_PUBLISHED');
}

/** Work that has begun cannot be moved or removed. Throws SHIFT_WORKED. */
export function requireUnworked(claims: readonly { isWorked: boolean }[]): void {
  if (claims.some((claim) => claim.isWorked)) throw conflict('SHIFT_WORKED');
}

/**
 * Throws when a shift cannot have this number of seats or this status, given its claims. `offers` are seats
 * held for the waitlist.
 */
export function requireRoom(
  before: { seats: number; status: ShiftStatus },
  after: { seats: number; status: ShiftStatus },
  { claims, offers }: { claims: readonly SeatState[]; offers: number },
): void {
  const taken = seatsTakenOf(claims);
  if (Math.max(taken, shadowsOf(claims)) > after.seats) throw conflict('SEATS_TAKEN', { taken });
  if (after.seats < before.seats && taken + offers > after.seats) throw conflict('SEATS_OFFERED');
  if (after.status === 'draft' && before.status === 'published' && claims.length > 0)
    throw conflict('SHIFT_CLAIMED');
}

/** The effects of a claim's change, besides its row in the trail. */
export interface SeatChangeEffects {
  /** Requests for the claim and offers for it end. */
  endsTrades: boolean;
  /** A seat of the shift is free; operators on the waitlist come first. */
  frees: boolean;
  /** Its operator has a place on the shift and leaves its waitlist. */
  takes: boolean;
  /** Its operator gets a message, unless they made the change themselves. */
  tells: boolean;
  /** Whether the change affects coverage. */
  changesCover: boolean;
}

/**
 * The effects of a claim's change. `before` is null for a new claim. `isKept`: the seat stays taken, by the
 * operator who takes it over in the same act or by one who waits to relieve it.
 */
export function effectsOf(before: SeatState | null, after: SeatState, isKept = false): SeatChangeEffects {
  const hadPlace = before !== null && isActive(before.status) && !before.isRelief;
  const hasPlace = isActive(after.status) && !after.isRelief;
  const counted = before !== null && before.status === 'approved' && !before.isShadow;
  const counts = after.status === 'approved' && !after.isShadow;
  const isChanged = before?.status !== after.status;
  const asksForIt = before === null && after.status === 'pending';
  return {
    endsTrades: isChanged && before !== null && isActive(before.status) && after.status !== 'approved',
    frees: before !== null && takesSeat(before) && !isActive(after.status) && !isKept,
    takes: hasPlace && !hadPlace,
    tells: isChanged && !asksForIt && after.status !== 'withdrawn',
    changesCover: counted !== counts,
  };
}
