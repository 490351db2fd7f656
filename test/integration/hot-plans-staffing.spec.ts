import { Database } from '../../src/platform/database/database.js';
import { QualityRepository } from '../../src/quality/quality.repository.js';
import { StaffingRepository } from '../../src/scheduling/staffing/staffing.repository.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import type { Planning } from '../support/plans.js';
import { LOCATION, OPERATOR, seededId, seedLocations, seedShifts } from '../support/seeds.js';

const LOCATIONS = 10;
const SHIFTS = 100_000;
const DAYS = 1_000;
const DAY = 86_400_000;
const BEGUN = Date.parse(TEST_NOW) - DAYS * DAY;
const BOTH: readonly Planning[] = ['for all values', 'for its values'];
/** A shift and its claim; the locations. */
const SHIFT_READ = { fixed: 100, each: 3 };
/** Of each claim also the operator's other claims of six days: in this world twenty. */
const ATTENDANCE_READ = { fixed: 100, each: 30 };

describe('a statement about who is on shift', () => {
  let app: TestApp;
  let staffing: StaffingRepository;
  let quality: QualityRepository;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_EVERY_MINUTES: '59' } });
    await seedLocations(app.database, LOCATIONS);
    const shape = { shifts: SHIFTS, locations: LOCATIONS, from: new Date(BEGUN), seats: 1, claims: 1 };
    await seedShifts(app.database, { ...shape, days: DAYS });
    await app.database.query('ANALYZE');
    bigTables = await findBigTables(app.database);
    staffing = app.app.get(StaffingRepository, { strict: false });
    quality = new QualityRepository(app.app.get(Database));
  });
  afterAll(() => app.close());

  const at = (day: number): Date => new Date(BEGUN + day * DAY);
  const places = (...numbers: number[]): string[] => numbers.map((number) => seededId(LOCATION, number));
  const people = [1, 2, 3, 4, 5, 6].map((number) => seededId(OPERATOR, number));

  const HOT: [name: string, most: typeof SHIFT_READ, act: () => Promise<unknown>][] = [
    ['seats of a week', SHIFT_READ, () => staffing.findSeats(places(3), at(500), at(507))],
    [
      'seats of a month at three locations',
      SHIFT_READ,
      () => staffing.findSeats(places(2, 3, 4), at(500), at(530)),
    ],
    ['seats of half a year', SHIFT_READ, () => staffing.findSeats(places(3), at(500), at(680))],
    [
      'claims of a week',
      ATTENDANCE_READ,
      () => staffing.findClaims(places(3), ['approved'], at(500), at(507)),
    ],
    [
      'claims of a month at three locations',
      ATTENDANCE_READ,
      () => staffing.findClaims(places(2, 3, 4), ['approved'], at(500), at(530)),
    ],
    [
      'claims of half a year',
      ATTENDANCE_READ,
      () => staffing.findClaims(places(3), ['approved', 'pending'], at(500), at(680)),
    ],
    [
      'whether a shift is near',
      SHIFT_READ,
      () => staffing.findLocationsNear(people[4]!, at(900), { minutesBefore: 30, minutesAfter: 120 }),
    ],
    [
      'claims of some operators in a month',
      SHIFT_READ,
      () => quality.findClaims(people, { start: +at(500), end: +at(530) }),
    ],
  ];

  it('is tested on 100,000 shifts and claims', () => {
    expect([...bigTables]).toEqual(expect.arrayContaining(['claims', 'shifts']));
  });

  it.each(HOT)(
    'reads no big table as a whole and few more rows than it finds, with either plan: %s',
    async (_name, most, act) => {
      const sent = await sentBy(act);
      expect(await problemsOf(app.database, sent, { bigTables, most, plannings: BOTH })).toEqual([]);
    },
  );

  it('is reported without its index', async () => {
    const sent = await sentBy(() => staffing.findSeats(places(3), at(500), at(507)));
    await app.database.query('BEGIN');
    await app.database.query('DROP INDEX shifts_location_start');
    const problems = await problemsOf(app.database, sent, { bigTables, most: SHIFT_READ, plannings: BOTH });
    await app.database.query('ROLLBACK');
    expect(problems[0]).toMatch(/^reads (all of|\d+ rows)/);
  });
});
