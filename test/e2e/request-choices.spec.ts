import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const choices = async (
  client: HttpClient = app.admin,
): Promise<{ assignees: object[]; channels: string[] }> =>
  succeeded(await client.get('/support-request-choices'));

describe('what lists of requests can be narrowed by', () => {
  it('are the people and channels of all requests that the caller may see, however old they are', async () => {
    expect(await choices()).toEqual({ assignees: [], channels: [] });
    const [here, elsewhere] = [await aLocation(app), await aLocation(app)];
    const [kim, lee] = [await aUser(app, 'supervisor', [here.id]), await aUser(app, 'supervisor', [here.id])];
    const old = await aSupportRequest(app, here.id, { openedAt: '2020-03-02T10:00:00Z', channel: 'walk-up' });
    succeeded(await app.admin.patch(`/support-requests/${old.id}`, { assigneeId: lee.id }));
    for (const [at, channel] of [
      [here, 'phone'],
      [here, 'phone'],
      [elsewhere, 'chat'],
      [elsewhere, 'Zoom'],
      [elsewhere, null],
    ] as const)
      await aSupportRequest(app, at.id, { openedAt: '2026-10-20T10:00:00Z', channel });
    const theirs = await aSupportRequest(app, elsewhere.id, { openedAt: '2026-10-20T10:00:00Z' });
    succeeded(
      await app.admin.patch(`/support-requests/${theirs.id}`, { assigneeId: (await aUser(app, 'admin')).id }),
    );
    expect(await choices(kim.client)).toEqual({
      assignees: [{ id: lee.id, name: expect.stringMatching(/^User \d+$/) as string }],
      channels: ['phone', 'walk-up'],
    });
    const all = await choices();
    expect(all.assignees).toHaveLength(2);
    expect(all.channels.toSorted()).toEqual(['Zoom', 'chat', 'phone', 'walk-up']);
    const analyst = await aUser(app, 'analyst', [elsewhere.id]);
    expect((await analyst.client.get('/support-request-choices')).status).toBe(403);
  });

  it('are nothing for operators and programs', async () => {
    const operator = await anOperator(app);
    const key = await anApiKey(app, ['support:read']);
    for (const client of [operator.client, key])
      expect((await client.get('/support-request-choices')).status).toBe(403);
    expect((await app.anonymous.get('/support-request-choices')).status).toBe(401);
  });
});
