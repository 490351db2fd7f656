import { loggedPath } from '../../src/platform/logging/logging.js';
import { CleanupJobs } from '../../src/cleanup-jobs.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { aPilotOf, pulseToken, tellDue, UNREACHABLE_MAIL } from '../support/voices.js';

/** What the tables of answers hold. A new column has to be considered here. */
const COLUMNS = {
  patron_counts: ['answer', 'count', 'date', 'hour', 'location_id'],
  pulse_counts: ['answer', 'count', 'group_name', 'month', 'pilot_id', 'question'],
};
/** What is known about a person and a month: whether they answered. */
const OF_A_PERSON = {
  pulse_invitations: ['expires_at', 'group_name', 'id', 'is_answered', 'month', 'pilot_id', 'user_id'],
  pulse_links: ['digest', 'invitation_id'],
};

describe('from an answer to a person', () => {
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  beforeAll(async () => {
    app = await startApp({ env: UNREACHABLE_MAIL });
    locationId = (await aLocation(app)).id;
    pilotId = await aPilotOf(app, [locationId]);
  });
  afterAll(() => app.close());

  it('no table has a way: counts without people and times, and people without answers', async () => {
    const rows = await app.database.query<{ table: string; columns: string[] }>(
      `SELECT table_name AS table, array_agg(column_name::text ORDER BY column_name) AS columns
       FROM information_schema.columns
       WHERE table_schema = 'public' AND (table_name LIKE 'pulse%' OR table_name LIKE 'patron_counts')
       GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))).toEqual({
      ...COLUMNS,
      ...OF_A_PERSON,
    });
    const referring = await app.database.query(
      `SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid::regclass::text IN ('pulse_counts', 'patron_counts')`,
    );
    expect(referring).toEqual([]);
  });

  it('PostgreSQL’s own columns have no way either: each answer writes all counts of its group', async () => {
    const people = [];
    for (let at = 0; at < 3; at++) people.push(await anOperator(app, { locationIds: [locationId] }));
    await tellDue(app);
    for (const [at, { userId }] of people.entries()) {
      const token = await pulseToken(app, pilotId, '2026-10', userId);
      succeeded(await app.anonymous.post(`/pulses/${token}`, { answers: { wouldTakeOn: at + 1 } }));
      const [row] = await app.database.query<{ cells: number; writers: number }>(
        `SELECT count(*) AS cells, count(DISTINCT xmin::text) AS writers FROM pulse_counts WHERE pilot_id = $1`,
        [pilotId],
      );
      expect(row).toEqual({ cells: 18, writers: 1 });
    }
  });

  it('no row of any table names the answer of a person, nor their token', async () => {
    const { userId } = await anOperator(app, { locationIds: [locationId] });
    await tellDue(app);
    const token = await pulseToken(app, pilotId, '2026-10', userId);
    succeeded(await app.anonymous.post(`/pulses/${token}`, { answers: { fastHelp: 5 } }));
    const tables = await app.database.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const rows = await app.database.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
      const withPerson = rows.filter(({ text }) => text.includes(userId)).map(({ text }) => text);
      expect(withPerson.filter((text) => /wouldTakeOn|knowsOther|fastHelp/.test(text))).toEqual([]);
    }
  });

  it('the log does not show tokens', () => {
    for (const path of [
      '/api/v1/pulses/a-token',
      '/api/v1/patron-questions/a-token',
      '/pulses/a-token',
      '/ask/a-token',
    ])
      expect(loggedPath(path)).not.toContain('a-token');
  });

  it('whether somebody answered is forgotten a month after the links are over', async () => {
    const left = async () => (await app.database.query('SELECT FROM pulse_invitations')).length;
    app.clock.set('2026-12-07T12:00:00-06:00');
    await app.app.get(CleanupJobs).clear();
    expect(await left()).toBeGreaterThan(0);
    app.clock.set('2026-12-09T12:00:00-06:00');
    await app.app.get(CleanupJobs).clear();
    expect(await left()).toBe(0);
    expect((await app.database.query('SELECT FROM pulse_counts')).length).toBeGreaterThan(0);
    app.clock.set(TEST_NOW);
  });
});

describe('the voices of a pilot', () => {
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp({ env: UNREACHABLE_MAIL });
    locationId = (await aLocation(app)).id;
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    await app.database.query('DELETE FROM pilots');
    await app.database.query('DELETE FROM patron_counts');
    pilotId = await aPilotOf(app, [locationId]);
  });
  afterAll(() => app.close());

  const voices = async (client = supervisor, id = pilotId) => (await client.get(`/pilots/${id}/voices`)).body;
  /** Lets people of a role answer for October, each with one number for all questions. */
  async function answered(role: 'operator' | 'campus_it', answers: number[]): Promise<void> {
    for (const given of answers) {
      const userId =
        role === 'operator'
          ? (await anOperator(app, { locationIds: [locationId] })).userId
          : (await aUser(app, role, [locationId])).id;
      await tellDue(app);
      const token = await pulseToken(app, pilotId, '2026-10', userId);
      const all = { wouldTakeOn: given, knowsOther: given, fastHelp: given };
      succeeded(await app.anonymous.post(`/pulses/${token}`, { answers: all }));
    }
  }
  const figureOf = (body: Awaited<ReturnType<typeof voices>>, group: string) =>
    body.pulse.find(
      (one: { group: string; question: string }) => one.group === group && one.question === 'fastHelp',
    );

  it('are shown once a month can no longer be answered, for readers and analysts', async () => {
    await answered('operator', [5, 4, 4, 4, 1, 5]);
    const open = await voices();
    expect([open.pulse, open.open]).toEqual([[], [{ month: '2026-10', shownFrom: '2026-11-08' }]]);
    app.clock.set('2026-11-08T00:00:00-06:00');
    const analyst = (await aUser(app, 'analyst', [locationId])).client;
    for (const client of [supervisor, analyst]) {
      const body = await voices(client);
      expect(body.open).toEqual([]);
      expect(figureOf(body, 'operators')).toMatchObject({
        month: '2026-10',
        phase: 'pilot',
        suppressed: false,
        n: 6,
        favourable: { share: 5 / 6 },
      });
      expect(figureOf(body, 'campus-it')).toMatchObject({
        suppressed: true,
        n: null,
        mean: null,
        favourable: null,
      });
    }
    const operator = (await anOperator(app, { locationIds: [locationId] })).client;
    expect((await operator.get(`/pilots/${pilotId}/voices`)).status).toBe(403);
    const elsewhere = (await aUser(app, 'supervisor')).client;
    expect((await elsewhere.get(`/pilots/${pilotId}/voices`)).status).toBe(404);
  });

  it('hide a small group so that it cannot be subtracted from the total', async () => {
    await answered('operator', [5, 5, 5, 5, 5]);
    await answered('campus_it', [1, 2]);
    app.clock.set('2026-11-08T00:00:00-06:00');
    const body = await voices();
    expect(
      ['operators', 'campus-it', 'supervisors'].map((group) => figureOf(body, group).suppressed),
    ).toEqual([true, true, true]);
    expect(figureOf(body, 'all')).toMatchObject({ suppressed: false, n: 7 });
  });

  it('count whole months of patrons, so that other dates or places reveal no single day or desk', async () => {
    const other = (await aLocation(app)).id;
    const tap = (place: string, date: string, answer: string, count: number) =>
      app.database.query('INSERT INTO patron_counts VALUES ($1, $2, 12, $3, $4)', [
        place,
        date,
        answer,
        count,
      ]);
    await tap(locationId, '2026-10-01', 'yes', 4);
    await tap(locationId, '2026-10-31', 'no', 2);
    await tap(other, '2026-10-20', 'no', 4);
    await tap(locationId, '2026-09-20', 'yes', 4);
    app.clock.set('2026-11-08T00:00:00-06:00');
    const october = { month: '2026-10', phase: 'pilot', suppressed: false, n: 6 };
    const { patrons } = await voices();
    expect(patrons).toMatchObject([
      { month: '2026-09', phase: 'baseline', suppressed: true, n: null, shares: null },
      october,
    ]);
    expect(patrons[1].shares.yes.share).toBeCloseTo(4 / 6);
    const narrower = await aPilotOf(app, [locationId, other], {
      pilot: { from: '2026-10-02', to: '2026-10-31' },
    });
    expect((await voices(app.admin, narrower)).patrons[1]).toEqual(patrons[1]);
  });
});
