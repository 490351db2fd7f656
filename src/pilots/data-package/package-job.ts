import type { BriefJob } from '../brief/brief-job.js';
import type { PackageTableName } from './package-tables.js';

/** A data package to write. Plain values, because it is sent to a worker thread. */
export interface PackageJob extends Pick<BriefJob, 'pilot' | 'evaluation' | 'metrics'> {
  /** An empty folder to write into. */
  folder: string;
}

/** How many rows of each table were written. */
export type PackageRows = Partial<Record<PackageTableName, number>>;

/** The file that the folder holds in the end. */
export const PACKAGE_FILE = 'package.zip';
