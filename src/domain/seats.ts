import { conflict, DomainError } from './errors.js';
import type { ShiftStatus } from './eligibility.js';
import { refusalText, type RefusalText } from './refusals/refusal-text.js';

export const CLAIM_STATUSES = ['pending', 'approved', 'rejected', 'withdrawn', 'cancelled'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** A claim that has one of these stands: its operator is on the shift, or will be once somebody has decided. */
export const ACTIVE_STATUSES = ['pending', 'approved'] as const satisfies readonly ClaimStatus[];

export const isActive = (status: ClaimStatus): boolean =>
  (ACTIVE_STATUSES as readonly ClaimStatus[]).includes(status);

/** What a claim is to its shift. */
export interface SeatState {
  status: ClaimStatus;
  /** Beside somebody, in training. */
  isShadow: boolean;
  /** It is to take over another's seat. */
  isRelief: boolean;
}

/** Whether a claim takes one of its shift's seats: who is to relieve somebody shares theirs, who is in training stands beside. */
export const takesSeat = ({ status, isShadow, isRelief }: SeatState): boolean =>
  isActive(status) && !isShadow && !isRelief;

export interface Seats {
  seatsTaken: number;
  shadows: number;
}

/** Of a shift's pending and approved claims: how many take a seat. */
export const seatsTakenOf = (claims: readonly SeatState[]): number => claims.filter(takesSeat).length;

/** Of a shift's pending and approved claims: how many are in training. */
export const shadowsOf = (claims: readonly SeatState[]): number =>
  claims.filter((claim) => claim.isShadow).length;

/** Both, as the rules ask for them. */
export const seatsOf = (claims: readonly SeatState[]): Seats => ({
  seatsTaken: seatsTakenOf(claims),
  shadows: shadowsOf(claims),
});

/** Somebody for whom a free seat is held: who has an offer, and who has not been passed over since a seat came free. */
export interface Holding {
  operatorId: string;
  isOffered: boolean;
}

/** Free seats that are not an operator's to take. With an offer of their own, only others' offers come first. */
export function seatsHeldFrom(operatorId: string, holding: readonly Holding[]): number {
  const hasOffer = holding.some((one) => one.operatorId === operatorId && one.isOffered);
  return holding.filter((one) => one.operatorId !== operatorId && (one.isOffered || !hasOffer)).length;
}

/** What is asked of a claim before something is done with it. Instants in epoch ms. */
export interface ClaimFacts {
  status: ClaimStatus;
  isShadow: boolean;
  startsAt: number;
  /** Somebody has checked in. */
  isWorked: boolean;
  noShow: boolean;
}

/** `decide` is to approve, reject or withdraw; `cover` is to record that another worked it; `record` is to write down attendance. */
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

/** What each act asks, in the order in which it is told. */
const ASKED: Record<ClaimAct, readonly Check[]> = {
  decide: [isPending],
  reopen: [isDecided, isNotBegun],
  cancel: [isApproved, isUnworked],
  trade: [hasSeat, isApproved, isUnworked, isAhead],
  relieve: [isUnworked],
  cover: [isApproved, hasSeat, isUnworked],
  record: [isApproved],
};

/** The first reason why this cannot be done with a claim; null where it can. */
export function whyNot(act: ClaimAct, claim: ClaimFacts, now: number): RefusalText | null {
  for (const check of ASKED[act]) {
    const reason = check(claim, now);
    if (reason) return reason;
  }
  return null;
}

/** Throws the reason why this cannot be done with a claim. */
export function requireMay(act: ClaimAct, claim: ClaimFacts, now: number): void {
  const reason = whyNot(act, claim, now);
  if (reason) throw new DomainError('conflict', reason);
}

/** A draft is between its supervisors and whom they assign; nobody else hears of it. Throws SHIFT_NOT_PUBLISHED. */
export function requirePublished(shift: { publishedAt: unknown } | null): void {
  if (shift?.publishedAt == null) throw conflict('SHIFT_NOT_PUBLISHED');
}

/** What was worked is history: it neither moves nor goes away. Throws SHIFT_WORKED. */
export function requireUnworked(claims: readonly { isWorked: boolean }[]): void {
  if (claims.some((claim) => claim.isWorked)) throw conflict('SHIFT_WORKED');
}

/** Throws where a shift cannot have that many seats, or not that status, with who is on it; `offers` are seats held for who waited. */
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

/** What follows from what becomes of a claim, beyond its row in the trail. */
export interface SeatChangeEffects {
  /** What was asked of the claim, and offered for it, is over. */
  endsTrades: boolean;
  /** A seat of the shift is free, and theirs first who wait. */
  frees: boolean;
  /** Its operator has a place on the shift, and waits for none any more. */
  takes: boolean;
  /** Its operator hears of it, unless they did it themselves. */
  tells: boolean;
  /** Who is on shift, as coverage counts them, is not as it was. */
  changesCover: boolean;
}

/**
 * What follows from a claim's change; `before` is null of a new one, `isKept` says that somebody has its seat all the same: whoever
 * takes it over in the same act, or is waiting to relieve it.
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
