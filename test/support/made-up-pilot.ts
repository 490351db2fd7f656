import type { TestApp } from './app.js';
import { onShift, recordAttendance } from './assignments.js';
import { aLocation, anOperator, aPosition, aSupportRequest, coverageHours, succeeded } from './factories.js';

/** The time of `madeUpPilot`. Both phases have a clock change: Chicago's on 1 November 2026, and Lord Howe's, of half an hour, on 4 October. */
export const MADE_UP_NOW = '2026-11-12T20:20:20.345Z';

/**
 * A pilot with everything that figures depend on: two zones, both clock changes, exclusions, an exception, two positions,
 * trainees, no-shows, attendance without an end, requests of every kind with parts of seconds, tallies and headcounts.
 */
export async function madeUpPilot(app: TestApp): Promise<{ id: string; places: string[]; compared: string }> {
  const here = await aLocation(app, { name: '=Lab, "one"' });
  const island = await aLocation(app, { name: 'Island', timeZone: 'Australia/Lord_Howe' });
  const compared = (await aLocation(app)).id;
  const places = [here.id, island.id];
  const position = (await aPosition(app, { name: 'Repairs', hourlyCost: 23.5 })).id;
  for (const place of places) {
    await coverageHours(app, place, {
      startsAt: '18:00',
      endsAt: '03:00',
      required: 2,
      effectiveFrom: '2026-09-14',
    });
    await coverageHours(app, place, {
      startsAt: '09:00',
      endsAt: '18:00',
      required: 0,
      effectiveFrom: '2026-09-14',
    });
  }
  await coverageHours(app, here.id, {
    positionId: position,
    startsAt: '23:30',
    endsAt: '01:30',
    required: 1,
    effectiveFrom: '2026-10-12',
  });
  succeeded(
    await app.admin.post('/coverage-exceptions', {
      locationId: here.id,
      date: '2026-10-31',
      kind: 'special',
      reason: 'Halloween',
      hours: [{ startsAt: '20:00', endsAt: '06:00', required: 3 }],
    }),
  );
  await requests(app, [...places, compared]);
  await onShifts(app, places, position);
  await counted(app, places);
  const id = succeeded(
    await app.admin.post('/pilots', {
      name: 'Läte labs: 1/2',
      locationIds: places,
      comparisonLocationIds: [compared],
      baseline: { from: '2026-09-16', to: '2026-10-12' },
      pilot: { from: '2026-10-12', to: '2026-12-14' },
      exclusions: [
        { from: '2026-10-20', to: '2026-10-22', reason: 'power' },
        { from: '2026-10-03', to: '2026-10-04', reason: 'storm' },
      ],
      targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 30, primary: true }],
      followUpHours: 24,
      fixedCosts: 1_000,
      escalationCost: 12.5,
    }),
  ).id as string;
  return { id, places, compared };
}

/** Requests of every kind, at all hours, with parts of seconds. */
async function requests(app: TestApp, places: readonly string[]): Promise<void> {
  await app.database.query(
    `INSERT INTO support_requests (id, location_id, source, external_id, opened_at, first_response_at, first_resolved_at, resolved_at,
       escalated_at, tier, channel, category, directional, read_level)
     SELECT gen_random_uuid(), ($1::uuid[])[1 + n % 3], CASE WHEN n % 4 > 0 THEN 'desk' END, CASE WHEN n % 4 > 0 THEN n::text END, at,
            CASE WHEN n % 7 > 0 THEN at + wait END, CASE WHEN n % 5 > 0 THEN at + 2 * wait END,
            CASE WHEN n % 5 > 0 THEN at + 3 * wait END, CASE WHEN n % 6 = 0 THEN at + wait / 2 END,
            CASE WHEN n % 9 = 0 THEN 'campus-it' ELSE 'library' END, CASE WHEN n % 3 = 0 THEN '=1+1, "x"' ELSE 'mail' END,
            CASE WHEN n % 2 = 0 THEN 'printing' END, n % 11 = 0, CASE WHEN n % 2 = 0 THEN 1 + n % 6 END
     FROM (SELECT n, '2026-09-15T00:00Z'::timestamptz + n * interval '50 minutes 13.077 seconds' AS at,
                  CASE WHEN n % 13 = 0 THEN '0' WHEN n % 17 = 0 THEN '-1 minute'
                       ELSE (n * n % 97) * interval '11 minutes 7.4 seconds' END::interval AS wait
           FROM generate_series(1, 1600) AS n) AS made`,
    [places],
  );
  // Pauses that end by themselves, by the resolution or never, before and after the first answer; and reopenings.
  await app.database.query(
    `INSERT INTO request_entries (id, request_id, at, kind, author_id)
     SELECT gen_random_uuid(), r.id, opened_at + share * (first_response_at - opened_at), kind, r.id
     FROM support_requests r, (VALUES (0, 0.4, 'waiting'), (0, 0.7, 'resumed'), (1, 1.2, 'waiting'), (1, 1.7, 'resumed'), (2, 1.1, 'waiting'),
                                      (2, 2.0, 'resolved'), (2, 2.6, 'reopened'), (2, 3.0, 'resolved'), (3, 1.5, 'waiting')) AS told (nth, share, kind)
     WHERE r.external_id::int / 4 % 5 = nth AND r.source = 'desk' AND first_response_at > opened_at`,
  );
  for (const waitedMinutes of [0, 4, 9])
    await aSupportRequest(app, places[0]!, { openedAt: '2026-11-02T21:00:00-06:00', waitedMinutes });
}

