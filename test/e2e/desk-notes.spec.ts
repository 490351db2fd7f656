import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let locationId: string;
let maya: MadeOperator;
let noor: MadeOperator;
let supervisor: HttpClient;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  locationId = (await aLocation(app)).id;
  maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
  noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
afterAll(() => app.close());

const write = (client: HttpClient, text: string) => client.post('/desk-notes', { locationId, text });
const listed = async (client: HttpClient): Promise<{ text: string; authorName: string; isOwn: boolean }[]> =>
  succeeded(await client.get(`/desk-notes?locationId=${locationId}`)).items;

describe('notes for the next shift', () => {
  it('are readable for all who work there, newest first, with operators’ display names', async () => {
    const made = await write(maya.client, '  Toner of the left printer is low. ');
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        text: 'Toner of the left printer is low.',
        at: '2026-10-26T12:00:00-05:00',
        authorName: 'Maya',
        isOwn: true,
      },
    ]);
    app.clock.advance(1);
    await write(supervisor, 'The east door sticks.');
    expect((await listed(noor.client)).map(({ text, isOwn }) => [text, isOwn])).toEqual([
      ['The east door sticks.', false],
      ['Toner of the left printer is low.', false],
    ]);
    expect((await listed(supervisor)).map(({ authorName }) => authorName)).toContain('Maya Ortiz');
  });

  it('are hidden from those who work elsewhere', async () => {
    const { id } = succeeded(await write(maya.client, 'Here'));
    const elsewhere = await anOperator(app, { locationIds: [(await aLocation(app)).id] });
    expect(await listed(elsewhere.client)).toEqual([]);
    expect((await elsewhere.client.get(`/desk-notes/${id}`)).status).toBe(404);
    expect((await elsewhere.client.delete(`/desk-notes/${id}`)).status).toBe(404);
    expect((await write(elsewhere.client, 'There')).status).toBe(403);
  });

  it('are removed by their author or a supervisor, once', async () => {
    const { id } = succeeded(await write(maya.client, 'Oops'));
    expect((await noor.client.delete(`/desk-notes/${id}`)).status).toBe(403);
    const answers = await Promise.all([1, 2].map(() => maya.client.delete(`/desk-notes/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    const { id: second } = succeeded(await write(maya.client, 'Again'));
    expect((await supervisor.delete(`/desk-notes/${second}`)).status).toBe(204);
    expect(await listed(maya.client)).toEqual([]);
  });

  it('need text', async () => {
    for (const text of ['', '   ', 'x'.repeat(2001), 7, null])
      expect((await app.admin.post('/desk-notes', { locationId, text })).status).toBe(400);
    expect(await listed(supervisor)).toEqual([]);
  });

  it('written in a repeated hour show which of the two it was', async () => {
    for (const instant of ['2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z']) {
      app.clock.set(instant);
      await write(app.admin, instant);
    }
    const { items } = succeeded(await app.admin.get(`/desk-notes?locationId=${locationId}`));
    expect(items.map(({ at }: { at: string }) => at)).toEqual([
      '2026-11-01T01:30:00-06:00',
      '2026-11-01T01:30:00-05:00',
    ]);
  });
});
