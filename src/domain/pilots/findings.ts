export const PILOT_STATES = ['planned', 'running', 'paused', 'ended'] as const;
export type PilotState = (typeof PILOT_STATES)[number];

/** How a pilot turned out. `timing`: unsuccessful because it ran at the wrong time. */
export const FINDINGS = ['successful', 'unsuccessful', 'timing', 'stopped-early'] as const;
export type Finding = (typeof FINDINGS)[number];

/** What a review of a pilot decided. */
export const DECISIONS = ['go-on', 'change', 'pause', 'stop'] as const;
export type Decision = (typeof DECISIONS)[number];
