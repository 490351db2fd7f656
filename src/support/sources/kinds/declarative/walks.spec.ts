import fc from 'fast-check';
import { DAY } from '../../../../domain/interval.js';
import { runs } from '../../../../../test/support/property-runs.js';
import type { ListAnswer, ListSpan } from './list-requests.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';
import type { Step, WalkState, WalkTools } from './walk.js';
import { walkOf } from './walks.js';

type Paging = Pick<DeclarativeSettingsDto, 'paging' | 'stop'>;

/** A ticket of the list: id and last change, in seconds. */
interface Row {
  id: number;
  at: number;
}

/** What happens to the list before a request: rows leave, others come in, some are changed. */
interface Happening {
  leave: readonly number[];
  come: readonly number[];
  change: readonly number[];
}

interface Server {
  /** The most rows of an answer, whatever it is asked for. */
  cap: number;
  order: 'id' | 'at';
  happenings: readonly Happening[];
}

const UNIT = 1_000;
const NOTHING: Happening = { leave: [], come: [], change: [] };

/** A list that changes before each request. Rows that stay all the time are in `constant`. */
class ChangingList {
  asked = 0;
  readonly constant: Set<number>;
  private rows: Row[];
  private lastId: number;

  constructor(
    rows: readonly Row[],
    private readonly server: Server,
    private readonly paging: Paging['paging'],
  ) {
    this.rows = rows.map((row) => ({ ...row }));
    this.lastId = Math.max(0, ...rows.map(({ id }) => id));
    this.constant = new Set(rows.map(({ id }) => id));
  }

  ask = (span: Partial<ListSpan> = {}): Promise<ListAnswer> => {
    this.happen(this.server.happenings[this.asked] ?? NOTHING);
    if (this.asked++ > 5_000) throw new Error('it has no end');
    const { order } = this.server;
    const sorted = this.rows.toSorted((a, b) => a[order] - b[order] || a.id - b.id);
    const { items, next = null } = this.page(sorted, span);
    return Promise.resolve({ items, total: sorted.length, next, answeredAt: null });
  };

  private happen({ leave, come, change }: Happening): void {
    for (const place of leave) {
      const [row] = this.rows.splice(place % Math.max(1, this.rows.length), 1);
      if (row) this.constant.delete(row.id);
    }
    for (const place of come)
      this.rows.splice(place % (this.rows.length + 1), 0, { id: ++this.lastId, at: 1_000 + this.lastId });
    for (const place of change) {
      const row = this.rows[place % Math.max(1, this.rows.length)];
      if (!row) continue;
      // It changed after the run began, so it is for the next one, too.
      this.constant.delete(row.id);
      row.at = 5_000 + this.asked;
    }
  }

  private page(
    sorted: readonly Row[],
    { parameters = {}, afterId, since, until, opened }: Partial<ListSpan>,
  ): Pick<ListAnswer, 'items'> & { next?: string | null } {
    const { cap } = this.server;
    const [start, size] = [
      Number(parameters['start'] ?? 0),
      Math.min(cap, Number(parameters['size'] ?? cap)),
    ];
    const from = (index: number): Row[] => sorted.slice(index, index + size);
    switch (this.paging.kind) {
      case 'offset':
        return { items: from(start) };
      case 'page':
        return { items: from(Number(parameters['page']) * size) };
      case 'keyset':
        return { items: sorted.filter(({ id }) => id > Number(afterId)).slice(0, size) };
      case 'cursor': {
        const rest = sorted.filter(({ id }) => id > Number(parameters['cursor'] ?? 0));
        const items = rest.slice(0, size);
        return { items, next: rest.length > size ? String(items.at(-1)!.id) : null };
      }
      default: {
        const within = (seconds: number, bounds: { since?: number; until?: number } = {}): boolean => {
          const instant = DAY + seconds * UNIT;
          return instant >= (bounds.since ?? 0) && instant <= (bounds.until ?? Infinity);
        };
        const isIn = ({ at, id }: Row): boolean =>
          within(at, { since: since!, until: until! }) && within(id, opened);
        return { items: sorted.filter(isIn).slice(0, cap) };
      }
    }
  }
}

async function walked(
  list: ChangingList,
  { paging, stop }: Paging,
  until: number,
  interruptions: number[] = [],
): Promise<number[]> {
  const told: number[] = [];
  let state: WalkState | null = null;
  const left = [...interruptions];
  for (;;) {
    const steps: AsyncGenerator<Step> = walkOf({ paging, list: { body: '{openedSince}' } as never }, UNIT)(
      {
        span: { since: 0, until },
        stop,
        ask: list.ask,
        idOf: (item) => String((item as Row).id),
        stateOf: (item) => Object.values(item as Row).join(),
      },
      state,
    );
    let isCut = false;
    let count = 0;
    for await (const step of steps) {
      told.push(...step.items.map((item) => (item as Row).id));
      state = JSON.parse(JSON.stringify(step.state)) as WalkState;
      isCut = ++count >= (left[0] ?? Infinity);
      if (isCut) break;
    }
    if (!isCut) return told;
    left.shift();
  }
}

