import fc from 'fast-check';
import { nearlyEqual } from '../../../../test/support/nearly-equal.js';
import {
  factsOf,
  FOLLOW_UP_HOURS,
  MINUTE,
  OPERATORS,
  scenario,
  wallsOf,
} from '../../../../test/support/metrics-scenarios.js';
import { runs } from '../../../../test/support/property-runs.js';
import { DAY, type Span } from '../../interval.js';
import { MetricsAccumulator, METRIC_BASES, type MeasuringRules } from '../accumulator.js';
import { sliceIntoBuckets, type BucketKind } from '../buckets.js';
import { NO_FACTS } from '../facts.js';
import { metricsOf } from '../metrics.js';
import { accumulate, timelineOf } from '../pilot-metrics.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { addCell, countingRules, writeCell } from './cells.js';
import { Counting } from './counting.js';
import { DayCounts, together } from './day-counts.js';

describe('bytes', () => {
  const value = fc.oneof(
    fc.record({ whole: fc.oneof(fc.nat(300), fc.maxSafeNat()) }),
    fc.record({
      number: fc.oneof(
        // No sum is a negative zero.
        fc.double({ noNaN: true }).map((number) => number + 0),
        fc.integer(),
        fc.constantFrom(-0.5, 2 ** 52, 2 ** 53, 1e300),
      ),
    }),
    fc.record({
      text: fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'null', 'Größe 🖨'))),
    }),
  );

  it('are read as they were written, also where a part is skipped', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (first, second) => {
        const writer = new ByteWriter();
        const write = (values: typeof first): void => {
          for (const one of values)
            if ('whole' in one) writer.whole(one.whole);
            else if ('number' in one) writer.number(one.number);
            else writer.text(one.text);
        };
        writer.part(() => write(first));
        write(second);
        const reader = new ByteReader(writer.finish());
        const read = (values: typeof first): object[] =>
          values.map((one) =>
            'whole' in one
              ? { whole: reader.whole() }
              : 'number' in one
                ? { number: reader.number() }
                : { text: reader.text() },
          );
        const place = reader.skipPart();
        expect(read(second)).toEqual(second);
        reader.goTo(place);
        expect(read(first)).toEqual(first);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('counts', () => {
  it('give the figures of the facts in every bucket, around changes of clocks and in both bases', () => {
    fc.assert(
      fc.property(
        scenario,
        fc.constantFrom<BucketKind>('none', 'hour', 'hour-of-week', 'day', 'week'),
        fc.boolean(),
        fc.integer({ min: 1, max: FOLLOW_UP_HOURS }),
        (given, kind, isTogether, followUpHours) => {
          const [zone, date] = given.place;
          const walls = wallsOf(zone, date);
          const zero = walls[0]!.at;
          const phase = { start: zero, end: walls.at(-1)!.at + MINUTE };
          const calendar = { zone, weekStartsOn: 1 as const };
          const now = phase.end + 3 * DAY;
          const facts = factsOf({ ...given, now: (now - zero) / MINUTE }, zero, []);
          const timeline = timelineOf(facts, phase, now);
          const days = sliceIntoBuckets('day', phase, [phase], calendar).buckets.map(
            ({ start, end }): Span => ({ start, end }),
          );
          const { buckets, slices } = sliceIntoBuckets(
            kind,
            phase,
            days.filter((_, day) => day !== given.excluded?.[0]),
            calendar,
          );

          const counting = new Counting(days, calendar, now);
          counting.add(
            { kind: 'place' },
            { ...facts, requests: [], tallies: [], fixedCostsPerMinute: 0 },
            timeline,
          );
          const { calendar: demand } = facts;
          for (const [index, request] of facts.requests.entries())
            counting.add(
              { kind: 'requests', tier: request.tier, channel: index % 2 ? 'chat' : null, category: null },
              { ...NO_FACTS, calendar: demand, requests: [request] },
              timeline,
            );
          counting.add(
            { kind: 'tallies', channel: null, category: null },
            { ...NO_FACTS, calendar: demand, tallies: facts.tallies },
            timeline,
          );
          for (const basis of METRIC_BASES) {
            const rules: MeasuringRules = {
              now,
              basis,
              followUpHours,
              operators: OPERATORS,
              escalationCost: 7,
            };
            const [expected, counted] = [0, 1].map(() => buckets.map(() => new MetricsAccumulator(rules)));
            accumulate(facts, slices, (bucket) => expected![bucket]!, timeline);
            const into = together((bucket) => counted![bucket]!);
            for (const { start, end, whole, hours } of counting.written())
              new DayCounts(start, end, whole, hours).addTo({
                slices,
                fixedCostsPerMinute: facts.fixedCostsPerMinute,
                ...into,
                ...(!isTogether && { togetherIn: null }),
              });
            expect(nearlyEqual(counted!.map(metricsOf), expected!.map(metricsOf))).toEqual([]);
          }
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('keep a cost that is a fraction, and one that is not known', () => {
    const gathered = new MetricsAccumulator(countingRules(0));
    for (const [hourlyCost, millis] of [
      [23.55, 1_000],
      [null, 2_000],
      [0, 3_000],
    ] as const)
      gathered.addPaid({ hourlyCost }, millis);
    const writer = new ByteWriter();
    writeCell(writer, gathered);
    const read = new MetricsAccumulator(countingRules(0));
    addCell(new ByteReader(writer.finish()), read);
    expect(Object.fromEntries(read.paid)).toEqual({ null: 2_000, 0: 3_000, 23.55: 1_000 });
  });

  it('take answers to the second: an answer in the last second of the follow-up still counts', () => {
    const facts = (seconds: number) => ({
      ...NO_FACTS,
      requests: [
        {
          openedAt: 0,
          firstResponseAt: seconds * 1_000,
          resolvedAt: null,
          firstResolvedAt: null,
          stops: null,
          escalatedAt: null,
          waitedMinutes: null,
          isLogged: false,
          tier: 'library' as const,
          directional: false,
          readLevel: null,
        },
      ],
    });
    const day = { start: 0, end: DAY };
    const found = [3_600, 3_600.999, 3_601].map((seconds) => {
      const rules: MeasuringRules = { ...countingRules(9 * DAY), followUpHours: 1 };
      const timeline = timelineOf(facts(seconds), day, rules.now);
      const counting = new Counting([day], { zone: 'UTC', weekStartsOn: 1 }, rules.now);
      counting.add(
        { kind: 'requests', tier: 'library', channel: null, category: null },
        facts(seconds),
        timeline,
      );
      const [counted, expected] = [new MetricsAccumulator(rules), new MetricsAccumulator(rules)];
      const slices = [{ ...day, bucket: 0 }];
      const [{ whole, hours }] = counting.written() as [ReturnType<Counting['written']>[number]];
      new DayCounts(0, DAY, whole, hours).addTo({
        slices,
        fixedCostsPerMinute: 0,
        ...together(() => counted),
      });
      accumulate(facts(seconds), slices, () => expected, timeline);
      expect(metricsOf(counted)).toEqual(metricsOf(expected));
      const { censored, answeredWithin60Minutes } = metricsOf(counted);
      return [censored.firstResponseAt, answeredWithin60Minutes];
    });
    expect(found).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
  });
});
