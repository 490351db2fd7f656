import { aLocation, succeeded } from '../support/factories.js';
import { FileSources } from '../support/file-sources.js';
import { MailboxSources } from '../support/mailbox-sources.js';
import { recheckNext, runsOf, shown } from '../support/sources.js';
import { storedCounts } from '../support/stored-counts.js';

// Gates, doors and workstations are counted by systems that write files. It is Monday, 26 October 2026, noon in Chicago.

const GATES = { kind: 'activity', series: 'gate', cumulative: true } as const;
const gates = (columns: Record<string, string> = {}): object => ({
  ...GATES,
  columns: { at: 'when', count: 'stands', ...columns },
});

describe('a file of counts at an address', () => {
  const files = new FileSources();
  const { aSource, again } = files;
  let annex: string;
  beforeAll(async () => {
    annex = (await aLocation(files.app)).id;
  });
  beforeEach(() => files.app.database.query('DELETE FROM activity_counts'));
  const stored = (): Promise<string[]> => storedCounts(files.app, { lab: files.locationId, annex });
  const HEADER = 'when,door,stands';

  it('is collected as what a person, a push or an import would count', async () => {
    files.host.write(HEADER, '2026-10-26 09:00,North,4812', '2026-10-26 10:00,North,4840');
    const id = await aSource(gates({ area: 'door' }));
    expect(await stored()).toEqual(['lab 09:00 gate [North] 4812 +', 'lab 10:00 gate [North] 4840 +']);
    expect((await runsOf(files.app, id))[0]).toMatchObject({
      fetched: 2,
      created: 2,
      updated: 0,
      skipped: 0,
    });
    const { items } = succeeded(await files.app.admin.get('/activity'));
    expect(items).toMatchObject([{ count: 4840 }, { count: 4812 }]);
  });

  it('goes on with what is new and what was corrected', async () => {
    files.host.write(HEADER, '2026-10-26 09:00,North,4812');
    const id = await aSource(gates({ area: 'door' }));
    files.host.write(HEADER, '2026-10-26 09:00,North,4813', '2026-10-26 10:00,North,4840');
    expect(await again(id)).toMatchObject({ fetched: 2, created: 1, updated: 1 });
    expect(await again(id)).toMatchObject({ fetched: 0, created: 0, updated: 0 });
    expect(await stored()).toEqual(['lab 09:00 gate [North] 4813 +', 'lab 10:00 gate [North] 4840 +']);
  });

  it('of more lines than are stored at once loses none, and counts them once', async () => {
    const times = Array.from({ length: 1_201 }, (_, at) => new Date(Date.UTC(2026, 9, 1) + at * 900_000));
    files.host.write('when,stands', ...times.map((time, at) => `${time.toISOString()},${at}`));
    const id = await aSource(gates());
    expect((await runsOf(files.app, id))[0]).toMatchObject({ fetched: 1_201, created: 1_201 });
    expect(await stored()).toHaveLength(1_201);
  });

  it('is not read again each night, so that a correction by hand stays until the file changes', async () => {
    files.host.write('when,stands', '2026-10-26 09:00,1');
    const id = await aSource(gates());
    const [{ id: count }] = succeeded(await files.app.admin.get('/activity')).items as [{ id: string }];
    succeeded(
      await files.app.admin.post('/activity', {
        locationId: files.locationId,
        series: 'gate',
        at: '2026-10-26T09:00:00-05:00',
        count: 2,
        cumulative: true,
      }),
    );
    await recheckNext(files.app, id);
    await again(id);
    expect(succeeded(await files.app.admin.get(`/activity/${count}`))).toMatchObject({ count: 2 });
  });

  it('may have one column for each area, and heads in the rooms', async () => {
    files.host.write('day,hour,Lab A,Lab B', '2026-10-26,09:00,12,', '2026-10-26,10:00,7,3');
    await aSource({
      kind: 'headcounts',
      columns: { date: 'day', time: 'hour' },
      areas: { 'Lab A': 'Lab A', 'Lab B': 'Lab B' },
    });
    expect(await stored()).toEqual([
      'lab 09:00 headcount [Lab A] 12',
      'lab 10:00 headcount [Lab A] 7',
      'lab 10:00 headcount [Lab B] 3',
    ]);
  });

  it('says what it found when it is checked', async () => {
    files.host.write('when,stands', '2026-10-26 09:00,1', '2026-10-26 10:00,2');
    const id = await aSource(gates());
    const check = async (): Promise<unknown> =>
      succeeded(await files.app.admin.post(`/support-sources/${id}/check`, {}));
    expect(await check()).toEqual({
      ok: true,
      message: 'It can be read. It holds 2 counts, the latest of Mon 26 Oct, 10:00.',
      sample: [],
    });
    files.host.write('when,stands');
    expect(await check()).toMatchObject({ ok: true, message: 'It can be read. It holds no counts yet.' });
  });

  it('with a line that cannot be read says which, and stores the others', async () => {
    files.host.write(
      'when,stands',
      '2026-10-26 09:00,1',
      '2026-10-26 10:00,-3',
      'soon,4',
      '2026-10-27 10:00,5',
    );
    const id = await aSource(gates());
    const [run] = await runsOf(files.app, id);
    expect(run).toMatchObject({ created: 1, skipped: 3 });
    expect(run!['remarks']).toMatchObject([
      { externalId: 'line 3', isTaken: false },
      { externalId: 'line 4', isTaken: false },
      { externalId: 'line 5', isTaken: false },
    ]);
    expect(await stored()).toEqual(['lab 09:00 gate [] 1 +']);
  });

  it('that counts the same twice takes the later line, and says so', async () => {
    files.host.write('when,stands', '2026-10-26 09:00,1', '2026-10-26 09:00,2');
    const id = await aSource(gates());
    expect(await stored()).toEqual(['lab 09:00 gate [] 2 +']);
    expect((await runsOf(files.app, id))[0]!['remarks']).toMatchObject([
      { externalId: 'line 2', message: 'A later line counts the same and counts instead.' },
    ]);
  });

  describe('of several buildings', () => {
    const rules = (...equals: [string, string][]): object => ({
      locationRules: equals.map(([name, locationId]) => ({ equals: name, locationId })),
    });
    const places = gates({ place: 'building' });
    const LINES = [
      'when,building,stands',
      '2026-10-26 09:00,Main,1',
      '2026-10-26 09:00,annex,2',
      '2026-10-26 09:00,Boat house,3',
    ];

    // Without a location of its own, its times are in the institution's zone: five hours ahead.
    it('belongs where the rules say; a count that none fits is left out, and told', async () => {
      files.host.write(...LINES);
      const id = await aSource(places, {
        locationId: null,
        ...rules(['main', files.locationId], ['Annex', annex]),
      });
      expect(await stored()).toEqual(['annex 04:00 gate [] 2 +', 'lab 04:00 gate [] 1 +']);
      const [run] = await runsOf(files.app, id);
      expect(run).toMatchObject({ created: 2, skipped: 1 });
      expect(run!['remarks']).toEqual([
        {
          externalId: 'Boat house',
          message: 'No rule gives this count a location, and a count cannot wait for one.',
          isTaken: false,
        },
      ]);
    });

    it('does not let the counts of two places in one location replace each other', async () => {
      files.host.write(...LINES);
      await aSource(places, { ...rules(['Annex', annex]) });
      expect(await stored()).toEqual([
        'annex 09:00 gate [] 2 +',
        'lab 09:00 gate [Boat house] 3 +',
        'lab 09:00 gate [Main] 1 +',
      ]);
    });

    it('is refused when nothing can say where it was counted', async () => {
      const answer = await files.create({ mapping: gates() }, { locationId: null });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        violations: [{ field: 'settings.mapping.columns.place', code: 'INVALID_FIELD' }],
      });
    });
  });

  it('in the night that has an hour twice counts by the offsets, and without them in the first of the two', async () => {
    files.app.clock.set('2026-11-02T18:00:00Z');
    const night = ['00:30,1', '01:30,2', '01:30:00-06:00,3', '02:30,4'];
    files.host.write('when,stands', ...night.map((rest) => `2026-11-01T${rest}`));
    const id = await aSource(gates());
    expect((await runsOf(files.app, id))[0]).toMatchObject({ created: 4, remarks: [] });
    const { items } = succeeded(await files.app.admin.get('/activity'));
    expect((items as { at: string; count: number }[]).map(({ at, count }) => `${at} ${count}`)).toEqual([
      '2026-11-01T02:30:00-06:00 4',
      '2026-11-01T01:30:00-06:00 3',
      '2026-11-01T01:30:00-05:00 2',
      '2026-11-01T00:30:00-05:00 1',
    ]);
  });

  it('in the night that misses an hour counts after it what it places within', async () => {
    files.host.write('when,stands', '2026-03-08 01:30,1', '2026-03-08 02:30,2');
    await aSource(gates());
    const { items } = succeeded(await files.app.admin.get('/activity'));
    expect((items as { at: string; count: number }[]).map(({ at, count }) => `${at} ${count}`)).toEqual([
      '2026-03-08T03:30:00-05:00 2',
      '2026-03-08T01:30:00-06:00 1',
    ]);
  });
});

describe('files of counts in a mailbox', () => {
  const boxes = new MailboxSources();
  beforeEach(() => boxes.app.database.query('DELETE FROM activity_counts'));
  const stored = (): Promise<string[]> => storedCounts(boxes.app, { lab: boxes.locationId });

  it('are collected, and the last message that counts a moment counts', async () => {
    boxes.mail.deliverCsv(['when,stands', '2026-10-26 09:00,1', '2026-10-26 10:00,2']);
    boxes.mail.deliverCsv(['when,stands', '2026-10-26 10:00,3', '2026-10-26 11:00,4']);
    const id = await boxes.aSource({ mapping: gates() });
    expect(await shown(boxes.app, id)).toMatchObject({ state: 'working' });
    expect(await stored()).toEqual([
      'lab 09:00 gate [] 1 +',
      'lab 10:00 gate [] 3 +',
      'lab 11:00 gate [] 4 +',
    ]);
    boxes.mail.deliverCsv(['when,stands', '2026-10-26 11:30,9']);
    expect(await boxes.again(id)).toMatchObject({ fetched: 1, created: 1 });
  });
});
