import fc from 'fast-check';
import { runs } from '../../../../../test/support/property-runs.js';
import type { SourceHttp, SourceRequest } from '../../source-http.js';
import type { Cursor, Ticket, TicketPage } from '../../ticket-source.js';
import { combined } from './cases.js';
import { download } from './file-download.js';
import { openLineOf } from './file-reader.js';
import { FileUrlSource } from './file-url.js';
import type { FileUrlSettingsDto } from './settings.dto.js';

const NOW = Date.UTC(2026, 9, 26, 17);
const WHOLE = new AbortController().signal;
const ROWS = { columns: { externalId: 'key', openedAt: 'opened' } };
const LOG = {
  shape: 'event-log',
  columns: { externalId: 'case', activity: 'what', at: 'when' },
  activities: { firstResponseAt: ['Taken'], escalatedAt: ['Passed on'], resolvedAt: ['Resolved'] },
} as const;

/** A source of a file that a test may change. */
function sourceOf(mapping: object): {
  source: FileUrlSource;
  file: { text: string };
  asked: SourceRequest[];
} {
  const file = { text: '' };
  const asked: SourceRequest[] = [];
  const http = {
    send: (request: SourceRequest) => {
      asked.push(request);
      const bytes = Buffer.from(file.text);
      return Promise.resolve({ status: 200, headers: { etag: '"x"' }, bytes, text: file.text });
    },
  } as unknown as SourceHttp;
  const settings = { url: 'https://files.example.edu/k/x.csv', mapping } as FileUrlSettingsDto;
  const tools = { clock: { now: () => NOW }, zone: () => Promise.resolve('America/Chicago') };
  return { source: new FileUrlSource(http, settings, tools), file, asked };
}

async function pagesOf(source: FileUrlSource, cursor: Cursor | null, most = Infinity): Promise<TicketPage[]> {
  const pages: TicketPage[] = [];
  for await (const page of source.changes(cursor, WHOLE)) if (pages.push(page) >= most) break;
  return pages;
}
const ticketsOf = (pages: readonly TicketPage[]): readonly Ticket[] =>
  pages.flatMap(({ tickets }) => tickets);
const linesOf = (count: number): string =>
  `key,opened\n${Array.from({ length: count }, (_, index) => `${index},2026-10-26 09:00\n`).join('')}`;

describe('a file at an address', () => {
  it('comes in pages, and a run that was cut goes on behind the page that was stored', async () => {
    const { source, file } = sourceOf(ROWS);
    file.text = linesOf(1_200);
    const pages = await pagesOf(source, null);
    expect(pages.map(({ tickets, remaining }) => [tickets.length, remaining])).toEqual([
      [500, 700],
      [500, 200],
      [200, 0],
    ]);
    const [first] = await pagesOf(source, null, 1);
    const rest = await pagesOf(source, first!.cursor);
    expect(ticketsOf([first!, ...rest])).toEqual(ticketsOf(pages));
    expect(await pagesOf(source, rest.at(-1)!.cursor)).toEqual([]);
  });

  it('that changed while it was in hand is read from its beginning', async () => {
    const { source, file } = sourceOf(ROWS);
    file.text = linesOf(600);
    const [first] = await pagesOf(source, null, 1);
    file.text = linesOf(601);
    expect(ticketsOf(await pagesOf(source, first!.cursor))).toHaveLength(601);
  });

  it('is asked for by its mark once it was read whole, and without while it is in hand', async () => {
    const { source, file, asked } = sourceOf(ROWS);
    file.text = linesOf(600);
    const [first] = await pagesOf(source, null, 1);
    const rest = await pagesOf(source, first!.cursor);
    await pagesOf(source, rest.at(-1)!.cursor);
    await pagesOf(source, source.cursorAt());
    expect(asked.map(({ headers }) => headers!['if-none-match'])).toEqual([
      undefined,
      undefined,
      '"x"',
      undefined,
    ]);
  });

  it('whose first run was cut is still told whole', async () => {
    const { source, file } = sourceOf(LOG);
    file.text = `case,what,when\n${Array.from({ length: 600 }, (_, index) => `${index},Made,2026-10-26 09:00\n`).join('')}`;
    const [first] = await pagesOf(source, null, 1);
    const rest = await pagesOf(source, first!.cursor);
    expect(ticketsOf([first!, ...rest]).some(({ isPart }) => isPart)).toBe(false);
    file.text += '1,Taken,2026-10-26 09:10\n';
    const next = ticketsOf(await pagesOf(source, rest.at(-1)!.cursor));
    expect(next.every(({ isPart }) => isPart)).toBe(true);
  });

  it('of many lines lets other work have its turns', async () => {
    const { source, file } = sourceOf(ROWS);
    file.text = linesOf(100_000);
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await source.check(WHOLE);
    isDone = true;
    expect(turns).toBeGreaterThan(file.text.length / (64 * 1024));
  });

  it('of many bytes lets other work have its turns before it is read', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 'x');
    const http = { send: () => Promise.resolve({ status: 200, headers: {}, bytes, text: '' }) };
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const asked = { url: 'https://files.example.edu/x', hasCredentials: false };
    await download(http as unknown as SourceHttp, asked, {}, WHOLE);
    isDone = true;
    expect(turns).toBeGreaterThan(16);
  });

  it('that holds no event of a kind says that there was none; a kind without names is not told', async () => {
    const { source, file } = sourceOf({ ...LOG, activities: { firstResponseAt: ['Taken'] } });
    file.text = 'case,what,when\n1,Made,2026-10-26 09:00\n';
    const [ticket] = ticketsOf(await pagesOf(source, null));
    expect(ticket).toEqual({
      externalId: '1',
      openedAt: Date.UTC(2026, 9, 26, 14),
      changedAt: Date.UTC(2026, 9, 26, 14),
      firstResponseAt: null,
    });
  });

  it('tells the last change that a column names, else the latest time', async () => {
    const columns = { ...ROWS.columns, resolvedAt: 'closed', updatedAt: 'changed' };
    const { source, file } = sourceOf({ columns });
    file.text = [
      'key,opened,closed,changed',
      'A,2026-10-26 09:00,2026-10-26 10:00,2026-10-26 11:00',
      'B,2026-10-26 09:00,2026-10-26 10:00,',
      'C,2026-10-26 09:00,,\n',
    ].join('\n');
    const told = ticketsOf(await pagesOf(source, null)).map(({ changedAt }) => changedAt);
    expect(told).toEqual([16, 15, 14].map((hour) => Date.UTC(2026, 9, 26, hour)));
  });
});

