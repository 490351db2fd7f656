import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { briefOf, textOf, weeks } from '../support/briefs.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { requestsByWeek } from '../support/weekly-requests.js';

const SLOW = Array.from({ length: 20 }, (_, i) => 20 + 4 * i);
const FAST = SLOW.map((wait) => wait / 10);

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

  it('tells the targets that speak against the pilot first, and how many of the rest are not met', async () => {
    const target = (metric: string, value: number) => ({ metric, comparison: 'at-least', value });
    const many = await aMeasuredPilot(app, {
      name: 'Nine targets',
      locationIds: [lab],
      targets: [
        ...[1, 2, 3].map((value) => target('requests', value)),
        ...[4, 5, 6, 7, 8, 9].map((value) => target('resolved', value * 1_000_000)),
      ],
    });
    const text = textOf(await briefOf(app, many));
    expect(text).toContain('And 3 more, of which 1 are not met.');
    const rows = text.slice(text.indexOf('Targets'), text.indexOf('And 3 more'));
    expect(rows.match(/not met/g)).toHaveLength(5);
    expect(text).toContain('and 2 more of this figure');
  });

  it('says that other locations cannot be compared with', async () => {
    const compared = await aMeasuredPilot(app, {
      name: 'Refused',
      locationIds: [lab],
      comparisonLocationIds: [await aMeasuredLab(app)],
    });
    expect(textOf(await briefOf(app, compared))).toContain(
      'the locations without operators have too few weeks or requests to compare with',
    );
  });

  it('says what people recorded: a pause that counts, the end and what was found', async () => {
    const paused = await aMeasuredPilot(app, { name: 'Recess', locationIds: [lab] });
    app.clock.set('2026-07-01T17:00:00Z');
    succeeded(await app.admin.post(`/pilots/${paused}/pause`, { reason: 'Nobody is here in summer' }));
    app.clock.set('2026-08-26T17:00:00Z');
    succeeded(await app.admin.post(`/pilots/${paused}/resume`));
    app.clock.set('2026-10-01T17:00:00Z');
    succeeded(
      await app.admin.post(`/pilots/${paused}/end`, { finding: 'unsuccessful', why: 'Operators left' }),
    );
    app.clock.set(TEST_NOW);
    const text = textOf(await briefOf(app, paused));
    expect(text).toContain('ended on 1 Oct 2026, found unsuccessful');
    expect(text).toContain('Paused, and counted all the same: 1 Jul 2026 – 26 Aug 2026');
  });

  it('keeps letters whole where it cuts a reason, and lets none turn the text after it', async () => {
    const odd = await aMeasuredPilot(app, {
      name: 'Odd reasons',
      locationIds: [lab],
      exclusions: [
        { from: '2026-07-01', to: '2026-07-02', reason: `${'x'.repeat(39)}🎉🎉🎉` },
        { from: '2026-07-03', to: '2026-07-04', reason: 'closed \u202E' },
      ],
    });
    const page = await briefOf(app, odd);
    expect(page).toContain(`${'x'.repeat(39)}🎉…`);
    expect(page).not.toMatch(/[\u202E\uFFFD]/);
  });

  it('blames no missing cost where nothing was asked', async () => {
    const quiet = await aMeasuredPilot(app, {
      name: 'Nothing asked',
      locationIds: [await aMeasuredLab(app)],
      escalationCost: 10,
      fixedCosts: 5,
    });
    expect(textOf(await briefOf(app, quiet))).not.toContain('Without a cost of each position');
  });

  it('has the figures of a pilot that precedes its baseline, in two zones', async () => {
    const { id: kolkata } = await aLocation(app, { timeZone: 'Asia/Kolkata', name: 'Kolkata' });
    const before = await aMeasuredPilot(app, {
      name: 'Before its baseline',
      locationIds: [lab, kolkata],
      baseline: PHASES.pilot,
      pilot: PHASES.baseline,
    });
    const { totals } = succeeded(await app.admin.get(`/pilots/${before}/metrics`));
    expect(textOf(await briefOf(app, before))).toContain(
      `Requests at any time ${totals.baseline.requestsAll} ${totals.pilot.requestsAll}`,
    );
  });
});
