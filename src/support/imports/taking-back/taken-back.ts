/** What became of the records of an import that was taken back. */
export interface TakenBack {
  /** Those that it had created. */
  removed: number;
  /** Those that it had changed, and that have their former values again. */
  restored: number;
  /** Those that stayed as they are, because somebody or something changed or used them since. */
  kept: number;
}
