import type { Cell } from '../../../imports/record-stream.js';
import type { Doubt, Ticket, ToldCount } from '../../ticket-source.js';

/** What the lines of a file tell: tickets or counts. */
export interface Told {
  /** In the order of their first lines. */
  tickets: Ticket[];
  counts: ToldCount[];
  /** Lines that a later one replaces. */
  repeated: Doubt[];
}

/** Makes tickets or counts of the records of a file. */
export interface Gathering {
  add(record: readonly Cell[]): void;
  told(): Told;
}
