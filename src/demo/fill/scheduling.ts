import { MINUTE } from '../../domain/interval.js';
import { ScansService } from '../../gaps/scans.service.js';
import { AttendanceService } from '../../scheduling/attendance/attendance.service.js';
import { ClaimsService } from '../../scheduling/claims/claims.service.js';
import { ShiftsService } from '../../scheduling/shifts/shifts.service.js';
import type { PlannedClaim } from '../plan/claims.js';
import { SUPERVISOR_OF } from '../plan/people.js';
import type { PlannedShift } from '../plan/roster.js';
import type { ScheduledAction, FillContext } from './fill-context.js';

const NO_SHOW_NOTED = 35 * MINUTE;
const SCAN_FOLLOWS = 2_000;
const REJECTION = 'Please leave this one to somebody with fewer hours this month.';
const ILLNESS = 'Called in ill.';

/** Publishes schedules, makes and decides claims, records attendance. */
export const scheduling = (world: FillContext, shifts: readonly PlannedShift[]): ScheduledAction[] =>
  shifts.flatMap((shift) => {
    let shiftId = '';
    const publish = async (): Promise<void> => {
      const { lab, start, end, seats } = shift;
      const made = await world.as(world.member(SUPERVISOR_OF[lab]), (supervisor) =>
        world.service(ShiftsService).create(supervisor, {
          locationId: world.locationId(lab),
          startsAt: new Date(start),
          endsAt: new Date(end),
          seats,
          status: 'published',
        }),
      );
      shiftId = made.id;
    };
    return [
      { at: shift.publishedAt, run: publish },
      ...shift.claims.flatMap((claim) => claiming(world, shift, claim, () => shiftId)),
    ];
  });

function claiming(
  world: FillContext,
  shift: PlannedShift,
  claim: PlannedClaim,
  shiftId: () => string,
): ScheduledAction[] {
  let id = '';
  const asOperator =
    (work: (operator: FillContext['admin']) => Promise<unknown>) => async (): Promise<void> =>
      void (await world.as(world.operators[claim.operator]!, work));
  const asSupervisor =
    (work: (supervisor: FillContext['admin']) => Promise<unknown>) => async (): Promise<void> =>
      void (await world.as(world.member(SUPERVISOR_OF[shift.lab]), work));
  const claims = world.service(ClaimsService);

  const take: ScheduledAction = {
    at: claim.claimedAt,
    run: asOperator(async (operator) => (id = (await claims.create(operator, shiftId(), {})).id)),
  };
  const at = claim.decidedAt;
  const approve: ScheduledAction = { at, run: asSupervisor((supervisor) => claims.approve(supervisor, id)) };
  switch (claim.fate) {
    case 'withdrawn':
      return [take, { at, run: asOperator((operator) => claims.withdraw(operator, id)) }];
    case 'rejected':
      return [take, { at, run: asSupervisor((supervisor) => claims.reject(supervisor, id, REJECTION)) }];
    case 'cancelled':
      return [
        take,
        approve,
        { at: claim.cancelledAt, run: asSupervisor((supervisor) => claims.cancel(supervisor, id, ILLNESS)) },
        // The server scans seconds after a change. In the demo its own scan may come when the clock is days
        // further on.
        { at: claim.cancelledAt + SCAN_FOLLOWS, run: () => world.service(ScansService).runAll() },
      ];
    case 'approved':
      return [take, approve, ...attending()];
  }

  function attending(): ScheduledAction[] {
    const attendance = world.service(AttendanceService);
    if (claim.attendance === 'no-show') {
      const run = asSupervisor((supervisor) => attendance.markNoShow(supervisor, id));
      return [{ at: shift.start + NO_SHOW_NOTED, run }];
    }
    const { checkedInAt, checkedOutAt } = claim.attendance;
    const come: ScheduledAction = {
      at: checkedInAt,
      run: asOperator((operator) => attendance.checkIn(operator, id, { address: '127.0.0.1' })),
    };
    if (checkedOutAt === null) return [come];
    return [come, { at: checkedOutAt, run: asOperator((operator) => attendance.checkOut(operator, id)) }];
  }
}
