import { SECOND } from '../../../domain/interval.js';
import { periodsOf, type Past, type ToldChange } from '../../../domain/told-past.js';
import type { RtChange, RtTicket } from './request-tracker-api.js';

/** A status within a queue, because each queue may have statuses of its own. The queue by number. */
export interface RtState {
  queue: string;
  status: string;
}

/** What is asked of states and queues. */
export interface RtMeanings {
  isWaiting(status: string): boolean;
  isDone(state: RtState): boolean;
  isOfCampusIt(queue: string): boolean;
}

const isMove = ({ Field }: RtChange): boolean => Field === 'Queue';
const toldOf = ({ Created, OldValue, NewValue }: RtChange): ToldChange => ({
  at: Date.parse(Created),
  from: String(OldValue),
  to: String(NewValue),
});

/** From one queue to another, by number. */
export const movesOf = (changes: readonly RtChange[]): ToldChange[] => changes.filter(isMove).map(toldOf);

/** A state as one word. */
export const wordOf = ({ queue, status }: RtState): string => `${queue} ${status}`;
const stateOf = (word: string): RtState => ({
  queue: word.slice(0, word.indexOf(' ')),
  status: word.slice(word.indexOf(' ') + 1),
});

/** Changes of the status with the queue that the ticket was in. */
function changesOfState({ Queue }: RtTicket, changes: readonly RtChange[]): ToldChange[] {
  let queue = movesOf(changes)[0]?.from ?? String(Queue.id);
  let before = queue;
  return changes.flatMap((change) => {
    const { at, from, to } = toldOf(change);
    if (isMove(change)) {
      queue = to;
      return [];
    }
    const told = { at, from: wordOf({ queue: before, status: from }), to: wordOf({ queue, status: to }) };
    before = queue;
    return [told];
  });
}

const stateNow = ({ Queue, Status }: RtTicket): string => wordOf({ queue: String(Queue.id), status: Status });

/** All states that a ticket had and has. */
export const statesOf = (ticket: RtTicket, changes: readonly RtChange[]): RtState[] =>
  [...changesOfState(ticket, changes).flatMap(({ from, to }) => [from, to]), stateNow(ticket)].map(stateOf);

/** The state in which a ticket was done: RT sets the time of its resolution right before it changes the status. */
export function stateWhenResolved(ticket: RtTicket, changes: readonly RtChange[]): RtState | null {
  const resolvedAt = Date.parse(ticket.Resolved ?? '');
  // Who answers and resolves in one form also takes it up in that second.
  const change = changesOfState(ticket, changes).findLast(
    ({ at }) => at >= resolvedAt && at - resolvedAt <= SECOND,
  );
  return change ? stateOf(change.to) : null;
}

/** When a ticket waited, was done, and was in a queue of Campus IT. */
export function pastOf(ticket: RtTicket, changes: readonly RtChange[], meanings: RtMeanings): Past {
  const times = { openedAt: Date.parse(ticket.Created), changedAt: Date.parse(ticket.LastUpdated) };
  const states = changesOfState(ticket, changes);
  const state = stateNow(ticket);
  return {
    waiting: periodsOf(states, { ...times, state }, (word) => meanings.isWaiting(stateOf(word).status)),
    resolved: periodsOf(states, { ...times, state }, (word) => meanings.isDone(stateOf(word))),
    withCampusIt: periodsOf(movesOf(changes), { ...times, state: String(ticket.Queue.id) }, (queue) =>
      meanings.isOfCampusIt(queue),
    ),
  };
}
