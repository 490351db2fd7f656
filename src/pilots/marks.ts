import type { MaintenanceMarkDto } from '../coverage/maintenance/maintenance.dto.js';
import type { DemandService } from '../coverage/demand.service.js';
import { overlaps, type Span } from '../domain/interval.js';
import { inZone } from '../domain/iso-text.js';
import { addDays, daysBetween, localDateOf, type LocalDate } from '../domain/local-date.js';
import type { Mark } from '../domain/evaluation/around-maintenance.js';
import { startOfDate } from '../domain/recurrence.js';
import { PHASE_NAMES } from '../domain/pilots/phases.js';
import type { UpgradesRow } from '../support/support-facts.repository.js';
import type { PilotContext } from './parsed-metrics-query.js';

/** Maintenance at locations in either phase, by its start. The dates of a phase are each location's own. */
export async function marksOf(
  demand: DemandService,
  { locations, phases }: Pick<PilotContext, 'locations' | 'phases'>,
): Promise<MaintenanceMarkDto[]> {
  const spansIn = (zone: string): Span[] => PHASE_NAMES.flatMap((name) => phases[name][zone] ?? []);
  const spans = locations.flatMap(({ timeZone }) => spansIn(timeZone));
  if (spans.length === 0) return [];
  const whole = {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
  const ids = locations.map(({ id }) => id);
  return (await demand.maintenanceOf(ids, whole))
    .filter(({ timeZone, startsAt, endsAt }) =>
      spansIn(timeZone).some((span) => overlaps(span, { start: +startsAt, end: +endsAt })),
    )
    .map(
      ({
        locationId,
        timeZone,
        startsAt,
        endsAt,
        reason,
        closesCoverage,
        changedPast,
        withdrawnBecause,
      }) => ({
        locationId,
        startsAt: inZone(startsAt, timeZone),
        endsAt: inZone(endsAt, timeZone),
        reason,
        closesCoverage,
        changedPast,
        withdrawnBecause,
      }),
    );
}

/** Maintenance and upgrades as marks. What was withdrawn did not change anything. */
export function aroundMarks(
  maintenance: readonly MaintenanceMarkDto[],
  upgrades: readonly UpgradesRow[],
  { locations, phases }: Pick<PilotContext, 'locations' | 'phases'>,
): Mark[] {
  const zones = new Map(locations.map(({ id, timeZone }) => [id, timeZone]));
  const windows = maintenance.flatMap(({ locationId, startsAt, endsAt, reason, withdrawnBecause }) => {
    const zone = zones.get(locationId);
    if (zone === undefined || withdrawnBecause !== null) return [];
    const [from, last] = [Date.parse(startsAt), Date.parse(endsAt) - 1].map((at) => localDateOf(at, zone));
    return [{ locationId, at: { from: from!, to: addDays(last!, 1) }, reason }];
  });
  const isWithin = ({ locationId, date }: (typeof upgrades)[number]): boolean => {
    const zone = zones.get(locationId);
    if (zone === undefined) return false;
    const at = startOfDate(date, zone);
    return PHASE_NAMES.some((name) => phases[name][zone]!.start <= at && at < phases[name][zone]!.end);
  };
  return [...windows, ...upgradesInOneWeek(upgrades.filter(isWithin))];
}

/** Upgrades of one location whose dates are within seven days are one. */
function upgradesInOneWeek(upgrades: readonly UpgradesRow[]): Mark[] {
  return [...Map.groupBy(upgrades, ({ locationId }) => locationId)].flatMap(([locationId, own]) => {
    const groups: { first: LocalDate; last: LocalDate; stations: number }[] = [];
    for (const { date, stations } of own.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
      const group = groups.at(-1);
      if (group && daysBetween(group.first, date) < 7) {
        group.last = date;
        group.stations += stations;
      } else groups.push({ first: date, last: date, stations });
    }
    return groups.map(({ first, last, stations }) => ({
      locationId,
      at: { from: first, to: addDays(last, 1) },
      reason: stations === 1 ? '1 workstation upgraded' : `${stations} workstations upgraded`,
    }));
  });
}
