import { OutgoingError } from '../../platform/outgoing/outgoing-error.js';
import type { Outgoing, OutgoingRequest } from '../../platform/outgoing/outgoing.js';
import { littlePatience } from '../../../test/support/patience.js';
import { always, PATIENCE, SourceHttp } from './source-http.js';
import { SourceError } from './ticket-source.js';

const NOW = Date.UTC(2026, 9, 26, 17);
const WHOLE = new AbortController().signal;

type Answer = { status: number; retryAfter?: string; body?: string } | Error;

/** Requests that get these answers in turn, and the last one from then on. */
function requestsTo(
  answers: Answer[],
  url = 'https://rt.example.edu/REST/2.0',
  perMinute = 1_000_000,
): { http: SourceHttp; sent: OutgoingRequest[] } {
  const sent: OutgoingRequest[] = [];
  const fetch: Outgoing['fetch'] = (asked) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)]!;
    sent.push(asked);
    if (answer instanceof Error) return Promise.reject(answer);
    const headers = answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter };
    return Promise.resolve({ status: answer.status, headers, body: Buffer.from(answer.body ?? '{}') });
  };
  const base = { url, authorization: always({ authorization: 'token x' }), perMinute };
  return { http: new SourceHttp({ fetch } as Outgoing, { now: () => NOW }, base), sent };
}

/** How a request ends: its answer's status, or the kind of its failure and how long to wait. */
const ending = (http: SourceHttp, asked: object = {}): Promise<unknown> =>
  http.send({ path: 'tickets', ...asked }, WHOLE).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof SourceError ? [error.kind, error.options.retryAfterMillis] : error),
  );

beforeEach(() => {
  littlePatience({ longestWait: 10, leastPerMinute: 0 });
});

