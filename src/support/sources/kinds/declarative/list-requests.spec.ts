import type { SourceAnswer, SourceHttp, SourceRequest } from '../../source-http.js';
import { withValues, linkToNext, ListRequests, requestOf } from './list-requests.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';
import { ToldTimes } from './told-times.js';

const WHOLE = new AbortController().signal;
const NOON = Date.UTC(2026, 9, 26, 17);
const SPAN = { now: NOON, since: NOON - 3_600_000, until: NOON };

describe('a placeholder', () => {
  it.each([
    ['{since}', 'today'],
    ['updated >= "{since}" AND {x: {since}}', 'updated >= "today" AND {x: today}'],
    ['{{since}}', '{today}'],
    ['{unknown} {SINCE} {} {since', '{unknown} {SINCE} {} {since'],
    ['{constructor} {toString} {__proto__}', '{constructor} {toString} {__proto__}'],
  ])('is withValues in, and nothing else: %s', (template, text) => {
    expect(withValues(template, { since: 'today' })).toBe(text);
  });

  it('is withValues in once, whatever its value holds', () => {
    expect(withValues('{id}-{since}', { id: '{since}$&$1', since: 'today' })).toBe('{since}$&$1-today');
  });
});

describe('a request', () => {
  const values = { id: `a/b?c=d"e' {since}&\\`, since: '2026-10-26 12:00' };

  it('by GET has its values in the path and in the query, and the parameters behind', () => {
    const asked = requestOf({ path: '/tickets/{id}', query: { q: 'id:"{id}"', limit: '5' } }, values, {
      limit: 10,
      skip: 0,
    });
    expect(asked).toEqual({
      method: 'GET',
      isRead: true,
      path: '/tickets/a%2Fb%3Fc%3Dd%22e%27%20%7Bsince%7D%26%5C'.replace('%27', "'"),
      query: { q: `id:"${values.id}"`, limit: '10', skip: '0' },
      headers: { accept: 'application/json' },
    });
  });

  it('by POST has the parameters in its body, where each text is filled in as a text', () => {
    const body = '{"ids":["{id}",7,null,true],"filter":{"{since}":{"from":"{since}"}},"max":1}';
    const asked = requestOf({ method: 'POST', path: '/search', query: { a: '{since}' }, body }, values, {
      max: 10,
    });
    expect(asked).toMatchObject({
      method: 'POST',
      isRead: true,
      query: { a: values.since },
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(asked.body!)).toEqual({
      ids: [values.id, 7, null, true],
      filter: { '{since}': { from: values.since } },
      max: 10,
    });
  });

  it('by POST without a body has one of the parameters', () => {
    expect(requestOf({ method: 'POST', path: '/search' }, {}, { page: 1 }).body).toBe('{"page":1}');
  });

  it('keeps names that mean something to JavaScript to themselves', () => {
    const body = '{"__proto__":{"polluted":"{since}"},"constructor":{"prototype":{"polluted":"x"}}}';
    const asked = requestOf({ method: 'POST', path: '/search', body }, values, { ['__proto__']: 1 });
    expect(asked.body).toBe('{"__proto__":1,"constructor":{"prototype":{"polluted":"x"}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the next page in a header `Link`', () => {
  it.each<[link: string | string[] | undefined, address: string | null]>([
    [undefined, null],
    ['', null],
    ['<https://a.edu/t?page=2>; rel="next"', 'https://a.edu/t?page=2'],
    ['<https://a.edu/t?page=2>;rel=next', 'https://a.edu/t?page=2'],
    ['</t?page=2> ; REL = "Next"', '/t?page=2'],
    ['<?ids=1,2,3>; title="a, b; c"; rel="next"', '?ids=1,2,3'],
    ['<a>; rel="prev", <b>; rel="next", <c>; rel="last"', 'b'],
    ['<a>; rel="first prev", <b>; rel="last next"', 'b'],
    [['<a>; rel="prev"', '<b>; rel="next"'], 'b'],
    ['<a>; rel="prev"; title="next", <b>; rel="last"', null],
    ['<a>; rel="prev"; title="x; rel=next"', null],
    ['<a>; rel="prev"; title="<c>; rel=next"', null],
    ['<a>; rel="prev"; title="\\"; rel=next"', null],
    ['<a>; rel="next-archive", <b>; rel="next"', 'b'],
    ['<a>; rel=next-archive', null],
    ['<a>; rel="nextpage", <b>; xrel="next"', null],
    ['<a>; rel="prev"; rel="next"', null],
    ['<>; rel="next"', ''],
    ['a; rel="next"', null],
    ['<a; rel="next"', null],
  ])('of %j is %j', (link, address) => {
    expect(linkToNext(link)).toBe(address);
  });

  it.each([
    ['many addresses', '<a>, '.repeat(20_000)],
    ['many brackets', '<'.repeat(60_000)],
    ['many signs', `<a>${'; '.repeat(30_000)}`],
    ['a quotation without end', `<a>; title="${'\\"'.repeat(30_000)}`],
    ['many spaces', `<a>;${' '.repeat(60_000)}x`],
  ])('is not there in %s', (_name, link) => {
    expect(linkToNext(link)).toBeNull();
  });
});

describe('a list', () => {
  const list = { method: 'GET' as const, path: '/tickets', items: '$.tickets' };
  const page = { kind: 'cursor', at: '$.next', parameter: 'after' };

  /** What is understood of one answer, and how it was asked for. */
  async function listed(
    settings: Partial<DeclarativeSettingsDto>,
    answer: Partial<SourceAnswer> & { body?: unknown },
    span: object = {},
  ): Promise<{ told: unknown; asked: SourceRequest }> {
    const asked: SourceRequest[] = [];
    const http = {
      send: (request: SourceRequest) => {
        asked.push(request);
        const text = JSON.stringify(answer.body ?? { tickets: [] });
        return Promise.resolve({ status: 200, headers: {}, text, ...answer });
      },
      parse: (text: string): unknown => JSON.parse(text),
    } as unknown as SourceHttp;
    const whole = { list, paging: page, ...settings } as DeclarativeSettingsDto;
    const times = new ToldTimes({ format: 'yyyy-MM-dd HH:mm', zone: 'America/Chicago' });
    const requests = new ListRequests(http, whole, times);
    const told = await requests.ask({ ...SPAN, ...span }, WHOLE);
    return { told, asked: asked[0]! };
  }

  it.each<[total: string, headers: Record<string, string>, body: object, is: number | null]>([
    ['$.count', {}, { count: 7 }, 7],
    ['$.meta.count', {}, { meta: { count: '7' } }, 7],
    ['$.count', {}, {}, null],
    ['$.count', {}, { count: null }, null],
    ['$.count', {}, { count: -1 }, null],
    ['$.count', {}, { count: 1.5 }, null],
    ['$.count', {}, { count: true }, null],
    ['$.count', {}, { count: [7] }, null],
    ['$.count', {}, { count: { toString: 1, valueOf: 1 } }, null],
    ['$.count', {}, { count: '1e3' }, null],
    ['header:X-Total-Count', { 'x-total-count': '7' }, {}, 7],
    ['HEADER:x-total-count', { 'x-total-count': '0' }, {}, 0],
    ['header:X-Total-Count', { 'x-total-count': 'many' }, {}, null],
    ['header:X-Total-Count', {}, { count: 7 }, null],
  ])('has a total at %s: %j %j', async (total, headers, body, is) => {
    const { told } = await listed({ total }, { headers, body: { tickets: [], ...body } });
    expect(told).toMatchObject({ total: is });
  });

  it.each<[next: unknown, is: string | null]>([
    ['abc', 'abc'],
    [5, '5'],
    [0, '0'],
    ['', null],
    [null, null],
    [undefined, null],
    [false, null],
    [{ a: 1 }, null],
  ])('goes on with a cursor of %j', async (next, is) => {
    const { told } = await listed({}, { body: { tickets: [], next } });
    expect(told).toMatchObject({ next: is });
  });

  it('goes on with a header `Link` only where the settings say so', async () => {
    const headers = { link: '<b>; rel=next' };
    expect((await listed({ paging: { kind: 'link' } }, { headers })).told).toMatchObject({ next: 'b' });
    expect((await listed({}, { headers })).told).toMatchObject({ next: null });
  });

  it('knows the time of its server', async () => {
    const answeredAt = async (date: string): Promise<unknown> =>
      ((await listed({}, { headers: { date } })).told as { answeredAt: unknown }).answeredAt;
    expect(await answeredAt('Mon, 26 Oct 2026 17:00:00 GMT')).toBe(NOON);
    expect(await answeredAt('soon')).toBeNull();
    expect((await listed({}, {})).told).toMatchObject({ answeredAt: null });
  });

  it.each([[null], [{}], [{ tickets: null }], [{ tickets: { 1: {} } }], [{ tickets: 'none' }], [[]], ['x']])(
    'is not in %j',
    async (body) => {
      await expect(listed({}, { text: JSON.stringify(body) })).rejects.toMatchObject({
        kind: 'settings',
        reason: { params: { rule: 'no-list', path: '$.tickets' } },
      });
    },
  );

  it('is asked for with all that it may hold', async () => {
    const query = {
      q: '{since}|{until}|{openedSince}|{openedUntil}|{minutesAgo}|{afterId}',
    };
    const { asked } = await listed(
      { list: { ...list, query } },
      {},
      { afterId: '7', parameters: { after: 'x' } },
    );
    expect(asked).toMatchObject({
      method: 'GET',
      path: '/tickets',
      headers: { accept: 'application/json' },
      query: {
        q: '2026-10-26 11:00|2026-10-26 12:00|1970-01-01 18:00|2026-10-27 12:00|61|7',
        after: 'x',
      },
    });
    const opened = { since: NOON - 60_000, until: NOON };
    const second = await listed({ list: { ...list, query } }, {}, { opened });
    expect(second.asked.query!['q']).toBe(
      '2026-10-26 11:00|2026-10-26 12:00|2026-10-26 11:59|2026-10-26 12:00|61|{afterId}',
    );
  });

  it('is asked for by the address that the page before told, with the same method and body', async () => {
    const post = { ...list, method: 'POST' as const, body: '{"a":1}', query: { b: '2' } };
    const { asked } = await listed({ list: post }, {}, { address: 'https://a.edu/t?page=2' });
    expect(asked).toMatchObject({ method: 'POST', query: {}, body: '{"a":1}' });
    expect(JSON.stringify(asked)).toContain('https://a.edu/t?page=2');
  });
});
