import { DAY, type Span } from '../../domain/interval.js';
import { NO_FACTS } from '../../domain/metrics/facts.js';
import { Counting, type WrittenDay } from '../../domain/metrics/counts/counting.js';
import { timelineOf } from '../../domain/metrics/pilot-metrics.js';
import { spanOfDates } from '../../domain/recurrence.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { hullOf } from '../counted-time.js';
import { MetricsFacts } from '../metrics-facts.js';
import { likenessOf, splitByPosition } from '../metrics-split.js';
import type { CountingJob, CountingResult } from './counting-job.js';
import { CountsRepository } from './counts.repository.js';

/** Counts days of a location from their rows, and stores what changed. */
export default task((job: CountingJob, database): Promise<CountingResult> => {
  const counts = new CountsRepository(database);
  const facts = new MetricsFacts(database, new StoppedClock(job.now), { asWritten: true });
  return counts.writing(() => count(job, facts, counts));
});

async function count(
  { location, dates, now, verifies }: CountingJob,
  facts: MetricsFacts,
  counts: CountsRepository,
): Promise<CountingResult> {
  const days = dates.map((date) => ({ date, ...spanOfDates(date, date, location.timeZone) }));
  // A date that a zone skipped has no time.
  const real = days.filter(({ start, end }) => start < end);
  if (real.length === 0) return { mended: [] };
  const written = await countDays(facts, location, real, now);
  if (!verifies) {
    await counts.save(
      location,
      real.map(({ date }) => date),
      written,
    );
    return { mended: [] };
  }
  // Days that were stored with other borders are found, too.
  const around = { start: real[0]!.start - 3 * DAY, end: real.at(-1)!.end + 3 * DAY };
  const right = new Map((await counts.findCounted(location, around)).map((day) => [day.date, day]));
  const stored = new Map<number, Buffer[]>();
  for await (const batch of counts.read(location.id, [...right.values()], true))
    for (const { start, whole, hours } of batch) stored.set(start, [whole, hours!]);
  const wrong = real.flatMap(({ date }, index) => {
    const day = written[index]!;
    const before = right.get(date);
    if (!before) return [];
    const [whole, hours] = stored.get(before.start)!;
    const isSame = before.start === day.start && before.end === day.end;
    return isSame && whole!.equals(day.whole) && hours!.equals(day.hours) ? [] : [{ date, day }];
  });
  const mended = wrong.map(({ date }) => date);
  if (wrong.length > 0)
    await counts.save(
      location,
      mended,
      wrong.map(({ day }) => day),
    );
  return { mended };
}

async function countDays(
  facts: MetricsFacts,
  location: CountingJob['location'],
  days: readonly Span[],
  now: number,
): Promise<WrittenDay[]> {
  const window = hullOf(days)!;
  const counting = new Counting(days, { zone: location.timeZone, weekStartsOn: 1 }, now);
  const record = await facts.load(location, window, 0);
  const timeline = timelineOf(record, window, now);
  counting.add({ kind: 'place' }, { ...record, tallies: [] }, timeline);
  for (const [positionId, own] of splitByPosition(record))
    counting.add({ kind: 'position', positionId }, own, timeline);
  const { calendar } = record;
  for (const tallies of Map.groupBy(record.tallies, likenessOf).values()) {
    const { channel, category } = tallies[0]!;
    counting.add({ kind: 'tallies', channel, category }, { ...NO_FACTS, calendar, tallies }, timeline);
  }
  for await (const batch of facts.requests(location.id, window))
    for (const requests of Map.groupBy(batch, likenessOf).values()) {
      const { tier, channel, category } = requests[0]!;
      counting.add(
        { kind: 'requests', tier, channel, category },
        { ...NO_FACTS, calendar, requests },
        timeline,
      );
    }
  return counting.written();
}
