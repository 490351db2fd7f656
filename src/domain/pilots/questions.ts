export const PULSE_GROUPS = ['operators', 'supervisors', 'campus-it'] as const;
export type PulseGroup = (typeof PULSE_GROUPS)[number];

/**
 * The questions of a pulse, each answered from 1 to 5: willing to take on the other side's work; knows how the
 * other side works; help came fast enough.
 */
export const PULSE_QUESTIONS = ['wouldTakeOn', 'knowsOther', 'fastHelp'] as const;
export type PulseQuestion = (typeof PULSE_QUESTIONS)[number];

export const PATRON_ANSWERS = ['yes', 'partly', 'no'] as const;
export type PatronAnswer = (typeof PATRON_ANSWERS)[number];
