import { DAY } from './interval.js';

/** How long it is stored what an import found, and so how long it can be taken back, in days. */
export const TAKEN_BACK_WITHIN_DAYS = 400;

/** Of an import, what decides whether it can be taken back. Times in epoch ms. */
export interface TakeableImport {
  status: 'queued' | 'running' | 'completed' | 'failed';
  isDryRun: boolean;
  /** Whether it is stored what it created and changed. */
  isKeptTrackOf: boolean;
  createdAt: number;
  /** Null: nobody has asked to take it back. */
  takeBackStatus: 'queued' | 'running' | 'completed' | 'failed' | null;
  /** How many of its records stayed when it was taken back. */
  kept: number;
}

/**
 * Why an import cannot be taken back at a time (epoch ms); null when it can. After records of it stayed, it can be taken back
 * again: what held them may be gone.
 */
export function takeBackRefusal(
  of: TakeableImport,
  now: number,
):
  | 'IMPORT_NOT_COMPLETED'
  | 'IMPORT_NOT_KEPT_TRACK_OF'
  | 'IMPORT_TOO_OLD'
  | 'TAKE_BACK_IN_HAND'
  | 'ALREADY_TAKEN_BACK'
  | null {
  if (of.status !== 'completed' || of.isDryRun) return 'IMPORT_NOT_COMPLETED';
  if (of.takeBackStatus === 'queued' || of.takeBackStatus === 'running') return 'TAKE_BACK_IN_HAND';
  if (of.takeBackStatus === 'completed' && of.kept === 0) return 'ALREADY_TAKEN_BACK';
  if (now - of.createdAt >= TAKEN_BACK_WITHIN_DAYS * DAY) return 'IMPORT_TOO_OLD';
  return of.isKeptTrackOf ? null : 'IMPORT_NOT_KEPT_TRACK_OF';
}
