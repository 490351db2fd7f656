import { aLocation, anApiKey, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { subjectsOf, type MailServer } from '../support/mail.js';
import { checked } from '../support/openapi.js';
import { TEST_NOW, type TestApp } from '../support/app.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { OUTBOX_QUEUE } from '../../src/platform/outbox/outbox.js';

const PASSWORD = 'a quiet library';
const LINK = /https:\/\/lab\.example\.edu\/invitations\/([\w-]{43})/;

let mailed: MailedApp;
let mail: MailServer;
let app: TestApp;
let admin: HttpClient;
let locationId: string;
let count = 0;

beforeAll(async () => {
  mailed = await startMailedApp();
  ({ app, mail } = mailed);
  admin = checked(app.admin);
  locationId = (await aLocation(app)).id;
});
beforeEach(() => {
  app.clock.set(TEST_NOW);
  mail.received.length = 0;
  mail.refuse = null;
});
afterAll(() => mailed.close());

const invite = async (overrides: object = {}): Promise<Answer['body']> =>
  succeeded(
    await admin.post('/users', {
      email: `invited${++count}@example.edu`,
      name: 'Ivo Marsh',
      role: 'campus_it',
      ...overrides,
    }),
  );
/** From a body in transfer encoding: with soft line breaks and encoded equals signs. */
const tokenIn = (body: string): string | undefined =>
  LINK.exec(body.replaceAll(/=\r\n/g, '').replaceAll('=3D', '='))?.[1];
const tokensReceived = (): string[] =>
  mail.received.map(({ body }) => tokenIn(body)).filter((token) => token !== undefined);
const accept = (token: string): Promise<Answer> =>
  app.anonymous.post(`/auth/invitations/${token}`, { password: PASSWORD });
const tokenOf = (url: string): string => url.split('/').at(-1)!;
const messagesOf = async (userId: string): Promise<Answer['body'][]> =>
  (await admin.get(`/messages?userId=${userId}`)).body.items;
/** Moves the clock past the next attempt. */
const nextAttempt = async (): Promise<void> => {
  app.clock.advance(24 * 60);
  await app.app.get(Jobs).enqueue(OUTBOX_QUEUE, {});
  await app.jobsDone();
};

describe('an invitation, where there is a mail server', () => {
  it('is sent to its user, with a link that works once', async () => {
    const user = await invite();
    expect(user).toMatchObject({ isMailed: true, invitation: { mail: 'waiting' } });
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toEqual([[user.email]]);
    expect(subjectsOf(mail)).toEqual(['You are invited to Afterhours']);
    expect((await admin.get(`/users/${user.id}`)).body).toMatchObject({
      active: false,
      invitation: { mail: 'sent', expiresAt: '2026-11-09T17:00:00.000Z' },
    });
    const [token] = tokensReceived();
    expect(token).not.toBe(tokenOf(user.invitationUrl));
    expect((await accept(token!)).body).toEqual({ email: user.email });
    expect((await accept(token!)).status).toBe(404);
    expect((await accept(tokenOf(user.invitationUrl))).status).toBe(404);
    expect((await admin.get(`/users/${user.id}`)).body).toMatchObject({ active: true, invitation: null });
  });

  it('works with the inviter’s link too, and then no longer with the mailed one', async () => {
    const user = await invite();
    await app.jobsDone();
    expect((await accept(tokenOf(user.invitationUrl))).status).toBe(201);
    expect((await accept(tokensReceived()[0]!)).status).toBe(404);
  });

  it('stores its link in no row, message or trail', async () => {
    const user = await invite();
    await app.jobsDone();
    const [message] = await messagesOf(user.id);
    expect(message).toMatchObject({ kind: 'invitation', status: 'sent', address: user.email });
    expect(message.body).toContain('[link left out]');
    const tables = await app.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
    );
    for (const { name } of tables) {
      const found = await app.database.query(
        `SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0`,
        [tokensReceived()[0], tokenOf(user.invitationUrl)],
      );
      expect([name, found.length]).toEqual([name, 0]);
    }
  });

  it('is sent again with a new link after a failure, and each link that was sent works', async () => {
    mail.refuse = () => ({ code: 451, text: 'try later' });
    const user = await invite();
    await app.jobsDone();
    expect((await admin.get(`/users/${user.id}`)).body.invitation.mail).toBe('waiting');
    expect((await messagesOf(user.id))[0]!.body).toContain('[link left out]');
    mail.refuse = null;
    await nextAttempt();
    expect(mail.received).toHaveLength(1);
    const links = await app.database.query(
      'SELECT FROM invitation_links l JOIN invitations i ON i.id = l.invitation_id WHERE i.user_id = $1',
      [user.id],
    );
    expect(links).toHaveLength(2);
    expect((await accept(tokensReceived()[0]!)).status).toBe(201);
  });

  it('that is refused for good is reported, and can be retried once the address is right', async () => {
    mail.refuse = (address) => (address.startsWith('wrong') ? { code: 550, text: 'no such mailbox' } : null);
    const user = await invite({ email: 'wrong@example.edu' });
    await app.jobsDone();
    expect((await admin.get(`/users/${user.id}`)).body.invitation.mail).toBe('failed');
    succeeded(await admin.patch(`/users/${user.id}`, { email: 'right@example.edu' }));
    expect((await admin.get(`/users/${user.id}`)).body.invitation).toBeNull();
    const again = succeeded(await admin.post(`/users/${user.id}/invitations`));
    expect(again).toEqual({ isMailed: true, invitationUrl: expect.stringMatching(LINK) });
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toContainEqual(['right@example.edu']);
  });

  it('is not sent after it was used, replaced or withdrawn', async () => {
    mail.refuse = () => ({ code: 451, text: 'try later' });
    const [used, replaced, moved] = [await invite(), await invite(), await invite()];
    await app.jobsDone();
    succeeded(await accept(tokenOf(used.invitationUrl)));
    succeeded(await admin.post(`/users/${replaced.id}/invitations`));
    succeeded(await admin.patch(`/users/${moved.id}`, { email: 'moved@example.edu' }));
    await app.jobsDone();
    mail.refuse = null;
    await nextAttempt();
    const to = mail.received.filter(({ body }) => tokenIn(body)).map((one) => one.to[0]);
    expect(to).toEqual([replaced.email]);
    for (const { id } of [used, moved]) {
      const messages = await messagesOf(id);
      expect(messages.find(({ kind }) => kind === 'invitation')).toMatchObject({
        status: 'failed',
        problem: expect.stringContaining('This invitation was used or withdrawn'),
      });
    }
  });

  it('of an earlier e-mail stops working with the next', async () => {
    const user = await invite();
    await app.jobsDone();
    succeeded(await admin.post(`/users/${user.id}/invitations`));
    await app.jobsDone();
    const [first, second] = tokensReceived();
    expect((await accept(first!)).status).toBe(404);
    expect((await accept(second!)).status).toBe(201);
  });

  it('expires after 14 days for every link', async () => {
    const user = await invite();
    await app.jobsDone();
    app.clock.advance(13 * 24 * 60);
    succeeded(await admin.get('/me'));
    app.clock.advance(24 * 60);
    expect((await accept(tokensReceived()[0]!)).status).toBe(404);
    const { invitation } = (await admin.get(`/users/${user.id}`)).body;
    expect(Date.parse(invitation.expiresAt)).toBeLessThanOrEqual(app.clock.now());
  });

  it('sets one password when both links are used at once', async () => {
    const user = await invite();
    await app.jobsDone();
    const tokens = [tokensReceived()[0]!, tokenOf(user.invitationUrl)];
    const answers = await Promise.all([...tokens, ...tokens].map(accept));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
  });

  it('for a new password says that the old one works until then', async () => {
    const user = await invite();
    succeeded(await accept(tokenOf(user.invitationUrl)));
    mail.received.length = 0;
    succeeded(await admin.post(`/users/${user.id}/invitations`));
    await app.jobsDone();
    expect(subjectsOf(mail).at(-1)).toBe('A new password for Afterhours');
    expect(mail.received.at(-1)!.body).toContain('the old one holds');
  });

  it('is sent to operators that a supervisor adds, but not for a key, which could open accounts that outlive it', async () => {
    const supervisor = await aUser(app, 'supervisor', [locationId]);
    await app.jobsDone();
    mail.received.length = 0;
    const operator = succeeded(
      await checked(supervisor.client).post('/operators', {
        name: 'Maya Lin',
        email: 'maya.lin@example.edu',
        locationIds: [locationId],
      }),
    );
    expect(operator).toMatchObject({ isMailed: true, active: false, invitation: { mail: 'waiting' } });
    const key = await anApiKey(app, ['schedule:write', 'schedule:read']);
    const silent = succeeded(await key.post('/operators', { name: 'By Key', email: 'by.key@example.edu' }));
    expect(silent).toMatchObject({ active: false, invitation: null });
    expect(silent).not.toHaveProperty('invitationUrl');
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toEqual([['maya.lin@example.edu']]);
  });
});
