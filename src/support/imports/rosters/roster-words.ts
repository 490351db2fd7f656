import type { RosterRefusal, WorkedDoubt } from '../../../domain/past-rosters/roster-times.js';
import type { RosterRowRefusal } from '../../../scheduling/seats/past-rosters.service.js';
import { brief, Rejection } from '../cells.js';

/** Why a row cannot be a past shift. */
export const REFUSALS: Record<RosterRefusal, string> = {
  NO_LENGTH: 'The shift ends when it starts.',
  ENDS_BEFORE_START: 'The shift ends before it starts.',
  LONGER_THAN_A_DAY: 'The shift is longer than 24 hours.',
  NOT_OVER: 'The shift is not over yet. Only the past is imported; plan what lies ahead in the product.',
  WORKED_AND_NO_SHOW: 'The line says when the person worked, and also that they did not come.',
};

/** Why times worked are not used. */
export const DOUBTS: Record<WorkedDoubt, string> = {
  WORKED_HALF_KNOWN: 'Of the work one time alone is known; what was worked counts as unknown.',
  WORKED_BACKWARDS: 'The work ends when or before it starts; what was worked counts as unknown.',
  WORKED_FAR_FROM_SHIFT: 'The work is not at the time of the shift; what was worked counts as unknown.',
};

/** A time that the clock shows twice in the night in which it is set back. */
export const TWICE = (field: string, written: string, pick: 'first' | 'last'): Rejection =>
  new Rejection(
    'TIME_HAPPENS_TWICE',
    `${field} happens twice in that night: ${brief(written)}. It is taken as the ${pick} of the two.`,
  );

/** Why a row that makes sense is not taken; `about` is what it names. */
export const rowRefusal = (code: RosterRowRefusal, about: string): string =>
  ({
    UNKNOWN_OPERATOR: `Nobody of this location is found by ${brief(about)}.`,
    SEVERAL_OPERATORS: `Several people are found by ${brief(about)}. Give the e-mail address.`,
    UNKNOWN_POSITION: `There is no position ${brief(about)}.`,
    IMPORTED_OTHERWISE:
      'This shift was imported before, and is recorded otherwise. To import it anew, take the earlier import back.',
    OPERATOR_HAS_SHIFT: `${brief(about)} has another shift at that time.`,
    IN_SCHEDULE:
      'This date is in a schedule of the location. Who worked then is recorded there, and not imported.',
    SHIFT_IS_PLANNED:
      'A shift of this position is in the product at that time. Who worked it is recorded there.',
    PAY_PERIOD_LOCKED: 'This time is in a pay period that is locked.',
    OVERLAPS_IN_FILE: `Another line has ${brief(about)} at work at that time, too. Neither is taken.`,
    WORKED_ELSEWHERE: `${brief(about)} is recorded as working at another shift at that time.`,
  })[code];

/** What is not known of the imported work, and what that means for figures. */
export const unrecordedWork = (unrecorded: number, all: number): string =>
  `${unrecorded} of ${all} shifts do not say what was worked. They count as planned and approved; as attended they cover nothing, ` +
  'so compare coverage with other times as approved, not as attended.';

/** Who was not found, each once. `lines`: how many lines name them. */
export const unknownPeople = (names: ReadonlyMap<string, number>): string => {
  const shown = [...names].slice(0, MOST_NAMES).map(([name, lines]) => `${brief(name)} (${lines})`);
  const more = names.size - shown.length;
  return `Not found, with the number of their lines: ${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
};

const MOST_NAMES = 100;
