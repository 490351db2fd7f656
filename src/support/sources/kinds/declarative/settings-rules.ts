import type { Violation } from '../../../../domain/errors.js';
import { refusalText, type RefusalText } from '../../../../domain/refusals/refusal-text.js';
import { PRIORITIES } from '../../../../domain/service-clock.js';
import { TIERS } from '../../../../domain/tiers.js';
import { isJsonPath } from './json-path.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';

/** What each kind of paging cannot do without in the request. */
const PLACEHOLDERS: Partial<Record<DeclarativeSettingsDto['paging']['kind'], readonly string[]>> = {
  keyset: ['{afterId}'],
  window: ['{since}', '{until}'],
};

/** What is wrong between settings that are each right by themselves. */
export function declarativeViolations(settings: DeclarativeSettingsDto): Violation[] {
  const { auth, list, paging, stop, total, ticket, open, details, values } = settings;
  const violations: Violation[] = [];
  const wrong = (field: string, reason: RefusalText): number =>
    violations.push({ ...reason, field: `settings.${field}` });
  const needs = (field: string, what: string): number =>
    wrong(field, refusalText('INVALID_FIELD.needed-with', { field, what }));
  const contains = (field: string, what: string): number =>
    wrong(field, refusalText('INVALID_FIELD.must-contain', { field, what }));
  const isGet = list.method !== 'POST';
  const request = [list.path, ...Object.values(list.query ?? {}), list.body ?? ''].join('\n');
  for (const placeholder of PLACEHOLDERS[paging.kind] ?? [])
    if (!request.includes(placeholder)) contains('list', placeholder);
  if (isGet && list.body !== undefined)
    wrong('list.body', refusalText('INVALID_FIELD.only-with-post', { field: 'list.body' }));
  const bodies = {
    'list.body': list.body,
    'ticket.body': ticket?.body,
    'open.body': open?.body,
    'open.find.body': open?.find.body,
    'open.note.body': open?.note?.body,
  };
  for (const [field, body] of Object.entries(bodies))
    if (body !== undefined && !isJsonObject(body))
      wrong(field, refusalText('INVALID_FIELD.json-object', { field }));
  if (stop === 'total' && total === undefined) needs('total', 'stop: total');
  if (stop === 'no-next' && paging.kind !== 'link' && paging.kind !== 'cursor')
    wrong('stop', refusalText('INVALID_FIELD.one-of', { field: 'stop', allowed: 'empty, total' }));
  if (total !== undefined && !/^header:[-!#$%&'*+.^_`|~0-9a-z]+$/i.test(total) && !isJsonPath(total))
    wrong('total', refusalText('INVALID_FIELD.json-path', { field: 'total' }));
  if (auth.kind === 'token' && auth.answer === 'json' && auth.at === undefined)
    needs('auth.at', 'answer: json');
  if (details === true && !ticket) needs('ticket', 'details');
  if (
    ticket &&
    ![ticket.path, ...Object.values(ticket.query ?? {}), ticket.body ?? ''].join('\n').includes('{id}')
  )
    contains('ticket', '{id}');
  // It holds the word by which the ticket is found again.
  if (open && !open.body.includes('{title}')) contains('open.body', '{title}');
  if (open?.note && !open.note.body.includes('{note}') && !open.note.body.includes('{html}'))
    contains('open.note.body', '{note}');
  if (open?.note && !/\{#?id\}/.test(open.note.path + open.note.body)) contains('open.note', '{id}');
  const called = Object.keys(open?.priorities ?? {});
  if (called.length > 0 && !PRIORITIES.every((priority) => called.includes(priority)))
    contains('open.priorities', PRIORITIES.join(', '));
  const isNumber = (word: string): boolean => /^\d{1,9}$/.test(word);
  if (open?.body.includes('{#priority}') && !Object.values(open.priorities ?? { none: '' }).every(isNumber))
    wrong(
      'open.priorities',
      refusalText('INVALID_FIELD.numbers-for', { field: 'open.priorities', what: '{#priority}' }),
    );
  for (const [name, allowed] of [
    ['tier', TIERS],
    ['priority', PRIORITIES],
  ] as const) {
    const field = `values.${name}`;
    if (!Object.values(values?.[name] ?? {}).every((meant) => (allowed as readonly string[]).includes(meant)))
      wrong(field, refusalText('INVALID_FIELD.one-of', { field, allowed: allowed.join(', ') }));
  }
  return violations;
}

function isJsonObject(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json);
  } catch {
    return false;
  }
}
