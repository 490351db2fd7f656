import type { TestDatabase } from '../database.js';
import type { TrailReplay } from './trail-replay.js';

/** Operators, shifts and claims from the tables, in the same form as in a replay of the trail. */
export async function finalState(
  database: TestDatabase,
): Promise<Pick<TrailReplay, 'operators' | 'shifts' | 'claims'>> {
  const operators = await database.query<{ id: string }>(
    `SELECT id, weekly_hour_cap AS "weeklyHourCap", deactivated_on AS "deactivatedOn",
            ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id ORDER BY 1) AS "positionIds"
     FROM operators o`,
  );
  const shifts = await database.query<{ id: string }>(
    `SELECT id, location_id AS "locationId", position_id AS "positionId", starts_at AS "startsAt", ends_at AS "endsAt",
            seats, status
     FROM shifts`,
  );
  const claims = await database.query<{ id: string }>(
    `SELECT id, shift_id AS "shiftId", operator_id AS "operatorId", status, override_reason IS NOT NULL AS "isOverridden",
            checked_in_at AS "checkedInAt", checked_out_at AS "checkedOutAt", no_show AS "noShow", relieves_id AS relieves
     FROM claims`,
  );
  return { operators: byId(operators), shifts: byId(shifts), claims: byId(claims) };
}

/** Rows by id, converted to JSON and back, because the trail stores instants as JSON text. */
const byId = <State>(rows: readonly { id: string }[]): Map<string, State> =>
  new Map(rows.map(({ id, ...state }) => [id, JSON.parse(JSON.stringify(state)) as State]));
