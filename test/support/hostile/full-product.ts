import { succeeded } from '../factories.js';
import type { HttpClient } from '../http-client.js';
import {
  CLAIM,
  LOCATION,
  OPERATOR,
  seededId,
  seedLocations,
  seedRequests,
  seedShifts,
  SHIFT,
} from '../seeds.js';
import type { FullProduct } from './requests.js';

const FROM = '2025-10-01T05:00:00Z';
const DAYS = 400;
const LOCATIONS = 5;
const SHIFTS = 12_000;
const REQUESTS = 300_000;

/**
 * Fills a new product with more than a year of a large library's data: 24,000 claims, 300,000 requests at one
 * lab, 60 rules of coverage hours.
 */
export async function fillProduct(
  database: { query(sql: string, values?: unknown[]): Promise<unknown> },
  admin: HttpClient,
): Promise<FullProduct> {
  const from = new Date(FROM);
  await seedLocations(database, LOCATIONS);
  await seedShifts(database, { shifts: SHIFTS, locations: LOCATIONS, from, seats: 3, claims: 2, days: DAYS });
  await seedRequests(database, { requests: REQUESTS, from, days: DAYS });
  const locationId = seededId(LOCATION, 1);
  const post = async (path: string, body: object): Promise<string> =>
    succeeded(await admin.post(path, body)).id as string;
  const weekdays = [1, 2, 3, 4, 5, 6, 7];
  for (let rule = 0; rule < 60; rule++) {
    const hour = String(rule % 24).padStart(2, '0');
    const hours = { locationId, weekdays, startsAt: `${hour}:${rule % 2 ? '30' : '00'}`, endsAt: '23:59' };
    await post('/coverage-hours', { ...hours, required: 3, effectiveFrom: '2025-10-01' });
    await post('/shift-templates', { ...hours, seats: 3, effectiveFrom: '2025-10-01' });
  }
  return {
    locationId,
    operatorId: seededId(OPERATOR, 1),
    shiftId: seededId(SHIFT, 11_900),
    claimId: seededId(CLAIM, 23_800),
    pilotId: await post('/pilots', {
      name: 'Everything',
      locationIds: Array.from({ length: LOCATIONS }, (_, index) => seededId(LOCATION, index + 1)),
      baseline: { from: '2025-10-01', to: '2026-05-01' },
      pilot: { from: '2026-05-01', to: '2026-11-05' },
    }),
    scheduleId: await post('/schedules', { locationId, startsOn: '2027-01-01', endsOn: '2027-07-19' }),
    payPeriodId: await post('/pay-periods', { startsOn: '2026-08-01', endsOn: '2026-09-30' }),
    from: FROM,
    to: new Date(from.getTime() + DAYS * 86_400_000).toISOString(),
  };
}
