import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { isCircuitOpen, isQuiet } from './next-run.js';
import { isFormerValid } from './pushes/former-secret.js';
import type { BackfillRow, RunRow } from './runs.repository.js';
import type {
  SourceState,
  SupportBackfillDto,
  SupportSourceDto,
  SupportSourceRunDto,
  TicketSampleDto,
} from './sources.dto.js';
import type { SourceRow, UnmatchedPlace } from './sources.repository.js';
import type { Ticket } from './ticket-source.js';

export function toSourceDto(
  row: SourceRow,
  told: {
    timeZone: string;
    now: number;
    pushUrl: string | null;
    unassigned: number;
    unmatched: readonly UnmatchedPlace[];
    mayChange: boolean;
  },
): SupportSourceDto {
  const { timeZone, now, pushUrl, unassigned, unmatched, mayChange } = told;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    locationId: row.locationId,
    locationRules: row.locationRules,
    settings: row.settings,
    everyMinutes: row.everyMinutes,
    enabled: row.enabled,
    state: stateOf(row, now),
    problem: row.problem && problemOf(row.problem),
    failingSince: inZoneOrNull(row.failingSince, timeZone),
    lastSuccessAt: inZoneOrNull(row.lastSuccessAt, timeZone),
    lastNewsAt: inZone(row.lastNewsAt, timeZone),
    quietAfterDays: row.quietAfterDays,
    pushUrl,
    formerSecretUntil: isFormerValid(row, now) ? inZoneOrNull(row.formerSecretUntil, timeZone) : null,
    nextRunAt: row.enabled && row.kind !== 'push' ? inZone(row.nextRunAt, timeZone) : null,
    unassigned,
    unmatched: unmatched.map(({ place, count }) => ({ place, count })),
    mayChange,
    version: row.version,
  };
}

function stateOf(row: SourceRow, now: number): SourceState {
  if (!row.enabled) return 'off';
  if (row.runUntil !== null && +row.runUntil > now) return 'collecting';
  if (isCircuitOpen(row)) return 'stopped';
  if (row.failures > 0) return 'failing';
  if (isQuiet(row, now)) return 'quiet';
  return row.lastSuccessAt === null ? 'new' : 'working';
}

export const problemOf = ({
  code,
  message,
  params,
}: NonNullable<SourceRow['problem']>): SupportSourceDto['problem'] => ({
  code,
  message,
  ...(params && { params }),
});

export const toRunDto = (
  { sourceId: _sourceId, problem, remarks, ...run }: RunRow,
  timeZone: string,
): SupportSourceRunDto => ({
  ...run,
  startedAt: inZone(run.startedAt, timeZone),
  endedAt: inZoneOrNull(run.endedAt, timeZone),
  remarks: remarks.map(({ externalId, reason, isTaken = false }) => ({
    externalId,
    message: reason.message,
    isTaken,
  })),
  error: problem?.message ?? null,
});

export const toBackfillDto = (
  { sourceId: _sourceId, cursor: _cursor, ...backfill }: BackfillRow,
  timeZone: string,
): SupportBackfillDto => ({
  ...backfill,
  from: inZone(backfill.from, timeZone),
  to: inZone(backfill.to, timeZone),
  createdAt: inZone(backfill.createdAt, timeZone),
  endedAt: inZoneOrNull(backfill.endedAt, timeZone),
});

export function toSampleDto(ticket: Ticket, locationId: string | null, timeZone: string): TicketSampleDto {
  const at = (millis: number | null | undefined): string | null =>
    millis === null || millis === undefined ? null : inZone(new Date(millis), timeZone);
  return {
    externalId: ticket.externalId,
    title: ticket.title ?? null,
    openedAt: inZone(new Date(ticket.openedAt), timeZone),
    firstResponseAt: at(ticket.firstResponseAt),
    resolvedAt: at(ticket.resolvedAt),
    tier: ticket.tier ?? null,
    category: ticket.category ?? null,
    place: ticket.place ?? null,
    locationId,
  };
}
