import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import { setDataAsOf } from '../api/offline-store.js';
import { orStored } from '../api/queries.js';
import { reasonsInReadersWords } from '../i18n/refusals.js';
import { HOUR, inZone, millisOf, MINUTE, type Instant, type LocalDate } from '../time/local-time.js';
import type { Span } from '../ui/week-dates.js';

export type Shift = Schemas['ShiftDto'];
export type Claim = Schemas['ClaimDto'];

export const shiftsQuery = (asked: Span & { locationId?: string | undefined }) =>
  queryOptions({
    queryKey: ['shifts', asked],
    queryFn: () =>
      askAll((cursor) => api.GET('/api/v1/shifts', { params: { query: { ...asked, limit: 200, cursor } } })),
  });

/** Published shifts, with the reasons against each for an operator. */
export const eligibleShiftsQuery = (asked: Span & { locationId?: string | undefined }) =>
  queryOptions({
    queryKey: ['shifts', 'eligibility', asked],
    queryFn: async () => {
      const shifts = await askAll((cursor) =>
        api.GET('/api/v1/shifts', {
          params: { query: { ...asked, status: 'published', eligibility: true, limit: 200, cursor } },
        }),
      );
      const told = await reasonsInReadersWords(shifts.map(({ eligibility }) => eligibility!));
      return shifts.map((shift, index) => ({ ...shift, eligibility: told[index] }));
    },
  });

interface AskedClaims extends Partial<Span> {
  status?: Claim['status'];
  locationId?: string | undefined;
  operatorId?: string;
}

const askClaims = (asked: AskedClaims) => () =>
  askAll((cursor) => api.GET('/api/v1/claims', { params: { query: { ...asked, limit: 200, cursor } } }));

export const claimsQuery = (asked: AskedClaims) =>
  queryOptions({ queryKey: ['claims', asked], queryFn: askClaims(asked) });

/** The user's approved claims in a span; also available offline. */
const ownClaimsQuery = ({ from, to }: Span) => {
  const asked = { from, to, status: 'approved' } as const;
  return queryOptions({
    queryKey: ['claims', asked],
    queryFn: ({ queryKey }) =>
      orStored(
        queryKey,
        async () => {
          const claims = await askClaims(asked)();
          setDataAsOf(null);
          return claims;
        },
        ({ claims }) =>
          claims.filter(
            ({ startsAt, endsAt }) => millisOf(startsAt) < millisOf(to) && millisOf(endsAt) > millisOf(from),
          ),
      ),
  });
};

const HOURS_AHEAD = 18;
const STEP = 15 * MINUTE;

/**
 * The operator's approved claims around now. Uses quarters of an hour, so that it is not refetched each
 * minute.
 */
export const tonightQuery = (now: number) => {
  const quarter = Math.floor(now / STEP) * STEP;
  return ownClaimsQuery({
    from: inZone(quarter - HOUR, 'UTC'),
    to: inZone(quarter + HOURS_AHEAD * HOUR, 'UTC'),
  });
};

const DAYS_AHEAD = 60;

/** The operator's approved claims in the next weeks. Uses whole days, for the same reason. */
export const nextQuery = (now: number) => {
  const day = Math.floor(now / (24 * HOUR)) * 24 * HOUR;
  return ownClaimsQuery({
    from: inZone(day, 'UTC'),
    to: inZone(day + DAYS_AHEAD * 24 * HOUR, 'UTC'),
  });
};

export const shiftQuery = (id: string) =>
  queryOptions({
    queryKey: ['shifts', id],
    queryFn: ({ queryKey }) =>
      orStored(
        queryKey,
        () => ask(api.GET('/api/v1/shifts/{id}', { params: { path: { id } } })),
        ({ shifts }) => shifts.find((shift) => shift.id === id),
      ),
  });

export const schedulesQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['schedules', locationId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/schedules', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });

export const dropRequestsQuery = queryOptions({
  queryKey: ['trades', 'drop-requests'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/drop-requests', { params: { query: { limit: 200, cursor } } })),
});

export const swapsQuery = queryOptions({
  queryKey: ['trades', 'swaps'],
  queryFn: () => askAll((cursor) => api.GET('/api/v1/swaps', { params: { query: { limit: 200, cursor } } })),
});

export const isActive = ({ status }: { status: string }): boolean =>
  status === 'pending' || status === 'approved';
export const byStart = (a: { startsAt: Instant }, b: { startsAt: Instant }): number =>
  Date.parse(a.startsAt) - Date.parse(b.startsAt);

/** The operator's hours of the weeks that the dates touch; the last date is exclusive. */
export const weeklyHoursQuery = (id: string, from: LocalDate, to: LocalDate) =>
  queryOptions({
    queryKey: ['weekly-hours', id, from, to],
    queryFn: () =>
      ask(api.GET('/api/v1/operators/{id}/hours', { params: { path: { id }, query: { from, to } } })),
  });
