import fc from 'fast-check';
import { HOUR, MINUTE } from './interval.js';
import { occurrenceOn } from './recurrence.js';
import { generateShifts, type ShiftLengths } from './shift-generation.js';

const ORIGIN = Date.parse('2026-11-02T00:00Z');
const span = (from: number, to: number) => ({ start: ORIGIN + from * HOUR, end: ORIGIN + to * HOUR });
const need = (from: number, to: number, required: number) => ({ ...span(from, to), required });
const POLICY: ShiftLengths = {
  shortestMinutes: 120,
  longestMinutes: 300,
  preferredMinutes: 240,
  overlapMinutes: 0,
};
const cutted = (
  required: ReturnType<typeof need>[],
  planned: (ReturnType<typeof span> & { seats: number })[] = [],
  policy: Partial<ShiftLengths> = {},
) =>
  generateShifts(required, planned, { ...POLICY, ...policy }).map(({ start, end, seats }) => [
    (start - ORIGIN) / HOUR,
    (end - ORIGIN) / HOUR,
    seats,
  ]);

describe('generating shifts', () => {
  it.each([
    ['what fits the preferred length stays whole', [need(18, 22, 1)], [[18, 22, 1]]],
    [
      'eight hours are two of four',
      [need(18, 26, 2)],
      [
        [18, 22, 2],
        [22, 26, 2],
      ],
    ],
    [
      'what is too long for one is cut, even below the preferred length',
      [need(18, 23.5, 1)],
      [
        [18, 20.75, 1],
        [20.75, 23.5, 1],
      ],
    ],
    ['what is shorter than the shortest stays as it is', [need(18, 19, 1)], [[18, 19, 1]]],
    [
      'a peak is a shift of its own',
      [need(18, 22, 1), need(19, 21, 1)],
      [
        [18, 22, 1],
        [19, 21, 1],
      ],
    ],
    ['two rules over the same time add up', [need(18, 22, 1), need(18, 22, 2)], [[18, 22, 3]]],
    ['hours that follow each other are cut as one', [need(18, 20, 1), need(20, 22, 1)], [[18, 22, 1]]],
    ['no demand gives no shift', [need(18, 22, 0)], []],
  ])('%s', (_name, required, expected) => expect(cutted(required)).toEqual(expected));

  it.each([
    ['nothing where the plan suffices', [{ ...span(17, 23), seats: 2 }], []],
    ['a seat where one is short', [{ ...span(18, 22), seats: 1 }], [[18, 22, 1]]],
    ['the rest of what is half planned', [{ ...span(18, 20), seats: 2 }], [[20, 22, 2]]],
  ])('keeps planned shifts and adds %s', (_name, planned, expected) =>
    expect(cutted([need(18, 22, 2)], planned)).toEqual(expected),
  );

  it('overlaps each shift with the next, but not after the end', () => {
    expect(cutted([need(18, 26, 1)], [], { overlapMinutes: 15 })).toEqual([
      [18, 22.25, 1],
      [22, 26, 1],
    ]);
  });

  it('splits the autumn night by real hours', () => {
    const night = occurrenceOn('2026-10-31', { startsAt: '22:00', endsAt: '06:00' }, 'America/Chicago')!;
    const shifts = generateShifts([{ ...night, required: 1 }], [], { ...POLICY, preferredMinutes: 270 });
    expect(shifts.map(({ start, end }) => (end - start) / HOUR)).toEqual([4.5, 4.5]);
    const spring = occurrenceOn('2027-03-13', { startsAt: '22:00', endsAt: '06:00' }, 'America/Chicago')!;
    expect(
      generateShifts([{ ...spring, required: 1 }], [], POLICY).map(({ start, end }) => (end - start) / HOUR),
    ).toEqual([3.5, 3.5]);
  });
});

describe('properties', () => {
  const quarters = (most: number) => fc.integer({ min: 0, max: most });
  const spans = fc.tuple(quarters(96), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 }));
  const toSpan = ([start, length, count]: [number, number, number]) => ({
    ...span(start / 4, (start + length) / 4),
    count,
  });
  const policies = fc
    .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 4 }))
    .map(([shortest, more, preferred]): ShiftLengths => ({
      shortestMinutes: shortest * 15,
      longestMinutes: (shortest * 2 + more) * 15,
      preferredMinutes: (shortest + preferred) * 15,
      overlapMinutes: 0,
    }));
  const at = (pieces: readonly { start: number; end: number; count: number }[], instant: number): number =>
    pieces
      .filter(({ start, end }) => start <= instant && instant < end)
      .reduce((sum, { count }) => sum + count, 0);
  const world = fc.record({
    required: fc.array(spans, { maxLength: 6 }),
    planned: fc.array(spans, { maxLength: 4 }),
    policy: policies,
  });

  it('generated shifts equal the missing seats at every quarter of an hour', () => {
    fc.assert(
      fc.property(world, ({ required, planned, policy }) => {
        const [demand, plan] = [required.map(toSpan), planned.map(toSpan)];
        const shifts = generateShifts(
          demand.map((one) => ({ ...one, required: one.count })),
          plan.map((one) => ({ ...one, seats: one.count })),
          policy,
        ).map((shift) => ({ ...shift, count: shift.seats }));
        for (let instant = ORIGIN; instant < ORIGIN + 40 * HOUR; instant += 15 * MINUTE)
          expect(at(shifts, instant)).toBe(Math.max(0, at(demand, instant) - at(plan, instant)));
        for (const { start, end } of shifts)
          expect(end - start).toBeLessThanOrEqual(policy.longestMinutes * MINUTE + 15 * MINUTE);
      }),
    );
  });

  it('generating again adds nothing, with or without handover', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(0, 15, 30), ({ required, policy }, overlapMinutes) => {
        const demand = required.map(toSpan).map((one) => ({ ...one, required: one.count }));
        const shifts = generateShifts(demand, [], { ...policy, overlapMinutes });
        expect(generateShifts(demand, shifts, { ...policy, overlapMinutes })).toEqual([]);
      }),
    );
  });
});
