import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aSupportRequest, succeeded } from '../support/factories.js';
import { importFile, rowsMapping } from '../support/imports.js';

/** A recorded resolution: an hour of the day, or `open` for a request without one. */
type Recorded = number | 'open';

const hour = (at: number): string => `2026-10-25T${String(at).padStart(2, '0')}:00:00-05:00`;
const timeOf = (recorded: Recorded): string | null => (recorded === 'open' ? null : hour(recorded));

describe('the first resolution', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const request = (source: string, fields: object = {}) => ({
    ...{ source, externalId: 'A', openedAt: hour(9) },
    ...fields,
  });
  const change = async (source: string, recorded: Recorded): Promise<void> => {
    const [known] = await app.database.query<{ id: string }>(
      'SELECT id FROM support_requests WHERE source = $1',
      [source],
    );
    const body = { resolvedAt: timeOf(recorded) };
    if (known) succeeded(await app.admin.patch(`/support-requests/${known.id}`, body));
    else await aSupportRequest(app, locationId, request(source, body));
  };
  const saveAgain = async (source: string, recorded: Recorded): Promise<void> => {
    await aSupportRequest(app, locationId, request(source, { resolvedAt: timeOf(recorded) }));
  };
  const uploadFile = async (source: string, recorded: Recorded): Promise<void> => {
    const csv = `key,opened,resolved\nA,${hour(9)},${timeOf(recorded) ?? ''}\n`;
    const mapping = rowsMapping(locationId, source, { resolvedAt: 'resolved' });
    expect((await importFile(app, csv, mapping)).rejected).toEqual([]);
  };

  const WAYS = [
    ['recorded by changes', [change]],
    ['saved several times', [saveAgain]],
    ['imported from several files', [uploadFile]],
    ['imported, then changed', [uploadFile, change]],
    ['changed, then imported', [change, uploadFile]],
  ] as const;
  const CASES: [string, Recorded[], [first: Recorded, last: Recorded]][] = [
    ['is the resolution', [12], [12, 12]],
    ['is unknown while there is none', ['open'], ['open', 'open']],
    ['is the first one recorded', ['open', 12], [12, 12]],
    ['stays when a later one follows', [12, 15], [12, 15]],
    ['stays when the same one is recorded again', [12, 12], [12, 12]],
    ['stays while the request is open again', [12, 'open'], [12, 'open']],
    ['stays when the request is opened and resolved again', [12, 'open', 18], [12, 18]],
    ['moves to an earlier one', [12, 11], [11, 11]],
    [
      'moves to an earlier one that is recorded after the request was open again',
      [12, 'open', 11, 18],
      [11, 18],
    ],
  ];

  describe.each(WAYS)('%s', (_way, ways) => {
    it.each(CASES)('%s', async (_name, recorded, [first, last]) => {
      const source = `source ${++count}`;
      for (const [n, one] of recorded.entries()) await ways[n % ways.length]!(source, one);
      const [stored] = await app.database.query(
        'SELECT first_resolved_at AS first, resolved_at AS last FROM support_requests WHERE source = $1',
        [source],
      );
      const [wantedFirst, wantedLast] = [first, last].map(timeOf);
      expect(stored).toEqual({
        first: wantedFirst === null ? null : new Date(wantedFirst!),
        last: wantedLast === null ? null : new Date(wantedLast!),
      });
    });
  });

  it('can be set, and is then stored as given', async () => {
    const { id } = await aSupportRequest(app, locationId, { openedAt: hour(9), resolvedAt: hour(14) });
    const given = async (fields: object) => {
      const { body } = await app.admin.patch(`/support-requests/${id}`, fields);
      return [body.firstResolvedAt, body.resolvedAt];
    };
    expect(await given({ firstResolvedAt: hour(11) })).toEqual([hour(11), hour(14)]);
    expect(await given({ firstResolvedAt: hour(12), resolvedAt: hour(15) })).toEqual([hour(12), hour(15)]);
    expect(await given({ firstResolvedAt: null })).toEqual([null, hour(15)]);
    expect(await given({ category: 'wifi' })).toEqual([hour(15), hour(15)]);
    const fields = { openedAt: hour(9), firstResolvedAt: hour(11), resolvedAt: hour(14) };
    expect(await aSupportRequest(app, locationId, fields)).toMatchObject({
      firstResolvedAt: hour(11),
      resolvedAt: hour(14),
    });
  });
});
