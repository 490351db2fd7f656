import type { TestApp } from './app.js';
import { aShift, succeeded } from './factories.js';

/** Assigns an operator to a new shift, also in the past, and returns the claim. */
export async function onShift(
  app: TestApp,
  locationId: string,
  operatorId: string,
  shift: object,
): Promise<{ id: string; shiftId: string }> {
  const { id } = await aShift(app, locationId, shift);
  return assign(app, id, operatorId);
}

export async function assign(
  app: TestApp,
  shiftId: string,
  operatorId: string,
): Promise<{ id: string; shiftId: string }> {
  const body = { operatorId, overrideReason: 'recorded afterwards' };
  return succeeded(await app.admin.post(`/shifts/${shiftId}/claims`, body));
}

/** Records the check-in of an operator and, if `to` is given, the check-out. */
export async function recordAttendance(
  app: TestApp,
  claimId: string,
  from: string,
  to?: string,
): Promise<void> {
  succeeded(await app.admin.post(`/claims/${claimId}/check-in`, { at: from }));
  if (to) succeeded(await app.admin.post(`/claims/${claimId}/check-out`, { at: to }));
}
