import { addDays, dateOf, instantsOf, millisOf, type Instant } from '../../time/local-time.js';

/** The instants of a time of day nearest to an instant, such as a shift's start. */
export function momentsNear(time: string, near: Instant, zone: string): Instant[] {
  const distance = (moments: readonly Instant[]): number => Math.abs(millisOf(moments[0]!) - millisOf(near));
  return [-1, 0, 1]
    .map((days) => instantsOf(addDays(dateOf(near), days), time, zone))
    .reduce((best, moments) => (distance(moments) < distance(best) ? moments : best));
}

/** The next instants of a time of day after an instant. */
export function momentsAfter(time: string, after: Instant, zone: string): Instant[] {
  const days = [0, 1].map((day) => instantsOf(addDays(dateOf(after), day), time, zone));
  const later = days.map((moments) => moments.filter((moment) => millisOf(moment) > millisOf(after)));
  return later.find((moments) => moments.length > 0) ?? days.at(-1)!;
}
