import type { MaintenanceMarkDto } from '../coverage/maintenance/maintenance.dto.js';
import type { DemandService } from '../coverage/demand.service.js';
import { overlaps, type Span } from '../domain/interval.js';
import { inZone } from '../domain/iso-text.js';
import { PHASE_NAMES } from '../domain/pilots/phases.js';
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
    .map(({ locationId, timeZone, startsAt, endsAt, reason, closesCoverage, changedPast }) => ({
      locationId,
      startsAt: inZone(startsAt, timeZone),
      endsAt: inZone(endsAt, timeZone),
      reason,
      closesCoverage,
      changedPast,
    }));
}
