import { TakeBacksService } from '../../src/support/imports/taking-back/take-backs.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import { importFile, rowsMapping, storedRequests, takenBack } from '../support/imports.js';

const NOW = '2027-04-01T12:00:00-05:00';

describe('an import that is taken back', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: NOW });
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());
  afterEach(() => app.clock.set(NOW));

  const aSource = (): string => `taken back ${++count}`;
  const ALL = { category: 'what', firstResponseAt: 'answered', readLevel: 'read' };
  const sent = (source: string, ...lines: string[]) =>
    importFile(
      app,
      `key,opened,answered,what,read\n${lines.join('\n')}\n`,
      rowsMapping(locationId, source, ALL),
    );
  const keptOf = async (id: unknown): Promise<string[]> =>
    succeeded(await app.admin.get(`/support-imports/${id as string}/remarks?kind=kept`)).items.map(
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    );
  const stored = (source: string) =>
    storedRequests(
      app,
      source,
      `external_id, category, read_level, first_response_at, waited_minutes, imported, version`,
    );
  const idOf = async (source: string, externalId: string): Promise<string> =>
    (
      await app.database.query<{ id: string }>(
        'SELECT id FROM support_requests WHERE source = $1 AND external_id = $2',
        [source, externalId],
      )
    )[0]!.id;

  it('removes the requests that it created, and says so', async () => {
    const source = aSource();
    const first = await sent(source, 'A,2026-10-26 10:00,,printing,3', 'B,never,,,', 'C,2026-10-26 11:00,,,');
    expect(first).toMatchObject({
      created: 2,
      mayBeTakenBack: true,
      takeBackStatus: null,
      takenBackAt: null,
    });
    const asked = await app.admin.post(`/support-imports/${first.id}/take-back`);
    expect(asked).toMatchObject({ status: 202, body: { mayBeTakenBack: false } });
    await app.jobsDone();
    expect(succeeded(await app.admin.get(`/support-imports/${first.id}`))).toMatchObject({
      status: 'completed',
      created: 2,
      takeBackStatus: 'completed',
      takeBackError: null,
      takenBackAt: '2027-04-01T12:00:00-05:00',
      removed: 2,
      restored: 0,
      kept: 0,
      mayBeTakenBack: false,
    });
    expect(await stored(source)).toEqual([]);
    const { items } = succeeded(await app.admin.get(`/audit-events?entityId=${first.id}`));
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'support-import.taken-back',
      'support-import.take-back-started',
      'support-import.completed',
      'support-import.created',
    ]);
    expect(items[0].details).toEqual({ removed: 2, restored: 0, kept: 0 });
    const again = await sent(source, 'A,2026-10-26 10:00,,printing,3');
    expect(again).toMatchObject({ created: 1 });
  });

  it('gives what it changed its former values, and leaves what it never touched', async () => {
    const source = aSource();
    const post = async (externalId: string, more: object = {}) =>
      succeeded(
        await app.admin.post('/support-requests', {
          locationId,
          source,
          externalId,
          openedAt: '2026-10-26T10:00:00-05:00',
          category: 'login',
          readLevel: 2,
          waitedMinutes: 4,
          firstResponseAt: '2026-10-26T10:04:00-05:00',
          ...more,
        }),
      );
    await post('A');
    await post('B');
    const before = await stored(source);
    const changing = await sent(
      source,
      'A,2026-10-26 10:00,2026-10-26 10:30,printing,5',
      'C,2026-10-26 10:00,,,',
    );
    expect(changing).toMatchObject({ created: 1, updated: 1 });
    expect((await stored(source))[0]).toMatchObject({
      category: 'printing',
      waited_minutes: null,
      version: 2,
    });
    expect(await takenBack(app, changing.id as string)).toMatchObject({ removed: 1, restored: 1, kept: 0 });
    expect(await stored(source)).toEqual([{ ...before[0], version: 3 }, before[1]]);
    expect(
      await app.database.query('SELECT FROM support_import_requests WHERE import_id = $1', [changing.id]),
    ).toEqual([]);
  });

  it('keeps what somebody changed, noted or escalated since, and lists it', async () => {
    const source = aSource();
    await app.admin.post('/support-requests', {
      locationId,
      source,
      externalId: 'old',
      openedAt: '2026-10-26T10:00:00-05:00',
    });
    const first = await sent(
      source,
      ...['changed', 'escalated', 'noted', 'old', 'plain'].map((key) => `${key},2026-10-26 10:00,,printing,`),
    );
    const act = async (externalId: string, path: string, body: object) =>
      succeeded(await app.admin.post(`/support-requests/${await idOf(source, externalId)}/${path}`, body));
    succeeded(await app.admin.patch(`/support-requests/${await idOf(source, 'changed')}`, { readLevel: 2 }));
    await act('escalated', 'escalate', { text: 'The switch is dark' });
    await act('noted', 'notes', { text: 'It was the toner' });
    await act('old', 'notes', { text: 'Still so' });
    expect(await takenBack(app, first.id as string)).toMatchObject({ removed: 1, restored: 0, kept: 4 });
    expect(await keptOf(first.id)).toEqual([
      'CHANGED_SINCE: changed was changed since.',
      'CHANGED_SINCE: escalated was changed since.',
      'HAS_ENTRIES: noted has notes, or something was done with it.',
      'HAS_ENTRIES: old has notes, or something was done with it.',
    ]);
    expect((await stored(source)).map(({ external_id }) => external_id)).toEqual([
      'changed',
      'escalated',
      'noted',
      'old',
    ]);
  });

  it('restores a request with a note from before the import', async () => {
    const source = aSource();
    await app.admin.post('/support-requests', {
      locationId,
      source,
      externalId: 'A',
      openedAt: '2026-10-26T10:00:00-05:00',
    });
    app.clock.set('2027-03-31T12:00:00-05:00');
    await app.admin.post(`/support-requests/${await idOf(source, 'A')}/notes`, { text: 'Looked at it' });
    app.clock.set(NOW);
    const changing = await sent(source, 'A,2026-10-26 10:00,,printing,');
    expect(await takenBack(app, changing.id as string)).toMatchObject({ restored: 1, kept: 0 });
  });

  it('lets a later import stand, and can be taken back again after that one', async () => {
    const source = aSource();
    const lines = ['A,2026-10-26 10:00,,printing,', 'B,2026-10-26 10:00,,printing,'];
    const first = await sent(source, ...lines, 'C,2026-10-26 10:00,,printing,');
    const second = await sent(source, 'A,2026-10-26 10:00,,wifi,', lines[1]!);
    expect(second).toMatchObject({ created: 0, updated: 1, skipped: 1 });
    expect(await takenBack(app, first.id as string)).toMatchObject({
      removed: 1,
      restored: 0,
      kept: 2,
      mayBeTakenBack: true,
    });
    expect(await keptOf(first.id)).toEqual([
      'CHANGED_BY_LATER_IMPORT: A was changed by a later import.',
      'IN_ANOTHER_IMPORT: B is also in another import: log.csv.',
    ]);
    expect(await takenBack(app, second.id as string)).toMatchObject({ removed: 0, restored: 1, kept: 0 });
    expect(await stored(source)).toMatchObject([
      { external_id: 'A', category: 'printing', imported: true },
      { external_id: 'B', category: 'printing' },
    ]);
    expect(await takenBack(app, first.id as string)).toMatchObject({ removed: 3, restored: 0, kept: 0 });
    expect(await keptOf(first.id)).toEqual([]);
    expect(await stored(source)).toEqual([]);
  });

  it('restores in the order in which imports are taken back', async () => {
    const source = aSource();
    const ids = [];
    for (const word of ['one', 'two', 'three'])
      ids.push((await sent(source, `A,2026-10-26 10:00,,${word},`)).id as string);
    const words = async () => (await stored(source)).map(({ category }) => category);
    expect(await takenBack(app, ids[2]!)).toMatchObject({ restored: 1 });
    expect(await words()).toEqual(['two']);
    expect(await takenBack(app, ids[1]!)).toMatchObject({ restored: 1 });
    expect(await words()).toEqual(['one']);
    expect(await takenBack(app, ids[0]!)).toMatchObject({ removed: 1 });
    expect(await words()).toEqual([]);
  });

  it('takes back the requests of an event log', async () => {
    const source = aSource();
    const mapping = {
      locationId,
      source,
      shape: 'event-log',
      columns: { externalId: 'case', activity: 'what', at: 'when' },
      activities: { resolvedAt: ['closed'] },
    };
    const csv = 'case,what,when\nA,opened,2026-10-26 10:00\nA,closed,2026-10-26 12:00\n';
    const { id } = await importFile(app, csv, mapping);
    expect(await takenBack(app, id as string)).toMatchObject({ removed: 1, restored: 0 });
    expect(await stored(source)).toEqual([]);
  });

  it.each(['headcounts', 'activity'])('takes back %s', async (kind) => {
    const here = (await aLocation(app)).id;
    const counts = async () =>
      (
        await app.database.query<{ text: string }>(
          `SELECT area || ' ' || count AS text FROM activity_counts WHERE location_id = $1 ORDER BY area`,
          [here],
        )
      ).map(({ text }) => text);
    const count = (csv: string) =>
      importFile(app, `when,where,heads\n${csv}\n`, {
        kind,
        locationId: here,
        columns: { at: 'when', area: 'where', count: 'heads' },
        ...(kind === 'activity' && { series: 'gate' }),
      });
    const first = await count('2026-10-26 10:00,Loud,1\n2026-10-26 10:00,Quiet,2\n2026-10-26 10:00,Roof,2');
    const second = await count('2026-10-26 10:00,Quiet,9\n2026-10-26 10:00,Stairs,4');
    expect(await counts()).toEqual(['Loud 1', 'Quiet 9', 'Roof 2', 'Stairs 4']);
    succeeded(
      await app.admin.post('/activity', {
        locationId: here,
        series: kind === 'activity' ? 'gate' : 'headcount',
        at: '2026-10-26T10:00:00-05:00',
        area: 'Roof',
        count: 7,
      }),
    );
    expect(await takenBack(app, first.id as string)).toMatchObject({ removed: 1, restored: 0, kept: 2 });
    expect(await keptOf(first.id)).toEqual([
      'CHANGED_BY_LATER_IMPORT: The count of 2026-10-26 10:00, Quiet, was changed by a later import.',
      'CHANGED_SINCE: The count of 2026-10-26 10:00, Roof, was changed since.',
    ]);
    expect(await takenBack(app, second.id as string)).toMatchObject({ removed: 1, restored: 1, kept: 0 });
    expect(await counts()).toEqual(['Quiet 2', 'Roof 7']);
  });

  it('makes the counts of its days stale', async () => {
    const { id } = await sent(aSource(), 'A,2026-09-26 10:00,,,');
    await app.database.query('DELETE FROM stale_spans');
    await takenBack(app, id as string);
    const spans = await app.database.query<{ starts_at: Date }>(
      'SELECT starts_at FROM stale_spans WHERE location_id = $1',
      [locationId],
    );
    expect(spans.map(({ starts_at }) => starts_at.toISOString())).toEqual(['2026-09-26T15:00:00.000Z']);
  });

  it('is refused for what cannot be taken back', async () => {
    const source = aSource();
    const line = 'key,opened\nA,2026-10-26 10:00\n';
    const dry = await importFile(app, line, rowsMapping(locationId, source, {}, { dryRun: true }));
    const takeBack = async (id: unknown) =>
      (await app.admin.post(`/support-imports/${id as string}/take-back`)) as {
        status: number;
        body: { code: string };
      };
    expect(await takeBack(dry.id)).toMatchObject({ status: 409, body: { code: 'IMPORT_NOT_COMPLETED' } });
    const done = await importFile(app, line, rowsMapping(locationId, source));
    await takenBack(app, done.id as string);
    expect(await takeBack(done.id)).toMatchObject({ status: 409, body: { code: 'ALREADY_TAKEN_BACK' } });
    const old = await importFile(app, line, rowsMapping(locationId, source));
    await app.database.query('UPDATE support_imports SET is_kept_track_of = false WHERE id = $1', [old.id]);
    expect(await takeBack(old.id)).toMatchObject({ status: 409, body: { code: 'IMPORT_NOT_KEPT_TRACK_OF' } });
  });

  it('is possible for 400 days, and then forgotten', async () => {
    const source = aSource();
    await sent(source, 'A,2026-10-26 10:00,,one,');
    const { id } = await sent(source, 'A,2026-10-26 10:00,,two,');
    const age = (days: number) =>
      app.database.query(
        `UPDATE support_imports SET created_at = $2::timestamptz - make_interval(days => $3) WHERE id = $1`,
        [id, NOW, days],
      );
    const forgetting = async () => {
      await app.app.get(TakeBacksService).forgetOld();
      return app.database.query('SELECT FROM support_import_requests WHERE import_id = $1', [id]);
    };
    await age(399);
    expect(await forgetting()).toHaveLength(1);
    expect((await app.admin.get(`/support-imports/${id}`)).body).toMatchObject({ mayBeTakenBack: true });
    await age(401);
    const refused = await app.admin.post(`/support-imports/${id}/take-back`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'IMPORT_TOO_OLD' } });
    expect(await forgetting()).toEqual([]);
    expect(await stored(source)).toMatchObject([{ category: 'two' }]);
  });

  it('belongs to the staff of its location', async () => {
    const { id } = await sent(aSource(), 'A,2026-10-26 10:00,,,');
    const elsewhere = await aUser(app, 'supervisor', [(await aLocation(app)).id]);
    expect((await elsewhere.client.post(`/support-imports/${id}/take-back`)).status).toBe(404);
    const operator = await anOperator(app);
    expect((await operator.client.post(`/support-imports/${id}/take-back`)).status).toBe(403);
    const here = await aUser(app, 'supervisor', [locationId]);
    expect(await takenBack(app, id as string, here.client)).toMatchObject({ removed: 1 });
  });

  it('is done once for one key', async () => {
    const { id } = await sent(aSource(), 'A,2026-10-26 10:00,,,');
    const key = { 'idempotency-key': crypto.randomUUID() };
    const ask = () => app.admin.post(`/support-imports/${id}/take-back`, undefined, key);
    expect((await ask()).status).toBe(202);
    expect(await ask()).toMatchObject({ status: 202, body: { takeBackStatus: 'queued' } });
  });
});
