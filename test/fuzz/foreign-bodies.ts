import { rowsMapping } from '../support/imports.js';
import { sourceAt } from '../support/sources.js';

export type Ids = Readonly<Record<string, string>>;

const ACTIONS = [{ text: 'x', owner: 'Dana', dueOn: '2026-11-01' }];
export const REVIEW = {
  heldOn: '2026-10-20',
  people: ['Dana'],
  decision: 'go-on',
  why: 'x',
  actions: ACTIONS,
};
const DATES = { startsOn: '2027-01-04', endsOn: '2027-01-10' };
const EVENING = { weekdays: [1], startsAt: '20:00', endsAt: '23:00', effectiveFrom: '2027-01-04' };
export const WIRING = { startsAt: '2027-01-04T20:00:00Z', endsAt: '2027-01-04T23:00:00Z', reason: 'Wiring' };
export const MOMENT = '2026-10-26T10:00:00Z';

/** A route, and a body that is valid except that it names a row of another location. */
export const NAMED_IN_BODIES: readonly (readonly [
  route: string,
  makeBody: (ids: Ids, own: Ids) => object | FormData,
])[] = [
  [
    'POST /operators',
    ({ locations }) => ({ name: 'A B', email: 'a.b@example.org', locationIds: [locations] }),
  ],
  ['PATCH /operators/{id}', ({ locations }, own) => ({ locationIds: [own['locations'], locations] })],
  ['POST /coverage-hours', ({ locations }) => ({ locationId: locations, required: 1, ...EVENING })],
  ['POST /on-duty-links', ({ locations }) => ({ locationId: locations })],
  ['POST /calendar-feeds', ({ locations }) => ({ kind: 'location', locationId: locations })],
  [
    'POST /coverage-exceptions',
    ({ locations }) => ({ locationId: locations, date: '2027-01-04', kind: 'closed', reason: 'x' }),
  ],
  [
    'POST /coverage-exceptions/preview',
    ({ 'coverage-exceptions': exceptionId }, own) => ({
      locationId: own['locations'],
      exceptionId,
      date: '2027-01-04',
      kind: 'closed',
    }),
  ],
  ['POST /maintenance-windows', ({ locations }) => ({ locationId: locations, ...WIRING })],
  [
    'POST /import-mappings',
    ({ locations }) => ({
      locationId: locations,
      name: 'Desk',
      mapping: { source: 'desk', columns: { externalId: 'id', openedAt: 'created' } },
    }),
  ],
  ['POST /workstations', ({ locations }) => ({ locationId: locations, name: 'PC 1' })],
  ['POST /workstations/import', ({ locations }) => ({ locationId: locations, text: 'name\nPC 1' })],
  ['PATCH /coverage-exceptions/{id}', ({ shifts }) => ({ cancelShiftIds: [shifts] })],
  [
    'POST /shifts',
    ({ locations }) => ({
      locationId: locations,
      startsAt: MOMENT,
      endsAt: '2026-10-26T12:00:00Z',
      seats: 1,
    }),
  ],
  ['POST /shifts/{id}/claims', ({ operators }) => ({ operatorId: operators })],
  ['POST /claims/approve', ({ claims }) => ({ claimIds: [claims] })],
  ['POST /claims/reject', ({ claims }) => ({ claimIds: [claims], reason: 'x' })],
  ['POST /claims/reopen', ({ claims }) => ({ claimIds: [claims] })],
  ['POST /drop-requests/{id}/take', ({ operators }) => ({ operatorId: operators })],
  ['POST /swaps', ({ claims, operators }) => ({ claimId: claims, toOperatorId: operators })],
  ['POST /schedules', ({ locations }) => ({ locationId: locations, ...DATES })],
  ['POST /schedules/{id}/generate-shifts', ({ schedules }) => ({ from: 'schedule', scheduleId: schedules })],
  ['POST /shift-templates', ({ locations }) => ({ locationId: locations, seats: 1, ...EVENING })],
  ['POST /shifts/{id}/waitlist', ({ operators }) => ({ operatorId: operators })],
  ['POST /claims/{id}/covered-by', ({ operators }) => ({ operatorId: operators, reason: 'x' })],
  ['POST /support-requests', ({ locations }) => ({ locationId: locations, openedAt: MOMENT })],
  ['POST /support-tallies', ({ locations }) => ({ locationId: locations, at: MOMENT, count: 1 })],
  ['POST /headcounts', ({ locations }) => ({ locationId: locations, at: MOMENT, area: 'Desk', count: 1 })],
  ['POST /activity', ({ locations }) => ({ locationId: locations, at: MOMENT, series: 'gate', count: 1 })],
  ['POST /support-sources', ({ locations }) => sourceAt(locations!)],
  ['PATCH /support-sources/{id}', ({ locations }) => ({ locationId: locations })],
  ['PATCH /support-sources/{id}/escalations', ({ locations }) => ({ locationIds: [locations] })],
  ['PATCH /support-requests/{id}', ({ users }) => ({ assigneeId: users })],
  ['POST /support-requests/{id}/assign', ({ locations }) => ({ locationId: locations })],
  [
    'POST /support-categories',
    ({ locations }) => ({
      label: 'X',
      everywhere: false,
      locations: [{ locationId: locations, shown: true }],
    }),
  ],
  [
    'PATCH /support-categories/{id}',
    ({ locations }) => ({ locations: [{ locationId: locations, shown: true }] }),
  ],
  [
    'POST /routing-rules',
    ({ locations }) => ({ locationId: locations, tier: 'campus-it', words: 'Nobody is here' }),
  ],
  [
    'POST /routing-rules/order',
    ({ 'routing-rules': id, locations }) => ({ locationId: locations, ids: [id] }),
  ],
  ['POST /routing-rules/try', ({ locations }) => ({ locationId: locations })],
  ['POST /desk-notes', ({ locations }) => ({ locationId: locations, text: 'x' })],
  [
    'POST /pilots',
    ({ locations }) => ({
      name: 'X',
      locationIds: [locations],
      baseline: { from: '2026-10-01', to: '2026-10-15' },
      pilot: { from: '2026-10-15', to: '2026-11-15' },
    }),
  ],
  ['POST /patron-links', ({ locations }) => ({ locationId: locations })],
  ['PATCH /pilots/{id}', ({ locations }, own) => ({ locationIds: [own['locations'], locations] })],
  [
    'POST /support-imports',
    ({ locations }) => {
      const form = new FormData();
      form.append('mapping', JSON.stringify(rowsMapping(locations!, 'desk')));
      form.append('file', new Blob(['key,opened\nA,2026-10-25 11:00:00\n']), 'a.csv');
      return form;
    },
  ],
];

/** Routes for admins only, and ids without a location: positions, and an admin's search. */
export const OF_ADMINS_OR_NOBODY = [
  'POST /api-keys',
  'POST /api-keys/{id}/hand-over',
  'GET /audit-events',
  'POST /users',
  'PATCH /users/{id}',
  'GET /messages',
  'PATCH /coverage-hours/{id}',
  'PATCH /shifts/{id}',
  'PATCH /shift-templates/{id}',
  'POST /operators/{id}/qualifications',
  'POST /support-categories/order',
  // Names positions only, which have no location.
  'PATCH /routing-rules/{id}',
  // Ignores claims that are not in the schedule.
  'POST /schedules/{id}/approve',
];
