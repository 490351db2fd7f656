import { succeeded } from '../support/factories.js';
import { FileSources, fileMapping } from '../support/file-sources.js';
import { collected, recheckNext, runsOf, shown } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago, where the location is.

const files = new FileSources();
const { aSource, again, stored } = files;
const at = (time: string): Date => new Date(`2026-10-26T${time}-05:00`);

const HEADER = 'key,opened,answered,handed,closed,tier,how,what,urgency,level,way,link,about,room,changed';
const ALL = fileMapping({
  firstResponseAt: 'answered',
  escalatedAt: 'handed',
  resolvedAt: 'closed',
  tier: 'tier',
  channel: 'how',
  category: 'what',
  priority: 'urgency',
  readLevel: 'level',
  directional: 'way',
  externalUrl: 'link',
  title: 'about',
  place: 'room',
  updatedAt: 'changed',
});
const LINE =
  'A-1,2026-10-26 09:00,2026-10-26 09:10,2026-10-26 09:20,2026-10-26 10:00,Campus IT,chat,Printer,High,3,yes,https://t.example/1,"Jam, again",Main Lab,2026-10-26 10:05';

describe('a file at an address', () => {
  it('is collected with all its columns', async () => {
    files.host.write(HEADER, LINE);
    const id = await aSource(ALL);
    expect(await shown(files.app, id)).toMatchObject({ state: 'working', kind: 'file-url' });
    expect(await stored()).toEqual([
      {
        externalId: 'A-1',
        locationId: files.locationId,
        place: 'Main Lab',
        tier: 'campus-it',
        priority: 'high',
        openedAt: at('09:00'),
        firstResponseAt: at('09:10'),
        escalatedAt: at('09:20'),
        firstResolvedAt: at('10:00'),
        resolvedAt: at('10:00'),
        title: 'Jam, again',
        category: 'Printer',
        channel: 'chat',
        externalUrl: 'https://t.example/1',
      },
    ]);
    const [more] = await files.app.database.query(
      'SELECT read_level, directional, source_changed_at FROM support_requests',
    );
    expect(more).toEqual({ read_level: 3, directional: true, source_changed_at: at('10:05') });
  });

  it('is read again, and only what changed is counted', async () => {
    files.host.write('key,opened,what', 'A,2026-10-26 09:00,printer', 'B,2026-10-26 09:30,log-in');
    const id = await aSource(fileMapping({ category: 'what' }));
    files.host.write(
      'key,opened,what',
      'A,2026-10-26 09:00,printer',
      'B,2026-10-26 09:30,',
      'C,2026-10-26 10:00,x',
    );
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 3, created: 1, updated: 1 });
    expect((await stored()).map(({ category }) => category)).toEqual(['printer', null, 'x']);
  });

  it('keeps a request whose line is gone, and fields of which it has no column', async () => {
    files.host.write('key,opened,what', 'A,2026-10-26 09:00,printer', 'B,2026-10-26 09:30,log-in');
    const id = await aSource(fileMapping({ category: 'what' }));
    await collected(files.app, id);
    files.host.write('key,opened', 'B,2026-10-26 09:31');
    const settings = { mapping: fileMapping() };
    succeeded(await files.app.admin.patch(`/support-sources/${id}`, { settings }));
    await files.app.jobsDone();
    await recheckNext(files.app, id);
    await again(id);
    expect((await stored()).map(({ externalId, category }) => [externalId, category])).toEqual([
      ['A', 'printer'],
      ['B', 'log-in'],
    ]);
  });

  it('is not read again while its server says that it is as it was', async () => {
    files.host.hasMarks = true;
    files.host.write('key,opened', 'A,2026-10-26 09:00');
    const id = await aSource();
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 0, created: 0, updated: 0 });
    expect(files.host.statuses.at(-1)).toBe(304);
    files.host.write('key,opened', 'A,2026-10-26 09:00', 'B,2026-10-26 09:00');
    expect(await again(id)).toMatchObject({ fetched: 2, created: 1 });
  });

  it('is not read again when the same comes from a server that does not say so', async () => {
    files.host.write('key,opened', 'A,2026-10-26 09:00');
    const id = await aSource();
    expect(await again(id)).toMatchObject({ status: 'completed', fetched: 0 });
    expect(files.host.statuses.at(-1)).toBe(200);
  });

  it.each([
    ['a minute old, its date is sent back', 'Mon, 26 Oct 2026 16:58:00 GMT', 'Mon, 26 Oct 2026 16:58:00 GMT'],
    ['as old as the answer, it may change within that second', 'Mon, 26 Oct 2026 17:00:00 GMT', undefined],
  ])('when it is %s', async (_name, lastModified, sent) => {
    files.host.write('key,opened', 'A,2026-10-26 09:00');
    files.host.headers = { 'last-modified': lastModified, date: 'Mon, 26 Oct 2026 17:00:00 GMT' };
    const id = await aSource();
    await again(id);
    expect(files.host.asked.at(-1)!['if-modified-since']).toBe(sent);
  });

  it('places its requests by a column', async () => {
    files.host.write('key,opened,room', 'A,2026-10-26 09:00,Media', 'B,2026-10-26 09:00,Attic');
    const locationRules = [{ equals: 'media', locationId: files.locationId }];
    const id = await aSource(fileMapping({ place: 'room' }), { locationId: null, locationRules });
    expect((await stored()).map(({ locationId }) => locationId)).toEqual([files.locationId, null]);
    expect(await shown(files.app, id)).toMatchObject({ unmatched: [{ place: 'Attic', count: 1 }] });
  });

  it('of two lines with one number counts the later, as in an import', async () => {
    files.host.write('key,opened', 'A,2026-10-26 09:00', 'B,2026-10-26 09:00', 'A,2026-10-26 08:00');
    const id = await aSource();
    expect((await stored())[0]).toMatchObject({ externalId: 'A', openedAt: at('08:00') });
    expect((await runsOf(files.app, id))[0]).toMatchObject({
      skipped: 1,
      remarks: [{ externalId: 'line 2', message: 'A later line gives A again and counts instead.' }],
    });
  });

  it('fills back a span, with all of the file', async () => {
    files.host.write('key,opened', 'A,2026-10-01 09:00', 'B,2026-10-26 09:00');
    const id = await aSource();
    await files.app.database.query('DELETE FROM support_requests');
    const span = { from: '2026-09-30T00:00:00Z', to: '2026-10-03T00:00:00Z' };
    succeeded(await files.app.admin.post(`/support-sources/${id}/backfills`, span));
    await files.app.jobsDone();
    expect((await stored()).map(({ externalId }) => externalId)).toEqual(['A']);
    const { items } = succeeded(await files.app.admin.get(`/support-sources/${id}/backfills`));
    expect(items).toEqual([expect.objectContaining({ status: 'completed', created: 1 })]);
  });

  it('shows the latest of its lines when it is checked', async () => {
    const lines = Array.from({ length: 9 }, (_, index) => `T${index},2026-10-2${index % 7} 09:00`);
    files.host.write('key,opened', ...lines);
    const id = await aSource();
    const { ok, sample } = succeeded(await files.app.admin.post(`/support-sources/${id}/check`));
    expect(ok).toBe(true);
    expect((sample as { externalId: string }[]).map(({ externalId }) => externalId)).toEqual([
      'T6',
      'T5',
      'T4',
      'T3',
      'T2',
    ]);
  });

  it('takes times as those of the location, else of the institution, else of its mapping', async () => {
    files.host.write('key,opened', 'A,2026-10-26 09:00');
    succeeded(await files.app.admin.patch('/settings', { timeZone: 'America/Denver' }));
    const one = await aSource();
    await aSource(fileMapping(), { name: 'second', locationId: null });
    await aSource(fileMapping({}, { timeZone: 'UTC' }), { name: 'third' });
    const opened = await Promise.all(['file', 'second', 'third'].map((name) => stored(name)));
    expect(opened.map(([request]) => request!.openedAt.toISOString())).toEqual([
      '2026-10-26T14:00:00.000Z',
      '2026-10-26T15:00:00.000Z',
      '2026-10-26T09:00:00.000Z',
    ]);
    expect(one).toBeTruthy();
  });
});

