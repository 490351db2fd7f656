import { jest } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { ImportsRepository } from '../../src/support/imports/imports.repository.js';
import { RecordStore } from '../../src/support/imports/record-store.js';
import type { ReadItem, RecordStream } from '../../src/support/imports/record-stream.js';
import { Remarks } from '../../src/support/imports/remarks.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { importFile, rowsMapping } from '../support/imports.js';

/** Records without a file, as another system's API would deliver them. */
const streamOf = (items: () => AsyncIterable<ReadItem>): RecordStream => ({
  kind: 'requests',
  columns: ['line', 'external_id', 'opened_at', 'category'],
  tells: ['opened_at', 'category'],
  doubts: [],
  items,
  unseen: () => [],
});

const OPENED = '2026-10-26T15:00:00Z';

async function* tickets(count: number, category = 'printing'): AsyncGenerator<ReadItem> {
  for (let line = 1; line <= count; line++)
    yield await Promise.resolve({ line, records: [[line, `T-${line}`, OPENED, category]], doubts: [] });
}

describe('the store of records', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const stored = async (stream: RecordStream, source: string, progress: (rows: number) => Promise<void>) => {
    const { id: importId } = await importFile(app, 'key,opened\n', rowsMapping(locationId, source));
    const remarks = new Remarks(app.app.get(ImportsRepository), importId as string);
    const owner = { createdBy: null, importId: importId as string, dryRun: false };
    const target = { locationId, timeZone: 'America/Chicago', source, ...owner };
    return app.app
      .get(Database)
      .transaction(() => app.app.get(RecordStore).store(stream, target, remarks, progress));
  };
  const countOf = async (source: string): Promise<number> => {
    const rows = await app.database.query('SELECT FROM support_requests WHERE source = $1', [source]);
    return rows.length;
  };

  it('stores what any stream reads, reports progress, and updates repeated records', async () => {
    const seen: number[] = [];
    const progress = (rows: number): Promise<void> => Promise.resolve(void seen.push(rows));
    const first = await stored(
      streamOf(() => tickets(5_001)),
      'any',
      progress,
    );
    expect(first.counts).toEqual({ rows: 5_001, created: 5_001, updated: 0, skipped: 0 });
    expect(first.sample[0]).toMatchObject({ line: 1, externalId: 'T-1', category: 'printing' });
    expect(seen).toEqual([5_000, 5_001]);
    const again = await stored(
      streamOf(() => tickets(2, 'wifi')),
      'any',
      progress,
    );
    expect(again.counts).toEqual({ rows: 2, created: 0, updated: 2, skipped: 0 });
  });

  it('writes any number of remarks without reading them from the database', async () => {
    async function* repeated(): AsyncGenerator<ReadItem> {
      yield* tickets(6_000);
      for await (const { line, ...item } of tickets(6_000))
        yield { ...item, line: line + 6_000, records: [[line + 6_000, `T-${line}`, OPENED, 'again']] };
    }
    const query = jest.spyOn(app.app.get(Database), 'query');
    const before = query.mock.results.length;
    const { counts } = await stored(streamOf(repeated), 'remarked', () => Promise.resolve());
    const answers = (await Promise.all(
      query.mock.results.slice(before).map(({ value }) => value),
    )) as object[][];
    query.mockRestore();
    expect(counts).toEqual({ rows: 12_000, created: 6_000, updated: 0, skipped: 6_000 });
    expect(Math.max(...answers.map((rows) => rows.length))).toBeLessThan(100);
    const remarks = await app.database.query(
      `SELECT r.kind, r.ordinal, r.line, r.code, r.message FROM support_import_remarks r JOIN support_imports i ON i.id = r.import_id
       WHERE i.mapping->>'source' = 'remarked' ORDER BY r.ordinal`,
    );
    expect(remarks).toHaveLength(6_000);
    expect(remarks[5_999]).toEqual({
      kind: 'warning',
      ordinal: 5_999,
      line: 6_000,
      code: 'REPEATED_IN_FILE',
      message: 'A later line gives T-6000 again and counts instead.',
    });
  });

  it('stores nothing of a stream that breaks off', async () => {
    async function* broken(): AsyncGenerator<ReadItem> {
      yield* tickets(600);
      throw new Error('the other system went away');
    }
    await expect(stored(streamOf(broken), 'broken', () => Promise.resolve())).rejects.toThrow(
      'the other system went away',
    );
    expect(await countOf('broken')).toBe(0);
  });
});
