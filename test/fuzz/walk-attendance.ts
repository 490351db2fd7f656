import type { Call } from './call.js';

const HOUR = 3_600_000;
const iso = (instant: number): string => new Date(instant).toISOString();

/** Records, corrects and pays work, on a summer day of its own for each walk. */
export async function walkAttendance(
  call: Call,
  number: number,
  { locationId, operatorId, coverer }: { locationId: string; operatorId: string; coverer: string },
): Promise<void> {
  const day = Date.UTC(2025, 0, number);
  const begun = async (hour: number): Promise<string> => {
    const [startsAt, endsAt] = [iso(day + hour * HOUR), iso(day + (hour + 1) * HOUR)];
    const body = { locationId, startsAt, endsAt, seats: 1, status: 'published' };
    const shift = await call('POST /shifts', '', body);
    const taking = { operatorId, overrideReason: 'for the walk' };
    return (await call('POST /shifts/{id}/claims', shift.id as string, taking)).id as string;
  };
  const asked = async (hour: number): Promise<string> => {
    const [checkedInAt, checkedOutAt] = [iso(day + hour * HOUR), iso(day + (hour + 0.9) * HOUR)];
    const body = { checkedInAt, checkedOutAt, reason: 'forgot' };
    const name = 'POST /claims/{id}/attendance-corrections';
    return (await call(name, await begun(hour), body, 'operator')).id as string;
  };
  const correction = await asked(8);
  await call('GET /attendance-corrections/{id}', correction);
  await call('GET /attendance-corrections');
  await call('POST /attendance-corrections/{id}/approve', correction);
  await call('POST /attendance-corrections/{id}/reject', await asked(10), { reason: 'was closed' });
  await call('POST /claims/{id}/covered-by', await begun(12), { operatorId: coverer, reason: 'stood in' });
  const learnt = await call('POST /positions', '', { name: `Learnt ${number}`, shadowShifts: 1 });
  const trained = { positionId: learnt.id, status: 'qualified', expiresOn: null };
  await call('POST /operators/{id}/qualifications', operatorId, trained);
  await call('POST /operators/{id}/qualifications', coverer, { ...trained, status: 'in-training' });
  const span = { startsAt: iso(day + 14 * HOUR), endsAt: iso(day + 15 * HOUR) };
  const body = { locationId, positionId: learnt.id, ...span, seats: 1, status: 'published' };
  const { id: shiftId } = await call('POST /shifts', '', body);
  const on = async (who: string): Promise<string> => {
    const taking = { operatorId: who, overrideReason: 'for the walk' };
    return (await call('POST /shifts/{id}/claims', shiftId as string, taking)).id as string;
  };
  await on(operatorId);
  const shadow = await on(coverer);
  await call('POST /claims/{id}/check-in', shadow, { at: span.startsAt });
  await call('POST /claims/{id}/sign-off', shadow);
  const date = iso(day).slice(0, 10);
  const { id } = await call('POST /pay-periods', '', { startsOn: date, endsOn: date });
  const period = id as string;
  await call('GET /pay-periods/{id}', period);
  await call('GET /pay-periods');
  await call('POST /pay-periods/{id}/lock', period);
  await call('GET /pay-periods/{id}/timesheet', period);
  await call('POST /pay-periods/{id}/unlock', period, { reason: 'a mistake' });
  await call('DELETE /pay-periods/{id}', period);
}
