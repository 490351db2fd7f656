import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { actionsOn } from '../support/answers.js';
import { aLocation, anApiKey, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('the life of a pilot', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  const PHASES = {
    baseline: { from: '2026-08-24', to: '2026-10-01' },
    pilot: { from: '2026-10-01', to: '2026-11-30' },
  };
  const aPilot = async (overrides: object = {}): Promise<string> =>
    succeeded(
      await app.admin.post('/pilots', {
        name: `Life ${++count}`,
        locationIds: [locationId],
        ...PHASES,
        ...overrides,
      }),
    ).id as string;
  const act = (id: string, name: string, body: object = {}, client: HttpClient = app.admin) =>
    client.post(`/pilots/${id}/${name}`, body);
  const stateOf = async (id: string): Promise<string> =>
    succeeded(await app.admin.get(`/pilots/${id}`)).state as string;

  it('begins on its first date in the first of its zones', async () => {
    const east = (await aLocation(app, { timeZone: 'Asia/Kathmandu' })).id;
    const pilot = { from: '2026-10-27', to: '2026-11-27' };
    const both = await aPilot({ locationIds: [locationId, east], pilot });
    const one = await aPilot({ pilot });
    app.clock.set('2026-10-27T00:00:00+05:45');
    expect([await stateOf(both), await stateOf(one)]).toEqual(['running', 'planned']);
    app.clock.set('2026-10-27T00:00:00-05:00');
    expect(await stateOf(one)).toBe('running');
    expect(
      (await app.admin.get('/pilots')).body.items.find(({ id }: { id: string }) => id === one).state,
    ).toBe('running');
  });

  it('is paused with a reason and resumed, with the days that it touched, and each act is in the trail', async () => {
    const id = await aPilot();
    const paused = await act(id, 'pause', { reason: 'The heating failed' });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({
      state: 'paused',
      pauses: [
        {
          from: '2026-10-26',
          to: null,
          pausedAt: '2026-10-26T12:00:00-05:00',
          resumedAt: null,
          reason: 'The heating failed',
          isExcluded: false,
        },
      ],
    });
    app.clock.set('2026-11-01T12:00:00-06:00');
    const { body } = await act(id, 'resume');
    expect(body).toMatchObject({
      state: 'running',
      pauses: [{ from: '2026-10-26', to: '2026-11-02', resumedAt: '2026-11-01T12:00:00-06:00' }],
    });
    expect(body.pauses[0].by).toBe(body.pauses[0].resumedBy);
    expect(await stateOf(id)).toBe('running');
    expect(await actionsOn(app, id)).toEqual(['pilot.created', 'pilot.paused', 'pilot.resumed']);
  });

  it('tells whether the days of a pause are an exclusion', async () => {
    const id = await aPilot();
    succeeded(await act(id, 'pause', { reason: 'x' }));
    succeeded(await act(id, 'resume'));
    const exclusions = [{ from: '2026-10-26', to: '2026-10-27', reason: 'x' }];
    succeeded(await app.admin.patch(`/pilots/${id}`, { exclusions }));
    expect((await app.admin.get(`/pilots/${id}/life`)).body.pauses[0].isExcluded).toBe(true);
  });

  it.each<[string, object]>([
    ['successful', { finding: 'successful', why: 'Every target was met' }],
    ['unsuccessful', { finding: 'unsuccessful' }],
    ['unsuccessful by its timing, with evidence', { finding: 'timing', evidence: 'Half of it were exams' }],
    ['stopped early', { finding: 'stopped-early', why: 'No operators' }],
    ['without a finding', {}],
  ])('ends %s', async (_name, body) => {
    const id = await aPilot();
    const { status, body: life } = await act(id, 'end', body);
    expect({ status, state: life.state }).toEqual({ status: 200, state: 'ended' });
    expect(life.ending).toMatchObject({ finding: null, ...body, endedAt: '2026-10-26T12:00:00-05:00' });
  });

  it.each([undefined, null])('needs evidence for the timing: %s', async (evidence) => {
    const id = await aPilot();
    const { status, body } = await act(id, 'end', { finding: 'timing', evidence });
    expect([status, body.violations[0].field]).toEqual([400, 'evidence']);
    expect(await stateOf(id)).toBe('running');
  });

  it('ends a pause with itself', async () => {
    const id = await aPilot();
    succeeded(await act(id, 'pause', { reason: 'x' }));
    const { body } = await act(id, 'end', { finding: 'stopped-early' });
    expect(body.pauses[0]).toMatchObject({ to: '2026-10-27', resumedAt: '2026-10-26T12:00:00-05:00' });
  });

  it('refuses what makes no sense, and says why', async () => {
    const planned = await aPilot({ pilot: { from: '2026-12-01', to: '2027-01-01' } });
    const running = await aPilot();
    const ended = await aPilot();
    succeeded(await act(ended, 'end'));
    const refused = async (id: string, name: string, body: object = {}) => {
      const answer = await act(id, name, body);
      return [answer.status, answer.body.code, answer.body.detail.split(/[,;]/)[0]];
    };
    const reason = { reason: 'x' };
    const because = (state: string) => [409, 'PILOT_STATE', `This pilot is ${state}`];
    expect(await refused(planned, 'pause', reason)).toEqual(because('planned'));
    expect(await refused(planned, 'end')).toEqual(because('planned'));
    expect(await refused(planned, 'successor')).toEqual(because('planned'));
    expect(await refused(running, 'resume')).toEqual(because('running'));
    expect(await refused(ended, 'pause', reason)).toEqual(because('ended'));
    expect(await refused(ended, 'resume')).toEqual(because('ended'));
    expect(await refused(ended, 'end')).toEqual(because('ended'));
    succeeded(await act(running, 'pause', reason));
    expect(await refused(running, 'pause', reason)).toEqual(because('paused'));
  });

  it.each<[string, object]>([
    ['pause', { reason: 'x' }],
    ['end', { finding: 'successful' }],
    ['successor', {}],
  ])('of two at once to %s, one wins', async (name, body) => {
    const id = await aPilot();
    const answers = await Promise.all([1, 2, 3, 4].map(() => act(id, name, body)));
    expect(answers.map(({ status }) => status < 300).filter(Boolean)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([name === 'successor' ? 201 : 200, 409]),
    );
  });

  it('of a pause and an end at once, the pilot has either both in order or the end alone', async () => {
    const id = await aPilot();
    await Promise.all([act(id, 'end'), act(id, 'pause', { reason: 'x' })]);
    const { state, pauses } = (await app.admin.get(`/pilots/${id}/life`)).body;
    expect(state).toBe('ended');
    for (const pause of pauses) expect(pause.resumedAt).not.toBeNull();
  });

  it('is started over with what people set, new dates, and links in both directions', async () => {
    const agreed = {
      targets: [{ metric: 'coverageRate', comparison: 'at-least', value: 0.95 }],
      exclusions: [{ from: '2026-09-07', to: '2026-09-08', reason: 'Labor Day' }],
      fixedCosts: 100,
    };
    const old = await aPilot(agreed);
    const { name } = (await app.admin.get(`/pilots/${old}`)).body;
    const { status, body } = await act(old, 'successor');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...agreed,
      name: `${name} (2)`,
      locationIds: [locationId],
      baseline: PHASES.baseline,
      pilot: { from: '2026-11-30', to: '2027-01-29' },
      state: 'planned',
      predecessorId: old,
      successorId: null,
    });
    expect((await app.admin.get(`/pilots/${old}`)).body.successorId).toBe(body.id);
    expect((await app.admin.get(`/pilots/${old}/life`)).body.successorId).toBe(body.id);
    expect((await act(old, 'successor')).body.code).toBe('PILOT_SUCCEEDED');
    succeeded(await app.admin.delete(`/pilots/${body.id}`));
    expect((await app.admin.get(`/pilots/${old}`)).body.successorId).toBeNull();
  });

  it('is started over from where people ended it, or with the dates given', async () => {
    const early = await aPilot();
    succeeded(await act(early, 'end', { finding: 'stopped-early' }));
    app.clock.set('2026-10-28T12:00:00-05:00');
    const given = { name: 'Spring', pilot: { from: '2027-02-01', to: '2027-03-01' } };
    expect((await act(early, 'successor', { baseline: given.pilot })).body.code).toBeUndefined();
    const other = await aPilot();
    succeeded(await act(other, 'end'));
    expect((await act(other, 'successor')).body.pilot).toEqual({ from: '2026-10-28', to: '2026-12-27' });
    expect((await act(await aPilot(), 'successor', given)).body).toMatchObject(given);
    const overlapping = await act(await aPilot(), 'successor', { pilot: PHASES.baseline });
    expect([overlapping.status, overlapping.body.code]).toEqual([400, 'PHASES_OVERLAP']);
  });

  it('shows people to those who work with them only', async () => {
    const id = await aPilot();
    succeeded(await act(id, 'pause', { reason: 'x' }));
    const analyst = (await aUser(app, 'analyst', [locationId])).client;
    const key = await anApiKey(app, ['metrics:read']);
    const it = (await aUser(app, 'campus_it', [locationId])).client;
    const byFor = async (client: HttpClient) => (await client.get(`/pilots/${id}/life`)).body.pauses[0].by;
    expect([await byFor(analyst), await byFor(key)]).toEqual([null, null]);
    expect(await byFor(it)).not.toBeNull();
  });

  it('is for its own supervisors', async () => {
    const id = await aPilot();
    const elsewhere = (await aUser(app, 'supervisor')).client;
    const it = (await aUser(app, 'campus_it', [locationId])).client;
    for (const [name, body] of [
      ['pause', { reason: 'x' }],
      ['resume', {}],
      ['end', {}],
      ['successor', {}],
    ] as const) {
      expect((await act(id, name, body, elsewhere)).status).toBe(404);
      expect((await act(id, name, body, it)).status).toBe(403);
    }
    expect(await stateOf(id)).toBe('running');
  });
});
