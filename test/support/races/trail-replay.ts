import {
  allOverridable,
  violationsOf,
  type SeatTaking,
  type ShiftStatus,
} from '../../../src/domain/eligibility.js';
import type { Span } from '../../../src/domain/interval.js';
import { NO_LIMITS } from '../../../src/domain/working-time.js';
import type { TestDatabase } from '../database.js';

interface AuditEvent {
  id: string;
  action: string;
  entityId: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  details: any;
}

interface OperatorState {
  weeklyHourCap: number | null;
  positionIds: string[];
  deactivatedOn: string | null;
}

interface ShiftState {
  locationId: string;
  positionId: string;
  startsAt: string;
  endsAt: string;
  seats: number;
  status: ShiftStatus;
}

interface ClaimState {
  shiftId: string;
  operatorId: string;
  status: string;
  isOverridden: boolean;
  checkedInAt: string | null;
  checkedOutAt: string | null;
  noShow: boolean;
  /** The id of the claim that this one takes over; both have the same seat. */
  relieves: string | null;
}

const CALENDAR = { zone: 'UTC', weekStartsOn: 1 } as const;
const spanOf = ({ startsAt, endsAt }: ShiftState): Span => ({
  start: Date.parse(startsAt),
  end: Date.parse(endsAt),
});
const isActive = (claim: ClaimState): boolean => claim.status === 'pending' || claim.status === 'approved';

/**
 * Replays the audit trail in its order. For every seat that is taken, kept or moved it checks the rules as of
 * that moment. Each event is written under the locks of its change, so an event that affects another comes
 * before it.
 */
export class TrailReplay {
  readonly operators = new Map<string, OperatorState>();
  readonly shifts = new Map<string, ShiftState>();
  readonly claims = new Map<string, ClaimState>();
  private readonly away = new Map<string, { operatorId: string; span: Span }>();
  /** Changes that should not have happened, as text. */
  readonly faults: string[] = [];

  static async of(database: TestDatabase): Promise<TrailReplay> {
    const replay = new TrailReplay();
    const events = await database.query<AuditEvent>(
      'SELECT id, action, entity_id AS "entityId", details FROM audit_events ORDER BY id',
    );
    for (const event of events) replay.handlers[event.action]?.(event);
    return replay;
  }

  private readonly handlers: Record<string, (event: AuditEvent) => void> = {
    'operator.created': ({ entityId, details: { weeklyHourCap, positionIds } }) =>
      this.operators.set(entityId, { weeklyHourCap, positionIds, deactivatedOn: null }),
    'operator.updated': ({ entityId, details: { weeklyHourCap, positionIds } }) => {
      const operator = this.operators.get(entityId)!;
      if (weeklyHourCap !== undefined) operator.weeklyHourCap = weeklyHourCap;
      if (positionIds !== undefined) operator.positionIds = positionIds;
    },
    'operator.deactivated': ({ entityId, details: { on } }) =>
      (this.operators.get(entityId)!.deactivatedOn = on),
    'operator.reactivated': ({ entityId }) => (this.operators.get(entityId)!.deactivatedOn = null),
    'shift.created': ({ entityId, details }) => this.shifts.set(entityId, { status: 'draft', ...details }),
    'shift.updated': (event) => this.changeShift(event),
    'shift.split': (event) => this.splitShift(event),
    'shift.cancelled': (event) => this.cancelShift(event),
    'claim.created': (event) => this.take(event, 'claim'),
    'claim.assigned': (event) => this.take(event, 'assignment'),
    'claim.split': ({ entityId, details: { shiftId, fromClaimId } }) =>
      this.claims.set(entityId, { ...this.claims.get(fromClaimId as string)!, shiftId: shiftId as string }),
    'claim.relief-created': (event) => this.take(event, 'relief', event.details.relievesClaimId as string),
    'claim.swapped': (event) => this.take(event, 'relief'),
    'unavailability.created': ({ entityId, details: { operatorId, startsAt, endsAt } }) =>
      this.away.set(entityId, {
        operatorId,
        span: { start: Date.parse(startsAt as string), end: Date.parse(endsAt as string) },
      }),
    'unavailability.deleted': ({ entityId }) => this.away.delete(entityId),
    'claim.approved': (event) => {
      this.expect(event, ['pending']);
      this.judge(event, event.entityId, 'approval', event.details.overrideReason !== undefined);
      this.change(event, { status: 'approved', relieves: null });
      if (event.details.overrideReason !== undefined) this.change(event, { isOverridden: true });
    },
    'claim.rejected': (event) => this.end(event, 'rejected', ['pending']),
    'claim.withdrawn': (event) => this.end(event, 'withdrawn', ['pending']),
    'claim.cancelled': (event) => this.end(event, 'cancelled', ['pending', 'approved']),
    'claim.checked-in': (event) => this.attend(event),
    'claim.checked-out': (event) => this.attend(event),
    'claim.no-show': (event) => this.attend(event),
  };

  private take(event: AuditEvent, taking: SeatTaking, relieves: string | null = null): void {
    const { shiftId, operatorId, overrideReason } = event.details;
    const isOverridden = overrideReason !== undefined;
    const status = taking === 'claim' || relieves !== null ? 'pending' : 'approved';
    const attendance = { checkedInAt: null, checkedOutAt: null, noShow: false, relieves };
    const claim: ClaimState = { shiftId, operatorId, status, isOverridden, ...attendance };
    const violations = this.violations(claim, taking);
    this.claims.set(event.entityId, claim);
    this.blame(event, violations, isOverridden);
  }

