import { MINUTE } from '../../src/domain/interval.js';
import type { TestApp } from '../support/app.js';
import type { JsonSystem } from '../support/json-system.js';
import { JsonSources } from '../support/json-sources.js';
import { clearSources, collected, recheckNext, runsOf, storedRequests } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. The system is a small one whose habits each test chooses.

const sources = new JsonSources();
const { create, aSource, ids, allIds, openMany } = sources;
let app: TestApp;
let system: JsonSystem;
beforeAll(() => {
  ({ app, system } = sources);
});
const whyRefused = async (settings: object): Promise<unknown[]> => {
  const { status, body } = await create(settings);
  return [status, body.code, body.detail];
};

const TOKEN = {
  kind: 'token',
  method: 'POST',
  path: '/token',
  body: 'user=maya&password=token-secret',
  answer: 'text',
  header: 'authorization',
  prefix: 'Bearer ',
  lifetimeMinutes: 60,
};

/** From now on the system wants a token, and gives one that is valid until `revoke`. */
function wantTokens(answer: (token: string) => string = (token) => token): {
  revoke(): void;
  given: () => number;
} {
  let given = 0;
  let valid = '';
  system.hook = (asked, response) => {
    if (asked.path !== '/api/token') return;
    valid = `t-${++given}`;
    response.end(answer(valid));
    return true;
  };
  system.isAllowed = ({ headers }) => headers.authorization === `Bearer ${valid}`;
  return { revoke: () => void (valid = 'none'), given: () => given };
}

