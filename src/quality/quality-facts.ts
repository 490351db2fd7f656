import { WishesService } from '../availability/wishes.service.js';
import { DemandService } from '../coverage/demand.service.js';
import { capHoursOver } from '../domain/fairness.js';
import { DAY } from '../domain/interval.js';
import { localDateOf } from '../domain/local-date.js';
import type { QualityFacts } from '../domain/quality/facts.js';
import { startOfDate } from '../domain/recurrence.js';
import type { Database } from '../platform/database/database.js';
import type { QualityJob } from './quality-job.js';
import { QualityRepository, type QualityOperatorRow } from './quality.repository.js';

/** A rest that a rule judges lasts at most 24 hours, and so does a shift. */
const EDGE = 2 * DAY;

/**
 * Loads everything on which the quality of a location's schedule depends, and the operators' names. Use it
 * within one transaction. Four statements.
 */
export async function loadQualityFacts(
  database: Database,
  job: QualityJob,
): Promise<{ facts: QualityFacts; names: Map<string, string> }> {
  const { location, window, calendar, limits } = job;
  const quality = new QualityRepository(database);
  const demand = (await DemandService.over(database).expand([location], window)).get(location.id) ?? [];
  const operators = await quality.findOperators(
    location.id,
    [...new Set(demand.map(({ positionId }) => positionId))],
    localDateOf(window.start, calendar.zone),
    window,
  );
  const ids = operators.map(({ id }) => id);
  const wishes = await WishesService.over(database).of(ids, window, calendar.zone);
  const claims = await quality.findClaims(ids, { start: window.start - EDGE, end: window.end + EDGE });
  const facts = {
    window,
    zone: location.timeZone,
    institutionZone: calendar.zone,
    limits,
    demand,
    operators: operators.map((operator) => ({
      id: operator.id,
      capHours: capOf(operator, job),
      positionIds: operator.positionIds,
      wishes: wishes.get(operator.id) ?? [],
    })),
    claims: claims.map(({ locationId, ...claim }) => ({ ...claim, isHere: locationId === location.id })),
  };
  return { facts, names: new Map(operators.map(({ id, name }) => [id, name])) };
}

/** An operator's cap over the window, or until they are deactivated. */
function capOf(operator: QualityOperatorRow, { window, calendar, terms }: QualityJob): number | null {
  const { deactivatedOn } = operator;
  const end =
    deactivatedOn === null ? window.end : Math.min(window.end, startOfDate(deactivatedOn, calendar.zone));
  return end > window.start ? capHoursOver({ start: window.start, end }, calendar, operator, terms) : 0;
}
