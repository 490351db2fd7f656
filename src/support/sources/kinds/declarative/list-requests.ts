import { DAY, MINUTE } from '../../../../domain/interval.js';
import { failed, type SourceAnswer, type SourceHttp, type SourceRequest } from '../../source-http.js';
import { firstAt, jsonPath, listAt } from './json-path.js';
import type { SourceRequestDto } from './requests.dto.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';
import type { ToldTimes } from './told-times.js';

/** What is asked for: tickets that changed in a span. Epoch milliseconds. */
export interface ListSpan {
  since: number;
  until: number;
  /** When the list is begun. All its pages are asked for in the same words. */
  now: number;
  /** Among these, the ones that were opened in a span. */
  opened?: { since: number; until: number };
  afterId?: string;
  /** Paging parameters by name. */
  parameters?: Readonly<Record<string, string | number>>;
  /** The address of the next page, instead of the list’s. */
  address?: string;
}

export interface ListAnswer {
  items: readonly unknown[];
  /** How many tickets the whole list has, if it is told. */
  total: number | null;
  /** What leads to the next page: an address, or the value of a parameter. */
  next: string | null;
  /** The time of the system that answers, if it is told. */
  answeredAt: number | null;
}

type Values = Readonly<Record<string, string>>;

/** Puts values in the place of `{name}`; other braces stay. */
export const withValues = (
  template: string,
  values: Values,
  write = (value: string): string => value,
): string =>
  template.replace(/\{([a-z]+)\}/gi, (whole, name: string) =>
    Object.hasOwn(values, name) ? write(values[name]!) : whole,
  );

/** A request made from a template. Parameters go into the query of a GET, and into the body of a POST. */
export function requestOf(
  { method = 'GET', path, query = {}, body }: SourceRequestDto,
  values: Values,
  parameters: Readonly<Record<string, string | number>> = {},
): SourceRequest {
  const isPost = method === 'POST';
  const asked = Object.entries(query).map(([name, text]) => [name, withValues(text, values)]);
  const more = isPost ? [] : Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  return {
    method,
    isRead: true,
    path: withValues(path, values, encodeURIComponent),
    query: Object.fromEntries([...asked, ...more]) as Record<string, string>,
    headers: { accept: 'application/json', ...(isPost && { 'content-type': 'application/json' }) },
    ...(isPost && {
      body: JSON.stringify({ ...(filledIn(JSON.parse(body ?? '{}'), values) as object), ...parameters }),
    }),
  };
}

function filledIn(json: unknown, values: Values): unknown {
  if (typeof json === 'string') return numberIn(json, values) ?? withValues(json, values);
  if (Array.isArray(json)) return json.map((part) => filledIn(part, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, filledIn(part, values)]));
}

/** The value of a text that is `{#name}` and nothing else. */
function numberIn(text: string, values: Values): number | null {
  const [, name = ''] = /^\{#([a-z]+)\}$/i.exec(text) ?? [];
  return Object.hasOwn(values, name) ? Number(values[name]) : null;
}

/** Requests for lists of tickets, as a description tells how. */
export class ListRequests {
  private readonly items;
  private readonly total;
  private readonly cursor;

  constructor(
    private readonly http: SourceHttp,
    private readonly settings: Pick<DeclarativeSettingsDto, 'list' | 'paging' | 'total'>,
    private readonly times: ToldTimes,
  ) {
    this.items = jsonPath(settings.list.items);
    this.total = settings.total === undefined ? null : totalReader(settings.total);
    this.cursor = settings.paging.kind === 'cursor' ? jsonPath(settings.paging.at) : null;
  }

  async ask(span: ListSpan, signal: AbortSignal): Promise<ListAnswer> {
    const { list } = this.settings;
    const asked = requestOf(list, this.valuesOf(span), span.parameters);
    const answer = await this.http.send(
      { ...asked, ...(span.address !== undefined && { address: span.address, query: {} }) },
      signal,
    );
    const body = this.http.parse(answer.text);
    const items = listAt(this.items, body);
    if (items === null) throw failed('settings', 'SOURCE_ANSWER.no-list', { path: list.items });
    return {
      items,
      total: this.total?.(answer, body) ?? null,
      next: this.nextOf(answer, body),
      answeredAt: millisOf(answer.headers['date']),
    };
  }

  private valuesOf({ since, until, now, opened, afterId }: ListSpan): Values {
    const { times } = this;
    return {
      since: times.since(since),
      until: times.until(until),
      openedSince: times.since(opened?.since ?? 0),
      openedUntil: times.until(opened?.until ?? until + DAY),
      minutesAgo: String(Math.ceil((now - Math.max(since, DAY)) / MINUTE) + 1),
      ...(afterId !== undefined && { afterId }),
    };
  }

  private nextOf({ headers }: SourceAnswer, body: unknown): string | null {
    if (this.settings.paging.kind === 'link') return linkToNext(headers['link']);
    const next = this.cursor && firstAt(this.cursor, body);
    return typeof next === 'string' || typeof next === 'number' ? String(next) || null : null;
  }
}

function totalReader(total: string): (answer: SourceAnswer, body: unknown) => number | null {
  const asNumber = (value: unknown): number | null =>
    (typeof value === 'string' || typeof value === 'number') && /^\d{1,15}$/.test(String(value))
      ? Number(value)
      : null;
  const [, header] = /^header:(.+)$/i.exec(total) ?? [];
  if (header !== undefined) return ({ headers }) => asNumber(headers[header.trim().toLowerCase()]);
  const path = jsonPath(total);
  return (_answer, body) => asNumber(firstAt(path, body));
}

const millisOf = (date: string | string[] | undefined): number | null => {
  const millis = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(millis) ? null : millis;
};

/** Each address of a header `Link` with its parameters, and each of these. Quoted texts may hold anything. */
const LINKS = /<([^<>]*)>((?:[^",]|"(?:[^"\\]|\\.)*")*)/g;
const PARAMETERS = /;\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]*)/g;

/** The address with `rel="next"` in a header `Link` (RFC 8288). */
export function linkToNext(link: string | string[] | undefined): string | null {
  for (const [, address = '', parameters = ''] of [link ?? []].flat().join(', ').matchAll(LINKS)) {
    // Only the first `rel` counts.
    const rel = parameters.matchAll(PARAMETERS).find(([, name]) => name!.toLowerCase() === 'rel')?.[2] ?? '';
    if (rel.replaceAll('"', '').toLowerCase().split(/\s+/).includes('next')) return address;
  }
  return null;
}
