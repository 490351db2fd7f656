import type { Call } from './call.js';

/** Maintenance and workstations of a location. */
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
  const station = await call('POST /workstations', '', { locationId, name: 'PC 1', area: 'East' });
  const other = await call('POST /workstations', '', {
    locationId,
    name: 'PC 2',
    inServiceFrom: '2026-10-01',
  });
  await call('PATCH /workstations/{id}', station.id, { outOfServiceFrom: '2026-10-20' });
  await call('POST /workstations/import', '', { locationId, text: 'name,area\nPC 3,West\nPC 1,West' });
  await lookAt('workstations', station.id);
  await call('DELETE /workstations/{id}', other.id);
}
