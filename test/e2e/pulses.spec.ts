import { actionsOn } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import { startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { aPilotOf, pulseToken, tellDue, UNREACHABLE_MAIL } from '../support/voices.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let mailed: MailedApp;
let app: TestApp;
let locationId: string;
beforeAll(async () => {
  mailed = await startMailedApp();
  ({ app } = mailed);
});
beforeEach(async () => {
  await app.database.query('DELETE FROM pilots');
  app.clock.set(TEST_NOW);
  locationId = (await aLocation(app)).id;
});
afterAll(() => mailed.close());

const ANSWERS = { wouldTakeOn: 4, knowsOther: 2, fastHelp: null };
const answer = (token: string, answers: object = ANSWERS) =>
  app.anonymous.post(`/pulses/${token}`, { answers });

/** Who was asked in which month, by user. */
const askedOf = async (pilotId: string): Promise<Record<string, string[]>> => {
  const rows = await app.database.query<{ user: string; months: string[] }>(
    `SELECT user_id AS user, array_agg(month ORDER BY month) AS months FROM pulse_invitations
     WHERE pilot_id = $1 GROUP BY 1`,
    [pilotId],
  );
  return Object.fromEntries(rows.map(({ user, months }) => [user, months]));
};
const countsOf = (pilotId: string) =>
  app.database.query(
    `SELECT month, group_name AS "group", question, answer, count FROM pulse_counts
     WHERE pilot_id = $1 AND count > 0 ORDER BY question`,
    [pilotId],
  );

describe('a pulse', () => {
  it('asks operators, supervisors and Campus IT of the locations, once a month, from ten in the morning', async () => {
    const maya = await anOperator(app, { locationIds: [locationId] });
    const anywhere = await anOperator(app);
    const supervisor = await aUser(app, 'supervisor', [locationId]);
    const it = await aUser(app, 'campus_it', [locationId]);
    await aUser(app, 'analyst', [locationId]);
    const elsewhere = await anOperator(app, { locationIds: [(await aLocation(app)).id] });
    const left = await anOperator(app, { locationIds: [locationId] });
    succeeded(
      await app.admin.post(`/operators/${left.id}/deactivate`, { on: '2026-10-26', reason: 'leaves' }),
    );
    const pilotId = await aPilotOf(app, [locationId]);
    app.clock.set('2026-11-01T09:59:00-06:00');
    await tellDue(app);
    expect(await askedOf(pilotId)).toEqual({});
    app.clock.set('2026-11-01T10:00:00-06:00');
    mailed.mail.received.length = 0;
    await tellDue(app);
    const asked = await askedOf(pilotId);
    const groups = [maya.userId, supervisor.id, it.id];
    for (const userId of [...groups, anywhere.userId]) expect(asked[userId]).toEqual(['2026-11']);
    for (const userId of [elsewhere.userId, left.userId]) expect(asked[userId]).toBeUndefined();
    expect(mailed.mail.received.map(({ to }) => to[0]).sort()).toEqual(
      [...new Set(mailed.mail.received.map(({ to }) => to[0]))].sort(),
    );
    expect(mailed.mail.received.length).toBe(Object.keys(asked).length);
    app.clock.set('2026-11-30T23:00:00-06:00');
    await tellDue(app);
    expect((await askedOf(pilotId))[maya.userId]).toEqual(['2026-11']);
    app.clock.set('2026-12-01T12:00:00-06:00');
    await tellDue(app);
    expect((await askedOf(pilotId))[maya.userId]).toEqual(['2026-11']);
  });

  it('is asked in the baseline as well, while that lasts', async () => {
    const maya = await anOperator(app, { locationIds: [locationId] });
    const pilotId = await aPilotOf(app, [locationId], {
      baseline: { from: '2026-10-01', to: '2026-11-15' },
      pilot: { from: '2026-11-15', to: '2026-12-15' },
    });
    for (const day of ['2026-10-26', '2026-11-02', '2026-11-20', '2026-12-01']) {
      app.clock.set(`${day}T12:00:00Z`);
      app.clock.advance(360);
      await tellDue(app);
    }
    expect((await askedOf(pilotId))[maya.userId]).toEqual(['2026-10', '2026-11', '2026-12']);
  });

  it('is in each location’s own month, and asks a person of two zones once', async () => {
    const east = (await aLocation(app, { timeZone: 'Asia/Kathmandu' })).id;
    const [there, both, here] = [
      await anOperator(app, { locationIds: [east] }),
      await anOperator(app, { locationIds: [east, locationId] }),
      await anOperator(app, { locationIds: [locationId] }),
    ];
    const pilotId = await aPilotOf(app, [locationId, east], {
      pilot: { from: '2026-11-01', to: '2026-12-01' },
    });
    app.clock.set('2026-11-01T10:00:00+05:45');
    await tellDue(app);
    const first = await askedOf(pilotId);
    expect([first[there.userId], first[both.userId], first[here.userId]]).toEqual([
      ['2026-11'],
      ['2026-11'],
      undefined,
    ]);
    app.clock.set('2026-11-01T10:00:00-06:00');
    await tellDue(app);
    const then = await askedOf(pilotId);
    expect([then[both.userId], then[here.userId]]).toEqual([['2026-11'], ['2026-11']]);
  });

  it('is not sent while the pilot is paused, nor after its end', async () => {
    const maya = await anOperator(app, { locationIds: [locationId] });
    const pilotId = await aPilotOf(app, [locationId]);
    succeeded(await app.admin.post(`/pilots/${pilotId}/pause`, { reason: 'x' }));
    await tellDue(app);
    expect(await askedOf(pilotId)).toEqual({});
    succeeded(await app.admin.post(`/pilots/${pilotId}/resume`));
    await tellDue(app);
    expect((await askedOf(pilotId))[maya.userId]).toEqual(['2026-10']);
    succeeded(await app.admin.post(`/pilots/${pilotId}/end`));
    app.clock.set('2026-11-02T12:00:00-06:00');
    await tellDue(app);
    expect((await askedOf(pilotId))[maya.userId]).toEqual(['2026-10']);
  });

  it('is sent to nobody without a mail server', async () => {
    const silent = await startApp();
    const place = (await aLocation(silent)).id;
    await anOperator(silent, { locationIds: [place] });
    await aPilotOf(silent, [place]);
    await tellDue(silent);
    expect(await silent.database.query('SELECT FROM pulse_invitations')).toEqual([]);
    await silent.close();
  });

  it('goes on where it was interrupted, and two replicas ask nobody twice', async () => {
    const people = [];
    for (let at = 0; at < 3; at++) people.push(await anOperator(app, { locationIds: [locationId] }));
    const pilotId = await aPilotOf(app, [locationId]);
    await tellDue(app);
    await app.database.query('DELETE FROM pulse_invitations WHERE user_id = $1', [people[0]!.userId]);
    await app.database.query(`DELETE FROM messages WHERE key LIKE 'pulse/%' AND user_id = $1`, [
      people[0]!.userId,
    ]);
    const replica = await startApp({ database: app.database, now: TEST_NOW, env: UNREACHABLE_MAIL });
    await Promise.all([app, replica].map((one) => one.app.get(Jobs).enqueue('telling', {})));
    await app.jobsDone();
    await replica.close();
    const rows = await app.database.query<{ count: string }>(
      `SELECT count(*) FROM messages WHERE kind = 'pulse' AND facts ->> 'pilotName' = (SELECT name FROM pilots WHERE id = $1)
       GROUP BY user_id`,
      [pilotId],
    );
    expect(rows.map((row) => Number(row.count)).filter((n) => n !== 1)).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(3);
  });

  it('comes as a message with a link that works, of which only the digest is stored', async () => {
    const maya = await anOperator(app, { locationIds: [locationId] });
    const pilotId = await aPilotOf(app, [locationId]);
    await app.jobsDone();
    mailed.mail.received.length = 0;
    await tellDue(app);
    const { email } = (await app.admin.get(`/operators/${maya.id}`)).body;
    const mails = mailed.mail.received.filter(({ to }) => to[0] === email);
    // In transfer encoding: with soft line breaks.
    const text = mails.map(({ body }) => body.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')).join();
    const [, token] = /https:\/\/lab\.example\.edu\/pulses\/([\w-]{43})\s/.exec(text)!;
    expect(text).toContain('Figures of fewer than five answers are never shown');
    expect((await app.anonymous.get(`/pulses/${token}`)).body).toMatchObject({
      month: '2026-10',
      group: 'operators',
      state: 'open',
    });
    expect((await answer(token!)).status).toBe(204);
    expect(await countsOf(pilotId)).toEqual([
      { month: '2026-10', group: 'operators', question: 'fastHelp', answer: 0, count: 1 },
      { month: '2026-10', group: 'operators', question: 'knowsOther', answer: 2, count: 1 },
      { month: '2026-10', group: 'operators', question: 'wouldTakeOn', answer: 4, count: 1 },
    ]);
    const [{ body: stored } = { body: '' }] = await app.database.query<{ body: string }>(
      `SELECT body FROM messages WHERE kind = 'pulse' AND user_id = $1`,
      [maya.userId],
    );
    expect(stored).not.toContain(token);
  });
});

describe('the answer to a pulse', () => {
  let pilotId: string;
  let userId: string;
  let token: string;
  beforeEach(async () => {
    ({ userId } = await anOperator(app, { locationIds: [locationId] }));
    pilotId = await aPilotOf(app, [locationId]);
    await tellDue(app);
    token = await pulseToken(app, pilotId, '2026-10', userId);
  });
  const stateOf = async (given = token): Promise<string> =>
    succeeded(await app.anonymous.get(`/pulses/${given}`)).state as string;

  it('is taken once, also by another link of the same month', async () => {
    const another = await pulseToken(app, pilotId, '2026-10', userId);
    expect((await answer(token)).status).toBe(204);
    for (const used of [token, another]) {
      const again = await answer(used);
      expect([again.status, again.body.code]).toEqual([409, 'PULSE_ANSWERED']);
      expect(await stateOf(used)).toBe('answered');
    }
    await expect(pulseToken(app, pilotId, '2026-10', userId)).rejects.toThrow('over');
    expect(await countsOf(pilotId)).toHaveLength(3);
  });

  it('is counted once when it is sent several times at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => answer(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409]);
    const counts = (await countsOf(pilotId)) as { count: number }[];
    expect(counts.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it('of many people at once is counted completely', async () => {
    const tokens = [token];
    const others = [];
    for (let at = 0; at < 7; at++) others.push(await anOperator(app, { locationIds: [locationId] }));
    await tellDue(app);
    for (const other of others) tokens.push(await pulseToken(app, pilotId, '2026-10', other.userId));
    const answers = await Promise.all(tokens.map((one) => answer(one)));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 204));
    expect(((await countsOf(pilotId)) as { count: number }[]).map(({ count }) => count)).toEqual([8, 8, 8]);
  });

  it('is possible until the eighth of the next month begins', async () => {
    app.clock.set('2026-11-07T23:59:59-06:00');
    expect(await stateOf()).toBe('open');
    app.clock.set('2026-11-08T00:00:00-06:00');
    expect(await stateOf()).toBe('over');
    const late = await answer(token);
    expect([late.status, late.body.code]).toEqual([409, 'PULSE_OVER']);
    expect(await countsOf(pilotId)).toEqual([]);
  });

  it('is refused when it is not from 1 to 5, or of an unknown link', async () => {
    for (const answers of [
      { wouldTakeOn: 0 },
      { knowsOther: 6 },
      { fastHelp: 2.5 },
      { fastHelp: '3' },
      { mood: 3 },
    ])
      expect((await answer(token, answers)).status).toBe(400);
    expect((await app.anonymous.post(`/pulses/${token}`, {})).status).toBe(400);
    expect((await answer('no-such-link')).status).toBe(404);
    expect((await app.anonymous.get('/pulses/no-such-link')).status).toBe(404);
    expect(await stateOf()).toBe('open');
  });

  it('stays counted when the person leaves, and goes with the pilot', async () => {
    succeeded(await answer(token));
    succeeded(await app.admin.delete(`/pilots/${pilotId}`));
    expect(await countsOf(pilotId)).toEqual([]);
    expect((await app.anonymous.get(`/pulses/${token}`)).status).toBe(404);
  });

  it('leaves no entry in the trail, and no live change', async () => {
    const changes = () => app.database.query('SELECT FROM live_changes');
    const before = [await actionsOn(app, pilotId), (await changes()).length];
    succeeded(await answer(token));
    expect([await actionsOn(app, pilotId), (await changes()).length]).toEqual(before);
  });
});
