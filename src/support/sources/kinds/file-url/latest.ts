import type { Ticket } from '../../ticket-source.js';

const SAMPLE = 5;

/** Some of those that changed last. A file may hold too many to sort them at once. */
export function latestOf(tickets: readonly Ticket[]): Ticket[] {
  const latest: Ticket[] = [];
  for (const ticket of tickets) {
    if (latest.length === SAMPLE && ticket.changedAt <= latest.at(-1)!.changedAt) continue;
    latest.push(ticket);
    latest.sort((one, other) => other.changedAt - one.changedAt);
    latest.length = Math.min(latest.length, SAMPLE);
  }
  return latest;
}
