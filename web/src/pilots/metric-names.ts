import { useTranslations } from 'use-intl';
import type { Metric } from './metrics.js';

/** The metrics the page tells, in its order. */
export const LABELLED = [
  'coverageRate',
  'fullyCoveredRate',
  'fillRate',
  'attendanceRate',
  'noShowRate',
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
  'resolutionServiceMinutesP50',
  'resolutionServiceMinutesP90',
] as const satisfies readonly Metric[];

const isLabelled = (name: string): name is (typeof LABELLED)[number] =>
  (LABELLED as readonly string[]).includes(name);

/** A metric's name in words; one the page does not tell keeps the name it has in the API. */
export function useMetricName(): (name: string) => string {
  const t = useTranslations('pilots');
  return (name) => (isLabelled(name) ? t(`metrics.${name}`) : name);
}
