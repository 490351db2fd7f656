import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { TermsService } from '../../coverage/terms.service.js';
import { conflict } from '../../domain/errors.js';
import { localDateOf, type LocalDate } from '../../domain/local-date.js';
import { OperatorsService } from '../../people/operators.service.js';
import type { QualificationDto } from '../../people/people.dto.js';
import { PositionsService } from '../../people/positions.service.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { requireVisibleClaim } from '../roster/visibility.js';
import type { SetQualificationDto, SignOffDto } from './training.dto.js';
import { TrainingRepository } from './training.repository.js';

/** Qualifications: earned by shifts beside a qualified operator, or set by hand. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly training: TrainingRepository,
    private readonly operators: OperatorsService,
    private readonly positions: PositionsService,
    private readonly claims: ClaimsRepository,
    private readonly terms: TermsService,
    private readonly settings: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * An operator with future seats cannot go back into training, because these seats would no longer be
   * coverage.
   */
  setQualification(caller: Caller, operatorId: string, body: SetQualificationDto): Promise<QualificationDto> {
    return this.database.transaction(async () => {
      const positionId = await this.positions.resolve(body.positionId);
      await this.operators.lock(caller, operatorId);
      const inTraining = body.status === 'in-training';
      const seats = await this.training.countSeatsAhead(operatorId, positionId, this.clock.date());
      if (inTraining && seats > 0) throw conflict('QUALIFICATION_IN_USE', { seats });
      const expiresOn =
        body.expiresOn === undefined && !inTraining
          ? await this.usualExpiry(positionId)
          : (body.expiresOn ?? null);
      await this.training.set(operatorId, positionId, { inTraining, expiresOn }, this.clock.date());
      await this.record(operatorId, { positionId, status: body.status, expiresOn });
      return this.qualification(caller, operatorId, positionId);
    });
  }

  /** Counts a worked shadow shift; the last one required makes the operator qualified. */
  signOff(caller: Caller, claimId: string): Promise<SignOffDto> {
    return this.database.transaction(async () => {
      const expected = requireVisibleClaim(caller, await this.claims.find(claimId));
      await this.operators.lock(caller, expected.operatorId);
      const claim = (await this.claims.find(claimId, { lock: true }))!;
      const { operatorId, positionId, isShadow, signedOffAt } = await this.training.findShadow(claimId);
      if (!isShadow) throw conflict('NOT_A_SHADOW');
      if (signedOffAt) throw conflict('SIGNED_OFF');
      if (claim.status !== 'approved' || !claim.checkedInAt || +claim.endsAt > this.clock.now())
        throw conflict('SHIFT_NOT_WORKED');
      await this.training.signOff(claimId, this.clock.date());
      await this.audit.record({
        action: 'claim.signed-off',
        entity: 'claim',
        entityId: claimId,
        locationId: claim.locationId,
      });
      const { shadowShifts } = await this.training.position(positionId);
      const now = await this.qualification(caller, operatorId, positionId);
      if (now.status === 'in-training' && shadowShifts > 0 && now.signedOffShifts >= shadowShifts) {
        const expiresOn = await this.usualExpiry(positionId);
        await this.training.set(operatorId, positionId, { inTraining: false, expiresOn }, this.clock.date());
        await this.record(operatorId, { positionId, status: 'qualified', expiresOn });
      }
      return { claimId, ...(await this.qualification(caller, operatorId, positionId)) };
    });
  }

  private async qualification(
    caller: Caller,
    operatorId: string,
    positionId: string,
  ): Promise<QualificationDto> {
    const { qualifications } = await this.operators.get(caller, operatorId);
    return qualifications.find((one) => one.positionId === positionId)!;
  }

  private async usualExpiry(positionId: string): Promise<LocalDate | null> {
    const { expiresWithTerm } = await this.training.position(positionId);
    if (!expiresWithTerm) return null;
    const { zone } = await this.settings.calendar();
    const today = localDateOf(this.clock.now(), zone);
    const [term] = await this.terms.touching(today, today);
    return term?.endsOn ?? null;
  }

  private record(operatorId: string, details: object): Promise<void> {
    return this.audit.record({
      action: 'operator.qualification-set',
      entity: 'operator',
      entityId: operatorId,
      details,
    });
  }
}
