import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, forbidden, invalid, notFound, refusal } from '../../domain/errors.js';
import { inZone } from '../../domain/iso-text.js';
import { requireMay, requirePublished } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository, type OperatorFacts } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { requireVisibleClaim } from '../roster/visibility.js';
import { SeatTransfers } from '../seats/seat-transfers.service.js';
import { Seats } from '../seats/seats.service.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { toSwapDto } from './swap-mapping.js';
import { SwapEligibility } from './swap-eligibility.service.js';
import { SwapsRepository, type SwapRow } from './swaps.repository.js';
import type { CreateSwapDto, SwapDto, SwapOptionsDto, SwapQuery } from './trades.dto.js';

const MOST_OPEN = 20;
const MOST_OPTIONS = 200;

type Place = Pick<ClaimRow, 'locationId'>;

/** Everything that a swap changes, locked. */
interface Locked {
  swap: SwapRow;
  operators: OperatorFacts[];
  claims: ClaimRow[];
  shifts: ShiftRow[];
}

@Injectable()
export class SwapsService {
  constructor(
    private readonly swaps: SwapsRepository,
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly swapEligibility: SwapEligibility,
    private readonly operators: OperatorFactsRepository,
    private readonly seats: Seats,
    private readonly seatTransfers: SeatTransfers,
    private readonly locations: LocationsService,
    private readonly notifications: NotificationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: SwapQuery): Promise<Page<SwapDto>> {
    const page = pageRequest(query);
    const isOperator = caller.role === 'operator';
    const selection = {
      visible: isOperator ? null : locationFilter(caller),
      operatorId: isOperator ? caller.operatorId : null,
      now: this.clock.date(),
      status: query.status ?? null,
    };
    return toPage(
      await this.swaps.list(selection, page),
      page,
      (row) => [row.id],
      (row) => toSwapDto(caller, row, this.clock.now()),
    );
  }

  async get(caller: Caller, id: string): Promise<SwapDto> {
    return toSwapDto(caller, await this.getRow(caller, id), this.clock.now());
  }

  /**
   * Only claims that both could work, by all rules, so that nobody is asked for what they would have to
   * refuse. The reasons of others are not shown.
   */
  async options(caller: Caller, claimId: string): Promise<SwapOptionsDto> {
    const claim = requireVisibleClaim(caller, await this.claims.find(claimId));
    this.requireTradable(claim);
    const selection = { now: this.clock.date(), visible: locationFilter(caller) };
    const rows = await this.swaps.findOptions(claim, selection, MOST_OPTIONS);
    const fitting = await this.swapEligibility.exchangeable(claim, rows);
    const isOperator = caller.role === 'operator';
    return {
      items: fitting.map((row) => ({
        claimId: row.claimId,
        shiftId: row.id,
        locationId: row.locationId,
        startsAt: inZone(row.startsAt, row.timeZone),
        endsAt: inZone(row.endsAt, row.timeZone),
        operatorName: isOperator ? row.displayName : row.operatorName,
      })),
    };
  }

  /**
   * Both sides must fit now. Reasons against the other operator are private: the caller learns only that the
   * swap is not possible.
   */
  create(caller: Caller, body: CreateSwapDto): Promise<SwapDto> {
    return this.database.transaction(async () => {
      const expected = requireVisibleClaim(caller, await this.claims.find(body.claimId));
      const expectedWanted =
        body.withClaimId === undefined
          ? null
          : requireNearby(caller, await this.claims.find(body.withClaimId));
      const toOperatorId = await this.counterpart(caller, body, expected, expectedWanted);
      await this.operators.lock([expected.operatorId, toOperatorId]);
      const ids = expectedWanted ? [expected.id, expectedWanted.id] : [expected.id];
      const locked = await this.claims.lockAll(ids);
      const offered = locked.find(({ id }) => id === expected.id)!;
      const wanted = locked.find(({ id }) => id === expectedWanted?.id) ?? null;
      for (const claim of wanted ? [offered, wanted] : [offered]) {
        this.requireTradable(claim);
        requirePublished(await this.shifts.findRow(claim.shiftId));
      }
      await this.swapEligibility.require(caller, offered, wanted, toOperatorId);
      if ((await this.swaps.countOpenOf(offered.id)) >= MOST_OPEN)
        throw conflict('TOO_MANY_SWAPS', { most: MOST_OPEN });
      const id = newId();
      const withClaimId = wanted?.id ?? null;
      await this.swaps.insert({ id, claimId: offered.id, withClaimId, toOperatorId, at: this.clock.date() });
      await this.record('swap.created', id, offered, { claimId: offered.id, withClaimId, toOperatorId });
      await this.notifications.swap('swap-offered', id);
      return this.get(caller, id);
    });
  }

