import { useTranslations } from 'use-intl';
import type { Metric } from './metrics.js';

/** The metrics the page tells, in its order. */
export const LABELLED = [
  'coverageRate',
  'fullyCoveredRate',
  'fillRate',
  'attendanceRate',
  'noShowRate',
  'recordedShare',
  'firstLevelResolutionRate',
  'escalationShare',
  'openHours',
  'staffedHours',
  'requests',
  'requestsOutsideHours',
  'demandDuringGaps',
  'resolved',
  'escalated',
  'firstResponseServiceMinutesP50',
  'firstResponseServiceMinutesP90',
  'firstResponseServiceMinutesN',
  'firstResponseStatedN',
  'resolutionServiceMinutesP50',
  'resolutionServiceMinutesP90',
  'resolutionServiceMinutesN',
] as const satisfies readonly Metric[];

/** What only a target names. */
const OTHERS = [
  'firstResponseWallMinutesP50',
  'firstResponseWallMinutesP90',
  'resolutionWallMinutesP50',
  'resolutionWallMinutesP90',
] as const satisfies readonly Metric[];
const NAMED = [...LABELLED, ...OTHERS];

const isNamed = (name: string): name is (typeof NAMED)[number] => (NAMED as readonly string[]).includes(name);

/** A metric's name in words; one that has none here keeps the name it has in the API. */
export function useMetricName(): (name: string) => string {
  const t = useTranslations('pilots');
  return (name) => (isNamed(name) ? t(`metrics.${name}`) : name);
}
