/** Why a record, or one of its fields, was not accepted. */
export interface Refusal {
  code: string;
  message: string;
}

export type Cell = string | number | boolean | null;

/** The result of one place in the source: its records, or why there are none, and the warnings. */
export interface ReadItem {
  /** The place in the source: the line of a file, or the number of a record. */
  line: number;
  records: readonly (readonly Cell[])[];
  doubts: readonly Refusal[];
  refusal?: Refusal;
}

/**
 * The only interface between reading and storing records. A reader of a file, an event log or another
 * system's API implements it and knows nothing about tables. record-store.ts stores the records and knows
 * nothing about their source.
 */
export interface RecordStream {
  /** Whole requests, events that are combined to one request per case, counts, or who worked when. */
  readonly kind: 'requests' | 'events' | 'counts' | 'rosters';
  /** The fields of each record, in the order of its cells, including `line`. */
  readonly columns: readonly string[];
  /** The request fields that these records set; other fields do not change. */
  readonly tells: readonly string[];
  /** Warnings before the first record. */
  readonly doubts: readonly Refusal[];
  /** Reads more as items are consumed. Must not use the connection of the transaction that stores them. */
  items(): AsyncIterable<ReadItem>;
  /** What the mapping names but the source does not contain; call it when all is read. */
  unseen(): readonly Refusal[];
}
