import type { Call } from './call.js';

/** Maintenance, workstations and routing rules of a location. */
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
  const rule = await call('POST /routing-rules', '', {
    locationId,
    categories: ['printing'],
    hours: { weekdays: [5, 6], startsAt: '22:00', endsAt: '02:00' },
    staffing: 'nobody-on-shift',
    tier: 'campus-it',
    words: 'No one is here at night',
  });
  const superseded = await call('POST /routing-rules', '', {
    locationId,
    priorities: ['urgent'],
    tier: 'campus-it',
    words: 'Urgent',
  });
  await call('PATCH /routing-rules/{id}', rule.id, { priorities: ['high', 'urgent'] });
  await call('POST /routing-rules/order', '', { locationId, ids: [superseded.id, rule.id] });
  await call('POST /routing-rules/try', '', { locationId, category: 'printing', priority: 'urgent' });
  await lookAt('routing-rules', rule.id);
  await call('DELETE /routing-rules/{id}', superseded.id);
}
