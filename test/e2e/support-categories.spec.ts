import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aCategory, aLocation, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { importFile, rowsMapping } from '../support/imports.js';
import { aPush, aPusher } from '../support/pushes.js';
import { pagedRequests } from '../support/requests.js';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const SHIFT = { startsAt: '2026-10-26T09:00:00-05:00', endsAt: '2026-10-26T14:00:00-05:00' };

let app: TestApp;
let locationId: string;
let elsewhere: string;
let supervisor: HttpClient;

beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  elsewhere = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
afterAll(() => app.close());

const words = async (client: HttpClient, query = ''): Promise<string[]> =>
  succeeded(await client.get(`/support-categories?limit=200${query}`)).items.map(
    ({ name }: { name: string }) => name,
  );
const patch = (client: HttpClient, id: string, body: object) =>
  client.patch(`/support-categories/${id}`, body);
const idOf = async (name: string): Promise<string> =>
  succeeded(await app.admin.get('/support-categories?limit=200')).items.find(
    (one: { name: string }) => one.name === name,
  ).id as string;

describe('the list', () => {
  it('begins with the buttons that desks had, in their order', async () => {
    const had = ['printing', 'login', 'wifi', 'software', 'hardware', 'directions'];
    expect((await words(app.admin)).slice(0, 6)).toEqual(had);
    const { items } = succeeded(await app.admin.get('/support-categories?limit=6'));
    expect(
      items.map(({ label, directional }: { label: string; directional: boolean }) => [label, directional]),
    ).toEqual([
      ['Printing', false],
      ['Login', false],
      ['Wi-Fi', false],
      ['Software', false],
      ['Hardware', false],
      ['Directions', true],
    ]);
  });

  it('comes in pages, and in the order that somebody gives it', async () => {
    const all = succeeded(await app.admin.get('/support-categories?limit=200')).items as {
      id: string;
      name: string;
    }[];
    const { items, nextCursor } = succeeded(await app.admin.get('/support-categories?limit=4'));
    const rest = succeeded(await app.admin.get(`/support-categories?limit=200&cursor=${nextCursor}`)).items;
    expect([...items, ...rest].map(({ id }: { id: string }) => id)).toEqual(all.map(({ id }) => id));
    const [first, second, third] = all;
    const order = { ids: [third!.id, first!.id] };
    expect((await app.admin.post('/support-categories/order', order)).status).toBe(204);
    expect((await words(app.admin)).slice(0, 3)).toEqual([third!.name, first!.name, second!.name]);
    succeeded(await app.admin.post('/support-categories/order', { ids: all.map(({ id }) => id) }));
    expect(await words(app.admin)).toEqual(all.map(({ name }) => name));
    const unknown = await app.admin.post('/support-categories/order', { ids: [NOWHERE] });
    expect([unknown.status, unknown.body.code]).toEqual([409, 'UNKNOWN_CATEGORY']);
  });
});

describe('a category', () => {
  it('has a word that stays and a label that may change', async () => {
    const made = succeeded(await app.admin.post('/support-categories', { label: ' Scanner ', readLevel: 2 }));
    expect(made).toMatchObject({
      name: 'Scanner',
      label: 'Scanner',
      readLevel: 2,
      directional: false,
      everywhere: true,
    });
    const changed = succeeded(await patch(app.admin, made.id, { label: 'Scanning' }));
    expect(changed).toMatchObject({ name: 'Scanner', label: 'Scanning', readLevel: 2, version: 2 });
    const again = await app.admin.post('/support-categories', { label: 'Scanner' });
    expect([again.status, again.body.code]).toEqual([409, 'NAME_TAKEN']);
    expect((await patch(app.admin, made.id, { name: 'Scan' })).body.code).toBe('UNKNOWN_FIELD');
  });

  it('is offered at all desks but some, or at some alone, until it is archived', async () => {
    const general = await aCategory(app, { locations: [{ locationId: elsewhere, shown: false }] });
    const own = await aCategory(app, { everywhere: false, locations: [{ locationId, shown: true }] });
    const offered = async (at: string): Promise<boolean[]> => {
      const names = await words(app.admin, `&locationId=${at}`);
      return [general, own].map(({ name }) => names.includes(name));
    };
    expect([await offered(locationId), await offered(elsewhere)]).toEqual([
      [true, true],
      [false, false],
    ]);
    succeeded(await patch(app.admin, general.id, { locations: [{ locationId: elsewhere, shown: null }] }));
    expect(await offered(elsewhere)).toEqual([true, false]);
    succeeded(await patch(app.admin, general.id, { archived: true }));
    expect([await offered(locationId), await offered(elsewhere)]).toEqual([
      [false, true],
      [false, false],
    ]);
    expect(await words(app.admin, '&offered=false')).toContain(general.name);
    expect(await words(app.admin, '&offered=true')).not.toContain(general.name);
  });

  it('can be removed; its requests keep their word, which is then listed as one without a category', async () => {
    const made = await aCategory(app);
    const request = await aSupportRequest(app, locationId, { category: made.name });
    expect((await app.admin.delete(`/support-categories/${made.id}`)).status).toBe(204);
    expect(succeeded(await app.admin.get(`/support-requests/${request.id}`)).category).toBe(made.name);
    const { items } = succeeded(await app.admin.get('/support-category-words'));
    expect(items).toContainEqual({ word: made.name, lastAt: '2026-10-26T15:00:00+00:00' });
  });
});

