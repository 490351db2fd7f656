import type { INestApplicationContext } from '@nestjs/common';
import { addDays, localDateOf, type LocalDate } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { ScansService } from '../../gaps/scans.service.js';
import type { DemoClock } from '../demo-clock.js';
import { autumnOf, datesOf, isWithin, PHASE_WEEKS, weekOf, type Autumn } from '../plan/calendar.js';
import { planReadings, planWorkstations } from '../plan/activity.js';
import { planHeadcounts, planTallies } from '../plan/counts.js';
import { ZONE } from '../plan/labs.js';
import { planRequests, waitingRequest } from '../plan/requests.js';
import { planRoster } from '../plan/roster.js';
import { importing } from './imports.js';
import { equip } from './labs.js';
import { beginningOf, setUp } from './people-and-places.js';
import { routing } from './routing.js';
import { scheduling } from './scheduling.js';
import { counting, logging } from './support.js';
import { FillContext, type ScheduledAction } from './fill-context.js';

/** The last night shift before the demo's day ends at six. */
const NIGHT_ENDS = '06:00';

export interface Filling {
  app: INestApplicationContext;
  clock: DemoClock;
  day: LocalDate;
  /** The instant at which the demo continues. */
  now: number;
  progress: (line: string) => void;
}

/** Where the clock must stand before the app starts on an empty database. */
export const beginningFor = (day: LocalDate): number => beginningOf(autumnFor(day));

/**
 * Fills in the term up to the end of the night before the day: calls the services, with a clock that is moved
 * along.
 */
export async function fill({ app, clock, day, now, progress }: Filling): Promise<void> {
  const world = new FillContext(app);
  const autumn = autumnFor(day);
  const until = Math.min(instantOf(day, NIGHT_ENDS, ZONE, 'first'), now);
  const deeds = deedsOf(world, autumn, day)
    .filter((deed) => deed.at <= until)
    .sort((a, b) => a.at - b.at);
  let told = '';
  for (const deed of deeds) {
    const chapter = chapterAt(autumn, localDateOf(deed.at, ZONE));
    if (chapter !== told) progress((told = chapter));
    clock.standAt(deed.at);
    await deed.run();
  }
  clock.standAt(until);
  await world.as(world.admin, (admin) => world.service(ScansService).run(admin));
}

const autumnFor = (day: LocalDate): Autumn => autumnOf(Number(day.slice(0, 4)));

function deedsOf(world: FillContext, autumn: Autumn, day: LocalDate): ScheduledAction[] {
  const roster = planRoster(autumn, day);
  const asked = [...planRequests(autumn, 'pilot', roster), waitingRequest(day, autumn, roster)];
  const readings = planReadings(autumn, roster);
  const headcounts = planHeadcounts(autumn, 'pilot', roster);
  const firstMorning = instantOf(autumn.pilot.from, '08:30', ZONE, 'first');
  return [
    ...setUp(world, autumn),
    ...equip(world, autumn),
    ...routing(world, day),
    ...importing(
      world,
      firstMorning,
      planRequests(autumn, 'baseline', []),
      planHeadcounts(autumn, 'baseline', []),
      readings.filter(({ at }) => at < firstMorning),
    ),
    ...scanning(world, autumn),
    ...scheduling(world, roster),
    ...logging(world, asked),
    ...counting(world, {
      headcounts,
      workstations: planWorkstations(headcounts),
      readings: readings.filter(({ at }) => at >= firstMorning),
      tallies: planTallies(roster),
    }),
  ];
}

/** Scans every morning, so that each gap is found before it is filled, whenever the background scans run. */
const scanning = (world: FillContext, { pilot }: Autumn): ScheduledAction[] =>
  datesOf({ from: addDays(pilot.from, -14), to: pilot.to }).map((date) => ({
    at: instantOf(date, '06:00', ZONE, 'first'),
    run: () => world.service(ScansService).runAll(),
  }));

function chapterAt({ baseline, pilot }: Autumn, date: LocalDate): string {
  if (isWithin(date, pilot)) return `Pilot week ${weekOf(pilot, date)} of ${PHASE_WEEKS}`;
  return date < baseline.from ? 'Labs, staff and hours' : 'Operators, and the first shifts to claim';
}
