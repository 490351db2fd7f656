import type { TestApp } from '../app.js';

/**
 * The effects of one action: rows of the trail as `action id`, live changes as `entity`, and messages as
 * `kind user`, each sorted.
 */
export interface Effects {
  trail: string[];
  live: string[];
  messages: string[];
  /** The number of decisions in the `claims-decided` message to each user. */
  decisions: Map<string, number>;
}

/** A job makes waitlist offers at any time after an action; its rows are not effects of the action. */
const BY_SOMEBODY = `actor_kind <> 'system'`;

/** Runs an action, and returns its effects. */
export async function effectsOf<Given>(
  app: TestApp,
  act: () => Promise<Given>,
): Promise<Effects & { given: Given }> {
  const ids = async (rows: string): Promise<Set<string>> =>
    new Set((await app.database.query<{ id: string }>(rows)).map(({ id }) => id));
  const trailIds = await ids('SELECT id FROM audit_events');
  const messageIds = await ids('SELECT id FROM messages');
  const given = await act();
  const trail = await app.database.query<{ id: string; action: string; entityId: string; requestId: string }>(
    `SELECT id, action, entity_id AS "entityId" FROM audit_events WHERE ${BY_SOMEBODY} AND id <> ALL($1)`,
    [[...trailIds]],
  );
  const live = await app.database.query<{ entity: string }>(
    `SELECT l.entity FROM live_changes l
     WHERE l.transaction IN (SELECT t.xmin::text::bigint FROM audit_events t WHERE t.id = ANY($1))`,
    [trail.map(({ id }) => id)],
  );
  const messages = await app.database.query<{ kind: string; userId: string; decisions: number | null }>(
    `SELECT kind, user_id AS "userId", jsonb_array_length(facts->'decisions') AS decisions
     FROM messages WHERE id <> ALL($1) AND kind <> 'waitlist-offer'`,
    [[...messageIds]],
  );
  return {
    given,
    trail: trail.map(({ action, entityId }) => `${action} ${entityId}`).sort(),
    live: live.map(({ entity }) => entity).sort(),
    messages: messages.map(({ kind, userId }) => `${kind} ${userId}`).sort(),
    decisions: new Map(
      messages.flatMap(({ userId, decisions }) => (decisions === null ? [] : [[userId, decisions]])),
    ),
  };
}