describe('words without a category', () => {
  it('are of the locations that a supervisor sees, the latest first, in pages', async () => {
    const at = (hour: number) => ({ openedAt: `2026-10-25T0${hour}:00:00-05:00` });
    await aSupportRequest(app, locationId, { ...at(1), category: 'Beamer' });
    await aSupportRequest(app, elsewhere, { ...at(3), category: 'Beamer' });
    await aSupportRequest(app, locationId, { ...at(2), category: 'VPN ünlocked' });
    await aSupportRequest(app, elsewhere, { ...at(4), category: 'Plotter' });
    const found = async (client: HttpClient): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { items: { word: string }[]; nextCursor: string | null } = succeeded(
          await client.get(`/support-category-words?limit=1${cursor && `&cursor=${cursor}`}`),
        );
        seen.push(...page.items.map(({ word }) => word));
        cursor = page.nextCursor;
      }
      return seen.filter((word) => ['Beamer', 'VPN ünlocked', 'Plotter'].includes(word));
    };
    expect(await found(app.admin)).toEqual(['Plotter', 'Beamer', 'VPN ünlocked']);
    expect(await found(supervisor)).toEqual(['VPN ünlocked', 'Beamer']);
  });
});

describe('merging', () => {
  it('finds the requests of both, lets each keep its word, and can be undone', async () => {
    const [one, other] = [await aCategory(app), await aCategory(app)];
    const ids = [
      (await aSupportRequest(app, locationId, { category: one.name, openedAt: '2026-10-26T09:00:00-05:00' }))
        .id,
      (
        await aSupportRequest(app, locationId, {
          category: other.name,
          openedAt: '2026-10-26T09:10:00-05:00',
        })
      ).id,
      (await aSupportRequest(app, locationId, { category: one.name, openedAt: '2026-10-26T09:20:00-05:00' }))
        .id,
    ];
    const found = (name: string) => pagedRequests(app.admin, `category=${name}`, 2);
    const merged = succeeded(await patch(app.admin, one.id, { mergedIntoId: other.id }));
    expect(merged).toMatchObject({ mergedIntoId: other.id, countsAs: other.name });
    for (const name of [one.name, other.name]) expect(await found(name)).toEqual(ids.toReversed());
    expect(succeeded(await app.admin.get(`/support-requests/${ids[0]}`)).category).toBe(one.name);
    expect(await words(app.admin, '&offered=true')).not.toContain(one.name);
    const used = await app.admin.delete(`/support-categories/${other.id}`);
    expect([used.status, used.body.code]).toEqual([409, 'IN_USE']);
    succeeded(await patch(app.admin, one.id, { mergedIntoId: null }));
    expect(await found(one.name)).toEqual([ids[2], ids[0]]);
    expect(await found(other.name)).toEqual([ids[1]]);
  });

  it('takes a word that is no category along', async () => {
    const target = await aCategory(app);
    const request = await aSupportRequest(app, locationId, { category: 'Drucker' });
    const merged = await aCategory(app, { label: 'Drucker', mergedIntoId: target.id });
    expect(await pagedRequests(app.admin, `category=${target.name}`)).toEqual([request.id]);
    succeeded(await app.admin.delete(`/support-categories/${merged.id}`));
    expect(await pagedRequests(app.admin, `category=${target.name}`)).toEqual([]);
    const unknown = await app.admin.post('/support-categories', { label: 'Toner', mergedIntoId: NOWHERE });
    expect([unknown.status, unknown.body.code]).toEqual([409, 'UNKNOWN_CATEGORY']);
  });

  it('never leads back, also of many at once', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => aCategory(app)));
    const answers = await Promise.all(
      made.map(({ id }, index) =>
        patch(app.admin, id, { mergedIntoId: made[(index + 1) % made.length]!.id }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(answers.find(({ status }) => status !== 200)!.body).toMatchObject({
      status: 409,
      code: 'CATEGORY_CIRCLE',
    });
    const [last] = new Set(
      (await Promise.all(made.map(({ id }) => app.admin.get(`/support-categories/${id}`)))).map(
        ({ body }) => body.countsAs as string,
      ),
    );
    const ends = made.map(({ name }) => name);
    expect(ends).toContain(last);
    expect((await patch(app.admin, made[0]!.id, { mergedIntoId: made[0]!.id })).body.code).toBe(
      'CATEGORY_CIRCLE',
    );
  });
});

