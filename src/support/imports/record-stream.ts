/** Why a record, or one field of it, was not taken over. */
export interface Refusal {
  code: string;
  message: string;
}

export type Cell = string | number | boolean | null;

/** What came of one place that was read: its records, or why there are none; and what was taken with a doubt. */
export interface ReadItem {
  /** Where it stands, for whoever looks for it: the line of a file, the number of a record. */
  line: number;
  records: readonly (readonly Cell[])[];
  doubts: readonly Refusal[];
  refusal?: Refusal;
}

/**
 * Records on their way from where they are read to where they are stored: the one seam between both. Whoever reads a file, an event log
 * or another system's API implements it and knows nothing of tables; record-store.ts stores them and knows nothing of where they are from.
 */
export interface RecordStream {
  /** Whole requests; events, of which each case's requests are made; or counts of heads. */
  readonly kind: 'requests' | 'events' | 'headcounts';
  /** The fields of each record, in the order of its cells; `line` among them. */
  readonly columns: readonly string[];
  /** Which fields of a request these records tell; the others stay as they are. */
  readonly tells: readonly string[];
  /** What there is to say before the first of them. */
  readonly doubts: readonly Refusal[];
  /** Reads on as they are taken. It must not use the connection of the transaction that stores them. */
  items(): AsyncIterable<ReadItem>;
  /** What was looked for and never met, once all is read. */
  unseen(): readonly Refusal[];
}
