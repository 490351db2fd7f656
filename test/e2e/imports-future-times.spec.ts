import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile, linesAndCodes } from '../support/imports.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('importing future times', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const columns = { externalId: 'key', openedAt: 'opened', firstResponseAt: 'answered', resolvedAt: 'done' };
  const rows = (overrides: object = {}) => ({
    kind: 'support-requests',
    shape: 'rows',
    locationId,
    source: locationId,
    columns,
    ...overrides,
  });
  const keys = async (): Promise<string[]> =>
    succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`)).items.map(
      ({ externalId }: { externalId: string }) => externalId,
    );

  it('rejects the line, for any of its times, and accepts the others', async () => {
    const csv = [
      'key,opened,answered,done',
      'a,2026-10-26 11:00,2026-10-26 11:10,2026-10-26 11:20',
      'b,2026-10-26 12:06,,',
      'c,2026-10-26 11:00,2026-10-26 13:00,',
      'd,2026-10-26 11:00,,2126-10-26 11:30',
      'e,2026-10-26 12:04,,',
    ].join('\n');
    const result = await importFile(app, csv, rows());
    expect(linesAndCodes(result.rejected)).toEqual(['3 IN_THE_FUTURE', '4 IN_THE_FUTURE', '5 IN_THE_FUTURE']);
    expect(result.rejected[1].message).toBe(
      'firstResponseAt lies ahead: "2026-10-26 13:00". Only what has happened is taken over; nothing of this line was.',
    );
    expect(result).toMatchObject({ rows: 5, created: 2, warnings: [] });
    expect((await keys()).sort()).toEqual(['a', 'e']);
  });

  it('also in a dry run, and does not change a request that a line would move to the future', async () => {
    const csv = (done: string) => `key,opened,answered,done\na,2026-10-26 10:00,,${done}\n`;
    const rehearsed = await importFile(app, csv('2026-10-27 10:00'), rows({ dryRun: true }));
    expect(linesAndCodes(rehearsed.rejected)).toEqual(['2 IN_THE_FUTURE']);
    await importFile(app, csv('2026-10-26 10:30'), rows());
    expect(await importFile(app, csv('2026-10-27 10:00'), rows())).toMatchObject({ created: 0, updated: 0 });
    const [request] = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`)).items;
    expect(request.resolvedAt).toBe('2026-10-26T10:30:00-05:00');
  });

  it('rejects an event of a case, and keeps its past events', async () => {
    const csv = ['key,what,at', 'a,New,2026-10-26 10:00', 'a,Done,2026-10-27 10:00'].join('\n');
    const result = await importFile(
      app,
      csv,
      rows({
        shape: 'event-log',
        columns: { externalId: 'key', activity: 'what', at: 'at' },
        activities: { resolvedAt: ['Done'] },
      }),
    );
    expect(linesAndCodes(result.rejected)).toEqual(['3 IN_THE_FUTURE']);
    const [request] = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`)).items;
    expect(request).toMatchObject({ openedAt: '2026-10-26T10:00:00-05:00', resolvedAt: null });
  });

  it.each([
    ['a column each', { date: 'day', time: 'hour' }, { Quiet: 'n' }],
    ['one column', { at: 'at', area: 'where', count: 'n' }, undefined],
  ])('rejects headcounts in the future, %s', async (_name, names, areas) => {
    const csv = [
      'day,hour,at,where,n',
      '2026-10-26,11:00,2026-10-26 11:00,Quiet,3',
      '2026-10-26,13:00,2026-10-26 13:00,Quiet,4',
    ].join('\n');
    const mapping = { kind: 'headcounts', locationId, columns: names, ...(areas && { areas }) };
    const result = await importFile(app, csv, mapping);
    expect(linesAndCodes(result.rejected)).toEqual(['3 IN_THE_FUTURE']);
    expect(result).toMatchObject({ rows: 2, created: 1 });
    const { items } = succeeded(await app.admin.get(`/headcounts?locationId=${locationId}`));
    expect(items).toMatchObject([{ at: '2026-10-26T11:00:00-05:00', count: 3 }]);
  });

  it.each([
    ['before midnight what is of the next day', '2026-10-27T23:50:00-05:00', '2026-10-28 00:10'],
    ['in the night of 25 hours, by an offset', '2026-11-01T01:20:00-05:00', '2026-11-01T01:20:00-06:00'],
    ['in the night of 23 hours', '2027-03-14T01:55:00-06:00', '2027-03-14 03:05'],
  ])('refuses %s', async (_name, now, opened) => {
    const send = () => importFile(app, `key,opened,answered,done\na,${opened},,\n`, rows());
    // The sessions must last until the test's clock, months after the sign-in.
    await app.database.query('UPDATE sessions SET expires_at = $1', ['2028-01-01T00:00:00Z']);
    app.clock.set(now);
    expect(linesAndCodes((await send()).rejected)).toEqual(['2 IN_THE_FUTURE']);
    app.clock.advance(61);
    expect(await send()).toMatchObject({ created: 1, rejected: [] });
  });
});
