import { Injectable } from '@nestjs/common';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, DomainError } from '../../domain/errors.js';
import { inZone } from '../../domain/iso-text.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { placesOf } from './placing.js';
import { SourceOpener } from './source-opener.js';
import { toSampleDto } from './source-mapping.js';
import type { SourceCheckDto } from './sources.dto.js';
import type { CollectedTicket, SourceRow } from './sources.repository.js';
import { SourceError, type TicketSource } from './ticket-source.js';

const CHECK_MILLISECONDS = 45_000;

/** Reads a source without storing anything. Call it outside of transactions, because the other server may take long. */
@Injectable()
export class SourceChecks {
  constructor(
    private readonly opener: SourceOpener,
    private readonly institution: SettingsService,
  ) {}

  /** Whether it can be read, with some of its tickets; or whether pushes arrive. */
  async check(row: SourceRow): Promise<SourceCheckDto> {
    const { timeZone } = await this.institution.get();
    try {
      const source = await this.opener.open(row);
      if (source === null) return pushCheck(row, timeZone);
      const { tickets, found = refusalText('SOURCE_CHECKED') } = await source.check(
        AbortSignal.timeout(CHECK_MILLISECONDS),
      );
      const locationOf = placesOf(row);
      const sample = tickets.map((ticket) => toSampleDto(ticket, locationOf(ticket.place ?? null), timeZone));
      return { ok: true, message: found.message, sample };
    } catch (error) {
      return { ok: false, message: problemOf(error).message, sample: [] };
    }
  }

  /**
   * `known`: a ticket that was collected. Another system would replace it by its own ticket of this number. Of the same
   * server it may have been deleted.
   */
  async requireReadable(
    open: () => (TicketSource | null) | Promise<TicketSource | null>,
    { known, mayBeGone }: { known: CollectedTicket | null; mayBeGone: boolean } = {
      known: null,
      mayBeGone: true,
    },
  ): Promise<void> {
    try {
      const source = await open();
      if (source === null) return;
      const signal = AbortSignal.timeout(CHECK_MILLISECONDS);
      await source.check(signal);
      const found = known && (await source.find?.(known.externalId, signal));
      const isOther =
        typeof found === 'object' && found && 'ticket' in found && found.ticket.openedAt !== +known.openedAt;
      if (known && (isOther || ((found === 'gone' || found === 'missing') && !mayBeGone)))
        throw conflict('SOURCE_ANOTHER_SYSTEM', { externalId: known.externalId });
    } catch (error) {
      refuseUnreadable(error);
    }
  }
}

function pushCheck({ problem, lastSuccessAt }: SourceRow, timeZone: string): SourceCheckDto {
  if (problem) return { ok: false, message: problem.message, sample: [] };
  const { message } = lastSuccessAt
    ? refusalText('SOURCE_PUSHED', { at: inZone(lastSuccessAt, timeZone) })
    : refusalText('SOURCE_NOT_PUSHED');
  return { ok: lastSuccessAt !== null, message, sample: [] };
}

const problemOf = (error: unknown): RefusalText => {
  if (error instanceof SourceError) return error.reason;
  if ((error as Error).name === 'TimeoutError') return refusalText('SOURCE_UNREACHABLE.slow');
  throw error;
};

export function refuseUnreadable(error: unknown): never {
  if (error instanceof DomainError) throw error;
  throw new DomainError('conflict', problemOf(error), { cause: error });
}
