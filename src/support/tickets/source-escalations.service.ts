import { Injectable } from '@nestjs/common';
import { canSeeLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { opensTickets } from '../sources/kinds/kinds.js';
import { mayChange, requireChangeable, requireVisible } from '../sources/source-access.js';
import { SourcesRepository, type SourceRow } from '../sources/sources.repository.js';
import { EscalationTicketsRepository } from './escalation-tickets.repository.js';
import type { ChangedEscalationsDto, SourceEscalationsDto } from './tickets.dto.js';

/** Where what is escalated opens tickets: of each location in one source at most. */
@Injectable()
export class SourceEscalations {
  constructor(
    private readonly tickets: EscalationTicketsRepository,
    private readonly sources: SourcesRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async get(caller: Caller, id: string): Promise<SourceEscalationsDto> {
    return this.present(caller, requireVisible(caller, await this.sources.find(id)));
  }

  update(
    caller: Caller,
    id: string,
    { locationIds: asked }: ChangedEscalationsDto,
    precondition: Precondition,
  ): Promise<SourceEscalationsDto> {
    return this.database.transaction(async () => {
      const source = requireChangeable(caller, await this.sources.find(id, { lock: true }));
      requireMatch(precondition, source.version);
      const wanted = [...new Set(asked.map((locationId) => locationId.toLowerCase()))];
      await this.locations.requireAllOwn(caller, wanted);
      if (wanted.length > 0 && !opensTickets(source.settings)) throw conflict('SOURCE_OPENS_NOWHERE');
      if (wanted.length > 0 && !source.enabled) throw conflict('SOURCE_IS_OFF');
      // Of locations that are not the caller's, nothing changes.
      const others = (await this.tickets.findLocations(id)).filter((known) => !canSeeLocation(caller, known));
      const locationIds = [...new Set([...wanted, ...others])].sort();
      await this.tickets.saveLocations(id, locationIds);
      await this.sources.touch(id);
      await this.audit.record({
        action: 'support-source.escalations-changed',
        entity: 'support-source',
        entityId: id,
        details: { locationIds },
      });
      return this.get(caller, id);
    });
  }

  private async present(caller: Caller, source: SourceRow): Promise<SourceEscalationsDto> {
    const locationIds = await this.tickets.findLocations(source.id);
    return {
      locationIds: locationIds.filter((locationId) => canSeeLocation(caller, locationId)),
      canOpen: source.enabled && opensTickets(source.settings),
      mayChange: mayChange(caller, source),
      version: source.version,
    };
  }
}
