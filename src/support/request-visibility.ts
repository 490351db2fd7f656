import { Injectable } from '@nestjs/common';
import { canSeeLocation, type Caller } from '../access/caller.js';
import { notFound } from '../domain/errors.js';
import { Clock } from '../platform/clock/clock.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';
import type { OperatorSight } from './request-list.repository.js';
import type { SupportRequestRow } from './request-row.js';
import { ThreadRepository } from './thread/thread.repository.js';

/**
 * Who sees a request. Staff see those at their locations. An operator sees what they logged, what they did or wrote something
 * about, what they are to work on, and what is open at a desk around their own shift there.
 */
@Injectable()
export class RequestVisibility {
  constructor(
    private readonly staffing: StaffingService,
    private readonly thread: ThreadRepository,
    private readonly clock: Clock,
  ) {}

  /** Null for callers who see all requests of their locations. */
  async sightOf(caller: Caller): Promise<OperatorSight | null> {
    if (caller.role !== 'operator') return null;
    return { id: caller.id, deskLocationIds: await this.desksOf(caller) };
  }

  async isVisible(caller: Caller, request: SupportRequestRow): Promise<boolean> {
    if (!canSeeLocation(caller, request.locationId)) return false;
    if (caller.role !== 'operator') return true;
    if (request.createdBy === caller.id || request.assigneeId === caller.id) return true;
    const isOpen = request.resolvedAt === null && !request.history;
    if (isOpen && (await this.desksOf(caller)).includes(request.locationId)) return true;
    return this.thread.isAuthor(request.id, caller.id);
  }

  /** Throws not-found when it is not there, or not for the caller. */
  async requireVisible(caller: Caller, request: SupportRequestRow | null): Promise<SupportRequestRow> {
    if (!request || !(await this.isVisible(caller, request))) throw notFound('supportRequest');
    return request;
  }

  private async desksOf({ operatorId }: Caller): Promise<string[]> {
    return operatorId === null ? [] : this.staffing.locationsNear(operatorId, this.clock.date());
  }
}
