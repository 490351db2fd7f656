import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { atOnce, insist, insistOnPost } from './retrying-client.js';
import type { Random } from '../support/random.js';
import { ask } from './inspection.js';
import { ROWS, type Operator, type World } from './world.js';

/**
 * Work that runs while something is killed. `run` ends when all answers have arrived; `check` checks their
 * effects.
 */
export interface Activity {
  prepare(): Promise<void>;
  run(): Promise<void>;
  check(): Promise<void>;
  /** Checks what is only true once the background work is done. */
  checkSettled(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/** Uploads many rows and imports them. */
export function anImport(world: World, locationId: string, round: number): Activity {
  const source = `tickets ${round}`;
  let uploads = 0;
  let id: string;
  const run = async (): Promise<void> => {
    const key = `import-${round}-${++uploads}`;
    id = succeeded(await insist(() => world.upload(locationId, source, key))).id as string;
  };
  const find = async (): Promise<Answer['body']> =>
    succeeded(await insist(() => world.admin.get(`/support-imports/${id}`)));
  const checkSettled = async (): Promise<void> => {
    const result = await find();
    if (result.status === 'failed' && uploads === 1) {
      await run();
      return;
    }
    expect(result).toMatchObject({ status: 'completed', rows: ROWS, created: ROWS, updated: 0, skipped: 0 });
    const url = await world.url();
    const [stored] = await ask(url, 'SELECT count(*)::int AS rows FROM support_requests WHERE source = $1', [
      source,
    ]);
    const events = `SELECT action FROM audit_events WHERE entity_id = $1 ORDER BY id`;
    expect(stored).toEqual({ rows: ROWS });
    expect(await ask(url, events, [id])).toEqual([
      { action: 'support-import.created' },
      { action: 'support-import.completed' },
    ]);
  };
  return { prepare: nothing, run, check: async () => void (await find()), checkSettled };
}

const SHIFTS = 8;
const OPERATORS = 25;
const SEATS = 20;

/** More operators than seats, each trying all shifts at once; half of them claim, half are assigned. */
export function claims(world: World, locationId: string, round: number, chance: Random): Activity {
  const shifts: string[] = [];
  const answers: Answer[] = [];
  let operators: Operator[];
  const take = async (shiftId: string, operator: Operator, isAssigned: boolean): Promise<void> => {
    const [client, body] = isAssigned ? [world.admin, { operatorId: operator.id }] : [operator.client, {}];
    const key = `take-${shiftId}-${operator.id}`;
    answers.push(await insistOnPost(client, `/shifts/${shiftId}/claims`, body, key));
  };
  return {
    prepare: async () => {
      operators = await world.operators(OPERATORS);
      for (let index = 0; index < SHIFTS; index++)
        shifts.push(await world.shift(locationId, 2 + ((round + 3 * index) % 26), SEATS));
    },
    run: () =>
      atOnce(
        24,
        chance.shuffled(
          shifts.flatMap((shift) =>
            operators.map((operator, at) => () => take(shift, operator, at % 2 === 0)),
          ),
        ),
      ),
    check: async () => {
      const refused = answers.filter(({ status }) => status !== 201);
      expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
        new Set(['409 SHIFT_FULL']),
      );
      const answered = answers.filter(({ status }) => status === 201).map(({ body }) => body.id as string);
      expect(answered).toHaveLength(SHIFTS * SEATS);
      const url = await world.url();
      const stored = await ask<{ id: string }>(url, 'SELECT id FROM claims WHERE shift_id = ANY($1)', [
        shifts,
      ]);
      expect(stored.map(({ id }) => id).toSorted()).toEqual(answered.toSorted());
      const events = await ask<{ id: string }>(
        url,
        `SELECT entity_id AS id FROM audit_events WHERE entity_id = ANY($1)`,
        [answered],
      );
      expect(events.map(({ id }) => id).toSorted()).toEqual(answered.toSorted());
    },
    checkSettled: nothing,
  };
}

/** Changes the demand of all locations, which are scanned meanwhile. */
export function scans(world: World, hours: readonly string[], round: number): Activity {
  const body = { required: 1 + (round % 4) };
  const change = (id: string): Promise<Answer> =>
    insist(() => world.admin.patch(`/coverage-hours/${id}`, body));
  const scan = (number: number): Promise<Answer> =>
    insistOnPost(world.admin, '/coverage/scans', {}, `scan-${round}-${number}`);
  return {
    prepare: nothing,
    run: async () => {
      await Promise.all([
        atOnce(
          4,
          hours.map((id) => async () => succeeded(await change(id))),
        ),
        atOnce(
          2,
          [1, 2, 3, 4].map((number) => async () => succeeded(await scan(number))),
        ),
      ]);
    },
    check: nothing,
    checkSettled: nothing,
  };
}
