import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { canReadReasons } from '../../access/person-visibility.js';
import { conflict, notFound } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { CorrectionDto, CorrectionQuery, CreateCorrectionDto } from './attendance.dto.js';
import { AttendanceService } from './attendance.service.js';
import { CorrectionsRepository, type CorrectionRow } from './corrections.repository.js';

/**
 * Corrects recorded work. An operator's request waits for a supervisor; a supervisor's own correction takes
 * effect at once.
 */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly corrections: CorrectionsRepository,
    private readonly claims: ClaimsRepository,
    private readonly attendance: AttendanceService,
    private readonly notifications: NotificationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: CorrectionQuery): Promise<Page<CorrectionDto>> {
    const page = pageRequest(query);
    const isOperator = caller.role === 'operator';
    const selection = {
      visible: isOperator ? null : locationFilter(caller),
      operatorId: isOperator ? caller.operatorId : null,
      claimId: query.claimId ?? null,
      status: query.status ?? null,
    };
    return toPage(
      await this.corrections.list(selection, page),
      page,
      (row) => [row.id],
      (row) => toDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<CorrectionDto> {
    return toDto(caller, this.requireVisible(caller, await this.corrections.find(id)));
  }

  create(caller: Caller, claimId: string, body: CreateCorrectionDto): Promise<CorrectionDto> {
    return this.database.transaction(async () => {
      const claim = await this.attendance.hold(caller, claimId);
      await this.attendance.requireRecordable(claim, body);
      const id = newId();
      await this.corrections.insert({ ...body, id, claimId, at: this.clock.date() });
      await this.record('attendance-correction.created', id, claim, { claimId, ...body });
      return caller.role === 'operator' ? this.get(caller, id) : this.approve(caller, id);
    });
  }

  approve(caller: Caller, id: string): Promise<CorrectionDto> {
    return this.database.transaction(async () => {
      const { claimId } = this.requireVisible(caller, await this.corrections.find(id));
      const claim = await this.attendance.hold(caller, claimId);
      const { checkedInAt, checkedOutAt } = await this.lockPending(caller, id);
      await this.attendance.correct(claim, { checkedInAt, checkedOutAt });
      await this.corrections.decide(id, 'approved', this.clock.date(), null);
      await this.record('attendance-correction.approved', id, claim, {});
      await this.tell(id, claim.operatorId);
      return this.get(caller, id);
    });
  }

  reject(caller: Caller, id: string, reason: string): Promise<CorrectionDto> {
    return this.database.transaction(async () => {
      const correction = await this.lockPending(caller, id);
      await this.corrections.decide(id, 'rejected', this.clock.date(), reason);
      await this.record('attendance-correction.rejected', id, correction, { reason });
      await this.tell(id, correction.operatorId);
      return this.get(caller, id);
    });
  }

  private async tell(id: string, operatorId: string): Promise<void> {
    const { claimId, checkedInAt, checkedOutAt, status, decisionReason, version } =
      (await this.corrections.find(id))!;
    const { shiftId } = (await this.claims.find(claimId))!;
    await this.notifications.to([operatorId], 'attendance-corrected', `${id}.${version}`, {
      shift: await this.notifications.shift(shiftId),
      isApproved: status === 'approved',
      checkedInAt: checkedInAt.toISOString(),
      checkedOutAt: checkedOutAt.toISOString(),
      reason: decisionReason,
    });
  }

  private async lockPending(caller: Caller, id: string): Promise<CorrectionRow> {
    const correction = this.requireVisible(caller, await this.corrections.find(id, { lock: true }));
    if (correction.status !== 'pending') throw conflict('CORRECTION_DECIDED', { status: correction.status });
    return correction;
  }

  private requireVisible(caller: Caller, correction: CorrectionRow | null): CorrectionRow {
    const isVisible =
      correction &&
      (caller.role === 'operator'
        ? correction.operatorId === caller.operatorId
        : canSeeLocation(caller, correction.locationId));
    if (!isVisible) throw notFound('attendanceCorrection');
    return correction;
  }

  private record(
    action: AuditAction<'attendance-correction'>,
    id: string,
    at: { locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'attendance-correction',
      entityId: id,
      locationId: at.locationId,
      details,
    });
  }
}

const toDto = (caller: Caller, { timeZone, ...correction }: CorrectionRow): CorrectionDto => ({
  ...correction,
  ...(!canReadReasons(caller, correction.operatorId) && { reason: null, decisionReason: null }),
  checkedInAt: inZone(correction.checkedInAt, timeZone),
  checkedOutAt: inZone(correction.checkedOutAt, timeZone),
  createdAt: inZone(correction.createdAt, timeZone),
  decidedAt: inZoneOrNull(correction.decidedAt, timeZone),
});
