import type { BriefJob } from '../brief/brief-job.js';
import type { PackageTableName } from './package-tables.js';

/** A data package to write. Plain values, because it is sent to a worker thread. */
export interface PackageJob extends Pick<BriefJob, 'pilot' | 'evaluation' | 'metrics'> {
  /** An empty folder to write into. */
  folder: string;
}

/** How many rows of each table were written. */
export type PackageRows = Partial<Record<PackageTableName, number>>;

/** The kinds of buckets of the package's figures, and what they are called over HTTP; each is asked in every basis. */
export const KINDS = { all: 'none', week: 'week', hour: 'hour-of-week' } as const;
export type Kind = keyof typeof KINDS;

/** The file that the folder holds in the end. */
export const PACKAGE_FILE = 'package.zip';
