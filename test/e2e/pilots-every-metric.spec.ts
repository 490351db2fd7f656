import { DIMENSIONS } from '../../src/domain/metrics/metric.js';
import { METRIC_NAMES, metricOf, type MetricName } from '../../src/domain/metrics/metrics.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aSupportRequest, coverageHours, succeeded } from '../support/factories.js';
import { openApi } from '../support/openapi.js';

type Item = Record<MetricName, unknown>;

/** A pilot of one evening with one shift, half of it attended, and one request. */
describe('every metric', () => {
  let app: TestApp;
  let path: string;
  beforeAll(async () => {
    app = await startApp({ now: '2026-12-01T18:00:00Z' });
    const { id } = await aLocation(app);
    await coverageHours(app, id, { effectiveFrom: '2026-11-02', effectiveTo: '2026-11-02' });
    await aSupportRequest(app, id, {
      openedAt: '2026-11-02T21:00:00-06:00',
      firstResponseAt: '2026-11-02T21:05:00-06:00',
      resolvedAt: '2026-11-02T22:05:00-06:00',
      source: 'desk-system',
      channel: 'chat',
      category: 'printing',
    });
    const pilot = await app.admin.post('/pilots', {
      name: 'Autumn',
      locationIds: [id],
      baseline: { from: '2026-09-01', to: '2026-10-01' },
      pilot: { from: '2026-11-02', to: '2026-11-03' },
    });
    path = `/pilots/${(succeeded(pilot) as { id: string }).id}/metrics?phase=pilot`;
  });
  afterAll(() => app.close());

  const asked = async (query = ''): Promise<Item[]> =>
    (succeeded(await app.admin.get(`${path}${query}`)) as { items: Item[] }).items;

  it('is in the answer, its totals, the CSV and the OpenAPI document, and nothing else is', async () => {
    const { items, totals } = succeeded(await app.admin.get(path)) as {
      items: Item[];
      totals: { pilot: Item };
    };
    expect(Object.keys(totals.pilot)).toEqual(METRIC_NAMES);
    const known = ['phase', 'from', 'to', 'partial', 'excluded'];
    expect(Object.keys(items[0]!)).toEqual([...known, ...METRIC_NAMES]);
    const csv = String((await app.admin.with({ accept: 'text/csv' }).get(path)).body);
    expect(csv.split('\n')[0]!.split(',')).toEqual([
      ...known,
      ...METRIC_NAMES.flatMap((name) => metricOf(name).parts?.map((part) => `${name}.${part}`) ?? [name]),
      ...['timeZone', 'hours', 'basis', 'definitionVersion'],
    ]);
    const split = String((await app.admin.with({ accept: 'text/csv' }).get(`${path}&by=location`)).body);
    expect(split.split('\n')[0]).toBe(csv.split('\n')[0]!.replace('partial,', 'partial,locationId,'));
    const { MetricsDto } = openApi().components.schemas as Record<
      string,
      { properties: Record<string, { description: string }>; required: string[] }
    >;
    expect(Object.keys(MetricsDto!.properties)).toEqual(METRIC_NAMES);
    expect(MetricsDto!.required.toSorted()).toEqual(METRIC_NAMES.toSorted());
    for (const name of METRIC_NAMES)
      expect(MetricsDto!.properties[name]!.description).toContain(metricOf(name).doc);
  });

  it.each(DIMENSIONS)('is null by %s where it has no meaning, as the OpenAPI document says', async (by) => {
    const [whole] = await asked();
    const items = await asked(`&by=${by}`);
    expect(items.length).toBeGreaterThan(0);
    for (const name of METRIC_NAMES) {
      const allows = metricOf(name).splits.includes(by);
      const values = items.map((item) => item[name]);
      if (!allows) expect(values.every((value) => value === null)).toBe(true);
      else if (whole![name] !== null) expect(values.some((value) => value !== null)).toBe(true);
    }
  });
});
