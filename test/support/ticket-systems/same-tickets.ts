import type { TestApp } from '../app.js';
import { storedRequests, type StoredRequest } from '../sources.js';
import type { SystemTicket, TicketSystem } from './ticket-system.js';

type Told = Record<string, unknown>;

const byId = (a: Told, b: Told): number => (String(a['id']) < String(b['id']) ? -1 : 1);
const textOf = (at: Date | number | null): string | null => (at === null ? null : new Date(at).toISOString());

const asStored = (request: StoredRequest): Told => ({
  id: request.externalId,
  title: request.title,
  openedAt: textOf(request.openedAt),
  firstResponseAt: textOf(request.firstResponseAt),
  resolvedAt: textOf(request.resolvedAt),
  tier: request.tier,
  place: request.place,
  externalUrl: request.externalUrl,
});

const asShown = (system: TicketSystem, ticket: SystemTicket): Told => ({
  id: ticket.id,
  title: ticket.title,
  openedAt: textOf(ticket.openedAt),
  firstResponseAt: system.tellsFirstResponse ? textOf(ticket.firstResponseAt) : null,
  resolvedAt: ticket.isResolved ? textOf(ticket.resolvedAt) : null,
  tier: ticket.isWithCampusIt ? 'campus-it' : 'library',
  place: system.placeOf(ticket),
  externalUrl: system.urlOf(ticket.id),
});

/** What is stored of a system’s tickets, and what the system shows of them now. They should be the same. */
export async function storedAndShown(
  app: TestApp,
  system: TicketSystem,
): Promise<{ stored: Told[]; shown: Told[] }> {
  const stored = (await storedRequests(app, system.description.system)).map(asStored).sort(byId);
  const shown = system
    .shown()
    .map((ticket) => asShown(system, ticket))
    .sort(byId);
  return { stored, shown };
}

/** Fails unless each ticket that the system shows is stored once, as it is now, and no other one. */
export async function expectSameTickets(app: TestApp, system: TicketSystem): Promise<void> {
  const { stored, shown } = await storedAndShown(app, system);
  expect(stored.map(({ id }) => id)).toEqual(shown.map(({ id }) => id));
  expect(stored).toEqual(shown);
}
