import { LONGEST_AREA } from '../../domain/activity/series.js';
import { invalid, refusal, type Violation } from '../../domain/errors.js';
import { keyOf } from '../../domain/import-guessing/word-maps.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { isPriority, PRIORITIES } from '../../domain/service-clock.js';
import { readJson } from '../../platform/http/json-shape.js';
import { refuseUnstorable } from '../../platform/http/text-guard.js';
import { validated } from '../../platform/http/validation.js';
import {
  ACTIVITY_COLUMNS,
  COLLECTED_COLUMNS,
  EVENT_COLUMNS,
  HEADCOUNT_COLUMNS,
  ImportMapping,
  isOfCounts,
  isOfRequests,
  isOfRosters,
  MILESTONES,
  REQUEST_COLUMNS,
  ROSTER_COLUMNS,
  type FileMapping,
} from './mapping.dto.js';
import { VALUE_FIELDS } from './value-maps.js';

const LONGEST_WORD = 100;
const MOST_WORDS = 1000;

/**
 * Reads the upload's `mapping` field, which is already parsed when it came as JSON. Throws all violations.
 */
export function readMapping(value: unknown): ImportMapping {
  const plain = typeof value === 'string' ? readJson('mapping', value) : requireObject(value);
  refuseUnstorable('mapping', plain);
  const mapping = validated(ImportMapping, plain, 'mapping');
  const violations = mappingViolations(mapping, { isCollected: false });
  if (mapping.source === undefined && isOfRequests(mapping))
    violations.push({ ...refusalText('INVALID_FIELD.import-source'), field: 'mapping.source' });
  if (violations.length > 0) throw refusal('invalid', violations);
  return mapping;
}

/** What is wrong between the parts of a mapping. `isCollected`: of a source, whose files may have more columns. */
export const mappingViolations = (
  mapping: FileMapping,
  { isCollected }: { isCollected: boolean },
): Violation[] => [
  ...columnViolations(mapping, isCollected),
  ...seriesViolations(mapping),
  ...activityViolations(mapping),
  ...valueViolations(mapping),
];

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('mapping', 'INVALID_FIELD.object', { field: 'mapping' });
}

/** What a line may have. */
function knownColumns({ kind, shape }: FileMapping, isCollected: boolean): readonly string[] {
  const place = isCollected ? ['place'] : [];
  if (kind === 'rosters') return ROSTER_COLUMNS;
  if (kind === 'activity') return [...ACTIVITY_COLUMNS, ...place];
  if (kind === 'headcounts') return [...HEADCOUNT_COLUMNS, ...place];
  if (shape === 'event-log') return EVENT_COLUMNS;
  return isCollected ? COLLECTED_COLUMNS : REQUEST_COLUMNS;
}

function columnViolations(mapping: FileMapping, isCollected: boolean): Violation[] {
  const { columns, kind = 'support-requests', shape = 'rows' } = mapping;
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field: `mapping.${field}` });
  const violations: Violation[] = [];
  const known = knownColumns(mapping, isCollected);
  for (const [field, column] of Object.entries<unknown>(columns)) {
    if (!known.includes(field)) violations.push(wrong(`columns.${field}`, oneOf(field, known)));
    else if (!isName(column))
      violations.push(
        wrong(`columns.${field}`, refusalText('INVALID_FIELD.column-name', { field: `columns.${field}` })),
      );
  }
  const needs = (...fields: string[]): void => {
    for (const field of fields) {
      if (columns[field] === undefined)
        violations.push(
          wrong(
            `columns.${field}`,
            refusalText('INVALID_FIELD.column-needed', { field: `columns.${field}` }),
          ),
        );
    }
  };
  if (isOfRosters(mapping)) {
    needs('operator', 'startsAt');
    if (shape === 'event-log') violations.push(wrong('shape', refusalText('INVALID_FIELD.rosters-rows')));
    if ((columns['endsAt'] === undefined) === (columns['duration'] === undefined))
      violations.push(wrong('columns.endsAt', refusalText('INVALID_FIELD.roster-end')));
    if ((columns['workedFrom'] === undefined) !== (columns['workedTo'] === undefined))
      violations.push(wrong('columns.workedFrom', refusalText('INVALID_FIELD.roster-worked')));
    if (mapping.areas !== undefined)
      violations.push(wrong('areas', refusalText('INVALID_FIELD.areas-headcounts')));
  } else if (isOfCounts(mapping)) {
    if (shape === 'event-log') violations.push(wrong('shape', refusalText('INVALID_FIELD.headcounts-rows')));
    if (columns['at'] === undefined) needs('date', 'time');
    if (mapping.areas === undefined) needs(...(kind === 'headcounts' ? ['area', 'count'] : ['count']));
    else if (!areasValid(mapping.areas))
      violations.push(wrong('areas', refusalText('INVALID_FIELD.area-columns')));
  } else {
    if (mapping.areas !== undefined)
      violations.push(wrong('areas', refusalText('INVALID_FIELD.areas-headcounts')));
    needs(...(shape === 'event-log' ? EVENT_COLUMNS : ['externalId', 'openedAt']));
  }
  return violations;
}

