import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { forbidden, invalid, notFound } from '../../domain/errors.js';
import { latestDateOf } from '../../domain/pilots/life.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import {
  LOCAL_DATE,
  pageRequest,
  toPage,
  UUID,
  type Page,
  type PageQuery,
} from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { PilotsService } from '../pilots.service.js';
import type {
  CreateReviewDto,
  OwnersDto,
  ReviewActionInputDto,
  ReviewDto,
  UpdateReviewDto,
} from './reviews.dto.js';
import { ReviewsRepository, type StoredAction } from './reviews.repository.js';

@Injectable()
export class ReviewsService {
  constructor(
    private readonly reviews: ReviewsRepository,
    private readonly pilots: PilotsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, pilotId: string, query: PageQuery): Promise<Page<ReviewDto>> {
    await this.pilots.get(caller, pilotId);
    const page = pageRequest(query, [LOCAL_DATE, UUID]);
    return toPage(
      await this.reviews.list(pilotId, page),
      page,
      ({ heldOn, id }) => [heldOn, id],
      (row) => row,
    );
  }

  async get(caller: Caller, pilotId: string, id: string): Promise<ReviewDto> {
    await this.pilots.get(caller, pilotId);
    return required(await this.reviews.find(pilotId, id));
  }

  async owners(caller: Caller, pilotId: string): Promise<OwnersDto> {
    await this.pilots.get(caller, pilotId);
    return { items: await this.reviews.findOwners(pilotId) };
  }

  create(caller: Caller, pilotId: string, { actions = [], ...review }: CreateReviewDto): Promise<ReviewDto> {
    return this.database.transaction(async () => {
      await this.pilots.hold(caller, pilotId);
      await this.requireHeld(caller, pilotId, review.heldOn);
      const id = newId();
      const stored = await this.toStore(pilotId, actions, []);
      await this.reviews.insert({ ...review, id, pilotId });
      await this.reviews.setActions(id, stored);
      await this.record('pilot-review.created', id, { pilotId, ...review, actions: stored });
      return this.get(caller, pilotId, id);
    });
  }

  update(
    caller: Caller,
    pilotId: string,
    id: string,
    { actions, ...change }: UpdateReviewDto,
    precondition: Precondition,
  ): Promise<ReviewDto> {
    return this.database.transaction(async () => {
      const before = await this.hold(caller, pilotId, id);
      requireMatch(precondition, before.version);
      if (change.heldOn !== undefined) await this.requireHeld(caller, pilotId, change.heldOn);
      const stored = actions && (await this.toStore(pilotId, actions, before.actions));
      await this.reviews.update({ ...before, ...change });
      if (stored) await this.reviews.setActions(id, stored);
      await this.record('pilot-review.updated', id, {
        before,
        change: { ...change, ...(stored && { actions: stored }) },
      });
      return this.get(caller, pilotId, id);
    });
  }

  remove(caller: Caller, pilotId: string, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const review = await this.hold(caller, pilotId, id);
      requireMatch(precondition, review.version);
      await this.reviews.remove(id);
      await this.record('pilot-review.deleted', id, review);
    });
  }

  /** Ticks an action, or takes the tick back. Supervisors may, and whoever is to do it. */
  tick(caller: Caller, actionId: string, done: boolean): Promise<ReviewDto> {
    return this.database.transaction(async () => {
      const place = await this.reviews.findPlaceOf(actionId);
      if (!place) throw notFound('action');
      const { pilotId, reviewId } = place;
      const review = await this.hold(caller, pilotId, reviewId);
      const action = review.actions.find(({ id }) => id === actionId);
      if (!action) throw notFound('action');
      if (caller.role === 'campus_it' && action.owner !== caller.id) throw forbidden('FORBIDDEN.own-action');
      if (action.done === done) return review;
      const changed = review.actions.map((one) => (one.id === actionId ? { ...one, done } : one));
      await this.reviews.update(review);
      await this.reviews.setActions(reviewId, changed.map(asStored));
      await this.record(`pilot-review.action-${done ? 'done' : 'undone'}`, reviewId, { text: action.text });
      return this.get(caller, pilotId, reviewId);
    });
  }

  private async hold(caller: Caller, pilotId: string, id: string): Promise<ReviewDto> {
    await this.pilots.get(caller, pilotId);
    return required(await this.reviews.lock(pilotId, id));
  }

  private async requireHeld(caller: Caller, pilotId: string, heldOn: string): Promise<void> {
    const { zones } = await this.pilots.getWithZones(caller, pilotId);
    const today = latestDateOf(this.clock.now(), zones);
    if (heldOn > today) throw invalid('heldOn', 'IN_THE_FUTURE', { field: 'heldOn' });
  }

  /** The actions to store. One with an id stays as done as it was, unless it says otherwise. */
  private async toStore(
    pilotId: string,
    given: readonly ReviewActionInputDto[],
    standing: ReviewDto['actions'],
  ): Promise<StoredAction[]> {
    const owners = new Set((await this.reviews.findOwners(pilotId)).map(({ id }) => id));
    const open = new Map(standing.map((action) => [action.id, action]));
    return given.map(({ id, text, owner, dueOn, done }, index) => {
      const before = id === undefined ? undefined : open.get(id);
      if (id !== undefined && !open.delete(id)) {
        const field = `actions.${index}.id`;
        throw invalid(field, 'INVALID_FIELD.unknown-action', { field });
      }
      const known = UUID.test(owner) ? owner.toLowerCase() : null;
      // Whoever had the action already keeps it, also when they no longer see the pilot.
      if (known !== null && !owners.has(known) && before?.owner !== known) {
        const field = `actions.${index}.owner`;
        throw invalid(field, 'INVALID_FIELD.action-owner', { field });
      }
      return asStored({
        id: id ?? newId(),
        text,
        owner: known ?? owner,
        dueOn,
        done: done ?? before?.done ?? false,
      });
    });
  }

  private record(action: AuditAction<'pilot-review'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'pilot-review', entityId, details });
  }
}

const asStored = ({
  id,
  text,
  owner,
  dueOn,
  done,
}: Omit<ReviewDto['actions'][number], 'ownerName'>): StoredAction => ({
  id,
  text,
  ownerId: UUID.test(owner) ? owner : null,
  ownerName: UUID.test(owner) ? null : owner,
  dueOn,
  done,
});

function required(review: ReviewDto | null): ReviewDto {
  if (!review) throw notFound('review');
  return review;
}
