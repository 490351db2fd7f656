/** What a file holds, as people choose it. */
export const FILE_KINDS = [
  'requests',
  'eventLog',
  'headcounts',
  'workstations',
  'gate',
  'activity',
  'rosters',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const REQUEST_FIELDS = [
  'externalId',
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'tier',
  'channel',
  'category',
  'priority',
  'readLevel',
  'directional',
  'externalUrl',
] as const;
const EVENT_FIELDS = ['externalId', 'activity', 'at'] as const;
const COUNT_FIELDS = ['at', 'date', 'time', 'area', 'count'] as const;
const ACTIVITY_FIELDS = ['at', 'date', 'time', 'series', 'area', 'count', 'cumulative'] as const;
const ROSTER_FIELDS = [
  'operator',
  'startsAt',
  'endsAt',
  'date',
  'duration',
  'position',
  'workedFrom',
  'workedTo',
  'noShow',
] as const;
export type FileField =
  | (typeof REQUEST_FIELDS)[number]
  | (typeof EVENT_FIELDS)[number]
  | (typeof ACTIVITY_FIELDS)[number]
  | (typeof ROSTER_FIELDS)[number];

/** The fields of each kind, those that choose their column first first. */
export const FIELDS_OF: Record<FileKind, readonly FileField[]> = {
  requests: REQUEST_FIELDS,
  eventLog: EVENT_FIELDS,
  headcounts: COUNT_FIELDS,
  workstations: COUNT_FIELDS,
  gate: COUNT_FIELDS,
  activity: ACTIVITY_FIELDS,
  rosters: ROSTER_FIELDS,
};