  /**
   * By the colleague, or by a supervisor for them. It takes effect, or waits for approval where a location
   * requires that.
   */
  accept(caller: Caller, id: string): Promise<SwapDto> {
    return this.database.transaction(async () => {
      const locked = await this.lock(caller, id);
      const { swap, claims } = locked;
      if (caller.role === 'operator' && swap.toOperatorId !== caller.operatorId)
        throw forbidden('FORBIDDEN.accept-swap');
      if (swap.status !== 'open') throw closed(swap);
      if (caller.role !== 'operator') requireEverySide(caller, swap);
      await this.requirePossible(caller, locked);
      await this.record('swap.accepted', id, claims[0]!);
      const needsApproval = await this.needsApproval(locked.shifts);
      if (caller.role === 'operator' && needsApproval) {
        await this.swaps.setStatus(id, 'accepted', null, null);
        await this.notifications.swap('swap-accepted', id);
        return this.get(caller, id);
      }
      return this.complete(caller, locked);
    });
  }

  approve(caller: Caller, id: string): Promise<SwapDto> {
    return this.database.transaction(async () => {
      const locked = await this.lock(caller, id);
      if (locked.swap.status !== 'accepted') throw closed(locked.swap);
      requireEverySide(caller, locked.swap);
      await this.requirePossible(caller, locked);
      return this.complete(caller, locked);
    });
  }

  /** By the colleague, or by a supervisor. */
  decline(caller: Caller, id: string, reason: string | undefined): Promise<SwapDto> {
    return this.end(caller, id, 'declined', reason ?? null, (swap) => swap.toOperatorId);
  }

  /** By the offering operator, or by a supervisor. */
  cancel(caller: Caller, id: string): Promise<SwapDto> {
    return this.end(caller, id, 'cancelled', null, (swap) => swap.fromOperatorId);
  }

  private end(
    caller: Caller,
    id: string,
    status: 'declined' | 'cancelled',
    reason: string | null,
    whose: (swap: SwapRow) => string,
  ): Promise<SwapDto> {
    return this.database.transaction(async () => {
      await this.getRow(caller, id);
      const swap = (await this.swaps.find(id, { lock: true }))!;
      if (caller.role === 'operator' && whose(swap) !== caller.operatorId)
        throw forbidden(status === 'declined' ? 'FORBIDDEN.decline-swap' : 'FORBIDDEN.cancel-swap');
      if (swap.status !== 'open' && swap.status !== 'accepted') throw closed(swap);
      await this.swaps.setStatus(id, status, this.clock.date(), reason);
      await this.record(`swap.${status}`, id, swap.offered);
      if (status === 'declined' && caller.role === 'operator')
        await this.notifications.swap('swap-declined', id);
      else await this.notifications.swapEnded(id);
      return this.get(caller, id);
    });
  }

  private async complete(caller: Caller, { swap, claims }: Locked): Promise<SwapDto> {
    await this.swaps.setStatus(swap.id, 'completed', this.clock.date(), null);
    const [offered, wanted] = claims;
    await this.seatTransfers.exchange([
      { claim: offered!, to: swap.toOperatorId },
      ...(wanted ? [{ claim: wanted, to: swap.fromOperatorId }] : []),
    ]);
    await this.record('swap.completed', swap.id, offered!);
    return this.get(caller, swap.id);
  }

  /** Locks operators, shifts, claims and then the swap, each by id. */
  private async lock(caller: Caller, id: string): Promise<Locked> {
    const expected = await this.getRow(caller, id);
    const sides = expected.wanted ? [expected.offered, expected.wanted] : [expected.offered];
    const held = await this.seats.hold({
      claims: sides.map(({ claimId }) => claimId),
      operators: [expected.toOperatorId],
    });
    const swap = (await this.swaps.find(id, { lock: true }))!;
    const claims = sides.map(({ claimId }) => held.claims.get(claimId)!);
    const shifts = claims.map(({ shiftId }) => held.shifts.get(shiftId)!);
    return { swap, operators: [...held.operators.values()], claims, shifts };
  }