describe('what a category says', () => {
  const made = (body: object) =>
    app.admin.post('/support-requests', { locationId, openedAt: TEST_NOW, ...body });
  it('holds for requests and tallies that do not say it themselves', async () => {
    const { name } = await aCategory(app, { readLevel: 5, directional: true });
    const told = async (body: object) => {
      const { readLevel, directional } = succeeded(await made({ category: name, ...body }));
      return [readLevel, directional];
    };
    expect(await told({})).toEqual([5, true]);
    expect(await told({ readLevel: 2, directional: false })).toEqual([2, false]);
    const tally = { locationId, at: TEST_NOW, count: 1, category: name };
    expect(succeeded(await app.admin.post('/support-tallies', tally)).directional).toBe(true);
    const other = { ...tally, directional: false };
    expect(succeeded(await app.admin.post('/support-tallies', other)).directional).toBe(false);
  });

  it('follows a change of the category, but not what was told of the request', async () => {
    const said = await aCategory(app, { readLevel: 5, directional: true });
    const plain = await aCategory(app);
    const change = async (body: object, category: string) => {
      const { id } = succeeded(await made(body));
      const { readLevel, directional } = succeeded(
        await app.admin.patch(`/support-requests/${id}`, { category }),
      );
      return [readLevel, directional];
    };
    expect(await change({ category: said.name }, plain.name)).toEqual([null, false]);
    expect(await change({ category: plain.name }, said.name)).toEqual([5, true]);
    expect(await change({ category: plain.name, readLevel: 1 }, said.name)).toEqual([1, true]);
    expect(await change({ category: said.name, directional: false }, plain.name)).toEqual([null, false]);
    expect(await change({ directional: true }, plain.name)).toEqual([null, true]);
  });

  it('holds for files that do not tell it, and follows when they are sent again', async () => {
    const said = await aCategory(app, { readLevel: 5, directional: true });
    const alias = await aCategory(app, { mergedIntoId: said.id });
    const mapping = rowsMapping(locationId, 'file of categories', { category: 'about' });
    const send = (rows: [string, string][]) =>
      importFile(
        app,
        `key,opened,about\n${rows.map(([key, about]) => `${key},2026-10-25 11:00:00,${about}\n`).join('')}`,
        mapping,
      );
    const stored = async () =>
      app.database.query(
        `SELECT external_id AS key, read_level AS level, directional FROM support_requests
         WHERE source = 'file of categories' ORDER BY external_id`,
      );
    await send([
      ['A', said.name],
      ['B', 'nothing'],
      ['C', alias.name],
      ['D', said.name],
    ]);
    expect(await stored()).toEqual([
      { key: 'A', level: 5, directional: true },
      { key: 'B', level: null, directional: false },
      { key: 'C', level: 5, directional: true },
      { key: 'D', level: 5, directional: true },
    ]);
    await app.database.query(
      `UPDATE support_requests SET read_level = 2 WHERE source = 'file of categories' AND external_id = 'D'`,
    );
    await send([
      ['A', 'nothing'],
      ['B', alias.name],
      ['C', alias.name],
      ['D', 'nothing'],
    ]);
    expect(await stored()).toEqual([
      { key: 'A', level: null, directional: false },
      { key: 'B', level: 5, directional: true },
      { key: 'C', level: 5, directional: true },
      { key: 'D', level: 2, directional: false },
    ]);
  });
});

