import {
  FIELDS,
  isOfCounts,
  kindOf,
  KINDS,
  MILESTONES,
  serverKindOf,
  type Field,
  type Kind,
  type Milestone,
} from '../../imports/mapping.js';
import { textOf, textsOf, withoutEmpty, type Settings } from './editor.js';
import { meaningsOf, prioritiesOf, type Meaning } from './priority-words.js';

export const FILE_AUTHS = ['none', 'basic', 'header'] as const;
export type FileAuth = (typeof FILE_AUTHS)[number];

/** What a file may hold that a source reads again and again. */
export type CollectedKind = Exclude<Kind, 'rosters'>;
const isCollected = (kind: Kind): kind is CollectedKind => kind !== 'rosters';
export const COLLECTED_KINDS = KINDS.filter(isCollected);
/** What is nearest to what a file seems to hold. */
export const collectedKind = (kind: Kind): CollectedKind => (isCollected(kind) ? kind : 'requests');

export type FileField = Field | 'title' | 'place' | 'updatedAt';

const countFields = (kind: Kind): readonly FileField[] => [...FIELDS[kind], 'place'];

/** The fields that a column can hold, by what is in the file; the needed ones first. */
export const FILE_FIELDS: Record<CollectedKind, readonly FileField[]> = {
  requests: [
    'externalId',
    'openedAt',
    'firstResponseAt',
    'resolvedAt',
    'title',
    'category',
    'priority',
    'place',
    'updatedAt',
    'escalatedAt',
    'tier',
    'channel',
    'externalUrl',
    'readLevel',
    'directional',
  ],
  eventLog: FIELDS.eventLog,
  headcounts: countFields('headcounts'),
  workstations: countFields('workstations'),
  gate: countFields('gate'),
  activity: countFields('activity'),
};

/** Whether the form cannot be sent without it. A count has a moment in one column or in two, and may have a column an area. */
export const isNeededField = (kind: Kind, field: FileField): boolean =>
  (isOfCounts(kind) ? ['series'] : ['externalId', 'openedAt', 'activity', 'at']).includes(field);

/** How the lines of a file become requests or counts. */
export interface MappingDraft {
  kind: CollectedKind;
  /** For gates: the counts are where a counter stands. */
  cumulative: boolean;
  columns: Partial<Record<FileField, string>>;
  activities: Record<Milestone, string[]>;
  timeZone: string;
  dateOrder: string;
  /** What the words of the column of priorities mean. */
  meanings: Meaning[];
  /** What the form does not show. */
  otherMapping: Settings;
}

export interface FileDraft extends MappingDraft {
  url: string;
  /** Where the stored file is. */
  host: string;
  auth: { kind: FileAuth; name: string; secret: string };
  /** The credentials that are stored; their secret need not be given again. */
  storedAuth: FileAuth;
  /** What the form does not show. */
  others: Settings;
}

const objectOf = (value: unknown): Settings =>
  typeof value === 'object' && value !== null ? (value as Settings) : {};
const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word =>
  words.find((word) => word === value) ?? words[0]!;

export function mappingDraftOf(mapping: unknown): MappingDraft {
  const {
    kind,
    shape,
    series,
    cumulative,
    columns,
    activities,
    timeZone,
    dateOrder,
    values,
    ...otherMapping
  } = objectOf(mapping);
  const meant = objectOf(activities);
  return {
    kind: collectedKind(kindOf({ kind, shape, series } as Parameters<typeof kindOf>[0])),
    cumulative: cumulative !== false,
    columns: Object.fromEntries(Object.entries(objectOf(columns)).map(([field, of]) => [field, textOf(of)])),
    activities: {
      firstResponseAt: textsOf(meant['firstResponseAt']),
      escalatedAt: textsOf(meant['escalatedAt']),
      resolvedAt: textsOf(meant['resolvedAt']),
    },
    timeZone: textOf(timeZone),
    dateOrder: textOf(dateOrder),
    meanings: meaningsOf(objectOf(values)['priority']),
    otherMapping: { ...otherMapping, values: othersOf(values) },
  };
}

export function fileDraftOf({ url: _url, host, auth, mapping, ...others }: Settings): FileDraft {
  const { kind, user, name } = objectOf(auth);
  const known = oneOf(FILE_AUTHS, kind);
  return {
    ...mappingDraftOf(mapping),
    url: '',
    host: textOf(host),
    auth: { kind: known, name: textOf(known === 'basic' ? user : name), secret: '' },
    storedAuth: known,
    others,
  };
}

const authOf = ({ kind, name, secret }: FileDraft['auth']): Settings | undefined => {
  if (kind === 'none') return undefined;
  return withoutEmpty(
    kind === 'basic' ? { kind, user: name, password: secret } : { kind, name, value: secret },
  );
};

/** Null while the words of priorities are not told completely. */
export function mappingOf(draft: MappingDraft): Settings | null {
  const told = prioritiesOf(draft.meanings);
  if (told === null) return null;
  const { kind, columns, activities, timeZone, dateOrder, otherMapping } = draft;
  const { values, areas, ...rest } = otherMapping;
  const named = Object.fromEntries(
    FILE_FIELDS[kind].flatMap((field) => {
      const column = columns[field]?.trim();
      return column ? [[field, column]] : [];
    }),
  );
  const meant = MILESTONES.map((milestone) => [milestone, activities[milestone]] as const);
  return withoutEmpty({
    ...rest,
    // Words of a column that is not read any more would be refused.
    values:
      kind === 'requests' ? valuesOf({ ...objectOf(values), priority: told.priorities }, named) : undefined,
    // A column for each area, or one for all.
    areas: isOfCounts(kind) && named['count'] === undefined ? areas : undefined,
    ...serverKindOf(kind, draft.cumulative),
    columns: named,
    timeZone,
    dateOrder,
    activities: kind === 'eventLog' ? Object.fromEntries(meant) : undefined,
  });
}

export function fileSettingsOf(draft: FileDraft): Settings | null {
  const mapping = mappingOf(draft);
  return (
    mapping && withoutEmpty({ ...draft.others, url: draft.url.trim(), auth: authOf(draft.auth), mapping })
  );
}

/** The words of other columns than that of priorities. */
function othersOf(values: unknown): Settings {
  const { priority: _priority, ...others } = objectOf(values);
  return others;
}

function valuesOf(values: Settings, columns: Settings): Settings | undefined {
  const kept = Object.entries(values).filter(
    ([field, words]) => columns[field] !== undefined && words !== undefined,
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
