import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../access/caller.js';
import { SettingsService } from '../../../coverage/settings.service.js';
import { conflict } from '../../../domain/errors.js';
import { DAY } from '../../../domain/interval.js';
import { inZoneOrNull } from '../../../domain/iso-text.js';
import { Audit } from '../../../platform/audit/audit.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { SecretLostError, Secrets } from '../../../platform/secrets/secrets.js';
import { newSigningSecret } from '../../../platform/webhooks/signatures.js';
import { requireChangeable } from '../source-access.js';
import { FORMER_SECRET, isFormerValid } from './former-secret.js';
import type { RotatedSecretDto, RotateSecretDto } from '../sources.dto.js';
import { SourcesRepository, type SourceRow } from '../sources.repository.js';

/** Time to enter the new secret in the system that sends. */
const BOTH_VALID = DAY;

/** The secrets that pushes are signed with. */
@Injectable()
export class PushSecretsService {
  constructor(
    private readonly sources: SourcesRepository,
    private readonly secrets: Secrets,
    private readonly institution: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  rotate(caller: Caller, id: string, { endFormer = false }: RotateSecretDto): Promise<RotatedSecretDto> {
    return this.database.transaction(async () => {
      const row = requireChangeable(caller, await this.sources.find(id, { lock: true }));
      if (row.kind !== 'push') throw conflict('NOT_PUSHED');
      const secret = newSigningSecret();
      const formerSecret = endFormer ? null : await this.formerOf(row);
      const until = formerSecret === null ? null : new Date(this.clock.now() + BOTH_VALID);
      await this.secrets.set(id, { secret, [FORMER_SECRET]: formerSecret });
      await this.sources.setFormerSecretUntil(id, until);
      await this.audit.record({
        action: 'support-source.secret-rotated',
        entity: 'support-source',
        entityId: id,
        details: { formerSecretUntil: until },
      });
      const { timeZone } = await this.institution.get();
      return { secret, formerSecretUntil: inZoneOrNull(until, timeZone) };
    });
  }

  /**
   * What its sender uses now: the former secret as long as it is valid, because nobody may have entered the new one yet.
   * Null when it cannot be read any more: then nobody's pushes could be checked with it.
   */
  private async formerOf(row: SourceRow): Promise<string | null> {
    try {
      const { secret, [FORMER_SECRET]: former } = await this.secrets.get(row.id);
      return (isFormerValid(row, this.clock.now()) ? former : secret) ?? null;
    } catch (error) {
      if (error instanceof SecretLostError) return null;
      throw error;
    }
  }
}
