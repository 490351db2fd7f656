import { takeDate } from '../../../../src/domain/written-dates.js';
import { readTimeCell } from '../../../../src/domain/written-times.js';
import type { CsvHead } from './csv.js';
import { FIELDS, type Draft, type Field, type Kind } from './mapping.js';

/** How many of the first rows are used for guessing. */
const LOOKED_AT = 50;

/** Usual names of columns, the better ones first. Fields that come first choose their column first. */
const USUAL_NAMES: Record<Field, readonly RegExp[]> = {
  externalId: [
    /^(#|id|no\.?|num\.?|number|key)$|(ticket|case|request|incident|external)[ _-]?(id|no\.?|num\.?|number|key)|^(ticket|case|incident)$/i,
  ],
  openedAt: [/open|creat|report|submitted|received/i, /^date$|date.?time|timestamp/i],
  firstResponseAt: [/respon|answer|replied|first.?contact/i],
  escalatedAt: [/escalat/i],
  resolvedAt: [/resol|solv|clos|finish/i],
  tier: [/^tier|^level$/i],
  channel: [/channel|medium|contact.?type/i],
  category: [/categ|topic|^type$/i, /subject/i],
  readLevel: [/\bread\b|^level$/i],
  directional: [/direction/i],
  externalUrl: [/url|link/i],
  activity: [/activity|event|action|status/i],
  at: [/^at$|when|timestamp|date.?time/i],
  date: [/date|day/i],
  time: [/time|hour/i],
  area: [/area|zone|room|floor|place/i],
  count: [/count|heads?$|people|occupan|number|entries|in use/i],
};

const isDate = (value: string): boolean =>
  (['mdy', 'dmy'] as const).some((order) => takeDate(value, order) !== null) ||
  /^[1-9]\d{9}(\d{3})?(\.\d+)?$|^\d{5}(\.\d+)?$|^0000-00-00/.test(value);
const isMoment = (value: string): boolean => isDate(value) && /\d\D+\d|^\d{10,}/.test(value);

/** What the values of a field look like; fields that are missing here accept anything. */
const LOOKS: Partial<Record<Field, (value: string) => boolean>> = {
  openedAt: isMoment,
  firstResponseAt: isMoment,
  escalatedAt: isMoment,
  resolvedAt: isMoment,
  tier: (value) => /^(library|campus[\s_-]?it)$/i.test(value),
  category: (value) => value.length <= 100 && !/^[\d.,]+$/.test(value),
  readLevel: (value) => /^(read|level|[\s:_-])*[1-6](\.0+)?$/i.test(value),
  directional: (value) => /^(y|yes|n|no|t|true|f|false|[01](\.0)?)$/i.test(value),
  externalUrl: (value) => /^https?:/i.test(value),
  at: isMoment,
  date: isDate,
  time: (value) => readTimeCell(value) !== null,
  count: (value) => /^\d[\d,.\s]*$/.test(value),
};

/** The column for each field, guessed from the file's names and first values. */
export function guessColumns(kind: Kind, { columns, rows }: CsvHead): Draft['columns'] {
  const guessed: Draft['columns'] = {};
  const free = new Set(columns.filter((name) => name !== ''));
  const looksLike = (field: Field, column: string): boolean => {
    const index = columns.indexOf(column);
    const values = rows.slice(0, LOOKED_AT).flatMap((row) => row[index]?.trim() || []);
    // Most values must fit: files have errors, which are reported line by line.
    const fitting = values.filter((value) => LOOKS[field]?.(value) ?? true).length;
    return fitting * 2 >= values.length;
  };
  for (const field of FIELDS[kind]) {
    if ((field === 'date' || field === 'time') && guessed.at !== undefined) continue;
    const named = USUAL_NAMES[field].flatMap((usual) => [...free].filter((name) => usual.test(name)));
    const column = named.find((name) => looksLike(field, name));
    if (column === undefined) continue;
    guessed[field] = column;
    free.delete(column);
  }
  return guessed;
}

export function guessKind({ columns }: CsvHead): Kind {
  const has = (pattern: RegExp): boolean => columns.some((name) => pattern.test(name));
  if (has(/^activity$|^event$/i)) return 'eventLog';
  if (has(/(gate|door)[ _-]?count|turnstile|^(counter|entries)$/i)) return 'gate';
  if (has(/workstations?|computers? in use|pcs? in use/i)) return 'workstations';
  return has(/head.?count|^count$|occupan|^people$/i) ? 'headcounts' : 'requests';
}

const lettersOf = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The file's words that equal a category's word or label except for their spelling. */
export const guessWords = (
  words: readonly string[],
  categories: readonly { name: string; label: string }[],
): Record<string, string> =>
  Object.fromEntries(
    words.flatMap((word) => {
      const same = categories.find(({ name, label }) =>
        [name, label].some((own) => lettersOf(own) === lettersOf(word)),
      );
      return same && same.name !== word ? [[word, same.name]] : [];
    }),
  );
