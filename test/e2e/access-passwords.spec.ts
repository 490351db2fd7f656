import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const OLD = 'a quiet library';
const NEW = 'the lamp is still on';

interface Person {
  id: string;
  email: string;
  client: HttpClient;
}

describe('one’s own password', () => {
  let app: TestApp;
  let anonymous: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    anonymous = checked(app.anonymous);
  });
  afterAll(() => app.close());

  const logIn = (email: string, password: string): Promise<Answer> =>
    anonymous.post('/auth/login', { email, password });

  async function somebody(): Promise<Person> {
    const { id } = await aUser(app, 'campus_it');
    const { email } = succeeded(await app.admin.get(`/users/${id}`));
    const { invitationUrl } = succeeded(await app.admin.post(`/users/${id}/invitations`));
    const token = (invitationUrl as string).split('/').at(-1);
    succeeded(await anonymous.post(`/auth/invitations/${token}`, { password: OLD }));
    return { id, email, client: checked(await app.signedIn(id)) };
  }

  it('is changed with the current one; this session stays, the others end, and the user is notified', async () => {
    const { id, email, client } = await somebody();
    const elsewhere = await app.signedIn(id);
    const changed = await client.post('/me/password', { current: OLD, password: NEW });
    expect(changed).toMatchObject({ status: 204, body: '' });
    expect((await client.get('/me')).status).toBe(200);
    expect((await elsewhere.get('/me')).status).toBe(401);
    expect((await logIn(email, OLD)).status).toBe(401);
    expect((await logIn(email, NEW)).status).toBe(200);
    await app.jobsDone();
    const [message] = succeeded(await app.admin.get(`/messages?userId=${id}`)).items;
    expect(message).toMatchObject({ kind: 'password-changed', subject: 'Your password was changed' });
    const [event] = succeeded(await app.admin.get(`/audit-events?entityId=${id}&limit=200`)).items.filter(
      ({ action }: { action: string }) => action === 'user.password-changed',
    );
    expect(event).toMatchObject({ actorKind: 'user', actorId: id, details: {} });
  });

  it('ends an invitation link that could have set another', async () => {
    const { id, client } = await somebody();
    const { invitationUrl } = succeeded(await app.admin.post(`/users/${id}/invitations`));
    succeeded(await client.post('/me/password', { current: OLD, password: NEW }));
    const token = (invitationUrl as string).split('/').at(-1);
    expect(
      (await anonymous.post(`/auth/invitations/${token}`, { password: 'one of somebody else' })).status,
    ).toBe(404);
  });

  it('does not change with a wrong current one, and sessions stay', async () => {
    const { id, email, client } = await somebody();
    const elsewhere = await app.signedIn(id);
    expect(await client.post('/me/password', { current: NEW, password: NEW })).toMatchObject({
      status: 403,
      body: { code: 'WRONG_PASSWORD' },
    });
    expect((await elsewhere.get('/me')).status).toBe(200);
    expect((await logIn(email, OLD)).status).toBe(200);
  });

  it.each([
    ['short', 'too-short'],
    ['eleven char', 'too-short'],
    ['password1234', 'common'],
    ['PassWordPassWord', 'common'],
  ])('may not be "%s": %s', async (password, rule) => {
    const { email, client } = await somebody();
    const weak = {
      status: 400,
      body: { code: 'WEAK_PASSWORD', violations: [{ field: 'password', params: { rule } }] },
    };
    const answer = await client.post('/me/password', { current: OLD, password });
    expect(answer).toMatchObject(weak);
    expect(JSON.stringify(answer.body)).not.toContain(password === 'short' ? '"short"' : password);
    expect((await logIn(email, OLD)).status).toBe(200);
  });

  it('may not be one’s own address or name, by invitation or by change', async () => {
    const { email, client } = await somebody();
    const own = {
      status: 400,
      body: { code: 'WEAK_PASSWORD', violations: [{ params: { rule: 'personal' } }] },
    };
    expect(await client.post('/me/password', { current: OLD, password: email.toUpperCase() })).toMatchObject(
      own,
    );
    const invited = succeeded(
      await app.admin.post('/users', {
        email: 'augusta@example.edu',
        name: 'Augusta Lovelace',
        role: 'campus_it',
      }),
    );
    const path = `/auth/invitations/${invited.invitationUrl.split('/').at(-1)}`;
    expect(await anonymous.post(path, { password: 'Lovelace Augusta' })).toMatchObject(own);
    expect(await anonymous.post(path, { password: 'letmeinletmein' })).toMatchObject({
      body: { code: 'WEAK_PASSWORD' },
    });
    expect((await anonymous.post(path, { password: OLD })).status).toBe(201);
  });

  it.each([
    ['no password', { current: OLD }],
    ['no current one', { password: NEW }],
    ['an empty current one', { current: '', password: NEW }],
    ['numbers', { current: 1, password: 2 }],
    ['201 characters', { current: OLD, password: 'x'.repeat(201) }],
    ['an unknown field', { current: OLD, password: NEW, repeated: NEW }],
  ])('is refused with %s', async (_case, body) => {
    expect((await app.admin.post('/me/password', body)).status).toBe(400);
  });

  it('is one password in the end, after simultaneous changes', async () => {
    const { id, email, client } = await somebody();
    const clients = [client, await app.signedIn(id), await app.signedIn(id), await app.signedIn(id)];
    const answers = await Promise.all(
      clients.map((one, at) => one.post('/me/password', { current: OLD, password: `${NEW}, number ${at}` })),
    );
    const taken = answers.flatMap(({ status }, at) => (status === 204 ? [at] : []));
    expect(taken).toHaveLength(1);
    for (const { status } of answers) expect([204, 401, 403]).toContain(status);
    for (let at = 0; at < clients.length; at++)
      expect((await logIn(email, `${NEW}, number ${at}`)).status).toBe(at === taken[0] ? 200 : 401);
  });

  it('from before these rules can still sign in', async () => {
    const short = await startApp({ env: { ADMIN_PASSWORD: 'eight888' } });
    expect((await short.anonymous.post('/auth/login', { ...ADMIN, password: 'eight888' })).status).toBe(200);
    await short.close();
  });
});
