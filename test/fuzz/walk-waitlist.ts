import { waitFor } from '../support/app.js';
import type { Call } from './call.js';

/** A shift of two seats loses one and gets it back, and the waiting operator takes it. */
export async function walkWaitlist(
  call: Call,
  shiftId: string,
  [holder, next, last]: readonly [string, string, string],
): Promise<void> {
  await call('PATCH /shifts/{id}', shiftId, { seats: 1 });
  await call('POST /shifts/{id}/claims', shiftId, { operatorId: holder, overrideReason: 'for the walk' });
  const waits = async (operatorId: string): Promise<string> =>
    (await call('POST /shifts/{id}/waitlist', shiftId, { operatorId })).id as string;
  const entry = await waits(next);
  await call('POST /waitlist-entries/{id}/leave', await waits(last));
  await call('GET /waitlist-entries');
  await call('PATCH /shifts/{id}', shiftId, { seats: 2 });
  await waitFor(async () => (await call('GET /waitlist-entries/{id}', entry)).status === 'offered');
  await call('POST /waitlist-entries/{id}/accept', entry);
}