describe('the events of a case', () => {
  const events = fc.array(
    fc.record({
      id: fc.constantFrom('1', '2', '3'),
      what: fc.constantFrom('Made', 'Taken', 'Passed on', 'Resolved'),
      minute: fc.integer({ min: 0, max: 59 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  type Event = { id: string; what: string; minute: number };
  const at = ({ minute }: Event): number => Date.UTC(2026, 9, 26, 14, minute);
  const of = (all: Event[], what: string): number[] => all.filter((event) => event.what === what).map(at);
  const least = (times: number[]): number | null => (times.length > 0 ? Math.min(...times) : null);

  it('are opened by the first, answered and escalated by the first named, resolved by the last named', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const { source, file } = sourceOf(LOG);
        const lines = all.map(
          ({ id, what, minute }) => `${id},${what},2026-10-26 09:${String(minute).padStart(2, '0')}\n`,
        );
        file.text = `case,what,when\n${lines.join('')}`;
        const tickets = ticketsOf(await pagesOf(source, null));
        for (const ticket of tickets) {
          const own = all.filter(({ id }) => id === ticket.externalId);
          const resolved = of(own, 'Resolved');
          expect(ticket).toEqual({
            externalId: ticket.externalId,
            openedAt: Math.min(...own.map(at)),
            changedAt: Math.max(...own.map(at)),
            firstResponseAt: least(of(own, 'Taken')),
            escalatedAt: least(of(own, 'Passed on')),
            resolvedAt: resolved.length > 0 ? Math.max(...resolved) : null,
            ...(resolved.length > 0 && { firstResolvedAt: Math.min(...resolved) }),
          });
        }
        expect(tickets).toHaveLength(new Set(all.map(({ id }) => id)).size);
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('a case of two files', () => {
  const first = { externalId: '1', openedAt: 10, changedAt: 30, firstResponseAt: 30, resolvedAt: null };
  it('has the outermost times of both, and those that neither tells stay untold', () => {
    const other = { externalId: '1', openedAt: 5, changedAt: 40, firstResponseAt: 20, resolvedAt: 40 };
    expect(combined(first, { ...other, firstResolvedAt: 35 })).toEqual({
      externalId: '1',
      openedAt: 5,
      changedAt: 40,
      firstResponseAt: 20,
      firstResolvedAt: 35,
      resolvedAt: 40,
    });
    expect(combined(first, { ...first, resolvedAt: null })).toEqual(first);
  });
});

describe('the last line', () => {
  it.each([
    ['ended by a line feed', Buffer.from('a\nb\n'), 4],
    ['ended by a carriage return', Buffer.from('a\rb\r'), 4],
    ['ended in UTF-16, little end first', Buffer.from('a\nb\n', 'utf16le'), 8],
    ['ended in UTF-16, big end first', Buffer.from('a\nb\n', 'utf16le').swap16(), 8],
    ['open', Buffer.from('a\nb'), 2],
    ['open in UTF-16', Buffer.from('a\nb', 'utf16le'), 4],
    ['the only one', Buffer.from('ab'), 0],
    ['none', Buffer.from(''), 0],
  ])('%s', (_name, bytes, start) => {
    expect(openLineOf(bytes)).toBe(start);
  });
});