describe('what a category says of pushed requests', () => {
  it('holds where they do not tell it, follows their category, and leaves what was told', async () => {
    const said = await aCategory(app, { readLevel: 5, directional: true });
    const plain = await aCategory(app);
    const kiosk = await aPusher(app, { locationId, name: 'kiosk of categories' });
    const push = async (minute: number, ...items: [id: string, category: string, rest?: object][]) => {
      app.clock.advance(1);
      await kiosk.sent({
        items: items.map(([id, category, rest]) =>
          aPush(id, { category, updatedAt: `2026-10-26T09:${minute}:00-05:00`, ...rest }),
        ),
      });
      return app.database.query(
        `SELECT external_id AS id, read_level AS level, directional FROM support_requests
         WHERE source = 'kiosk of categories' ORDER BY external_id`,
      );
    };
    const told = { readLevel: 2, directional: false };
    expect(await push(10, ['A', said.name], ['B', plain.name], ['C', said.name, told])).toEqual([
      { id: 'A', level: 5, directional: true },
      { id: 'B', level: null, directional: false },
      { id: 'C', level: 2, directional: false },
    ]);
    expect(await push(20, ['A', plain.name], ['B', said.name], ['C', plain.name])).toEqual([
      { id: 'A', level: null, directional: false },
      { id: 'B', level: 5, directional: true },
      { id: 'C', level: 2, directional: false },
    ]);
  });
});

describe('who may do what', () => {
  it('supervisors of some desks change what is for these alone, and say whether they offer what is for all', async () => {
    const general = await aCategory(app);
    const shared = await aCategory(app, {
      everywhere: false,
      locations: [locationId, elsewhere].map((id) => ({ locationId: id, shown: true })),
    });
    const own = succeeded(
      await supervisor.post('/support-categories', {
        label: 'Large prints',
        everywhere: false,
        locations: [{ locationId, shown: true }],
      }),
    );
    const outcome = async (answer: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await answer;
      return [status, body.code];
    };
    const refused = [403, 'FORBIDDEN'];
    expect(await outcome(supervisor.post('/support-categories', { label: 'For all' }))).toEqual(refused);
    expect(
      await outcome(supervisor.post('/support-categories', { label: 'Nowhere', everywhere: false })),
    ).toEqual(refused);
    for (const { id } of [general, shared]) {
      expect(await outcome(patch(supervisor, id, { label: 'Mine' }))).toEqual(refused);
      expect(await outcome(supervisor.delete(`/support-categories/${id}`))).toEqual(refused);
      expect((await patch(supervisor, id, { locations: [{ locationId, shown: false }] })).status).toBe(200);
      expect(await words(supervisor, `&locationId=${locationId}`)).not.toContain(general.name);
    }
    expect(
      (await patch(supervisor, general.id, { locations: [{ locationId: elsewhere, shown: false }] })).body
        .code,
    ).toBe('FOREIGN_LOCATION');
    expect((await patch(supervisor, own.id, { label: 'Posters' })).body.label).toBe('Posters');
    expect(await outcome(patch(supervisor, own.id, { everywhere: true }))).toEqual(refused);
    expect(await outcome(patch(supervisor, own.id, { mergedIntoId: general.id }))).toEqual([200, undefined]);
    expect(await outcome(supervisor.post('/support-categories/order', { ids: [own.id] }))).toEqual(refused);
    const seen = succeeded(await supervisor.get(`/support-categories/${shared.id}`));
    expect(seen.locations).toEqual([{ locationId, shown: false }]);
    expect(await words(supervisor, `&locationId=${elsewhere}`)).toEqual([]);
  });

  it('operators read them and log with them', async () => {
    const maya = await anOperator(app, { locationIds: [locationId] });
    await onShift(app, locationId, maya.id, SHIFT);
    expect(await words(maya.client, `&locationId=${locationId}`)).toContain('printing');
    const tally = { locationId, at: TEST_NOW, count: 1, category: 'directions' };
    expect(succeeded(await maya.client.post('/support-tallies', tally)).directional).toBe(true);
    expect((await maya.client.post('/support-categories', { label: 'Mine' })).status).toBe(403);
  });

  it('each change is in the trail', async () => {
    const { id } = await aCategory(app);
    await patch(app.admin, id, { label: 'Else' });
    await patch(app.admin, id, { mergedIntoId: await idOf('printing') });
    await patch(app.admin, id, { mergedIntoId: null });
    await app.admin.post('/support-categories/order', { ids: [id] });
    await app.admin.delete(`/support-categories/${id}`);
    const { items } = succeeded(await app.admin.get(`/audit-events?entityId=${id}`));
    expect(
      items.map(({ action }: { action: string }) => action.replace('support-category.', '')).sort(),
    ).toEqual(['created', 'deleted', 'merged', 'ordered', 'separated', 'updated']);
  });
});