const pagings: Record<string, (size: number) => Paging> = {
  'an offset': (size) => ({
    paging: { kind: 'offset', parameter: 'start', sizeParameter: 'size', size } as never,
    stop: 'empty',
  }),
  'an offset, to the total': (size) => ({
    paging: { kind: 'offset', parameter: 'start', sizeParameter: 'size', size } as never,
    stop: 'total',
  }),
  'page numbers': (size) => ({
    paging: { kind: 'page', parameter: 'page', first: 0, sizeParameter: 'size', size } as never,
    stop: 'empty',
  }),
  'page numbers, to the total': (size) => ({
    paging: { kind: 'page', parameter: 'page', first: 0, sizeParameter: 'size', size } as never,
    stop: 'total',
  }),
  ids: (size) => ({
    paging: { kind: 'keyset', first: '0', sizeParameter: 'size', size } as never,
    stop: 'empty',
  }),
  'a cursor': () => ({ paging: { kind: 'cursor', at: '$', parameter: 'cursor' } as never, stop: 'no-next' }),
  'spans of time': () => ({ paging: { kind: 'window', minutes: 1, maximum: 0 } as never, stop: 'empty' }),
};

const place = fc.nat(500);
const happening = fc.record({
  leave: fc.array(place, { maxLength: 4 }),
  come: fc.array(place, { maxLength: 3 }),
  change: fc.array(place, { maxLength: 3 }),
});
const lists = fc.record({
  rows: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 200, size: 'max' }).chain((ids) =>
    fc.oneof(
      fc.constant(ids.map((id) => ({ id, at: 100 }))),
      fc
        .array(fc.nat(300), { minLength: ids.length, maxLength: ids.length })
        .map((times) => ids.map((id, i) => ({ id, at: times[i]! }))),
    ),
  ),
  size: fc.integer({ min: 10, max: 40 }),
  cap: fc.oneof(fc.constant(1_000), fc.integer({ min: 10, max: 40 })),
  order: fc.constantFrom('id' as const, 'at' as const),
  happenings: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(NOTHING) }, happening), {
    maxLength: 60,
  }),
  interruptions: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
});

describe('a walk through a list that changes', () => {
  it.each(Object.entries(pagings))(
    'by %s tells each ticket that is there all the time',
    async (name, pagingOf) => {
      await fc.assert(
        fc.asyncProperty(lists, async ({ rows, size, cap, order, happenings, interruptions }) => {
          const told = pagingOf(size);
          const isWindow = told.paging.kind === 'window';
          const paging = isWindow
            ? { ...told, paging: { ...told.paging, maximum: Math.min(cap, 50) } }
            : told;
          const server: Server = {
            cap: isWindow ? Math.min(cap, 50) : cap,
            order: ['keyset', 'cursor'].includes(told.paging.kind) ? 'id' : order,
            happenings,
          };
          const list = new ChangingList(rows, server, paging.paging);
          const ids = new Set(await walked(list, paging, DAY + 4_000 * UNIT, interruptions));
          expect([...list.constant].filter((id) => !ids.has(id))).toEqual([]);
          void name;
        }),
        { seed: 20261130, numRuns: runs(300) },
      );
    },
  );
});

describe('a walk through the list of a server', () => {
  const rows = Array.from({ length: 250 }, (_, index) => ({ id: index + 1, at: index }));
  const settings: [string, Paging['paging']][] = [
    ['an offset', { kind: 'offset', parameter: 'start', sizeParameter: 'size', size: 100 }],
    ['page numbers', { kind: 'page', parameter: 'page', first: 0, sizeParameter: 'size', size: 100 }],
  ];
  const walk = async (paging: Paging['paging'], ask: WalkTools['ask'], stateOf: WalkTools['stateOf']) => {
    const told: unknown[] = [];
    const tools = { span: { since: 0, until: 0 }, stop: 'empty' as const, ask, idOf: () => null, stateOf };
    for await (const { items } of walkOf({ paging, list: {} as never }, UNIT)(tools, null)) {
      told.push(...items);
      if (told.length > 10_000) throw new Error('it has no end');
    }
    return told;
  };

  it.each(settings)('that passes over %s ends with a message', async (_name, paging) => {
    const ask = (): Promise<ListAnswer> =>
      Promise.resolve({ items: rows.slice(0, 100), total: null, next: null, answeredAt: null });
    await expect(walk(paging, ask, (item) => String((item as Row).id))).rejects.toMatchObject({
      reason: { code: 'SOURCE_ANSWER', params: { rule: 'same-page' } },
    });
  });

  it.each(settings)('by %s has an end where tickets tell nothing', async (_name, paging) => {
    const list = new ChangingList(rows, { cap: 100, order: 'id', happenings: [] }, paging);
    const told = await walk(paging, list.ask, (item) =>
      (item as Row).id > 240 ? ' ' : String((item as Row).id),
    );
    expect(new Set(told.map((item) => (item as Row).id)).size).toBe(250);
  });
});
