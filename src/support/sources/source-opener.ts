import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Outgoing } from '../../platform/outgoing/outgoing.js';
import { SecretLostError, Secrets } from '../../platform/secrets/secrets.js';
import { KINDS } from './kinds/kinds.js';
import { failed, SourceHttp } from './source-http.js';
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
    return this.openWith(kind, { ...settings, ...(await this.secretsOf(id)) });
  }

  /** Throws SourceError when they cannot be read. */
  async secretsOf(id: string): Promise<Record<string, string>> {
    try {
      return await this.secrets.get(id);
    } catch (error) {
      throw error instanceof SecretLostError ? failed('settings', 'SOURCE_SECRET_LOST', {}, error) : error;
    }
  }

  /** With settings that are not stored yet; secrets included. */
  openWith(kind: SourceRow['kind'], given: object): TicketSource {
    const { headers, make, perMinute } = KINDS[kind];
    const settings = given as Parameters<typeof make>[1];
    const base = { url: settings.baseUrl, headers: headers(settings), perMinute };
    return make(new SourceHttp(this.outgoing, this.clock, base), settings, this.clock);
  }
}