/** Worked, worked in part, not come, without a record, in training, and of two positions at once. */
async function onShifts(app: TestApp, places: readonly string[], position: string): Promise<void> {
  const here = places[0]!;
  const names = [1, 2, 3, 4, 5, 6].map(() => anOperator(app, { positionIds: undefined }));
  const [a, b, c, d, e, f] = await Promise.all(names);
  for (const day of ['13', '14', '15', '19', '23', '31']) {
    const shift = {
      startsAt: `2026-10-${day}T18:00:00-05:00`,
      endsAt: `2026-10-${day}T23:59:00-05:00`,
      seats: 3,
    };
    const worked = await onShift(app, here, a!.id, shift);
    await recordAttendance(app, worked.id, `2026-10-${day}T18:07:00-05:00`, `2026-10-${day}T22:41:00-05:00`);
    await onShift(app, here, b!.id, shift);
    const absent = await onShift(app, here, c!.id, { ...shift, startsAt: `2026-10-${day}T20:30:00-05:00` });
    succeeded(await app.admin.post(`/claims/${absent.id}/no-show`));
  }
  const night = { startsAt: '2026-10-31T23:00:00-05:00', endsAt: '2026-11-01T05:00:00-06:00', seats: 2 };
  const long = await onShift(app, here, d!.id, night);
  await recordAttendance(app, long.id, '2026-10-31T23:30:00-05:00');
  await app.database.query('INSERT INTO operator_positions (operator_id, position_id) VALUES ($1, $2)', [
    e!.id,
    position,
  ]);
  for (const day of ['13', '14', '31'])
    await onShift(app, here, e!.id, {
      positionId: position,
      startsAt: `2026-10-${day}T23:00:00-05:00`,
      endsAt: `2026-10-${day}T23:45:00-05:00`,
    });
  const trained = await onShift(app, here, f!.id, {
    startsAt: '2026-10-15T18:00:00-05:00',
    endsAt: '2026-10-15T21:00:00-05:00',
  });
  await app.database.query('UPDATE claims SET is_shadow = true WHERE id = $1', [trained.id]);
  await onShift(app, places[1]!, f!.id, {
    startsAt: '2026-10-17T20:00:00+11:00',
    endsAt: '2026-10-18T02:00:00+11:00',
  });
}

async function counted(app: TestApp, places: readonly string[]): Promise<void> {
  await app.database.query(
    `INSERT INTO support_tallies (id, location_id, at, count, directional, channel)
     SELECT gen_random_uuid(), ($1::uuid[])[1 + n % 2], '2026-09-20T03:07Z'::timestamptz + n * interval '31 hours', 1 + n % 4, n % 3 = 0, 'desk'
     FROM generate_series(1, 40) AS n`,
    [places],
  );
  await app.database.query(
    `INSERT INTO activity_counts (id, location_id, series, area, at, count)
     SELECT gen_random_uuid(), $1, 'headcount', CASE n % 2 WHEN 0 THEN 'A' ELSE 'B' END, '2026-10-10T22:00Z'::timestamptz + n * interval '40 minutes', n % 23
     FROM generate_series(1, 300) AS n`,
    [places[0]],
  );
  await app.database.query(
    `INSERT INTO activity_counts (id, location_id, series, area, at, count)
     SELECT gen_random_uuid(), $1, 'workstations-in-use', CASE n % 7 WHEN 0 THEN '' WHEN 1 THEN 'B' ELSE 'A' END,
            '2026-09-28T11:10Z'::timestamptz + n * interval '53 minutes', n % 17
     FROM generate_series(1, 900) AS n`,
    [places[0]],
  );
  // A gate of each place whose counter is full now and then, is set back once, and is not read for two days; and one
  // by hand.
  await app.database.query(
    `INSERT INTO activity_counts (id, location_id, series, area, at, count, cumulative)
     SELECT gen_random_uuid(), place, 'gate', 'North', '2026-09-14T05:00Z'::timestamptz + n * interval '97 minutes',
            (CASE WHEN n > 500 THEN n * 11 - 5000 ELSE 9000 + n * 13 END) % 10000, true
     FROM unnest($1::uuid[]) AS place, generate_series(1, 900) AS n WHERE n NOT BETWEEN 300 AND 330
     UNION ALL
     SELECT gen_random_uuid(), place, 'gate', 'Hand', '2026-09-20T18:00Z'::timestamptz + n * interval '5 hours 7 minutes', n % 19, false
     FROM unnest($1::uuid[]) AS place, generate_series(1, 200) AS n`,
    [places],
  );
}
