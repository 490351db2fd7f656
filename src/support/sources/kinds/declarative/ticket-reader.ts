import type { JSONPathQuery } from 'json-p3';
import { isPriority, type Priority } from '../../../../domain/service-clock.js';
import { isTier, type Tier } from '../../../../domain/tiers.js';
import type { Ticket } from '../../ticket-source.js';
import { allAt, firstAt, jsonPath } from './json-path.js';
import { withValues } from './list-requests.js';
import type { DeclarativeSettingsDto, SourceConditionDto, SourceFieldsDto } from './settings.dto.js';
import type { ToldTimes } from './told-times.js';

type Field = keyof SourceFieldsDto;
type Told = Pick<
  DeclarativeSettingsDto,
  'fields' | 'resolvedWhen' | 'waitingWhen' | 'leftOutWhen' | 'onlyWhen' | 'values' | 'ticketUrl'
>;

const MOMENTS = ['firstResponseAt', 'escalatedAt', 'firstResolvedAt', 'resolvedAt'] as const;

/** A field that is not there, or that cannot be understood. */
export interface Unreadable {
  externalId: string;
  field: Field;
  path: string;
}

const keyOf = (word: string): string => word.trim().toLowerCase();

/** Makes tickets of what a system answers, as a description tells. */
export class TicketReader {
  private readonly paths: Partial<Record<Field, JSONPathQuery>>;
  private readonly words: Partial<Record<string, ReadonlyMap<string, string>>>;
  private readonly isResolved: (item: unknown) => boolean;
  private readonly isWaiting: (item: unknown) => boolean;
  readonly isLeftOut: (item: unknown) => boolean;

  constructor(
    private readonly description: Told,
    private readonly times: ToldTimes,
  ) {
    const { fields, resolvedWhen, waitingWhen, leftOutWhen, onlyWhen, values = {} } = description;
    this.paths = Object.fromEntries(
      Object.entries(fields).flatMap(([field, path]: [string, string | undefined]) =>
        path === undefined ? [] : [[field, jsonPath(path)]],
      ),
    );
    this.words = Object.fromEntries(
      Object.entries(values).flatMap(([field, words]: [string, Record<string, string> | undefined]) =>
        words === undefined
          ? []
          : [[field, new Map(Object.entries(words).map(([from, to]) => [keyOf(from), to]))]],
      ),
    );
    this.isResolved = resolvedWhen ? holds(resolvedWhen) : () => true;
    this.isWaiting = waitingWhen ? holds(waitingWhen) : () => false;
    const [isUnwanted, isListed] = [
      leftOutWhen ? holds(leftOutWhen) : () => false,
      onlyWhen ? holds(onlyWhen) : () => true,
    ];
    this.isLeftOut = (item) => isUnwanted(item) || !isListed(item);
  }

  idOf(item: unknown): string | null {
    return this.text(item, 'externalId') ?? null;
  }

  /** When it last changed; null when that cannot be read. */
  changedAt(item: unknown): number | null {
    return this.time(item, 'updatedAt') ?? null;
  }

  /** A field as it is told. */
  told(item: unknown, field: Field): string {
    const path = this.paths[field];
    return JSON.stringify(path ? firstAt(path, item) : undefined) ?? '';
  }

  /** When it was opened; null when that cannot be read. */
  openedAt(item: unknown): number | null {
    return this.time(item, 'openedAt') ?? null;
  }

  read(item: unknown): Ticket | Unreadable {
    const { fields, ticketUrl } = this.description;
    const externalId = this.idOf(item) ?? '';
    const unreadable = (field: Field): Unreadable => ({ externalId, field, path: fields[field]! });
    if (externalId === '') return unreadable('externalId');
    const [changedAt, openedAt] = [this.time(item, 'updatedAt'), this.time(item, 'openedAt')];
    if (typeof changedAt !== 'number') return unreadable('updatedAt');
    if (typeof openedAt !== 'number') return unreadable('openedAt');
    const moments: Partial<Record<(typeof MOMENTS)[number], number | null>> = {};
    for (const field of MOMENTS) {
      if (fields[field] === undefined) continue;
      const at = this.time(item, field);
      if (at === undefined) return unreadable(field);
      moments[field] = field === 'resolvedAt' && !this.isResolved(item) ? null : at;
    }
    const tier = this.tier(item);
    if (tier === null) return unreadable('tier');
    const externalUrl =
      ticketUrl === undefined
        ? webAddress(this.text(item, 'externalUrl'))
        : withValues(ticketUrl, { id: externalId }, encodeURIComponent);
    return told({
      externalId,
      changedAt,
      openedAt,
      ...moments,
      isWaiting: this.isWaiting(item),
      tier,
      priority: this.priority(item),
      externalUrl,
      title: this.text(item, 'title'),
      category: this.word(item, 'category'),
      channel: this.word(item, 'channel'),
      place: this.text(item, 'location'),
    });
  }

  /** The first one that is set. Undefined when the description does not tell where it is, or when it is not understood. */
  private time(item: unknown, field: Field): number | null | undefined {
    const path = this.paths[field];
    if (!path) return undefined;
    for (const value of allAt(path, item)) {
      const at = this.times.read(value);
      if (at !== null) return at;
    }
    return null;
  }

  /** Undefined when the description does not tell where it is. */
  private text(item: unknown, field: Field): string | null | undefined {
    const path = this.paths[field];
    if (!path) return undefined;
    return textOf(firstAt(path, item));
  }

  private word(item: unknown, field: 'category' | 'channel'): string | null | undefined {
    const word = this.text(item, field);
    return typeof word === 'string' ? (this.words[field]?.get(keyOf(word)) ?? word) : word;
  }

  /** Undefined also when its word means nothing here. */
  private priority(item: unknown): Priority | undefined {
    const word = keyOf(this.text(item, 'priority') ?? '');
    const meant = this.words['priority']?.get(word) ?? word;
    return isPriority(meant) ? meant : undefined;
  }

  /** Null when its word means no tier. */
  private tier(item: unknown): Tier | null | undefined {
    const word = this.text(item, 'tier');
    if (word === undefined) return undefined;
    const meant = this.words['tier']
      ? (this.words['tier'].get(keyOf(word ?? '')) ?? 'library')
      : keyOf(word ?? '');
    return isTier(meant) ? meant : null;
  }
}

function textOf(value: unknown): string | null {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isText ? String(value).trim() || null : null;
}

function holds({ field, isOneOf }: SourceConditionDto): (item: unknown) => boolean {
  const [path, words] = [jsonPath(field), new Set(isOneOf.map(keyOf))];
  return (item) => allAt(path, item).some((value) => words.has(keyOf(textOf(value) ?? '')));
}

/** Only addresses of web pages become links. */
const webAddress = (text: string | null | undefined): string | null | undefined =>
  typeof text === 'string' && !/^https?:\/\//i.test(text) ? null : text;

const told = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
