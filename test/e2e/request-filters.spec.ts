import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

// The institution's working day lasts from 05:00 to 05:00.

describe('lists of requests are filtered', () => {
  let app: TestApp;
  let chicago: string;
  let berlin: string;
  const made = new Map<string, string>();
  const add = async (
    name: string,
    locationId: string,
    openedAt: string,
    more: object = {},
  ): Promise<void> => {
    const { id } = await aSupportRequest(app, locationId, { openedAt, title: name, ...more });
    made.set(id, name);
  };
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
    succeeded(await app.admin.patch('/settings', { workdayStartsAt: '05:00' }));
    chicago = (await aLocation(app, { timeZone: 'America/Chicago' })).id;
    berlin = (await aLocation(app, { timeZone: 'Europe/Berlin' })).id;
    await add('before five', chicago, '2026-10-27T04:59:59-05:00');
    await add('at five', chicago, '2026-10-27T05:00:00-05:00', { priority: 'urgent', channel: 'chat' });
    await add('evening', chicago, '2026-10-27T23:00:00-05:00', { category: 'printing', channel: 'desk' });
    await add('after midnight', chicago, '2026-10-28T01:30:00-05:00', { priority: 'high', channel: 'chat' });
    await add('next morning', chicago, '2026-10-28T05:00:00-05:00', { priority: 'low' });
    await add('Berlin night', berlin, '2026-10-28T03:00:00+01:00');
    await add('Berlin morning', berlin, '2026-10-28T05:30:00+01:00');
    // The clock of Chicago shows 01:30 twice.
    await add('first half past one', chicago, '2026-11-01T01:30:00-05:00');
    await add('second half past one', chicago, '2026-11-01T01:30:00-06:00');
    await add('after the night of 25 hours', chicago, '2026-11-01T05:00:00-06:00');
    // It never shows 02:30.
    await add('before the jump', chicago, '2027-03-14T01:59:00-06:00');
    await add('after the jump', chicago, '2027-03-14T03:01:00-05:00');
    await add('after the night of 23 hours', chicago, '2027-03-14T05:00:00-05:00');
  });
  afterAll(() => app.close());

  const names = async (query: string, client: HttpClient = app.admin): Promise<string[]> => {
    const { items } = succeeded(await client.get(`/support-requests?limit=200&${query}`));
    return (items as { id: string }[]).map(({ id }) => made.get(id)!).toReversed();
  };

  it.each([
    [
      'the night after midnight belongs to the day before, at each location by its own clock',
      'firstDay=2026-10-27&lastDay=2026-10-27',
      ['at five', 'Berlin night', 'evening', 'after midnight'],
    ],
    [
      'the same instant may be on another day elsewhere',
      'firstDay=2026-10-28&lastDay=2026-10-28',
      ['Berlin morning', 'next morning'],
    ],
    ['a day alone may be the last', 'lastDay=2026-10-26', ['before five']],
    [
      'a night has 25 hours',
      'firstDay=2026-10-31&lastDay=2026-10-31',
      ['first half past one', 'second half past one'],
    ],
    ['a night has 23 hours', 'firstDay=2027-03-13&lastDay=2027-03-13', ['before the jump', 'after the jump']],
    ['a day alone may be the first', 'firstDay=2027-03-14', ['after the night of 23 hours']],
    ['days that end before they begin have none', 'firstDay=2026-10-28&lastDay=2026-10-27', []],
    [
      'instants narrow days',
      'firstDay=2026-10-27&lastDay=2026-10-27&from=2026-10-27T22:00:00-05:00&to=2026-10-28T00:00:00-05:00',
      ['evening'],
    ],
    [
      'days narrow instants',
      'firstDay=2026-10-27&lastDay=2026-10-27&from=2026-10-01T00:00:00Z&to=2026-12-01T00:00:00Z&priority=high',
      ['after midnight'],
    ],
  ])('by working days: %s', async (_what, query, expected) => expect(await names(query)).toEqual(expected));

  it('by priority, alone and with all others', async () => {
    expect(await names('priority=urgent')).toEqual(['at five']);
    expect(await names('priority=low')).toEqual(['next morning']);
    expect(await names('priority=normal&firstDay=2026-10-27&lastDay=2026-10-27')).toEqual([
      'Berlin night',
      'evening',
    ]);
    expect(await names('priority=high&channel=chat&assignee=nobody&search=after&resolved=false')).toEqual([
      'after midnight',
    ]);
    expect(await names('priority=high&channel=desk')).toEqual([]);
    expect(await names(`priority=high&locationId=${berlin}`)).toEqual([]);
    expect(await names('firstDay=2026-10-27&lastDay=2026-10-27&category=printing')).toEqual(['evening']);
    expect(await names('firstDay=2026-10-27&lastDay=2026-10-27&search=midnight')).toEqual(['after midnight']);
  });

  it('to what the caller may see, and in the zones of that', async () => {
    const robin = await aUser(app, 'supervisor', [berlin]);
    expect(await names('firstDay=2026-10-27&lastDay=2026-10-27', robin.client)).toEqual(['Berlin night']);
    const nowhere = await aUser(app, 'supervisor', [(await aLocation(app)).id]);
    expect(await names('firstDay=2026-10-27', nowhere.client)).toEqual([]);
    const maya = await anOperator(app);
    const [id] = [...made].find(([, name]) => name === 'evening')!;
    succeeded(await app.admin.patch(`/support-requests/${id}`, { assigneeId: maya.userId }));
    expect(await names('firstDay=2026-10-27&lastDay=2026-10-27', maya.client)).toEqual(['evening']);
    expect(await names('firstDay=2026-10-27&lastDay=2026-10-27&assignee=me', maya.client)).toEqual([
      'evening',
    ]);
    expect(await names('firstDay=2026-10-28', maya.client)).toEqual([]);
    expect(await names(`assignee=${maya.userId}&firstDay=2026-10-27&priority=normal`)).toEqual(['evening']);
  });

  it('on each page alike, and in the file', async () => {
    const query = 'firstDay=2026-10-27&lastDay=2026-10-28';
    const all = await names(query);
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = succeeded(await app.admin.get(`/support-requests?${query}&limit=2${cursor}`));
      paged.push(...(page.items as { id: string }[]).map(({ id }) => made.get(id)!));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${String(page.nextCursor)}`;
    }
    expect(paged.toReversed()).toEqual(all);
    expect(all).toHaveLength(6);
    const file = await app.admin.get(`/support-requests?${query}&priority=high`, { accept: 'text/csv' });
    expect(String(file.body).trim().split('\n')).toHaveLength(2);
  });

  it.each([
    'priority=soon',
    'priority=',
    'firstDay=2026-02-30',
    'lastDay=today',
    'firstDay=2026-10-27T00:00:00Z',
  ])('not by %s', async (query) => {
    const refused = await app.admin.get(`/support-requests?${query}`);
    expect(refused).toMatchObject({ status: 400, body: { violations: [{ field: query.split('=')[0] }] } });
  });

  it.each(['priority=high', 'firstDay=2026-10-27', 'lastDay=2026-10-27'])(
    'not by %s where they wait for a location',
    async (query) => {
      const refused = await app.admin.get(`/support-requests?unassigned=true&${query}`);
      expect(refused).toMatchObject({ status: 400, body: { violations: [{ field: query.split('=')[0] }] } });
    },
  );
});
