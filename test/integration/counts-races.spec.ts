import { Client } from 'pg';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import type { Span } from '../../src/domain/interval.js';
import { evaluateFrom } from '../../src/pilots/evaluation/evaluate-from.js';
import { EvaluationService } from '../../src/pilots/evaluation/evaluation.service.js';
import { answersFrom, readAnswer } from '../../src/pilots/metrics-answers.js';
import { MetricsFacts } from '../../src/pilots/metrics-facts.js';
import { parseMetricsQuery } from '../../src/pilots/parsed-metrics-query.js';
import type { MetricsQuery, PilotDto } from '../../src/pilots/pilots.dto.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { succeeded } from '../support/factories.js';
import { MADE_UP_NOW, madeUpPilot } from '../support/made-up-pilot.js';
import { DIFFERS, nearlyEqual } from '../support/nearly-equal.js';
import { Random, sizeOf } from '../support/random.js';

const WRITES = sizeOf('COUNTS_WRITES', 10_000);
const WRITERS = 6;
/** So many rows are written again by one re-import. */
const IMPORTED = 25;

/** Reads rows even where counts are right. */
class RowsAlone extends MetricsFacts {
  override countedDays(): Promise<Span[]> {
    return Promise.resolve([]);
  }
}

describe('counts of days while everything changes', () => {
  let app: TestApp;
  let pilot: PilotDto;
  let places: string[];
  let counts: CountsService;

  beforeAll(async () => {
    app = await startApp({ now: MADE_UP_NOW });
    const made = await madeUpPilot(app);
    places = [...made.places, made.compared];
    pilot = succeeded(await app.admin.get(`/pilots/${made.id}`));
    counts = app.app.get(CountsService);
  });
  afterAll(() => app.close());

  /** The figures of counts and those of rows, of the same state of the database. */
  async function bothWays(queries: readonly MetricsQuery[]): Promise<[unknown, unknown]> {
    const database = app.app.get(Database);
    const job = await app.app.get(EvaluationService).jobOf(pilot);
    const questions = queries.map((query) => parseMetricsQuery(pilot, query, job));
    return database.snapshot(async () => {
      const found: unknown[] = [];
      for (const Facts of [MetricsFacts, RowsAlone]) {
        const facts = new Facts(database, app.app.get(Clock));
        const answers = (await answersFrom(facts, { ...job, questions })).map(readAnswer);
        found.push({ answers, evaluation: await evaluateFrom(facts, job) });
      }
      return [found[0], found[1]];
    });
  }

  it(`are those of the rows after ${WRITES} random writes, and at each moment between them`, async () => {
    await counts.count();
    const writers = Array.from(
      { length: WRITERS },
      (_, index) => new Writer(index, places, WRITES / WRITERS),
    );
    let isWriting = true;
    const counting = (async () => {
      let times = 0;
      for (; isWriting; times++) await counts.count();
      return times;
    })();
    const looking = (async () => {
      const random = new Random();
      let looks = 0;
      for (; isWriting; looks++) {
        const bucket = random.pick(['week', 'day', 'hour-of-week', 'none'] as const);
        const by = random.pick(['tier', 'category', 'position', undefined] as const);
        const [ofCounts, ofRows] = await bothWays([{ bucket }, { ...(by && { by }), hours: 'extended' }]);
        expect(nearlyEqual(ofCounts, ofRows)).toEqual(DIFFERS.nowhere);
      }
      return looks;
    })();
    try {
      await Promise.all(writers.map((writer) => writer.run(app.database.url)));
    } finally {
      isWriting = false;
      await Promise.allSettled([counting, looking]);
    }
    expect(await counting).toBeGreaterThan(1);
    expect(await looking).toBeGreaterThan(1);
    const written = writers.reduce((sum, { done }) => sum + done, 0);
    expect(written).toBeGreaterThanOrEqual(WRITES * 0.9);

    await counts.count();
    const [left] = await app.database.query<{ stale: number; marks: number; days: number }>(
      `SELECT count(*) FILTER (WHERE stale)::int AS stale, (SELECT count(*)::int FROM stale_spans) AS marks, count(*)::int AS days
       FROM location_days`,
    );
    expect(left).toEqual({ stale: 0, marks: 0, days: 3 * (26 + 30) + 1 });
    const [ofCounts, ofRows] = await bothWays([{ bucket: 'week' }, { by: 'category' }, { by: 'channel' }]);
    expect(nearlyEqual(ofCounts, ofRows)).toEqual(DIFFERS.nowhere);
    // Every stored byte is what the rows give now.
    const before = await stored();
    await app.database.query('DELETE FROM location_days');
    await counts.count();
    expect(await stored()).toEqual(before);
  });

  const stored = (): Promise<object[]> =>
    app.database.query(
      'SELECT location_id, date::text, reaches_at, md5(whole) AS whole, md5(hours) AS hours FROM location_days ORDER BY 1, 2',
    );
});

