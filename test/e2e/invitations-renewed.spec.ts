import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const PASSWORD = 'a quiet library';

describe('inviting an operator again', () => {
  let app: TestApp;
  let here: string;
  let there: string;
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    here = (await aLocation(app)).id;
    there = (await aLocation(app)).id;
    supervisor = checked((await aUser(app, 'supervisor', [here])).client);
  });
  afterAll(() => app.close());

  const accept = (url: string): Promise<Answer> =>
    app.anonymous.post(`/auth/invitations/${url.split('/').at(-1)}`, { password: PASSWORD });

  it('gives their supervisor a new link, once, and ends the old one', async () => {
    const operator = succeeded(
      await supervisor.post('/operators', { name: 'Leo', email: 'leo@example.edu', locationIds: [here] }),
    );
    expect(operator).toMatchObject({ active: false, isMailed: false, invitation: { mail: null } });
    const key = { 'idempotency-key': 'again' };
    const again = await supervisor.post(`/operators/${operator.id}/invitations`, undefined, key);
    expect(again).toMatchObject({ status: 201, body: { isMailed: false } });
    const replayed = await supervisor.post(`/operators/${operator.id}/invitations`, undefined, key);
    expect(replayed).toMatchObject({ status: 201, body: { isMailed: false } });
    expect(replayed.body).not.toHaveProperty('invitationUrl');
    expect((await accept(operator.invitationUrl)).status).toBe(404);
    expect((await accept(again.body.invitationUrl)).status).toBe(201);
    expect((await supervisor.get(`/operators/${operator.id}`)).body).toMatchObject({
      active: true,
      invitation: null,
    });
  });

  it('is refused once they have accepted, because the account is theirs', async () => {
    const operator = succeeded(
      await supervisor.post('/operators', { name: 'Noa', email: 'noa@example.edu', locationIds: [here] }),
    );
    succeeded(await accept(operator.invitationUrl));
    for (const client of [supervisor, app.admin])
      expect(await client.post(`/operators/${operator.id}/invitations`)).toMatchObject({
        status: 409,
        body: { code: 'ALREADY_ACCEPTED', detail: expect.stringContaining('nothing was changed') },
      });
    const signIn = { email: 'noa@example.edu', password: PASSWORD };
    expect((await app.anonymous.post('/auth/login', signIn)).status).toBe(200);
    expect((await app.admin.post(`/users/${operator.userId}/invitations`)).status).toBe(201);
  });

  it('needs all their locations, and finds nobody elsewhere', async () => {
    const both = await anOperator(app, { locationIds: [here, there] });
    const elsewhere = await anOperator(app, { locationIds: [there] });
    const everywhere = await anOperator(app);
    for (const { id } of [both, everywhere])
      expect(await supervisor.post(`/operators/${id}/invitations`)).toMatchObject({
        status: 403,
        body: { code: 'NOT_ALL_LOCATIONS' },
      });
    expect((await supervisor.post(`/operators/${elsewhere.id}/invitations`)).status).toBe(404);
    expect((await app.admin.post(`/operators/${both.id}/invitations`)).status).toBe(201);
  });

  it('leaves one working link, for any number of simultaneous requests', async () => {
    const operator = await anOperator(app, { locationIds: [here] });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => supervisor.post(`/operators/${operator.id}/invitations`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    const accepted: number[] = [];
    for (const { body } of answers) accepted.push((await accept(body.invitationUrl)).status);
    expect(accepted.sort()).toEqual([201, ...Array.from({ length: 7 }, () => 404)]);
  });

  it('is either renewed or accepted when both happen at once', async () => {
    for (let round = 0; round < 5; round++) {
      const operator = await anOperator(app, { locationIds: [here] });
      const { invitationUrl } = succeeded(await supervisor.post(`/operators/${operator.id}/invitations`));
      const [accepted, again] = await Promise.all([
        accept(invitationUrl),
        supervisor.post(`/operators/${operator.id}/invitations`),
      ]);
      expect([
        [201, 409],
        [404, 201],
      ]).toContainEqual([accepted.status, again.status]);
    }
  });
});
