import type { Tier } from './tiers.js';

/** What is known of the hand-over of a request to Campus IT. */
export interface HandOver {
  tier: Tier;
  /** The first one. */
  escalatedAt: Date | null;
  /** Another system tells the request, but a person here handed it over: its tier is kept here until it is given back. */
  tierByHand: boolean;
  /** When a person here did that first; null: nobody did. */
  escalatedByHandAt: Date | null;
}

/** Handed over here. `isCollected`: another system tells the request. */
export function handedOver(
  { escalatedAt, escalatedByHandAt }: HandOver,
  isCollected: boolean,
  now: Date,
): HandOver {
  return {
    tier: 'campus-it',
    escalatedAt: escalatedAt ?? now,
    tierByHand: isCollected,
    escalatedByHandAt: isCollected ? (escalatedByHandAt ?? now) : escalatedByHandAt,
  };
}

/** The library has it again. That it was handed over stays known. */
export const givenBack = ({ escalatedAt, escalatedByHandAt }: HandOver): HandOver => ({
  tier: 'library',
  escalatedAt,
  tierByHand: false,
  escalatedByHandAt,
});

/** Of a request that another system tells: taken back as a slip, so that only what its system tells of a hand-over is known. */
export const withdrawn = ({ escalatedAt, escalatedByHandAt }: HandOver): HandOver => ({
  tier: 'library',
  escalatedAt: escalatedAt !== null && +escalatedAt === +(escalatedByHandAt ?? NaN) ? null : escalatedAt,
  tierByHand: false,
  escalatedByHandAt: null,
});
