import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { ENTRY_KINDS, type EntryKind } from './acts.js';
import { toldThread, type StoredEntry, type ThreadTimes } from './told-thread.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 9, 26, 15, minute));
const TIMES: ThreadTimes = {
  openedAt: at(0),
  firstResponseAt: null,
  escalatedAt: null,
  firstResolvedAt: null,
  resolvedAt: null,
  loggedBy: 'maya',
};
const entry = (kind: EntryKind, minute: number, id: string = kind): StoredEntry => ({
  id,
  at: at(minute),
  kind,
  text: null,
  authorId: 'noor',
  assigneeId: null,
});

/** As `kind minute`; with a star when somebody made the entry. */
const briefly = (times: Partial<ThreadTimes>, stored: StoredEntry[] = []): string[] =>
  toldThread({ ...TIMES, ...times }, stored).map(
    (one) => `${one.kind} ${one.at.getUTCMinutes()}${one.id === null ? '' : '*'}`,
  );

describe('the thread of a request', () => {
  it.each<[string, Partial<ThreadTimes>, StoredEntry[], string[]]>([
    ['begins with its opening', {}, [], ['opened 0']],
    [
      'tells the times that were logged as done',
      { firstResponseAt: at(5), escalatedAt: at(10), firstResolvedAt: at(20), resolvedAt: at(20) },
      [],
      ['opened 0', 'answered 5', 'escalated 10', 'resolved 20'],
    ],
    [
      'tells by its entries what people did',
      { firstResponseAt: at(5), escalatedAt: at(10), firstResolvedAt: at(20), resolvedAt: at(20) },
      [entry('answered', 5), entry('note', 7), entry('escalated', 10), entry('resolved', 20)],
      ['opened 0', 'answered 5*', 'note 7*', 'escalated 10*', 'resolved 20*'],
    ],
    [
      'tells a time beside an entry of another kind at the same time',
      { escalatedAt: at(10) },
      [entry('note', 10)],
      ['opened 0', 'escalated 10', 'note 10*'],
    ],
    [
      'tells the first escalation once, whatever follows',
      { escalatedAt: at(10) },
      [entry('escalated', 10), entry('returned', 12), entry('escalated', 15, 'again')],
      ['opened 0', 'escalated 10*', 'returned 12*', 'escalated 15*'],
    ],
    [
      'tells a rule that sent it to Campus IT before what was done at the same time',
      { firstResponseAt: at(0) },
      [entry('routed', 0), entry('note', 3)],
      ['opened 0', 'routed 0*', 'answered 0', 'note 3*'],
    ],
    [
      'keeps the first resolution of one that was opened again',
      { firstResolvedAt: at(20) },
      [entry('reopened', 30)],
      ['opened 0', 'resolved 20', 'reopened 30*'],
    ],
    [
      'tells the first and the last resolution',
      { firstResolvedAt: at(20), resolvedAt: at(40) },
      [entry('reopened', 30), entry('resolved', 40)],
      ['opened 0', 'resolved 20', 'reopened 30*', 'resolved 40*'],
    ],
    [
      'tells at equal times the opening first, then what follows in order',
      { firstResponseAt: at(0), firstResolvedAt: at(0), resolvedAt: at(0) },
      [entry('assigned', 0)],
      ['opened 0', 'answered 0', 'resolved 0', 'assigned 0*'],
    ],
    [
      'tells what happened before the stated opening where it belongs',
      { openedAt: at(9) },
      [entry('note', 3)],
      ['note 3*', 'opened 9'],
    ],
  ])('%s', (_name, times, stored, expected) => {
    expect(briefly(times, stored)).toEqual(expected);
  });

  it.each([['maya'], [null]])('has what nobody entered from whoever logged it: %s', (loggedBy) => {
    const told = toldThread({ ...TIMES, resolvedAt: at(4), loggedBy }, [entry('note', 2)]);
    expect(told.map(({ authorId }) => authorId)).toEqual([loggedBy, 'noor', loggedBy]);
  });

  it('is sorted, holds every stored entry once, and tells each known time once', () => {
    // Few different times, so that many are equal.
    const time = fc.integer({ min: 0, max: 5 }).map(at);
    const maybe = fc.option(time, { freq: 2 });
    const times = fc.record<ThreadTimes>({
      openedAt: time,
      firstResponseAt: maybe,
      escalatedAt: maybe,
      firstResolvedAt: maybe,
      resolvedAt: maybe,
      loggedBy: fc.constantFrom(null, 'maya'),
    });
    const stored = fc
      .array(fc.tuple(fc.constantFrom(...ENTRY_KINDS), fc.integer({ min: 0, max: 5 })), { maxLength: 12 })
      .map((entries) =>
        entries
          .map(([kind, minute], index) => entry(kind, minute, String(index)))
          .sort((a, b) => +a.at - +b.at),
      );
    fc.assert(
      fc.property(times, stored, (known, entries) => {
        const told = toldThread(known, entries);
        expect(told.map((one) => +one.at)).toEqual(told.map((one) => +one.at).sort((a, b) => a - b));
        expect(told.filter(({ id }) => id !== null)).toEqual(entries);
        const keyOf = (kind: string, when: Date): string => `${kind} ${when.toISOString()}`;
        const byPeople = new Set(entries.map((one) => keyOf(one.kind, one.at)));
        const expected = new Set(
          knownOf(known)
            .map(([kind, when]) => keyOf(kind, when))
            .filter((key) => !byPeople.has(key)),
        );
        const followed = told.filter(({ id }) => id === null).map((one) => keyOf(one.kind, one.at));
        expect(followed.toSorted()).toEqual([...expected].toSorted());
      }),
      { seed: 20261130, numRuns: runs(500) },
    );
  });
});

/** Each time of a request, with the kind of entry that tells it. */
const knownOf = ({ openedAt, firstResponseAt, escalatedAt, firstResolvedAt, resolvedAt }: ThreadTimes) =>
  (
    [
      ['opened', openedAt],
      ['answered', firstResponseAt],
      ['escalated', escalatedAt],
      ['resolved', firstResolvedAt],
      ['resolved', resolvedAt],
    ] as const
  ).flatMap(([kind, when]): [string, Date][] => (when ? [[kind, when]] : []));
