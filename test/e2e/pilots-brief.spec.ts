import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { requestsByWeek, type WeekOfRequests } from '../support/weekly-requests.js';

const weeks = (count: number, week: WeekOfRequests): WeekOfRequests[] =>
  Array.from({ length: count }, () => week);
const SLOW = Array.from({ length: 20 }, (_, i) => 20 + 4 * i);
const FAST = SLOW.map((wait) => wait / 10);

/** The text that a reader sees. */
const textOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the brief of a pilot', () => {
  let app: TestApp;
  let lab: string;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    lab = await aMeasuredLab(app, { name: 'Lab <b>& "more"' });
    await requestsByWeek(app, lab, PHASES.baseline.from, weeks(13, { count: 20, waits: SLOW }));
    await requestsByWeek(app, lab, PHASES.pilot.from, weeks(20, { count: 26, waits: FAST }));
    id = await aMeasuredPilot(app, {
      name: 'Late <script>alert(1)</script> labs',
      locationIds: [lab],
      targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15, primary: true }],
    });
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  it('tells the verdict, the figures, the plots and what they mean, as a page without scripts', async () => {
    const brief = await app.admin.get(`/pilots/${id}/brief`);
    expect(brief.status).toBe(200);
    expect(brief.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(brief.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = brief.body as string;
    expect(page).not.toMatch(/<(script|a|button|form|input|nav)\b/);
    expect(page).toContain('Late &lt;script&gt;alert(1)&lt;/script&gt; labs');
    expect(page).toContain('Lab &lt;b&gt;&amp; &quot;more&quot;');
    const text = textOf(page);
    expect(text).toContain('Yes, by its primary target');
    expect(text).toContain('The target of at most 15 min is met.');
    expect(text).toMatch(/First response, median minutes by the clock 58 → 7 8\.3 times faster/);
    expect(text).toMatch(/Requests per open hour 0\.5 → 0\.65 \+30 %/);
    expect(text).toContain('the same method finds as much on none of');
    expect(text).toContain('Cost per request: (paid hours');
    expect(page.match(/<svg/g)).toHaveLength(3);
    expect(page.match(/<svg[^>]*aria-label="[^"]{40,}"/g)).toHaveLength(3);
  });

  it('is the same when it is asked for twice at the same time', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => app.admin.get(`/pilots/${id}/brief`)));
    expect(one!.body).toBe(two!.body);
  });

  it('is for those who read the pilot', async () => {
    const analyst = await aUser(app, 'analyst', [lab]);
    expect((await analyst.client.get(`/pilots/${id}/brief`)).status).toBe(200);
    const other = await aUser(app, 'analyst', [(await aLocation(app)).id]);
    expect((await other.client.get(`/pilots/${id}/brief`)).status).toBe(404);
    const operator = await anOperator(app);
    expect((await operator.client.get(`/pilots/${id}/brief`)).status).toBe(403);
    expect((await app.anonymous.get(`/pilots/${id}/brief`)).status).toBe(401);
  });

  it('has a place for what there is no figure of, before anything was measured', async () => {
    const empty = await aMeasuredPilot(app, { name: 'Nothing yet', locationIds: [await aMeasuredLab(app)] });
    const text = textOf((await app.admin.get(`/pilots/${empty}/brief`)).body as string);
    expect(text).toContain('Nobody can tell yet');
    expect(text).toContain('No target says what would be enough.');
    expect(text).toContain('No request came in a gap.');
    const planned = await aMeasuredPilot(app, {
      name: 'Planned',
      locationIds: [lab],
      pilot: { from: '2026-11-30', to: '2027-02-01' },
    });
    expect((await app.admin.get(`/pilots/${planned}/brief`)).status).toBe(200);
  });

  it('says the step of a rising series, and warns of the plain ratio', async () => {
    const rising = await aMeasuredLab(app);
    const series = Array.from({ length: 33 }, (_, week) => ({
      count: Math.round(60 * 1.04 ** week * (week < 13 ? 1 : 0.5)) + (((week * 7919) % 11) - 5),
    }));
    await requestsByWeek(app, rising, PHASES.baseline.from, series);
    const pilot = await aMeasuredPilot(app, {
      name: 'Rising',
      locationIds: [rising],
      targets: [{ metric: 'requestsPerOpenHour', comparison: 'at-least', value: 1 }],
    });
    const text = textOf((await app.admin.get(`/pilots/${pilot}/brief`)).body as string);
    expect(text).toMatch(/its start changed this by the factor 0\.\d+ .* the plain ratio of [\d.]+ misleads/);
    expect(text).toContain('the plain comparison and the one net of the trend say different things');
  });

  describe('of few requests', () => {
    let few: string;
    beforeAll(async () => {
      const quiet = await aMeasuredLab(app);
      await requestsByWeek(
        app,
        quiet,
        PHASES.baseline.from,
        weeks(13, { count: 6, waits: [61, 62, 63, 64, 65, 66] }),
      );
      await requestsByWeek(app, quiet, '2026-06-08', [{ count: 4, waits: [31, 32, 33, 34] }]);
      few = await aMeasuredPilot(app, {
        name: 'Quiet',
        locationIds: [quiet],
        targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 40, primary: true }],
      });
    });

    it('tells no figure of fewer than five, and says so', async () => {
      const evaluation = succeeded(await app.admin.get(`/pilots/${few}/evaluation`));
      expect(evaluation.sentence).toContain('32.5 min');
      const page = (await app.admin.get(`/pilots/${few}/brief`)).body as string;
      const text = textOf(page);
      expect(text).toContain('fewer than five requests in a phase, which a brief does not tell');
      expect(page).not.toMatch(/\b32\.5\b/);
      expect(page).not.toMatch(/\b3[1234] min\b/);
      expect(text).toMatch(/\d+ figures are not shown: they are of fewer than five requests/);
      expect(text).toMatch(/Requests at any time 78 under 5/);
    });
  });
});