describe('an event log at an address', () => {
  const LOG = {
    shape: 'event-log',
    columns: { externalId: 'case', activity: 'what', at: 'when' },
    activities: { firstResponseAt: ['Taken'], escalatedAt: ['Passed on'], resolvedAt: ['Resolved'] },
  };
  const log = (...events: [string, string, string][]): string[] => [
    'case,what,when',
    ...events.map(([key, what, time]) => `${key},${what},2026-10-26 ${time}`),
  ];
  const told = async () =>
    (await stored()).map((request) => [
      request.externalId,
      ...(['openedAt', 'firstResponseAt', 'escalatedAt', 'firstResolvedAt', 'resolvedAt'] as const).map(
        (field) =>
          request[field]?.toLocaleTimeString('en-GB', {
            timeZone: 'America/Chicago',
            hour: '2-digit',
            minute: '2-digit',
          }),
      ),
    ]);

  it('keeps what it told of a case when early events are no longer in it', async () => {
    files.host.write(
      ...log(
        ['1', 'Made', '08:00'],
        ['1', 'Taken', '08:10'],
        ['1', 'Passed on', '08:20'],
        ['1', 'Resolved', '08:30'],
      ),
    );
    const id = await aSource(LOG);
    files.host.write(...log(['1', 'Taken', '09:10'], ['1', 'Resolved', '09:30']));
    await again(id);
    expect(await told()).toEqual([['1', '08:00', '08:10', '08:20', '08:30', '09:30']]);
    files.host.write(...log(['1', 'Called', '09:40']));
    await again(id);
    expect(await told()).toEqual([['1', '08:00', '08:10', '08:20', '08:30', '09:30']]);
  });

  it('is told anew when it is read in another way', async () => {
    files.host.write(...log(['1', 'Made', '08:00'], ['1', 'Taken', '08:10']));
    const id = await aSource({ ...LOG, timeZone: 'UTC' });
    const settings = { mapping: { ...LOG, timeZone: 'America/Chicago' } };
    succeeded(await files.app.admin.patch(`/support-sources/${id}`, { settings }));
    await files.app.jobsDone();
    expect(await told()).toEqual([['1', '08:00', '08:10', undefined, undefined, undefined]]);
  });

  it('tells of an activity that no event is called, and does not count that as left out', async () => {
    files.host.write(...log(['1', 'Made', '08:00'], ['1', 'Taken', '08:10'], ['1', 'Resolved', '09:00']));
    const id = await aSource(LOG);
    expect((await runsOf(files.app, id))[0]).toMatchObject({
      skipped: 0,
      remarks: [
        {
          externalId: 'file',
          message: 'No event is called "Passed on", which escalatedAt names.',
          isTaken: true,
        },
      ],
    });
  });
});
