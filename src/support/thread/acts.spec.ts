import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { actsOf, type Act, type RequestState } from './acts.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 9, 26, 15, minute));
const NOW = at(50);
const OPEN: RequestState = {
  tier: 'library',
  firstResponseAt: null,
  escalatedAt: null,
  resolvedAt: null,
  assigneeId: null,
  waitingSince: null,
};
const WITH_CAMPUS_IT: RequestState = { ...OPEN, tier: 'campus-it', escalatedAt: at(10) };
const GIVEN_BACK: RequestState = { ...WITH_CAMPUS_IT, tier: 'library' };
const RESOLVED: RequestState = { ...OPEN, firstResponseAt: at(5), resolvedAt: at(20) };

describe('what a change of a request means in its thread', () => {
  it.each<[string, RequestState, Partial<RequestState>, Act[]]>([
    ['nothing', OPEN, {}, []],
    ['an answer', OPEN, { firstResponseAt: at(5) }, [{ kind: 'answered', at: at(5) }]],
    ['a corrected answer', RESOLVED, { firstResponseAt: at(6) }, []],
    ['an answer that was none', RESOLVED, { firstResponseAt: null }, []],
    ['a resolution', OPEN, { resolvedAt: at(20) }, [{ kind: 'resolved', at: at(20) }]],
    ['a corrected resolution', RESOLVED, { resolvedAt: at(21) }, []],
    ['being opened again', RESOLVED, { resolvedAt: null }, [{ kind: 'reopened', at: NOW }]],
    [
      'an escalation, with its own time',
      OPEN,
      { tier: 'campus-it', escalatedAt: at(10) },
      [{ kind: 'escalated', at: at(10) }],
    ],
    [
      'an escalation of which the tier is not told',
      OPEN,
      { escalatedAt: at(10) },
      [{ kind: 'escalated', at: at(10) }],
    ],
    ['a corrected escalation', WITH_CAMPUS_IT, { escalatedAt: at(11) }, []],
    [
      'an escalation that is withdrawn',
      WITH_CAMPUS_IT,
      { tier: 'library', escalatedAt: null },
      [{ kind: 'withdrawn', at: NOW }],
    ],
    [
      'being taken back, with the escalation still counted',
      WITH_CAMPUS_IT,
      { tier: 'library' },
      [{ kind: 'withdrawn', at: NOW }],
    ],
    [
      'being escalated a second time, now',
      GIVEN_BACK,
      { tier: 'campus-it' },
      [{ kind: 'escalated', at: NOW }],
    ],
    ['another tier without an escalation', OPEN, { tier: 'campus-it' }, []],
    [
      'being taken back by the library when it was never escalated',
      { ...OPEN, tier: 'campus-it' },
      { tier: 'library' },
      [{ kind: 'withdrawn', at: NOW }],
    ],
    ['being taken', OPEN, { assigneeId: 'maya' }, [{ kind: 'assigned', at: NOW, assigneeId: 'maya' }]],
    [
      'being handed to somebody else',
      { ...OPEN, assigneeId: 'maya' },
      { assigneeId: 'noor' },
      [{ kind: 'assigned', at: NOW, assigneeId: 'noor' }],
    ],
    [
      'being put back',
      { ...OPEN, assigneeId: 'maya' },
      { assigneeId: null },
      [{ kind: 'assigned', at: NOW, assigneeId: null }],
    ],
    [
      'everything at once',
      OPEN,
      {
        assigneeId: 'maya',
        firstResponseAt: at(5),
        tier: 'campus-it',
        escalatedAt: at(10),
        resolvedAt: at(20),
      },
      [
        { kind: 'assigned', at: NOW, assigneeId: 'maya' },
        { kind: 'answered', at: at(5) },
        { kind: 'escalated', at: at(10) },
        { kind: 'resolved', at: at(20) },
      ],
    ],
    [
      'being opened again in order to be escalated',
      RESOLVED,
      { resolvedAt: null, tier: 'campus-it', escalatedAt: at(30) },
      [
        { kind: 'reopened', at: NOW },
        { kind: 'escalated', at: at(30) },
      ],
    ],
    [
      'being taken back and resolved',
      WITH_CAMPUS_IT,
      { tier: 'library', escalatedAt: null, resolvedAt: at(20) },
      [
        { kind: 'withdrawn', at: NOW },
        { kind: 'resolved', at: at(20) },
      ],
    ],
  ])('%s', (_name, before, change, expected) => {
    expect(actsOf(before, { ...before, ...change }, NOW)).toEqual(expected);
  });

  it('leads, replayed, from how the request stood to how it stands', () => {
    const time = fc.integer({ min: 0, max: 9 }).map(at);
    const maybe = fc.option(time, { freq: 1 });
    const rest = {
      firstResponseAt: maybe,
      resolvedAt: maybe,
      assigneeId: fc.constantFrom(null, 'maya', 'noor'),
      waitingSince: maybe,
    };
    const fresh = fc.record<RequestState>({
      ...rest,
      tier: fc.constant('library'),
      escalatedAt: fc.constant(null),
    });
    const handedOn = fc.record<RequestState>({ ...rest, tier: fc.constant('campus-it'), escalatedAt: time });
    const back = fc.record<RequestState>({ ...rest, tier: fc.constant('library'), escalatedAt: time });
    const change = fc.oneof(
      fc.tuple(fc.oneof(fresh, handedOn, back), fc.oneof(fresh, handedOn)),
      fc.tuple(fc.oneof(handedOn, back), back),
    );
    fc.assert(
      fc.property(change, ([one, other]) => {
        // What is resolved waits for nobody.
        const [before, after] = [settled(one), settled(other)];
        const replayed = statusOf(before);
        const acts = actsOf(before, after, NOW);
        for (const { kind, assigneeId } of acts) {
          if (kind === 'assigned') replayed.assigneeId = assigneeId ?? null;
          if (kind === 'escalated' || kind === 'withdrawn') replayed.isHandedOn = kind === 'escalated';
          if (kind === 'resolved' || kind === 'reopened') replayed.isResolved = kind === 'resolved';
          if (kind === 'waiting') replayed.isWaiting = true;
          if (kind === 'resumed' || kind === 'resolved') replayed.isWaiting = false;
        }
        expect(replayed).toEqual(statusOf(after));
        expect(new Set(acts.map(({ kind }) => kind)).size).toBe(acts.length);
        expect(actsOf(after, after, NOW)).toEqual([]);
        for (const act of acts) expect([NOW, ...timesOf(after)]).toContainEqual(act.at);
      }),
      { seed: 20261130, numRuns: runs(500) },
    );
  });
});

const settled = (state: RequestState): RequestState =>
  state.resolvedAt ? { ...state, waitingSince: null } : state;

const statusOf = ({ tier, resolvedAt, assigneeId, waitingSince }: RequestState) => ({
  isHandedOn: tier === 'campus-it',
  isResolved: resolvedAt !== null,
  isWaiting: waitingSince !== null,
  assigneeId,
});

const timesOf = ({
  firstResponseAt,
  escalatedAt,
  resolvedAt,
  waitingSince,
}: RequestState): (Date | null)[] => [waitingSince, firstResponseAt, escalatedAt, resolvedAt];
