import type { DeclarativeSettingsDto } from './settings.dto.js';
import type { ListAnswer, ListSpan } from './list-requests.js';

/** What came with one request, and where to go on behind it. */
export interface Step {
  items: readonly unknown[];
  /** How many tickets are still to come, if the system tells. */
  remaining: number | null;
  state: WalkState;
}

/** A place within one list; only the walk that made it understands it. */
export type WalkState = Readonly<Record<string, unknown>>;

/** What a walk works with. */
export interface WalkTools {
  span: Pick<ListSpan, 'since' | 'until'>;
  ask: (span?: Partial<ListSpan>) => Promise<ListAnswer>;
  /** A ticket’s id; null when it has none. */
  idOf: (item: unknown) => string | null;
  /** The ticket as it is now: another text once it has changed. */
  stateOf: (item: unknown) => string;
  stop: DeclarativeSettingsDto['stop'];
}

/**
 * Goes through one list from its beginning, or from a place in it, to its end. Some tickets may come twice. A ticket that is in the
 * list all the time is not left out, whatever happens to the others.
 */
export type Walk = (tools: WalkTools, state: WalkState | null) => AsyncGenerator<Step, void, void>;
