import type { Call } from './call.js';

/** Maintenance of a location. */
export async function walkLabs(
  call: Call,
  lookAt: (kind: string, id: string) => Promise<void>,
  locationId: string,
): Promise<void> {
  const wiring = {
    locationId,
    startsAt: '2026-11-24T22:00:00-06:00',
    endsAt: '2026-11-25T01:00:00-06:00',
    reason: 'Wiring',
  };
  const maintenance = await call('POST /maintenance-windows', '', { ...wiring, closesCoverage: true });
  const dropped = await call('POST /maintenance-windows', '', wiring);
  await call('PATCH /maintenance-windows/{id}', dropped.id, { reason: 'No wiring' });
  await lookAt('maintenance-windows', maintenance.id);
  await call('DELETE /maintenance-windows/{id}', dropped.id);
}
