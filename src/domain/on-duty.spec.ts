import fc from 'fast-check';
import { HOUR } from './interval.js';
import { onDuty, type DutySeat } from './on-duty.js';

const seat = (operatorId: string, from: number, to: number, facts: Partial<DutySeat> = {}): DutySeat => ({
  operatorId,
  positionId: 'lab',
  start: from * HOUR,
  end: to * HOUR,
  isNoShow: false,
  checkedOutAt: null,
  ...facts,
});

/** Who is on duty until when, and who comes from when, in hours. */
function told(seats: DutySeat[], at: number): { now: string[]; next: string[] } {
  const { now, next } = onDuty(seats, at * HOUR);
  return {
    now: now.map((one) => `${one.seat.operatorId} until ${one.until / HOUR}`),
    next: next.map((one) => `${one.seat.operatorId} from ${one.from / HOUR}`),
  };
}

describe('who is on duty', () => {
  it.each<[string, DutySeat[], number, string[], string[]]>([
    ['nobody without a seat', [], 20, [], []],
    ['whoever has a seat, until its end', [seat('Maya', 20, 23)], 21, ['Maya until 23'], []],
    ['from the first moment', [seat('Maya', 20, 23)], 20, ['Maya until 23'], []],
    ['not in the last moment', [seat('Maya', 20, 23)], 23, [], []],
    ['across midnight', [seat('Maya', 22, 26)], 25, ['Maya until 26'], []],
    [
      'several at once, whoever leaves first first',
      [seat('Leo', 20, 24), seat('Maya', 20, 22)],
      21,
      ['Maya until 22', 'Leo until 24'],
      [],
    ],
    [
      'until the end of the last seat in a row',
      [seat('Maya', 20, 22), seat('Maya', 22, 24), seat('Maya', 24, 26)],
      21,
      ['Maya until 26'],
      [],
    ],
    [
      'not beyond a break',
      [seat('Maya', 20, 22), seat('Maya', 23, 24)],
      21,
      ['Maya until 22'],
      ['Maya from 23'],
    ],
    [
      'not beyond a change of position',
      [seat('Maya', 20, 22), seat('Maya', 22, 24, { positionId: 'desk' })],
      21,
      ['Maya until 22'],
      ['Maya from 22'],
    ],
    [
      'whoever begins next, not later ones',
      [seat('Leo', 22, 24), seat('Ana', 24, 26)],
      21,
      [],
      ['Leo from 22'],
    ],
    [
      'all who begin next together',
      [seat('Leo', 22, 24), seat('Ana', 22, 26)],
      21,
      [],
      ['Leo from 22', 'Ana from 22'],
    ],
    [
      'next of each position',
      [seat('Leo', 22, 24), seat('Ana', 23, 26, { positionId: 'desk' })],
      21,
      [],
      ['Leo from 22', 'Ana from 23'],
    ],
    [
      'next is not whoever just goes on',
      [seat('Maya', 20, 22), seat('Maya', 22, 24), seat('Leo', 23, 25)],
      21,
      ['Maya until 24'],
      ['Leo from 23'],
    ],
    [
      'not whoever failed to come',
      [seat('Maya', 20, 23, { isNoShow: true }), seat('Leo', 22, 24)],
      21,
      [],
      ['Leo from 22'],
    ],
    ['not whoever has left', [seat('Maya', 20, 23, { checkedOutAt: 21 * HOUR })], 21, [], []],
    ['whoever leaves later', [seat('Maya', 20, 23, { checkedOutAt: 22 * HOUR })], 21, ['Maya until 23'], []],
  ])('is %s', (_name, seats, at, now, next) => {
    expect(told(seats, at)).toEqual({ now, next });
  });

  it('is whoever a look at each seat finds, in any order of the seats', () => {
    const seats = fc.array(
      fc.record({
        operatorId: fc.constantFrom('a', 'b', 'c'),
        positionId: fc.constantFrom('lab', 'desk'),
        start: fc.integer({ min: 0, max: 20 }),
        length: fc.integer({ min: 1, max: 6 }),
        isNoShow: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(seats, fc.integer({ min: 0, max: 26 }), (some, at) => {
        // Nobody has two seats at a time.
        const held: DutySeat[] = [];
        for (const { length, ...rest } of some) {
          const one = { ...rest, end: rest.start + length, checkedOutAt: null };
          if (!held.some((o) => o.operatorId === one.operatorId && o.start < one.end && one.start < o.end))
            held.push(one);
        }
        const { now, next } = onDuty(held, at);
        const present = held.filter((one) => !one.isNoShow && one.start <= at && at < one.end);
        expect(new Set(now.map((one) => one.seat))).toEqual(new Set(present));
        for (const { seat: one, until } of now) expect(until).toBeGreaterThanOrEqual(one.end);
        for (const { seat: one, from } of next) {
          expect(from).toBeGreaterThan(at);
          const earlier = held.filter(
            (o) => !o.isNoShow && o.positionId === one.positionId && o.start > at && o.start < from,
          );
          // Only those who just go on come before.
          for (const o of earlier)
            expect(now.some((n) => n.seat.operatorId === o.operatorId && n.until >= o.end)).toBe(true);
        }
        const turned = onDuty(held.toReversed(), at);
        expect(new Set(turned.now.map((one) => one.seat))).toEqual(new Set(present));
        expect(new Set(turned.next.map((one) => one.seat))).toEqual(new Set(next.map((one) => one.seat)));
      }),
      { seed: 18, numRuns: 500 },
    );
  });
});
