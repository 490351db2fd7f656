import type { Span } from '../../domain/interval.js';
import { task } from '../../platform/workers/task.js';
import { readTimetable } from './read-timetable.js';

/** The input of `readTimetable`. */
export interface TimetableToRead {
  file: Uint8Array;
  zone: string;
  terms: readonly Span[];
}

export default task(({ file, zone, terms }: TimetableToRead) => readTimetable(file, zone, terms));
