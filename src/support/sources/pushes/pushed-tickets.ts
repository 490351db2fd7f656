import { DomainError, invalid, refusal } from '../../../domain/errors.js';
import { SECOND } from '../../../domain/interval.js';
import { PRIORITIES, type Priority } from '../../../domain/service-clock.js';
import { changedWait, withStatedWait } from '../../stated-waits.js';
import type { PlacedTicket } from '../collected-requests.repository.js';
import { priorityOf } from '../kinds/priorities.js';
import type { PushSettingsDto } from '../kinds/push-settings.dto.js';
import { locationsOf, placesOf } from '../placing.js';
import type { SourceRow } from '../sources.repository.js';
import type { PushedRequestDto } from './pushes.dto.js';
import type { ReadPush } from './read-push.js';
import type { StoredState } from './pushes.repository.js';

/** Our own words for priorities. */
const OURS = Object.fromEntries(PRIORITIES.map((one) => [one, one]));

/** A pushed request with its id, and its place in the push for refusals. */
export interface Pushed {
  field: string;
  externalId: string;
  /** Its last change, in the clock of its sender. Epoch milliseconds; when it is not told, the second of the sending. */
  changedAt: number;
  request: PushedRequestDto;
}

/** The ids of requests that have none are made from the push, so that the same push again means the same requests. */
export function pushedOf(
  { requests, isList }: Pick<ReadPush, 'requests' | 'isList'>,
  message: { id: string; sentAt: number },
): Pushed[] {
  return requests.map(({ index, field, item: request }) => ({
    field,
    externalId: request.externalId ?? (isList ? `${message.id}#${index + 1}` : message.id),
    changedAt: request.updatedAt?.getTime() ?? message.sentAt,
    request: within(field, () => withStatedWait(request)),
  }));
}

/** All times of a pushed request, by field. */
export const timesOf = ({ field, request }: Pushed): Record<string, Date | null | undefined> => {
  const { openedAt, firstResponseAt, escalatedAt, firstResolvedAt, resolvedAt, updatedAt } = request;
  const times = { openedAt, firstResponseAt, escalatedAt, firstResolvedAt, resolvedAt, updatedAt };
  return Object.fromEntries(Object.entries(times).map(([name, at]) => [field + name, at]));
};

/** A named location is a place of its own: the request stays there as long as the source serves it, whatever its rules say. */
export const placeOf = ({
  locationId,
  place,
}: Pick<PushedRequestDto, 'locationId' | 'place'>): string | null | undefined =>
  locationId === undefined ? place : locationId.toLowerCase();

/** Throws when a request belongs to another source, or to a location that this one does not serve. */
export function requireServed({ field, request }: Pushed, source: SourceRow): void {
  if (request.source && request.source !== source.name)
    throw invalid(`${field}source`, 'PUSH_OF_OTHER_SOURCE', { source: source.name });
  requireOwnLocation(field, request, source);
}

/** Throws when an item names a location that its source does not serve. */
export function requireOwnLocation(
  field: string,
  item: Pick<PushedRequestDto, 'locationId' | 'place'>,
  source: SourceRow,
): void {
  if (item.locationId !== undefined && !locationsOf(source).includes(placeOf(item)!))
    throw invalid(`${field}locationId`, 'PUSH_OF_OTHER_LOCATION');
}

/** What is stored of a pushed request; null when a newer state of it is stored. */
export function ticketOf(
  { externalId, changedAt, request }: Pushed,
  source: SourceRow,
  before: StoredState | undefined,
): PlacedTicket | null {
  const isExact = request.updatedAt !== undefined;
  if (before?.changedAt && changedAt < (isExact ? +before.changedAt : secondOf(before.changedAt)))
    return null;
  const place = placeOf(request);
  const told = before ? changedWait({ ...before, source: source.name }, request) : request;
  return {
    ...fieldsOf(told, source),
    externalId,
    changedAt,
    ...(place !== undefined && { place }),
    locationId: placesOf(source)(place ?? null),
  };
}

/** All that is stored as it is told: a new field of pushes is among it, unless it is named here. */
function fieldsOf(
  request: PushedRequestDto,
  { settings }: Pick<SourceRow, 'settings'>,
): Omit<PlacedTicket, 'externalId' | 'changedAt' | 'locationId'> {
  const {
    openedAt,
    firstResponseAt,
    escalatedAt,
    firstResolvedAt,
    resolvedAt,
    priority,
    // These say which request it is, where it belongs, and of when it is.
    source: _source,
    externalId: _externalId,
    locationId: _locationId,
    place: _place,
    updatedAt: _updatedAt,
    ...others
  } = request;
  const told = {
    firstResponseAt: millisOf(firstResponseAt),
    escalatedAt: millisOf(escalatedAt),
    firstResolvedAt: millisOf(firstResolvedAt),
    resolvedAt: millisOf(resolvedAt),
    priority: pushedPriority(priority, settings),
    ...others,
  };
  return {
    openedAt: openedAt.getTime(),
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  };
}

/** By the words of the sender, if its settings name them, or else by ours; undefined when it says nothing. */
const pushedPriority = (word: string | undefined, { priorities }: PushSettingsDto): Priority | undefined =>
  priorityOf(word, priorities) ?? priorityOf(word, OURS);

/** The word for its priority, if that says nothing here. */
export function unknownPriorityOf(
  { request: { priority } }: Pushed,
  { settings }: Pick<SourceRow, 'settings'>,
): string | null {
  const word = priority?.trim() ?? '';
  return word !== '' && pushedPriority(word, settings) === undefined ? word : null;
}

const secondOf = (at: Date): number => Math.floor(+at / SECOND) * SECOND;

const millisOf = (at: Date | null | undefined): number | null | undefined => (at ? at.getTime() : at);

/** Refusals name their field within the whole push. */
function within<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.options.violations) throw error;
    throw refusal(
      error.kind,
      error.options.violations.map((violation) => ({ ...violation, field: field + violation.field })),
    );
  }
}
