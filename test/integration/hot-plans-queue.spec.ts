import { TargetNoticesService } from '../../src/support/targets/target-notices.service.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { succeeded } from '../support/factories.js';
import { seedSkewedRequests } from '../support/history-seeds.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import { LOCATION, seededId, seedLocations } from '../support/seeds.js';

const DAY = 86_400_000;
const DAYS = 300;
const RECENT_DAYS = 40;
/** A page of the queue, or the requests that are looked at together, each with their entries and locations. */
const MOST_READ = { fixed: 1_500, each: 3 };

describe('a statement about what a tier has to do', () => {
  let app: TestApp;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp();
    await seedLocations(app.database, 10);
    const from = new Date(Date.parse(TEST_NOW) - DAYS * DAY);
    await seedSkewedRequests(app.database, { rows: 100_000, from, days: DAYS, locations: 10 });
    // Most systems export no resolution of their old requests, which are history then.
    await app.database.query(
      `UPDATE support_requests SET imported = true, resolved_at = NULL, first_resolved_at = NULL WHERE opened_at < $1`,
      [new Date(Date.parse(TEST_NOW) - RECENT_DAYS * DAY)],
    );
    const serviceTargets = ['library', 'campus-it'].map((tier) => ({
      tier,
      priority: 'normal',
      resolutionMinutes: 240,
    }));
    succeeded(await app.admin.patch('/settings', { serviceTargets }));
    await app.database.query('ANALYZE');
    bigTables = await findBigTables(app.database);
  });
  afterAll(() => app.close());

  const queue = (query: string) => async () => {
    expect(succeeded(await app.admin.get(`/support-queue?${query}`)).items.length).toBeLessThan(100);
  };

  it.each([
    ['the queue of the library', queue('tier=library')],
    ['the queue of the library at a location', queue(`tier=library&locationId=${seededId(LOCATION, 1)}`)],
    ['the queue of Campus IT', queue('tier=campus-it')],
    ['of a category that nobody works on', queue('tier=library&category=Printer&assignee=nobody')],
    ['of a day, found by words', queue('tier=campus-it&firstDay=2026-10-20&lastDay=2026-10-21&search=pc')],
    ['whose targets may have to be told', () => app.app.get(TargetNoticesService).sendDue()],
  ])('reads no history, with either plan: %s', async (_name, act) => {
    const sent = await sentBy(act);
    const plannings = ['for all values', 'for its values'] as const;
    expect(await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings })).toEqual([]);
  });
});
