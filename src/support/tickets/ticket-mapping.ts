import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { problemOf } from '../sources/source-mapping.js';
import type { TicketRow } from './escalation-tickets.repository.js';
import type { EscalationTicketDto } from './tickets.dto.js';

export const toTicketDto = (row: TicketRow, timeZone: string): EscalationTicketDto => ({
  reference: row.reference,
  sourceName: row.sourceName,
  state: row.state,
  externalId: row.externalId,
  externalUrl: row.externalUrl,
  problem: row.problem && problemOf(row.problem),
  createdAt: inZone(row.createdAt, timeZone),
  openedAt: inZoneOrNull(row.openedAt, timeZone),
  nextAttemptAt: row.state === 'waiting' ? inZone(row.nextAttemptAt, timeZone) : null,
  firstResponseAt: inZoneOrNull(row.firstResponseAt, timeZone),
  resolvedAt: inZoneOrNull(row.resolvedAt, timeZone),
});
