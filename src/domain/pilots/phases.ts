/** Each request is followed for so long unless a pilot says otherwise. */
export const FOLLOW_UP_HOURS = 72;

export const PHASE_NAMES = ['baseline', 'pilot'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

/** Something for each phase of a pilot. */
export type ByPhase<T> = Readonly<Record<PhaseName, T>>;