describe('a request to the server of a source', () => {
  it.each([
    ['https://rt.example.edu/REST/2.0', 'tickets'],
    ['https://rt.example.edu/REST/2.0/', 'tickets'],
    ['https://rt.example.edu/REST/2.0//', '/tickets'],
  ])('stays below %s, and carries the credentials', async (url, path) => {
    const { http, sent } = requestsTo([{ status: 200 }], url);
    await http.send({ path, query: { query: "Queue = 'a&b'" }, headers: { accept: 'text/csv' } }, WHOLE);
    expect(sent).toEqual([
      expect.objectContaining({
        url: 'https://rt.example.edu/REST/2.0/tickets?query=Queue+%3D+%27a%26b%27',
        method: 'GET',
        headers: { authorization: 'token x', accept: 'text/csv' },
        redirects: 'same-server',
      }),
    ]);
  });

  it.each([
    ['/tickets:search', undefined, 'https://rt.example.edu/REST/2.0/tickets:search'],
    ['/tickets', 'https://rt.example.edu/other?page=2', 'https://rt.example.edu/other?page=2'],
    ['/tickets', '/REST/2.0/tickets?page=2', 'https://rt.example.edu/REST/2.0/tickets?page=2'],
    ['/tickets?page=1', '?page=2', 'https://rt.example.edu/REST/2.0/tickets?page=2'],
    ['/tickets', 'second', 'https://rt.example.edu/REST/2.0/second'],
  ])('for %s, told to go on at %s, goes to %s', async (path, address, url) => {
    const { http, sent } = requestsTo([{ status: 200 }]);
    await http.send({ path, ...(address !== undefined && { address }) }, WHOLE);
    expect(sent).toEqual([expect.objectContaining({ url })]);
  });

  it.each([
    ['//evil.example.com/'],
    ['https://evil.example.com/'],
    ['http://rt.example.edu/REST/2.0/tickets'],
    ['https://rt.example.edu:8443/'],
    ['https://rt.example.edu@evil.example.com/'],
    ['\\\\evil.example.com/'],
    ['/\\evil.example.com/'],
    ['/\t/evil.example.com/'],
    ['file:///etc/passwd'],
    ['https://'],
  ])('does not go to another server when it is told to go on at %j', async (address) => {
    const { http, sent } = requestsTo([{ status: 200 }]);
    expect(await ending(http, { address })).toEqual(['settings', undefined]);
    expect(sent).toEqual([]);
  });

  it.each([
    ['//evil.example.com/'],
    ['https://evil.example.com/'],
    ['/\\\\evil.example.com/'],
    ['/https://evil.example.com'],
  ])('does not go to another server for the path %j', async (path) => {
    const { http, sent } = requestsTo([{ status: 200 }]);
    await ending(http, { path });
    for (const { url } of sent) expect(new URL(url).host).toBe('rt.example.edu');
  });

  it.each<[name: string, answers: Answer[], asked: object, end: unknown, count: number]>([
    ['that succeeds', [{ status: 200 }], {}, 200, 1],
    [
      'that succeeds at last',
      [{ status: 502 }, new OutgoingError('broken-off'), { status: 200 }],
      {},
      200,
      3,
    ],
    ['that fails all the time', [{ status: 502 }], {}, ['temporary', undefined], 3],
    [
      'that changes something',
      [{ status: 502 }, { status: 200 }],
      { method: 'POST' },
      ['temporary', undefined],
      1,
    ],
    ['that is refused', [{ status: 403 }, { status: 200 }], {}, ['auth', undefined], 1],
    ['whose status is expected', [{ status: 404 }], { accepts: [404] }, 404, 1],
    ['that finds nothing', [{ status: 404 }], {}, ['settings', undefined], 1],
    ['that shall wait a little', [{ status: 429, retryAfter: '0' }, { status: 200 }], {}, 200, 2],
    [
      'that shall wait for long',
      [{ status: 429, retryAfter: '60' }, { status: 200 }],
      {},
      ['later', 60_000],
      1,
    ],
    ['that shall wait, whenever', [{ status: 429 }, { status: 200 }], {}, 200, 2],
    [
      'that shall wait until a time',
      [{ status: 503, retryAfter: 'Mon, 26 Oct 2026 17:02:00 GMT' }],
      {},
      ['later', 120_000],
      1,
    ],
    [
      'whose time is over',
      [{ status: 429, retryAfter: 'Mon, 26 Oct 2026 16:00:00 GMT' }],
      {},
      ['later', 0],
      3,
    ],
    ['to a private network', [new OutgoingError('private')], {}, ['settings', undefined], 1],
    [
      'to a server with a bad certificate',
      [new OutgoingError('certificate')],
      {},
      ['settings', undefined],
      1,
    ],
    ['to a server of no name', [new OutgoingError('unknown-host')], {}, ['temporary', undefined], 3],
  ])('%s is sent as often as it makes sense', async (_name, answers, asked, end, count) => {
    const { http, sent } = requestsTo(answers);
    expect([await ending(http, asked), sent.length]).toEqual([end, count]);
  });

  it('is not sent again once its run has ended', async () => {
    PATIENCE.retries = [60_000];
    const run = new AbortController();
    const { http, sent } = requestsTo([{ status: 502 }]);
    const request = http.send({ path: 'tickets' }, run.signal);
    setImmediate(() => run.abort(new Error('the run has ended')));
    await expect(request).rejects.toThrow();
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ['7', 7],
  ])('is understood as JSON: %s', async (body, value) => {
    const { http } = requestsTo([{ status: 200, body }]);
    expect(await http.json({ path: 'tickets' }, WHOLE)).toEqual(value);
  });

  it.each([
    ['  <html>', 'web-page'],
    ['', 'no-json'],
    ['{"a":', 'no-json'],
  ])('is not understood as JSON: %j', async (body, rule) => {
    const { http } = requestsTo([{ status: 200, body }]);
    await expect(http.json({ path: 'tickets' }, WHOLE)).rejects.toMatchObject({
      kind: 'settings',
      reason: { code: 'SOURCE_ANSWER', params: { rule } },
    });
  });
});

describe('the rate budget', () => {
  it('spreads requests over the minute, however many are sent at once, and retries too', async () => {
    const { http, sent } = requestsTo([{ status: 503 }, { status: 200 }], undefined, 1_200);
    const begun = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => http.send({ path: 'tickets' }, WHOLE)));
    expect(sent).toHaveLength(6);
    // Six requests have five gaps of 50 ms between them. A timer may end up to a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan(5 * 50 - 10);
  });

  it('is not waited for by who gives up', async () => {
    const { http, sent } = requestsTo([{ status: 200 }], undefined, 1);
    await http.send({ path: 'tickets' }, WHOLE);
    const gone = new AbortController();
    const waiting = http.send({ path: 'tickets' }, gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toHaveLength(1);
  });
});
