import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile, rowsMapping } from '../support/imports.js';

describe('open requests of imported files', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: '2026-11-02T12:00:00-06:00' });
  });
  afterAll(() => app.close());

  const CSV = [
    'key,opened,solved,passed',
    'old,2026-01-15 21:00,,2026-01-15 22:00',
    'done,2026-01-15 21:00,2026-01-16 10:00,',
    'recent,2026-10-20 21:00,,',
    'now,2026-11-01 21:00,,2026-11-01 22:00',
  ].join('\n');
  const anImport = async (): Promise<{ locationId: string; source: string }> => {
    const [{ id: locationId }, source] = [await aLocation(app), `history ${++count}`];
    const columns = { resolvedAt: 'solved', escalatedAt: 'passed' };
    await importFile(app, CSV, rowsMapping(locationId, source, columns));
    return { locationId, source };
  };
  const list = async (locationId: string, query: string): Promise<string[]> =>
    succeeded(await app.admin.get(`/support-requests?locationId=${locationId}${query}`))
      .items.map(({ externalId }: { externalId: string }) => externalId)
      .sort();
  const aPilot = (locationId: string, from: string, to = '2027-01-01') =>
    app.admin.post('/pilots', {
      name: `Pilot ${++count}`,
      locationIds: [locationId],
      baseline: { from: '2026-01-01', to: '2026-02-01' },
      pilot: { from, to },
    });

  it('are history when opened more than 30 days ago, without a pilot', async () => {
    const { locationId } = await anImport();
    expect(await list(locationId, '&history=true')).toEqual(['old']);
    expect(await list(locationId, '&history=false')).toEqual(['done', 'now', 'recent']);
    expect(await list(locationId, '&history=false&escalated=true')).toEqual(['now']);
    expect(await list(locationId, '')).toEqual(['done', 'now', 'old', 'recent']);
  });

  it('are history when opened before the first pilot, even if it is in the future', async () => {
    const { locationId } = await anImport();
    const pilot = succeeded(await aPilot(locationId, '2026-11-01'));
    expect(await list(locationId, '&history=true')).toEqual(['old', 'recent']);
    succeeded(await aPilot(locationId, '2026-10-20', '2026-10-30'));
    expect(await list(locationId, '&history=true')).toEqual(['old']);
    const elsewhere = await anImport();
    expect(await list(elsewhere.locationId, '&history=true')).toEqual(['old']);
    const { totals } = succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics`));
    expect(totals.baseline.requestsOutsideHours + totals.baseline.requests).toBe(2);
  });

  it.each([
    ['longer', '2026-11-01', '2026-11-01 00:30', '2026-10-31 23:30'],
    ['shorter', '2026-03-08', '2026-03-08 00:30', '2026-03-07 23:30'],
  ])(
    'use the midnight that begins the %s day on which a pilot starts',
    async (_name, from, after, before) => {
      const [{ id: locationId }, source] = [await aLocation(app), `history ${++count}`];
      succeeded(await aPilot(locationId, from));
      await importFile(
        app,
        `key,opened\nafter,${after}\nbefore,${before}\n`,
        rowsMapping(locationId, source),
      );
      expect(await list(locationId, '&history=true')).toEqual(['before']);
    },
  );

  it('are not history once somebody changes them, nor when they were logged here', async () => {
    const { locationId, source } = await anImport();
    const openedAt = '2026-01-15T21:00:00-06:00';
    succeeded(
      await app.admin.post('/support-requests', { locationId, openedAt, source, externalId: 'logged' }),
    );
    const [old] = succeeded(
      await app.admin.get(`/support-requests?locationId=${locationId}&history=true`),
    ).items;
    expect(old).toMatchObject({ externalId: 'old', history: true });
    expect(
      succeeded(await app.admin.patch(`/support-requests/${old.id}`, { category: 'wifi' })).history,
    ).toBe(false);
    expect(await list(locationId, '&history=true')).toEqual([]);
    await importFile(app, CSV.replaceAll('old', 'logged'), rowsMapping(locationId, source));
    expect(await list(locationId, '&history=true')).toEqual([]);
  });

  it('are filtered with true or false', async () => {
    expect(await app.admin.get('/support-requests?history=maybe')).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'history' }] },
    });
  });
});
