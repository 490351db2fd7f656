import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Outgoing } from '../../platform/outgoing/outgoing.js';
import { SecretLostError, Secrets } from '../../platform/secrets/secrets.js';
import { KINDS } from './kinds/kinds.js';
import { always, failed, SourceHttp, type Authorization } from './source-http.js';
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
  ) {}

  /** Throws SourceError when its secrets cannot be read. */
  async open({ id, kind, settings }: Pick<SourceRow, 'id' | 'kind' | 'settings'>): Promise<TicketSource> {
    return this.openWith(kind, { settings, secrets: await this.secretsOf(id) });
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
  openWith(kind: SourceRow['kind'], given: SplitSettings): TicketSource {
    const { make, authorization, perMinute } = KINDS[kind];
    const settings = joined(kind, given) as Record<string, unknown> & { baseUrl: string };
    const httpWith = (shown: Authorization): SourceHttp =>
      new SourceHttp(this.outgoing, this.clock, {
        url: settings.baseUrl,
        authorization: shown,
        perMinute: perMinute(settings),
      });
    const shown = authorization(settings, httpWith(always({})), this.clock);
    return make(httpWith(shown), settings, this.clock);
  }
}
