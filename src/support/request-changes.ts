import type { Caller } from '../access/caller.js';
import type { Meanings } from '../domain/categories.js';
import { conflict } from '../domain/errors.js';
import { givenBack, handedOver, withdrawn, type HandOver } from '../domain/hand-over.js';
import type { Arrival } from '../domain/routing.js';
import type { SupportRequestRow } from './request-row.js';
import type { CreateSupportRequestDto, UpdateSupportRequestDto } from './support.dto.js';
import type { StoredRequest } from './support-requests.repository.js';

/** A new request. Fields that are left out are empty, or as its category says. */
export function newRow(
  id: string,
  caller: Caller,
  body: CreateSupportRequestDto,
  meanings: Meanings,
): Omit<StoredRequest, 'loggedAt'> {
  const { source, externalId, externalUrl, firstResponseAt, escalatedAt, resolvedAt, channel, category } =
    body;
  const meant = meanings.of(category ?? null);
  return {
    id,
    locationId: body.locationId,
    openedAt: body.openedAt,
    source: source ?? null,
    externalId: externalId ?? null,
    externalUrl: externalUrl ?? null,
    firstResponseAt: firstResponseAt ?? null,
    waitedMinutes: body.waitedMinutes ?? null,
    escalatedAt: escalatedAt ?? null,
    firstResolvedAt: body.firstResolvedAt ?? resolvedAt ?? null,
    resolvedAt: resolvedAt ?? null,
    tier: body.tier ?? 'library',
    channel: channel ?? null,
    category: category ?? null,
    priority: body.priority ?? 'normal',
    waitingSince: null,
    readLevel: body.readLevel ?? meant?.readLevel ?? null,
    directional: body.directional ?? meant?.directional ?? false,
    title: body.title ?? null,
    workstation: body.workstation ?? null,
    requester: body.requester ?? null,
    createdBy: caller.id,
  };
}

/** Whether rules name its tier: it is open and does not tell one. */
export const isToBeRouted = ({ tier, escalatedAt, resolvedAt }: CreateSupportRequestDto): boolean =>
  tier === undefined && !escalatedAt && !resolvedAt;

/** What rules look at. */
export const arrivalOf = (
  { openedAt, category, priority }: Pick<StoredRequest, 'openedAt' | 'category' | 'priority'>,
  { id: locationId, timeZone }: { id: string; timeZone: string },
): Arrival => ({ locationId, timeZone, at: +openedAt, category, priority });

/** The audit trail outlives the words of a request, so it says only which of them were written. Nor does it name who worked on it. */
export function auditable({ title, workstation, requester, assigneeName: _name, ...rest }: Words): object {
  const words = Object.entries({ title, workstation, requester }).flatMap(([name, value]) =>
    (value ?? null) === null ? [] : [name],
  );
  return { ...rest, ...(words.length > 0 && { words }) };
}
type Words = Pick<UpdateSupportRequestDto, 'title' | 'workstation' | 'requester'> & {
  assigneeName?: string | null;
};

/** All times of a request, by field. */
export const timesOf = ({
  openedAt,
  firstResponseAt,
  escalatedAt,
  firstResolvedAt,
  resolvedAt,
}: UpdateSupportRequestDto): Record<string, Date | null | undefined> => ({
  openedAt,
  firstResponseAt,
  escalatedAt,
  firstResolvedAt,
  resolvedAt,
});

/** Those that a change changes. */
export const changedTimes = (
  before: SupportRequestRow,
  change: UpdateSupportRequestDto,
): Record<string, Date | null | undefined> =>
  Object.fromEntries(
    Object.entries(timesOf(change)).filter(
      ([field, at]) => at !== undefined && +(at ?? 0) !== +(before[field as keyof typeof before] ?? 0),
    ),
  );

/**
 * What a person does by a change to the hand-over of a collected request: takes it back, or hands it over once more, as to undo that it
 * was given back. Null: the change is none of these.
 */
export function changedHandOver(
  before: SupportRequestRow,
  { tier, escalatedAt }: UpdateSupportRequestDto,
  now: Date,
): HandOver | null {
  const isKept = escalatedAt === undefined || +(escalatedAt ?? NaN) === +(before.escalatedAt ?? NaN);
  if (tier === 'library' && before.canReturn && (isKept || escalatedAt === null))
    return isKept ? givenBack(before) : withdrawn(before);
  if (tier === 'campus-it' && before.canEscalate && before.escalatedByHandAt !== null && isKept)
    return handedOver(before, true, now);
  return null;
}

/** What a source tells would be overwritten with its next run, so it is not changed here. */
export function requireNotCollected(before: SupportRequestRow, change: UpdateSupportRequestDto): void {
  const isTold =
    Object.keys(changedTimes(before, change)).length > 0 ||
    (change.waitedMinutes ?? before.waitedMinutes) !== before.waitedMinutes ||
    (change.tier ?? before.tier) !== before.tier ||
    (change.title !== undefined && change.title !== before.title);
  if (before.collected && isTold) throw conflict('COLLECTED', { source: before.source });
}

/** Since when it waits for the person who asked, after a change. A resolution or a hand-over ends that. */
export function waitingAfter(
  before: SupportRequestRow,
  after: Pick<SupportRequestRow, 'tier' | 'resolvedAt'>,
  asked: boolean | undefined,
  now: Date,
): Date | null {
  if (asked && after.resolvedAt) throw conflict('RESOLVED_ALREADY');
  const isKept = before.waitingSince !== null && after.tier === before.tier;
  return !after.resolvedAt && (asked ?? isKept) ? (before.waitingSince ?? now) : null;
}

/** Written down here, not imported from another system with its own times. */
export const isLogged = ({ source }: { source?: string | null }): boolean => (source ?? null) === null;
