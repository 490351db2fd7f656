import { digestOf } from '../../src/platform/ids.js';
import { ADMIN, startApp } from '../support/app.js';
import { anOperator, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import type { ReceivedMail } from '../support/mail.js';
import { startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { checked } from '../support/openapi.js';

const NEW = 'the lamp is still on';
const LINK = /https:\/\/lab\.example\.edu\/password-resets\/([\w-]{43})\n/;

/** The text of an e-mail as people read it. */
const textOf = ({ body }: ReceivedMail): string =>
  body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll('=3D', '=')
    .replaceAll('\r\n', '\n');

describe('a forgotten password', () => {
  let mailed: MailedApp;
  let anonymous: HttpClient;
  let count = 0;
  beforeAll(async () => {
    mailed = await startMailedApp();
    anonymous = checked(mailed.app.anonymous);
  });
  afterAll(() => mailed.close());

  const ask = (email: string): Promise<Answer> => anonymous.post('/auth/password-resets', { email });
  const reset = (token: string, password = NEW): Promise<Answer> =>
    anonymous.post(`/auth/password-resets/${token}`, { password });
  const logIn = (email: string, password: string): Promise<Answer> =>
    anonymous.post('/auth/login', { email, password });

  /** An operator with a password; clears the received e-mails. */
  async function somebody() {
    const { app } = mailed;
    const email = `forgetful${++count}@example.edu`;
    const operator = await anOperator(app, { email });
    // Uses the admin's password hash, because hashing one for each user takes long.
    await app.database.query(
      'UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = $1) WHERE id = $2',
      [ADMIN.email, operator.userId],
    );
    await app.jobsDone();
    mailed.mail.received.length = 0;
    return { ...operator, email };
  }

  async function tokenFor(email: string): Promise<string> {
    mailed.app.clock.advance(5);
    expect((await ask(email)).status).toBe(202);
    await mailed.app.jobsDone();
    const mail = mailed.mail.received.findLast(
      ({ to, headers }) => to[0] === email.toLowerCase() && headers.includes('Choose a new'),
    );
    return LINK.exec(textOf(mail!))![1]!;
  }

  it('is replaced with the link from an e-mail, once; all sessions end, and the user is notified', async () => {
    const { app, mail } = mailed;
    const { userId, email, client } = await somebody();
    const token = await tokenFor(` ${email.toUpperCase()} `.trim());
    expect(await reset(token)).toMatchObject({ status: 201, body: { email } });
    expect((await client.get('/me')).status).toBe(401);
    expect((await logIn(email, ADMIN.password)).status).toBe(401);
    expect((await logIn(email, NEW)).status).toBe(200);
    expect(await reset(token, 'and a second time')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    await app.jobsDone();
    expect(mail.received.map(({ headers }) => /^Subject: (.*)$/m.exec(headers)![1])).toEqual([
      'Choose a new password',
      'Your password was changed',
    ]);
    const { items } = succeeded(await app.admin.get(`/audit-events?entityId=${userId}`));
    expect(items.slice(0, 4)).toMatchObject([
      { action: 'session.started' },
      { action: 'sign-in.refused' },
      { action: 'user.password-reset', actorId: userId },
      { action: 'user.password-link-sent', actorKind: 'system' },
    ]);
  });

  it('gets the same answer for everybody, and only the account’s owner gets an e-mail', async () => {
    const { app, mail } = mailed;
    const { id, userId, email } = await somebody();
    const away = await somebody();
    succeeded(await app.admin.post(`/operators/${away.id}/deactivate`, { on: '2026-10-01', reason: 'left' }));
    const invited = await anOperator(app, { email: 'never-came@example.edu' });
    const gone = await somebody();
    succeeded(await app.admin.delete(`/operators/${gone.id}`));
    await app.jobsDone();
    mail.received.length = 0;
    const addresses = [email, 'nobody@example.edu', away.email, 'never-came@example.edu', gone.email];
    const answers = await Promise.all(addresses.map(ask));
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 202, body: '' });
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toEqual([[email]]);
    const rows = await app.database.query('SELECT user_id FROM password_resets WHERE user_id = ANY ($1)', [
      [userId, away.userId, invited.userId, gone.userId],
    ]);
    expect(rows).toEqual([{ user_id: userId }]);
    expect(id).toBeTruthy();
  });

  it('leaves its link nowhere but in the e-mail', async () => {
    const { app } = mailed;
    const { userId, email } = await somebody();
    const token = await tokenFor(email);
    const [row] = await app.database.query('SELECT digest FROM password_resets WHERE user_id = $1', [userId]);
    expect(row).toEqual({ digest: digestOf(token) });
    const { items } = succeeded(await app.admin.get(`/messages?userId=${userId}`));
    expect(items[0]).toMatchObject({ kind: 'password-reset', status: 'sent' });
    expect(items[0].body).toContain('[link left out]');
    const kept = await app.database.query<{ row: string }>(
      `SELECT m::text AS row FROM messages m UNION ALL SELECT a::text FROM audit_events a
       UNION ALL SELECT j.data::text FROM pgboss.job j WHERE data IS NOT NULL`,
    );
    expect(kept.map(({ row: text }) => text).join()).not.toContain(token);
  });

  it('leads to one e-mail, for any number of requests within five minutes; a later link ends the earlier one', async () => {
    const { app, mail } = mailed;
    const { email } = await somebody();
    app.clock.advance(5);
    await Promise.all(Array.from({ length: 8 }, () => ask(email)));
    await app.jobsDone();
    expect(mail.received).toHaveLength(1);
    const [, first] = LINK.exec(textOf(mail.received[0]!))!;
    const second = await tokenFor(email);
    expect((await reset(first!)).status).toBe(404);
    expect((await reset(second)).status).toBe(201);
  });

  it('keeps its link when the chosen password is refused', async () => {
    const { email } = await somebody();
    const token = await tokenFor(email);
    expect(await reset(token, 'eleven char')).toMatchObject({ status: 400, body: { code: 'WEAK_PASSWORD' } });
    expect(await reset(token, email)).toMatchObject({
      body: { violations: [{ params: { rule: 'personal' } }] },
    });
    for (const password of ['', null, 12, 'x'.repeat(201)])
      expect((await anonymous.post(`/auth/password-resets/${token}`, { password })).status).toBe(400);
    expect((await reset(token)).status).toBe(201);
  });

  it.each([
    ['over midnight', '2026-10-28T23:45:00-05:00'],
    ['over the hour that comes twice', '2026-11-01T01:45:00-05:00'],
    ['over the hour that is left out', '2027-03-14T01:45:00-06:00'],
  ])('has 30 minutes, %s too', async (_case, at) => {
    const { app } = mailed;
    const [early, late] = [await somebody(), await somebody()];
    app.clock.set(at);
    const tokens = [await tokenFor(early.email), await tokenFor(late.email)];
    app.clock.advance(24);
    expect((await reset(tokens[0]!)).status).toBe(201);
    app.clock.advance(6);
    expect((await reset(tokens[1]!)).status).toBe(404);
    app.clock.set('2026-10-26T12:00:00-05:00');
  });

  it('has no link when it would arrive too late, or when the operator was deactivated meanwhile', async () => {
    const { app, mail } = mailed;
    const { userId, email, id } = await somebody();
    mail.refuse = () => ({ code: 451, text: 'later' });
    await ask(email);
    await app.jobsDone();
    mail.refuse = null;
    app.clock.advance(31);
    expect((await app.admin.get(`/messages?userId=${userId}`)).body.items[0].status).toBe('waiting');
    const [{ id: messageId }] = (await app.admin.get(`/messages?userId=${userId}`)).body.items;
    await app.database.query('UPDATE messages SET next_attempt_at = $1 WHERE id = $2', [
      app.clock.date(),
      messageId,
    ]);
    await ask('nobody@example.edu');
    const other = await tokenFor(email);
    expect((await app.admin.get(`/messages/${messageId}`)).body).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('half an hour'),
    });
    succeeded(await app.admin.post(`/operators/${id}/deactivate`, { on: '2026-10-01', reason: 'left' }));
    expect((await reset(other)).status).toBe(404);
  });

  it('gets one new password, when the link is used several times at once', async () => {
    const { email } = await somebody();
    const token = await tokenFor(email);
    const answers = await Promise.all([1, 2, 3, 4].map((at) => reset(token, `password number ${at}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
  });

  it.each([
    ['no address', {}],
    ['something else', { email: 'somebody' }],
    ['a list', { email: [ADMIN.email] }],
    ['an unknown field', { email: ADMIN.email, name: 'x' }],
  ])('cannot be requested with %s', async (_case, body) => {
    expect((await anonymous.post('/auth/password-resets', body)).status).toBe(400);
  });

  it.each(['unknown', '..%2f..', 'a'.repeat(200)])('cannot be replaced with the link %s', async (token) => {
    expect((await reset(token)).status).toBe(404);
  });

  it('may be requested a hundred times an hour from one address, and many requests keep nobody from a link', async () => {
    const { app, mail } = mailed;
    const { email } = await somebody();
    for (let minute = 0; minute < 30; minute += 5) await tokenFor(email);
    expect(mail.received).toHaveLength(6);
    const limited = await startApp({ database: app.database, env: { RATE_LIMITS: 'on' } });
    const answers: number[] = [];
    for (let at = 0; at < 101; at++)
      answers.push(
        (await limited.anonymous.post('/auth/password-resets', { email: `x${at}@example.edu` })).status,
      );
    expect(answers.slice(0, 100).every((status) => status === 202)).toBe(true);
    expect(answers[100]).toBe(429);
    await limited.close();
  });

  it('ends with the address to which its link was sent', async () => {
    const { app } = mailed;
    const { id, email } = await somebody();
    const token = await tokenFor(email);
    succeeded(await app.admin.patch(`/operators/${id}`, { email: `moved.${email}` }));
    expect((await reset(token)).status).toBe(404);
  });

  it('ends a simultaneous sign-in with the old password', async () => {
    const { email, client } = await somebody();
    const token = await tokenFor(email);
    const signIns = Array.from({ length: 12 }, () => logIn(email, ADMIN.password));
    const done = await reset(token);
    expect(done.status).toBe(201);
    for (const answer of await Promise.all(signIns)) {
      if (answer.status !== 200) continue;
      const cookie = answer.headers.getSetCookie().find((one) => one.includes('afterhours_session='))!;
      expect((await client.with({ cookie: cookie.split(';')[0]! }).get('/me')).status).toBe(401);
    }
  });

  it('makes its browser a known device, so that others’ wrong passwords do not block it', async () => {
    const { app } = mailed;
    const { email } = await somebody();
    const token = await tokenFor(email);
    const limited = await startApp({
      database: app.database,
      env: { RATE_LIMITS: 'on', SMTP_URL: mailed.mail.url, MAIL_FROM: 'lab@example.edu' },
    });
    for (let at = 0; at < 12; at++)
      await limited.anonymous.post('/auth/login', { email, password: 'wrong horse battery' });
    const accepted = await limited.anonymous.post(`/auth/password-resets/${token}`, { password: NEW });
    expect(accepted.status).toBe(201);
    const [device = ''] = accepted.headers.getSetCookie();
    const body = { email, password: NEW };
    expect((await limited.anonymous.post('/auth/login', body)).status).toBe(429);
    const known = limited.anonymous.with({ cookie: device.split(';')[0]! });
    expect((await known.post('/auth/login', body)).status).toBe(200);
    await limited.close();
  });
});

describe('a forgotten password without a mail server', () => {
  it('gets the same answer; the sign-in page knows, and an admin sees who asked', async () => {
    const app = await startApp();
    expect((await app.anonymous.get('/setup')).body.canResetPassword).toBe(false);
    expect((await app.anonymous.post('/auth/password-resets', { email: ADMIN.email })).status).toBe(202);
    await app.jobsDone();
    const { items } = succeeded(await app.admin.get('/messages'));
    expect(items).toMatchObject([{ kind: 'password-reset', status: 'kept' }]);
    expect(await app.database.query('SELECT FROM password_resets')).toEqual([]);
    await app.close();
  });
});