  /**
   * Checks everything again when the swap takes effect. Reasons against one operator are not shown to the
   * other.
   */
  private async requirePossible(caller: Caller, { swap, operators, claims, shifts }: Locked): Promise<void> {
    for (const claim of claims) this.requireTradable(claim);
    const [offered, wanted] = claims;
    const [offeredShift, wantedShift] = shifts;
    const to = operators.find((one) => one.id === swap.toOperatorId)!;
    await this.eligibility.require(to, { ...offeredShift!, seatsTaken: 0 }, 'relief', {
      givingUp: wanted?.id ?? null,
    });
    if (!wanted) return;
    const from = operators.find((one) => one.id === swap.fromOperatorId)!;
    const shift = { ...wantedShift!, seatsTaken: 0 };
    const [violations = []] = await this.eligibility.violations(from, [shift], 'relief', offered!.id);
    if (violations.length === 0) return;
    throw caller.role === 'operator' ? conflict('SWAP_NOT_POSSIBLE') : refusal('conflict', violations);
  }

  private async counterpart(
    caller: Caller,
    { toOperatorId }: CreateSwapDto,
    offered: ClaimRow,
    wanted: ClaimRow | null,
  ): Promise<string> {
    const named = toOperatorId?.toLowerCase();
    if (wanted && named !== undefined && named !== wanted.operatorId)
      throw invalid('toOperatorId', 'INVALID_FIELD.swap-holder');
    const id = wanted?.operatorId ?? named;
    if (id === undefined) throw invalid('withClaimId', 'INVALID_FIELD.swap-with');
    if (id === offered.operatorId)
      throw invalid('toOperatorId', 'INVALID_FIELD.somebody-else', { field: 'toOperatorId' });
    const [operator] = await this.operators.find([id]);
    const shares = operator && this.sharesLocation(caller, operator, offered);
    if (!shares) throw notFound('operator');
    return id;
  }

  /** A colleague who shares no location with the claim is reported as not found. */
  private sharesLocation(caller: Caller, { locationIds }: OperatorFacts, offered: ClaimRow): boolean {
    return (
      locationIds.length === 0 ||
      (locationIds.includes(offered.locationId) && canSeeLocation(caller, offered.locationId))
    );
  }

  private requireTradable(claim: ClaimRow): void {
    requireMay('trade', factsOf(claim), this.clock.now());
  }

  private async needsApproval(shifts: readonly ShiftRow[]): Promise<boolean> {
    for (const { locationId } of shifts)
      if ((await this.locations.getAny(locationId)).tradesNeedApproval) return true;
    return false;
  }

  /** For the two operators, and for supervisors at a location of the swap. */
  private async getRow(caller: Caller, id: string): Promise<SwapRow> {
    const swap = await this.swaps.find(id);
    const isVisible =
      swap &&
      (caller.role === 'operator'
        ? [swap.fromOperatorId, swap.toOperatorId].includes(caller.operatorId!)
        : canSeeLocation(caller, swap.offered.locationId) ||
          (swap.wanted && canSeeLocation(caller, swap.wanted.locationId)));
    if (!isVisible) throw notFound('swap');
    return swap;
  }

  private record(action: AuditAction<'swap'>, id: string, at: Place, details = {}): Promise<void> {
    return this.audit.record({ action, entity: 'swap', entityId: id, locationId: at.locationId, details });
  }
}

/** Any operator's claim at the caller's locations. */
function requireNearby(caller: Caller, claim: ClaimRow | null): ClaimRow {
  if (!claim || !canSeeLocation(caller, claim.locationId)) throw notFound('claim');
  return claim;
}

const closed = (swap: SwapRow): Error => conflict('SWAP_CLOSED', { status: swap.status });

/** A supervisor may decide only when both sides are at their locations. */
function requireEverySide(caller: Caller, { offered, wanted }: SwapRow): void {
  for (const side of wanted ? [offered, wanted] : [offered]) {
    if (!canSeeLocation(caller, side.locationId)) throw forbidden('FOREIGN_LOCATION.swap');
  }
}