  private end(event: AuditEvent, status: string, from: readonly string[]): void {
    this.expect(event, from);
    this.finish(event, status);
  }

  /** Ends a claim. A relief claim for it keeps the seat. */
  private finish(event: AuditEvent, status: string): void {
    this.change(event, { status, relieves: null });
    for (const claim of this.claims.values()) if (claim.relieves === event.entityId) claim.relieves = null;
  }

  private attend(event: AuditEvent): void {
    this.expect(event, ['approved']);
    const { checkedInAt, checkedOutAt, noShow } = event.details as unknown as ClaimState;
    this.change(event, { checkedInAt, checkedOutAt, noShow });
  }

  private changeShift(event: AuditEvent): void {
    const shift = this.shifts.get(event.entityId)!;
    const before = JSON.stringify([spanOf(shift), shift.positionId]);
    Object.assign(shift, event.details);
    const claims = this.activeOn(event.entityId);
    if (claims.filter(([, claim]) => claim.relieves === null).length > shift.seats)
      this.faults.push(`${event.id} ${event.action}: SEATS_TAKEN`);
    if (shift.status === 'draft' && claims.some(([, claim]) => claim.status === 'pending'))
      this.faults.push(`${event.id} ${event.action}: SHIFT_CLAIMED`);
    if (before === JSON.stringify([spanOf(shift), shift.positionId])) return;
    for (const [id, claim] of claims) {
      this.judge(event, id, 'approval', claim.isOverridden);
      if (claim.checkedInAt !== null) this.faults.push(`${event.id} ${event.action}: SHIFT_WORKED`);
    }
  }

  /** A shift with one seat is shortened; with more seats, the claim's seat moves to a new shift. */
  private splitShift({ entityId, details: { claimId, rest } }: AuditEvent): void {
    const { shiftId, startsAt, endsAt } = rest as { shiftId: string; startsAt: string; endsAt: string };
    const shift = this.shifts.get(entityId)!;
    if (shiftId === entityId) Object.assign(shift, { startsAt, endsAt });
    else {
      shift.seats -= 1;
      this.claims.get(claimId as string)!.shiftId = shiftId;
    }
  }

  /** The claims on the shift have been cancelled before, each with its own row. */
  private cancelShift(event: AuditEvent): void {
    this.shifts.get(event.entityId)!.status = 'cancelled';
    const left = this.activeOn(event.entityId).map(([id]) => id);
    const named = event.details.claims as string[];
    const standing = named.filter((id) => this.claims.get(id)?.status !== 'cancelled');
    if (left.length + standing.length > 0)
      this.faults.push(`${event.id} ${event.action}: leaves ${[...left, ...standing].join()}`);
  }

  private judge(event: AuditEvent, claimId: string, taking: SeatTaking, isOverridden: boolean): void {
    const claim = this.claims.get(claimId);
    if (claim) this.blame(event, this.violations(claim, taking), isOverridden);
  }

  private blame(event: AuditEvent, violations: ReturnType<typeof violationsOf>, isOverridden: boolean): void {
    if (violations.length === 0 || (isOverridden && allOverridable(violations))) return;
    const codes = violations.map(({ code }) => code).join();
    this.faults.push(`${event.id} ${event.action} of ${event.entityId}: ${codes}`);
  }

  /** The violated rules at that moment, without the rule that the shift must not have begun. */
  private violations(claim: ClaimState, taking: SeatTaking): ReturnType<typeof violationsOf> {
    const shift = this.shifts.get(claim.shiftId)!;
    const operator = this.operators.get(claim.operatorId)!;
    const span = spanOf(shift);
    const claims = [...this.claims.values()]
      .filter((other) => isActive(other) && other.operatorId === claim.operatorId)
      .map(({ shiftId }) => ({ shiftId, span: spanOf(this.shifts.get(shiftId)!) }));
    return violationsOf(
      {
        now: Number.NEGATIVE_INFINITY,
        calendar: CALENDAR,
        shift: {
          ...shift,
          claimableFrom: null,
          seatsHeld: 0,
          shadows: 0,
          id: claim.shiftId,
          span,
          seatsTaken: this.activeOn(claim.shiftId).filter(([, one]) => one.relieves === null).length,
        },
        operator: {
          ...operator,
          trainingIds: [],
          expiries: [],
          locationIds: [],
          capIsBinding: false,
          otherWeeklyHours: 0,
        },
        claims,
        away: [...this.away.values()]
          .filter(({ operatorId }) => operatorId === claim.operatorId)
          .map(({ span: away }) => ({ kind: 'absence', span: away })),
        terms: [],
        limits: NO_LIMITS,
      },
      taking,
    );
  }

  private activeOn(shiftId: string): [string, ClaimState][] {
    return [...this.claims].filter(([, claim]) => claim.shiftId === shiftId && isActive(claim));
  }

  private expect(event: AuditEvent, from: readonly string[]): void {
    const status = this.claims.get(event.entityId)?.status;
    if (!from.includes(status ?? 'unknown'))
      this.faults.push(`${event.id} ${event.action} of ${event.entityId}: was ${status}`);
  }

  private change({ entityId }: AuditEvent, change: Partial<ClaimState>): void {
    const claim = this.claims.get(entityId);
    if (claim) Object.assign(claim, change);
  }
}