describe('credentials', () => {
  it.each<[string, object, string, string]>([
    [
      'a name and a password',
      { kind: 'basic', user: 'maya', password: 'p:q' },
      'authorization',
      'Basic bWF5YTpwOnE=',
    ],
    ['a header', { kind: 'header', name: 'X-Api-Key', value: 'a key' }, 'x-api-key', 'a key'],
  ])('of %s are shown with each request, and others are refused', async (_name, auth, header, value) => {
    openMany(3);
    system.isAllowed = ({ headers }) => headers[header] === value;
    const id = await aSource(system.settings('offset', 10, { auth }));
    expect(await ids()).toEqual(allIds());
    system.isAllowed = () => false;
    expect(await collected(app, id)).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_REFUSED' } });
    expect((await whyRefused(system.settings('offset', 10, { auth }))).slice(0, 2)).toEqual([
      409,
      'SOURCE_REFUSED',
    ]);
  });

  it('are not needed everywhere', async () => {
    openMany(3);
    await aSource(system.settings());
    expect(system.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(await ids()).toEqual(allIds());
  });

  it.each<[string, object, (token: string) => string, string]>([
    ['as text', {}, (token) => `${token}\n`, 'application/x-www-form-urlencoded'],
    [
      'in JSON',
      { body: '{"user":"maya"}', answer: 'json', at: '$.data.token' },
      (token) => JSON.stringify({ data: { token } }),
      'application/json',
    ],
  ])('of a token %s are asked for once', async (_name, more, answer, type) => {
    openMany(25);
    const tokens = wantTokens(answer);
    const auth = { ...TOKEN, ...more };
    await aSource(system.settings('offset', 10, { auth }));
    expect(await ids()).toEqual(allIds());
    const asked = system.asked.filter(({ path }) => path === '/api/token');
    expect(asked.map(({ headers, body }) => [headers['content-type'], body, headers.authorization])).toEqual(
      Array.from({ length: tokens.given() }, () => [type, auth.body, undefined]),
    );
    // One for the check, one for the run.
    expect(tokens.given()).toBe(2);
  });

  it('of a token are asked for again when they are refused in the middle of a run', async () => {
    openMany(25);
    const tokens = wantTokens();
    const id = await aSource(system.settings('offset', 10, { auth: TOKEN }));
    const [given, lists] = [tokens.given(), system.lists.length];
    const { isAllowed } = system;
    system.isAllowed = (asked) => {
      if (system.lists.length === lists + 2) tokens.revoke();
      return isAllowed(asked);
    };
    await app.database.query(`UPDATE support_sources SET cursor = NULL`);
    openMany(5);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    expect(tokens.given()).toBe(given + 2);
    expect(await ids()).toEqual(allIds());
  });

  it('of a token that is refused at once are a problem, and not asked for forever', async () => {
    openMany(3);
    const tokens = wantTokens();
    system.isAllowed = () => false;
    expect((await whyRefused(system.settings('offset', 10, { auth: TOKEN }))).slice(0, 2)).toEqual([
      409,
      'SOURCE_REFUSED',
    ]);
    expect(tokens.given()).toBe(2);
  });

  it.each<[string, string, object, string]>([
    ['nothing', '', {}, 'It answers without a token when it is asked for one. Check the credentials.'],
    [
      'a web page',
      '<html>Sign in</html>',
      {},
      'It answers without a token when it is asked for one. Check the credentials.',
    ],
    [
      'a token with a line break',
      'abc\r\nx-admin: yes',
      {},
      'It answers without a token when it is asked for one. Check the credentials.',
    ],
    [
      'a web page instead of JSON',
      '<html>Sign in</html>',
      { answer: 'json', at: '$.token' },
      'It answers with a web page instead of data. Enter the address of its REST interface.',
    ],
    [
      'JSON without one',
      '{"error":"no"}',
      { answer: 'json', at: '$.token' },
      'It answers without a token when it is asked for one. Check the credentials.',
    ],
  ])('of a token are refused when the system answers %s', async (_name, answer, more, sentence) => {
    openMany(3);
    wantTokens(() => answer);
    const auth = { ...TOKEN, ...more };
    expect((await whyRefused(system.settings('offset', 10, { auth })))[2]).toBe(sentence);
    expect(system.lists).toEqual([]);
  });
});

describe('lists', () => {
  const PAGINGS = ['offset', 'page', 'link', 'cursor', 'keyset', 'window'] as const;
  const cases = PAGINGS.flatMap((paging) => [2, 3, 10].map((size) => [paging, size] as const));

  it.each(cases)('by %s of %i tickets are read whole, first and later', async (paging, size) => {
    openMany(23);
    const id = await aSource(system.settings(paging, size));
    expect(await ids()).toEqual(allIds());
    app.clock.advance(60);
    openMany(7);
    system.tickets[0]!.changedAt = app.clock.now();
    await collected(app, id);
    expect(await ids()).toEqual(allIds());
    expect((await runsOf(app, id))[0]).toMatchObject({
      status: 'completed',
      created: 7,
      updated: 1,
      skipped: 0,
    });
  });

  it.each([
    ['in the answer', '$.total'],
    ['in a header', 'header:X-Total'],
  ])('end by the total that is told %s', async (_name, total) => {
    openMany(12);
    await aSource(system.settings('offset', 10, { stop: 'total', total, overlapMinutes: 0 }));
    expect(await ids()).toEqual(allIds());
    const asked = (lists: typeof system.lists): (string | null)[] =>
      lists.map(({ query }) => query.get('offset'));
    // Some systems do not count farther than to ten thousand, so it looks once behind the total.
    expect(asked(system.lists).filter((offset) => Number(offset) >= 12)).toHaveLength(1);
  });

  it('of fewer tickets than were asked for are read on', async () => {
    openMany(23);
    system.most = 4;
    for (const paging of ['offset', 'page', 'keyset'] as const) {
      await clearSources(app);
      await aSource(system.settings(paging, 10));
      expect(await ids()).toEqual(allIds());
    }
  });

  it.each(['offset', 'page'] as const)(
    'by %s whose system shows the same page for any place are given up',
    async (paging) => {
      openMany(10);
      const hidden = { ...(system.settings(paging, 10)['paging'] as object), parameter: 'from' };
      const id = await aSource(system.settings(paging, 10, { paging: hidden }));
      expect(await collected(app, id)).toMatchObject({
        state: 'stopped',
        problem: {
          message:
            'It answers the same page again, whatever page it is asked for. The parameter of the pages may have another name.',
        },
      });
      expect(await ids()).toEqual(allIds());
    },
  );

  it.each(['link', 'cursor'] as const)('by %s that lead in a circle are given up', async (paging) => {
    openMany(3);
    system.hook = ({ path, query }, response) => {
      if (path !== '/api/tickets') return;
      const next = { a: 'b', b: 'c', c: 'a' }[query.get('after') ?? 'c'];
      response.setHeader('link', `</api/tickets?after=${next}>; rel=next`);
      response.end(JSON.stringify({ tickets: [], next }));
      return true;
    };
    const settings = system.settings(paging, 10, { startsEmpty: true });
    await create(settings);
    const circle =
      'Its list does not go on behind the ticket that it was asked to go on behind. Its pages need another setting.';
    expect((await create(settings, { name: 'again' })).body.detail).toBe(circle);
  });

  it('are asked for by the settings of a POST', async () => {
    openMany(12);
    const bodies: unknown[] = [];
    system.hook = (asked, response) => {
      bodies.push(JSON.parse(asked.body));
      const { offset, limit } = JSON.parse(asked.body) as { offset: number; limit: number };
      const told = system.tickets.slice(offset, offset + limit);
      const tickets = told.map(({ id }) => ({
        id,
        updated: '2026-10-26 11:00:00',
        opened: '2026-10-26 11:00:00',
      }));
      response.end(JSON.stringify({ tickets }));
      return true;
    };
    const list = {
      method: 'POST',
      path: '/search',
      query: { fields: 'all' },
      body: { filter: [{ field: 'updated', '>=': '{since}' }], limit: 1 },
      items: '$.tickets',
    };
    await aSource(system.settings('offset', 5, { list }));
    expect(await ids()).toEqual(allIds());
    expect(bodies[0]).toEqual({
      filter: [{ field: 'updated', '>=': '2026-09-26 12:15:00' }],
      offset: 0,
      limit: 5,
    });
    expect(system.asked[0]).toMatchObject({ method: 'POST', path: '/api/search' });
  });
});

describe('details', () => {
  const details = { details: true, ticket: { path: '/tickets/{id}', at: '$.ticket' } };
  const asked = (): number => system.asked.filter(({ path }) => /\/\d+$/.test(path)).length;

  it('come by one request for each ticket, and re-checks spare the ones that are stored', async () => {
    openMany(12, 60 * MINUTE);
    system.isShort = true;
    const id = await aSource(system.settings('offset', 5, details));
    expect((await storedRequests(app, 'json')).map(({ title }) => title)).toEqual(
      system.tickets.map((ticket) => `Ticket ${ticket.id}`),
    );
    app.clock.advance(24 * 60);
    await collected(app, id);
    system.tickets[4]!.changedAt = app.clock.now() - 30 * MINUTE;
    const before = asked();
    await recheckNext(app, id);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    expect(asked() - before).toBeLessThanOrEqual(3);
    expect(asked() - before).toBeGreaterThan(0);
    expect(await ids()).toEqual(allIds());
  });

  it('of a ticket that is gone meanwhile are left out', async () => {
    openMany(5);
    system.hook = ({ path }, response) => {
      if (!path.endsWith('/3')) return;
      response.writeHead(410).end();
      return true;
    };
    const id = await aSource(system.settings('offset', 5, details));
    expect(await ids()).toEqual([1, 2, 4, 5]);
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'completed', skipped: 0 });
  });
});
