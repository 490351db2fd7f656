import { HOUR, SECOND } from '../../interval.js';
import {
  DURATIONS,
  HORIZON_NAMES,
  HORIZONS,
  MetricsAccumulator,
  type Duration,
  type MeasuringRules,
} from '../accumulator.js';
import type { ByteReader, ByteWriter } from './bytes.js';

/**
 * Rules by which what happened is counted for all pilots: every answer is followed, however late. Each pilot's own rules
 * are applied when counts are added to its figures.
 */
export const countingRules = (now: number): MeasuringRules => ({
  now,
  basis: 'approved',
  followUpHours: Infinity,
  operators: [],
  escalationCost: null,
});

const noTotals = (): MetricsAccumulator => new MetricsAccumulator(countingRules(0));

/** The record and the name of each sum, in the order of `totals`. */
const PLACES = noTotals()
  .totals()
  .flatMap((record, index) => Object.keys(record).map((name) => [index, name] as const));

/** The sums in their order, so that counts in another order are recognised. */
export const COUNTED_SUMS = PLACES.map(([index, name]) => `${index} ${name}`);

/** For each sum how many minutes a request must have been followed to count in it. */
const FOLLOWED_MINUTES = ((): number[] => {
  const blank = noTotals();
  const records = blank.totals();
  const minutes = records.map(() => 0);
  for (const name of HORIZON_NAMES) minutes[records.indexOf(blank.within[name])] = HORIZONS[name];
  return PLACES.map(([index]) => minutes[index]!);
})();

/** Writes everything that was gathered by `countingRules`. */
export function writeCell(writer: ByteWriter, gathered: MetricsAccumulator): void {
  const totals = gathered.totals();
  const sums = PLACES.flatMap(([index, name], place) => {
    const value = totals[index]![name]!;
    return value === 0 ? [] : [[place, value] as const];
  });
  writer.whole(sums.length);
  for (const [place, value] of sums) {
    writer.whole(place);
    writer.number(value);
  }
  const paid = [...gathered.paid].sort(([a], [b]) => (a ?? -1) - (b ?? -1));
  writer.whole(paid.length);
  for (const [cost, millis] of paid) {
    writer.whole(cost === null ? 0 : 1);
    if (cost !== null) writer.number(cost);
    writer.whole(millis);
  }
  const loads = [...gathered.loads].sort(([a], [b]) => (a < b ? -1 : 1));
  writer.whole(loads.length);
  for (const [operatorId, { millis, undesirable }] of loads) {
    writer.text(operatorId);
    writer.whole(millis);
    writer.whole(undesirable);
  }
  for (const peak of [gathered.occupancyPeak, gathered.inUsePeak]) {
    writer.whole(peak === null ? 0 : 1);
    if (peak !== null) writer.number(peak);
  }
  for (const duration of DURATIONS) writeWaits(writer, gathered, duration);
}

type Bin = readonly [seconds: number, count: number];

function writeWaits(writer: ByteWriter, gathered: MetricsAccumulator, duration: Duration): void {
  const [wall, service] = (['Wall', 'Service'] as const).map((clock) =>
    gathered
      .histogram(duration, clock)
      .bins()
      .flatMap(({ seconds, answered }): Bin[] => (answered > 0 ? [[seconds, answered]] : [])),
  );
  writer.whole(gathered.histogram(duration, 'Wall').n.censored);
  // A location that was open all the time has the same waits by both clocks.
  const isSame = String(wall) === String(service);
  writer.whole(isSame ? 1 : 0);
  writeBins(writer, wall!);
  if (!isSame) writeBins(writer, service!);
}

function writeBins(writer: ByteWriter, bins: readonly Bin[]): void {
  writer.whole(bins.length);
  let before = 0;
  for (const [seconds, count] of bins) {
    writer.whole(seconds - before);
    writer.whole(count);
    before = seconds;
  }
}

/** Adds a cell to sums, by the rules of these. All its requests must have been followed for as long as the rules say. */
export function addCell(reader: ByteReader, to: MetricsAccumulator): void {
  const totals = to.totals();
  const followedMinutes = to.rules.followUpHours * 60;
  for (let left = reader.whole(); left > 0; left--) {
    const place = reader.whole();
    const value = reader.number();
    const [index, name] = PLACES[place]!;
    if (FOLLOWED_MINUTES[place]! <= followedMinutes) totals[index]![name]! += value;
  }
  for (let left = reader.whole(); left > 0; left--) {
    const hourlyCost = reader.whole() === 0 ? null : reader.number();
    to.addPaid({ hourlyCost }, reader.whole());
  }
  for (let left = reader.whole(); left > 0; left--)
    to.addLoad(reader.text()!, reader.whole(), reader.whole());
  if (reader.whole() === 1) to.addPeak(reader.number());
  if (reader.whole() === 1) to.addInUsePeak(reader.number());
  for (const duration of DURATIONS) addWaits(reader, to, duration);
}

function addWaits(reader: ByteReader, to: MetricsAccumulator, duration: Duration): void {
  const followed = (to.rules.followUpHours * HOUR) / SECOND;
  const [wall, service] = [to.histogram(duration, 'Wall'), to.histogram(duration, 'Service')];
  const unanswered = reader.whole();
  if (unanswered > 0) wall.addCensored(followed, unanswered);
  const isSame = reader.whole() === 1;
  forEachBin(reader, (seconds, count) => {
    wall.addFollowed(seconds, followed, count);
    if (isSame) service.addAnswered(seconds, count);
  });
  if (!isSame) forEachBin(reader, (seconds, count) => service.addAnswered(seconds, count));
}

function forEachBin(reader: ByteReader, visit: (seconds: number, count: number) => void): void {
  let seconds = 0;
  for (let left = reader.whole(); left > 0; left--) {
    seconds += reader.whole();
    visit(seconds, reader.whole());
  }
}
