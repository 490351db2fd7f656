import { actionsOn } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('the question to patrons', () => {
  let app: TestApp;
  let locationId: string;
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp({ env: { BASE_URL: 'https://lab.example.edu' } });
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    locationId = (await aLocation(app)).id;
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  });
  afterAll(() => app.close());

  const make = (client = supervisor) => client.post('/patron-links', { locationId });
  const tokenOf = async (): Promise<string> => (succeeded(await make()).url as string).split('/').at(-1)!;
  const tap = (token: string, answer: string) => app.anonymous.post(`/patron-questions/${token}`, { answer });
  const counts = () =>
    app.database.query(
      'SELECT date::text, hour, answer, count FROM patron_counts WHERE location_id = $1 ORDER BY 1, 2, 3',
      [locationId],
    );

  it('has one link per location, unguessable, shown again, and revocable', async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      locationId,
      url: expect.stringMatching(/^https:\/\/lab\.example\.edu\/ask\/[\w-]{43}$/),
      version: 1,
    });
    const path = `/patron-links/${made.body.id}`;
    expect((await supervisor.get(path)).body).toEqual(made.body);
    expect((await supervisor.get(`/patron-links?locationId=${locationId}`)).body.items).toEqual([made.body]);
    expect((await make()).body.code).toBe('PATRON_LINK_EXISTS');
    const token = (made.body.url as string).split('/').at(-1)!;
    expect((await app.anonymous.get(`/patron-questions/${token}`)).status).toBe(200);
    expect((await supervisor.delete(path)).status).toBe(204);
    expect((await app.anonymous.get(`/patron-questions/${token}`)).status).toBe(404);
    expect((await tap(token, 'yes')).status).toBe(404);
    expect((await make()).body.url).not.toBe(made.body.url);
    expect(await actionsOn(app, made.body.id as string)).toEqual([
      'patron-link.created',
      'patron-link.deleted',
    ]);
  });

  it('gets one link when two are made at once', async () => {
    const statuses = (await Promise.all([1, 2, 3].map(() => make()))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409]);
  });

  it('is for supervisors of the location', async () => {
    const { id } = succeeded(await make());
    const elsewhere = (await aUser(app, 'supervisor')).client;
    expect((await make(elsewhere)).status).toBe(403);
    expect((await elsewhere.get(`/patron-links/${id}`)).status).toBe(404);
    expect((await elsewhere.delete(`/patron-links/${id}`)).status).toBe(404);
    expect((await elsewhere.get('/patron-links')).body.items).toEqual([]);
  });

  it('tells the location, sets no cookie, and counts by local date and hour', async () => {
    const token = await tokenOf();
    const asked = await app.anonymous.get(`/patron-questions/${token}`);
    expect(Object.keys(asked.body)).toEqual(['locationName']);
    app.clock.set('2026-10-31T23:59:00-05:00');
    const tapped = await tap(token, 'yes');
    expect([tapped.status, tapped.headers.get('set-cookie')]).toEqual([204, null]);
    expect(asked.headers.get('set-cookie')).toBeNull();
    app.clock.set('2026-11-01T01:30:00-05:00');
    succeeded(await tap(token, 'partly'));
    app.clock.set('2026-11-01T01:30:00-06:00');
    succeeded(await tap(token, 'partly'));
    app.clock.set('2026-11-01T02:30:00-06:00');
    succeeded(await tap(token, 'no'));
    expect(await counts()).toEqual([
      { date: '2026-10-31', hour: 23, answer: 'yes', count: 1 },
      { date: '2026-11-01', hour: 1, answer: 'partly', count: 2 },
      { date: '2026-11-01', hour: 2, answer: 'no', count: 1 },
    ]);
  });

  it('counts every tap of many at once', async () => {
    const token = await tokenOf();
    await Promise.all(Array.from({ length: 20 }, () => tap(token, 'yes')));
    expect(await counts()).toMatchObject([{ answer: 'yes', count: 20 }]);
  });

  it.each(['maybe', '', null, 1])('takes no other answer: %j', async (answer) => {
    expect((await tap(await tokenOf(), answer as string)).status).toBe(400);
    expect(await counts()).toEqual([]);
  });

  it('is limited by address and by link', async () => {
    const limited = await startApp({ env: { RATE_LIMITS: 'on' } });
    const place = (await aLocation(limited)).id;
    const { url } = succeeded(await limited.admin.post('/patron-links', { locationId: place }));
    const token = (url as string).split('/').at(-1)!;
    const statuses: number[] = [];
    for (let taps = 0; taps < 65; taps++)
      statuses.push((await limited.anonymous.post(`/patron-questions/${token}`, { answer: 'yes' })).status);
    expect([statuses.filter((status) => status === 204).length, statuses.at(-1)]).toEqual([60, 429]);
    const kept = await limited.database.query<{ text: string }>(
      'SELECT t::text AS text FROM sign_in_attempts t',
    );
    expect(kept.filter(({ text }) => text.includes('127.0.0.1'))).toEqual([]);
    await limited.close();
  });
});
