import { Injectable } from '@nestjs/common';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Outgoing } from '../../platform/outgoing/outgoing.js';
import { SecretLostError, Secrets } from '../../platform/secrets/secrets.js';
import { KINDS } from './kinds/kinds.js';
import { failed } from './source-http.js';
import { joined, type SplitSettings } from './source-settings.js';
import type { SourceRow } from './sources.repository.js';
import type { TicketSource } from './ticket-source.js';

/** Makes what reads a source from its stored settings and secrets. */
@Injectable()
export class SourceOpener {
  constructor(
    private readonly outgoing: Outgoing,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly locations: LocationsService,
    private readonly institution: SettingsService,
  ) {}

  /** Null when its requests are pushed. Throws SourceError when its secrets cannot be read. */
  async open({
    id,
    kind,
    settings,
    locationId,
  }: Pick<SourceRow, 'id' | 'kind' | 'settings' | 'locationId'>): Promise<TicketSource | null> {
    return this.openWith(kind, { settings, secrets: await this.secretsOf(id) }, locationId);
  }

  /** Throws SourceError when they cannot be read. */
  async secretsOf(id: string): Promise<Record<string, string>> {
    try {
      return await this.secrets.get(id);
    } catch (error) {
      throw error instanceof SecretLostError ? failed('settings', 'SOURCE_SECRET_LOST', {}, error) : error;
    }
  }

  /** With settings that are not stored yet. */
  openWith(
    kind: SourceRow['kind'],
    given: SplitSettings,
    locationId: string | null | undefined,
  ): TicketSource | null {
    const { outgoing, clock } = this;
    const { open } = KINDS[kind];
    return open && open(joined(kind, given), { outgoing, clock, zone: () => this.zoneOf(locationId) });
  }

  /** The time zone of its own location; of several, the institution's. */
  private async zoneOf(locationId: string | null | undefined): Promise<string> {
    const { timeZone } = await (locationId ? this.locations.getAny(locationId) : this.institution.get());
    return timeZone;
  }
}
