import { startApp, type TestApp } from '../support/app.js';
import { briefOf, requestAt, textOf, weeks } from '../support/briefs.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import { aMeasuredLab, aMeasuredPilot, PHASES } from '../support/measured-lab.js';
import { requestsByWeek } from '../support/weekly-requests.js';

const target = (metric: string, comparison: string, value: number, primary = false) => ({
  metric,
  comparison,
  value,
  primary,
});

/** In each case the evaluation has a figure of one to four people, which somebody with the brief alone must not get. */
describe('a brief does not tell a figure of fewer than five', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  /** A lab with 20 requests in each week of the baseline, and with these in the weeks of the pilot. */
  const aLab = async (pilot: Parameters<typeof requestsByWeek>[3]): Promise<string> => {
    const lab = await aMeasuredLab(app);
    await requestsByWeek(app, lab, PHASES.baseline.from, weeks(13, { count: 20 }));
    await requestsByWeek(app, lab, PHASES.pilot.from, pilot);
    return lab;
  };
  const textFor = async (body: object): Promise<string> =>
    textOf(await briefOf(app, await aMeasuredPilot(app, body)));

  it('in its headline, its target, its plots and its sentence', async () => {
    const lab = await aMeasuredLab(app);
    await requestsByWeek(
      app,
      lab,
      PHASES.baseline.from,
      weeks(13, { count: 6, waits: [61, 62, 63, 64, 65, 66] }),
    );
    await requestsByWeek(app, lab, '2026-06-08', [{ count: 4, waits: [31, 32, 33, 34] }]);
    const pilot = await aMeasuredPilot(app, {
      name: 'Quiet',
      locationIds: [lab],
      targets: [target('firstResponseWallMinutesP50', 'at-most', 40, true)],
    });
    expect(succeeded(await app.admin.get(`/pilots/${pilot}/evaluation`)).sentence).toContain('32.5 min');
    const page = await briefOf(app, pilot);
    const text = textOf(page);
    expect(text).toContain('Not told in a brief');
    expect(text).toContain('The figure of the primary target is of fewer than 5 requests in a phase.');
    expect(text).toContain('63.5 → under 5 requests');
    expect(page).not.toMatch(/\b32\.5\b/);
    expect(page).not.toMatch(/\b3[1234] min\b/);
    expect(text).toMatch(/\d+ figures are not shown: of fewer than five requests/);
    expect(text).toMatch(/Requests at any time 78 under 5/);
  });

  it('of the hours in which nobody was required', async () => {
    const { id: lab } = await aLocation(app);
    const hours = { weekdays: [1, 2, 3, 4, 5], effectiveFrom: PHASES.baseline.from };
    await coverageHours(app, lab, { ...hours, startsAt: '09:00', endsAt: '17:00', required: 1 });
    await coverageHours(app, lab, { ...hours, startsAt: '20:00', endsAt: '21:00', required: 0 });
    await requestsByWeek(app, lab, PHASES.baseline.from, weeks(33, { count: 20 }));
    await requestAt(app, lab, { date: '2026-03-10', time: '20:10', wait: 77 });
    await requestAt(app, lab, { date: '2026-06-16', time: '20:20', wait: 12 });
    const text = await textFor({
      name: 'Control',
      locationIds: [lab],
      targets: [target('firstResponseWallMinutesP50', 'at-most', 15, true)],
    });
    expect(text).toContain('What speaks against these figures');
    expect(text).not.toContain('in hours in which nobody was required: ');
  });

  it.each(['America/Chicago', 'Pacific/Auckland'])(
    'of the locations for comparison, in %s',
    async (timeZone) => {
      const [lab, other] = [await aLab(weeks(20, { count: 20 })), await aMeasuredLab(app, { timeZone })];
      for (const date of ['2026-03-10', '2026-03-18', '2026-06-16'])
        await requestAt(app, other, { date, time: '10:10', wait: 7 });
      const text = await textFor({
        name: `Compared in ${timeZone}`,
        locationIds: [lab],
        comparisonLocationIds: [other],
      });
      expect(text).toContain('Compared with');
      expect(text).not.toMatch(/against locations without operators: [-+−\d]/);
    },
  );

  it('from a share of many of which few are of a kind, and from the cost of these', async () => {
    const lab = await aLab([{ count: 26, escalated: 2 }]);
    const text = await textFor({
      name: 'Escalated',
      locationIds: [lab],
      fixedCosts: 100,
      escalationCost: 1_000,
      targets: [target('escalationShare', 'at-most', 0.1, true)],
    });
    expect(text).toMatch(/Escalated 0 under 5/);
    expect(text).not.toMatch(/7\.7 ?%/);
    expect(text).toMatch(/Cost per request – under 5|Cost per request 0 under 5/);
  });

  it('of figures that are compared by weeks', async () => {
    const lab = await aLab([{ count: 3 }]);
    await app.database.query(
      `UPDATE support_requests SET read_level = 6 WHERE location_id = $1 AND opened_at > '2026-06-01'`,
      [lab],
    );
    const text = await textFor({
      name: 'Effort',
      locationIds: [lab],
      fixedCosts: 3_000,
      targets: [target('costPerRequest', 'at-most', 15, true), target('readEffort', 'at-least', 2)],
    });
    expect(text).not.toContain('1,000');
    expect(text).toContain('Effort, mean READ level: at least 2 under 5 requests – not told');
  });

  it('by a total less all that is told', async () => {
    const series = weeks(20, { count: 26 });
    series[7] = { count: 3 };
    const page = await briefOf(
      app,
      await aMeasuredPilot(app, { name: 'Subtracted', locationIds: [await aLab(series)] }),
    );
    const [, total] = /Requests at any time \S+ (\d+)/.exec(textOf(page))!;
    const shown = [...page.matchAll(/<title>Week of (\d+ \w+) 2026: ([\d.]+)<\/title>/g)]
      .filter(([, date]) => Date.parse(`${date} 2026 UTC`) >= Date.parse(PHASES.pilot.from))
      .map(([, , rate]) => Math.round(Number(rate) * 40));
    expect(shown).toHaveLength(18);
    expect(Number(total) - shown.reduce((sum, count) => sum + count, 0)).toBe(29);
  });

  it('by a ratio in its sentence', async () => {
    const lab = await aMeasuredLab(app);
    await requestsByWeek(app, lab, PHASES.baseline.from, [
      ...Array.from({ length: 13 }, (_, week) => ({ count: Math.round(200 * 0.7 ** week) })),
      ...Array.from({ length: 20 }, (_, week) => ({ count: week < 4 ? 1 : 0 })),
    ]);
    const text = await textFor({ name: 'Misleads', locationIds: [lab] });
    expect(text).toMatch(/Requests at any time [\d,]+ under 5/);
    expect(text).not.toContain('the plain ratio of');
  });

  it('by the verdict of its target', async () => {
    const lab = await aLab(weeks(20, { count: 26 }));
    await requestAt(app, lab, { date: '2026-06-16', time: '22:00', wait: 5 });
    const text = await textFor({
      name: 'Told by verdicts',
      locationIds: [lab],
      targets: [
        target('requestsOutsideHours', 'at-most', 1, true),
        target('requestsOutsideHours', 'at-least', 1),
      ],
    });
    expect(text).toContain('Requests outside hours: at most 1 (decides) under 5 requests – not told');
    expect(text).not.toMatch(/at (most|least) 1: met/);
    expect(text).toContain('Not told in a brief');
  });

  it('of the baseline, and does not call it missing', async () => {
    const lab = await aMeasuredLab(app);
    await requestsByWeek(app, lab, PHASES.baseline.from, [{ count: 3 }]);
    await requestsByWeek(app, lab, PHASES.pilot.from, weeks(20, { count: 26 }));
    const text = await textFor({ name: 'Few before', locationIds: [lab] });
    expect(text).toContain('Requests per open hour under 5 requests → 0.65');
  });

  it('and counts what it leaves out of figures and targets, but not seats, which are no people', async () => {
    const lab = await aLab(weeks(20, { count: 400 }));
    await app.database.query(
      `UPDATE support_requests SET read_level = 4 WHERE id IN
         (SELECT id FROM support_requests WHERE location_id = $1 AND opened_at > '2026-07-01' ORDER BY id LIMIT 2)`,
      [lab],
    );
    const whole = await textFor({ name: 'Whole', locationIds: [lab] });
    expect(whole).not.toContain('not shown');
    const text = await textFor({
      name: 'Counted',
      locationIds: [lab],
      targets: [target('readEffortN', 'at-least', 1), target('coverageRate', 'at-least', 0.5, true)],
    });
    expect(text).toContain('One figure is not shown');
  });
});