/** What is wrong in how the lines of an activity get their series. */
function seriesViolations({ kind, series, cumulative, columns }: FileMapping): Violation[] {
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field: `mapping.${field}` });
  const violations: Violation[] = [];
  if (kind !== 'activity') {
    for (const [field, value] of Object.entries({ series, cumulative }))
      if (value !== undefined)
        violations.push(wrong(field, refusalText('INVALID_FIELD.activity-only', { field })));
    return violations;
  }
  if ((series === undefined) === (columns['series'] === undefined))
    violations.push(wrong('series', refusalText('INVALID_FIELD.one-series')));
  if (cumulative !== undefined && columns['cumulative'] !== undefined)
    violations.push(wrong('cumulative', refusalText('INVALID_FIELD.one-cumulative')));
  if (cumulative === true && series !== undefined && series !== 'gate')
    violations.push(wrong('cumulative', refusalText('INVALID_FIELD.cumulative-gate')));
  return violations;
}

function activityViolations({ activities, shape }: FileMapping): Violation[] {
  if (activities === undefined) return [];
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field });
  if (shape !== 'event-log')
    return [wrong('mapping.activities', refusalText('INVALID_FIELD.activities-event-log'))];
  return Object.entries(activities as Record<string, unknown>).flatMap(([milestone, names]) => {
    const field = `mapping.activities.${milestone}`;
    if (!(MILESTONES as readonly string[]).includes(milestone)) {
      return [wrong(field, oneOf(milestone, MILESTONES))];
    }
    const valid = Array.isArray(names) && names.length <= 100 && names.every(isName);
    return valid ? [] : [wrong(field, refusalText('INVALID_FIELD.activity-names', { field: milestone }))];
  });
}

function valueViolations({ values, columns }: FileMapping): Violation[] {
  const wrong = (field: string, reason: RefusalText): Violation => ({
    ...reason,
    field: `mapping.values.${field}`,
  });
  return Object.entries<unknown>(values ?? {}).flatMap(([field, words]) => {
    if (!(VALUE_FIELDS as readonly string[]).includes(field))
      return [wrong(field, oneOf(field, VALUE_FIELDS))];
    if (columns[field] === undefined)
      return [wrong(field, refusalText('INVALID_FIELD.values-column', { field }))];
    if (!areWords(words))
      return [wrong(field, refusalText('INVALID_FIELD.values-words', { field, most: MOST_WORDS }))];
    const twice = Object.keys(words).find(
      (word, index, all) => all.findIndex((other) => keyOf(other) === keyOf(word)) < index,
    );
    const alien = field === 'priority' && Object.values(words).some((to) => !isPriority(to.trim()));
    if (alien) return [wrong(field, oneOf(field, PRIORITIES))];
    return twice === undefined
      ? []
      : [wrong(field, refusalText('INVALID_FIELD.values-twice', { field, word: twice }))];
  });
}

const oneOf = (field: string, allowed: readonly string[]): RefusalText =>
  refusalText('INVALID_FIELD.one-of', { field, allowed: allowed.join(', ') });

const areWords = (words: unknown): words is Record<string, string> =>
  typeof words === 'object' &&
  words !== null &&
  !Array.isArray(words) &&
  Object.keys(words).length <= MOST_WORDS &&
  Object.entries(words).every(
    ([from, to]) => isName(from) && isName(to) && to.trim() !== '' && to.trim().length <= LONGEST_WORD,
  );

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= 200;

const areasValid = (areas: Record<string, unknown>): boolean =>
  Object.keys(areas).length > 0 &&
  Object.entries(areas).every(
    ([area, column]) => area.length <= LONGEST_AREA && area === area.trim() && isName(area) && isName(column),
  );