/** Writes at random: alone and in transactions, some of which are given up. */
class Writer {
  done = 0;
  private readonly random: Random;

  constructor(
    private readonly index: number,
    private readonly places: readonly string[],
    private readonly writes: number,
  ) {
    this.random = new Random(20_261_129 + index);
  }

  async run(url: string): Promise<void> {
    const client = new Client(url);
    await client.connect();
    try {
      while (this.done < this.writes) await this.transaction(client);
    } finally {
      await client.end();
    }
  }

  private async transaction(client: Client): Promise<void> {
    const size = 1 + this.random.upTo(6);
    const isKept = this.random.upTo(8) > 0;
    await client.query('BEGIN');
    let rows = 0;
    try {
      for (let i = 0; i < size; i++) rows += await this.write(client);
      await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
      if (isKept) this.done += rows;
    } catch (error) {
      await client.query('ROLLBACK');
      // Two writers changed the same rows in another order, or the same exception.
      if (!['40P01', '23P01', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }

  private async write(client: Client): Promise<number> {
    const { random } = this;
    const place = random.pick(this.places);
    const at = new Date(Date.parse('2026-09-14T00:00Z') + random.next() * 59 * 86_400_000);
    const [sql, values] = random.pick(WRITES_OF)(random, place, at, this.index);
    return (await client.query(sql, values)).rowCount ?? 0;
  }
}

type Write = (random: Random, place: string, at: Date, writer: number) => [string, unknown[]];

/** Some rows near a time, in an order that all writers share. */
const SOME = `(SELECT id FROM support_requests WHERE opened_at >= $1 ORDER BY opened_at, id LIMIT 3 FOR UPDATE)`;

const insert: Write = (random, place, at) => [
  `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, first_resolved_at, resolved_at, escalated_at, tier, channel, category, directional, read_level)
   VALUES (gen_random_uuid(), $1, $2, $2::timestamptz + $3::int * interval '1.7 seconds', $2::timestamptz + $4::int * interval '61 seconds', $2::timestamptz + $4::int * interval '61 seconds',
           CASE WHEN $5::int = 0 THEN $2::timestamptz + interval '1 hour' END, CASE WHEN $5::int = 1 THEN 'campus-it' ELSE 'library' END,
           CASE WHEN $5::int > 2 THEN 'chat' END, CASE WHEN $5::int > 4 THEN 'category ' || $5::int END, $5::int = 6, 1 + $5::int % 6)`,
  [place, at, random.upTo(9_000), random.upTo(4_000), random.upTo(9)],
];
const answer: Write = (random, _, at) => [
  `UPDATE support_requests SET first_response_at = opened_at + $2::int * interval '1.3 seconds', waited_minutes = NULL WHERE id IN ${SOME}`,
  [at, random.upTo(900_000)],
];
const move: Write = (random, place, at) => [
  `UPDATE support_requests SET location_id = $2, opened_at = opened_at + $3::int * interval '7.5 minutes', waited_minutes = NULL WHERE id IN ${SOME}`,
  [at, place, random.upTo(400) - 200],
];
const remove: Write = (_, __, at) => [`DELETE FROM support_requests WHERE id IN ${SOME}`, [at]];
const pause: Write = (random, _, at) => [
  `INSERT INTO request_entries (id, request_id, at, kind, author_id)
   SELECT gen_random_uuid(), id, opened_at + $2::int * interval '47 seconds', $3, id FROM support_requests WHERE id IN ${SOME}`,
  [at, random.upTo(900), random.pick(['waiting', 'waiting', 'resumed', 'resolved', 'reopened'])],
];
const unpause: Write = (_, __, at) => [
  `DELETE FROM request_entries WHERE kind = 'waiting' AND request_id IN ${SOME}`,
  [at],
];
/** A file of tickets again, with other times and answers. */
const reimport: Write = (random, place, at) => [
  `INSERT INTO support_requests (id, location_id, source, external_id, imported, opened_at, first_response_at, resolved_at, channel)
   SELECT gen_random_uuid(), $1, 'tickets', n::text, true, $2::timestamptz + n * interval '97 minutes', $2::timestamptz + n * interval '99 minutes',
          CASE WHEN n % 3 > 0 THEN $2::timestamptz + n * interval '3 hours' END, 'mail'
   FROM generate_series($3::int, $3::int + ${IMPORTED - 1}) AS n ORDER BY n
   ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO UPDATE SET location_id = excluded.location_id, opened_at = excluded.opened_at,
     first_response_at = excluded.first_response_at, resolved_at = excluded.resolved_at, channel = excluded.channel`,
  [place, at, random.upTo(200)],
];
const tally: Write = (random, place, at) => [
  `INSERT INTO support_tallies (id, location_id, at, count, channel, directional) VALUES (gen_random_uuid(), $1, $2, $3::int, 'desk', $3::int = 4)`,
  [place, at, 1 + random.upTo(5)],
];
const untally: Write = (_, place, at) => [
  `DELETE FROM support_tallies WHERE id IN (SELECT id FROM support_tallies WHERE location_id = $1 AND at >= $2 ORDER BY id LIMIT 1 FOR UPDATE)`,
  [place, at],
];
const headcount: Write = (random, place, at) => [
  `INSERT INTO activity_counts (id, location_id, series, area, at, count) VALUES (gen_random_uuid(), $1, 'headcount', 'A', $2, $3)
   ON CONFLICT (location_id, series, area, at) DO UPDATE SET count = excluded.count`,
  [place, new Date(Math.floor(+at / 900_000) * 900_000), random.upTo(60)],
];
const attend: Write = (random) => [
  `UPDATE claims SET checked_in_at = starts_at + $1::int * interval '13 seconds', checked_out_at = starts_at + ($1::int + $2::int) * interval '13 seconds', no_show = false
   WHERE id IN (SELECT id FROM claims ORDER BY id OFFSET $3::int LIMIT 1 FOR UPDATE)`,
  [random.upTo(300), 1 + random.upTo(1_500), random.upTo(20)],
];
const close: Write = (random, place, at) => [
  `INSERT INTO coverage_exceptions (id, location_id, date, until_date, kind, reason)
   VALUES (gen_random_uuid(), $1, $2::date, $2::date + $3::int, 'closed', 'drill')`,
  [place, at.toISOString().slice(0, 10), random.upTo(2)],
];
const open: Write = (_, place) => [
  `DELETE FROM coverage_exceptions WHERE id IN
     (SELECT id FROM coverage_exceptions WHERE location_id = $1 AND kind = 'closed' ORDER BY id LIMIT 1 FOR UPDATE)`,
  [place],
];
const require: Write = (random, place, at) => [
  `UPDATE coverage_hours SET required = $2, effective_to = $3::date WHERE id IN
     (SELECT id FROM coverage_hours WHERE location_id = $1 ORDER BY id LIMIT 1 FOR UPDATE)`,
  [
    place,
    random.upTo(3),
    random.upTo(3) > 0 ? null : new Date(Math.max(+at, Date.parse('2026-10-20'))).toISOString().slice(0, 10),
  ],
];

/** Mostly requests, as in life. */
const WRITES_OF: readonly Write[] = [
  ...[insert, insert, insert, insert, answer, answer, answer, move, remove, reimport, reimport],
  ...[pause, pause, unpause],
  ...[tally, tally, untally, headcount, attend, close, open, require],
];
