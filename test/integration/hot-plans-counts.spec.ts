import { COUNTS_FORMAT, CountsRepository } from '../../src/pilots/counts/counts.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import { LOCATION, seededId, seedLocations, sqlId } from '../support/seeds.js';

const LOCATIONS = 50;
const DAYS = 2_000;
const DAY = 86_400_000;
const BEGUN = Date.parse('2021-01-01T06:00Z');
/** The 500 changes are read, too. */
const MOST_READ = { fixed: 600, each: 2 };

describe('a statement about counts', () => {
  let app: TestApp;
  let counts: CountsRepository;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_EVERY_MINUTES: '59' } });
    await seedLocations(app.database, LOCATIONS);
    await app.database.query(
      `INSERT INTO location_days (location_id, date, time_zone, starts_at, ends_at, reaches_at, format, stale, whole, hours)
       SELECT ${sqlId(LOCATION, 'l')}, '2021-01-01'::date + d, 'America/Chicago', $1::timestamptz + d * interval '24 hours', $1::timestamptz + (d + 1) * interval '24 hours',
              $1::timestamptz + (d + 1) * interval '24 hours', $4, false, '\\x0000', '\\x0000'
       FROM generate_series(1, $2::int) AS l, generate_series(0, $3::int - 1) AS d`,
      [new Date(BEGUN), LOCATIONS, DAYS, COUNTS_FORMAT],
    );
    await app.database.query('DELETE FROM stale_spans');
    // An import of old requests has just changed some hours of a location.
    await app.database.query(
      `INSERT INTO stale_spans (location_id, starts_at, ends_at)
       SELECT ${sqlId(LOCATION, '3')}, $1::timestamptz + n * interval '1 hour', $1::timestamptz + (n + 1) * interval '1 hour' FROM generate_series(1, 500) AS n`,
      [new Date(BEGUN)],
    );
    await app.database.query('ANALYZE');
    bigTables = await findBigTables(app.database);
    counts = app.app.get(CountsRepository);
  });
  afterAll(() => app.close());

  const year = { start: BEGUN + 10 * DAY, end: BEGUN + 375 * DAY };
  const place = seededId(LOCATION, 3);
  const found = async (): Promise<unknown> => {
    const days = await counts.findCounted({ id: place, timeZone: 'America/Chicago' }, year);
    // The 500 changed hours touch the first 21 days, of which the year has all but ten.
    expect(days).toHaveLength(365 - 11);
    return days;
  };
  const read = async (): Promise<void> => {
    const days = Array.from({ length: 365 }, (_, index) => ({
      start: year.start + index * DAY,
      end: year.start + (index + 1) * DAY,
    }));
    let sum = 0;
    for await (const batch of counts.read(place, days, true)) sum += batch.length;
    expect(sum).toBe(365);
  };

  it.each([
    ['the right days of a year', found],
    ['the counts of a year', read],
  ])('reads no big table as a whole and few more rows than it finds: %s', async (_name, act) => {
    expect(bigTables).toContain('location_days');
    const sent = await sentBy(act);
    const plannings = ['for all values', 'for its values'] as const;
    expect(await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings })).toEqual([]);
  });
});
