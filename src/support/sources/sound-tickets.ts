import { refusalText } from '../../domain/refusals/refusal-text.js';
import type { Doubt, Ticket } from './ticket-source.js';

const LONGEST_ID = 200;
const LONGEST_TEXT = 100;
const LONGEST_TITLE = 500;
const LONGEST_URL = 2_000;
/** The end of 2199, as for all instants. */
const LAST = Date.UTC(2200, 0, 1);

/** The tickets that can be stored, of each id the last one; and why the others cannot. `latest`: the end of the present. */
export function soundOf(tickets: readonly Ticket[], latest: number): { tickets: Ticket[]; doubts: Doubt[] } {
  const kept = new Map<string, Ticket>();
  const doubts: Doubt[] = [];
  for (const ticket of tickets) {
    const reason = doubtOf(ticket, latest);
    if (reason === null) kept.set(ticket.externalId, cut(ticket));
    else doubts.push({ externalId: cleaned(ticket.externalId, LONGEST_ID) ?? '', reason });
  }
  return { tickets: [...kept.values()], doubts };
}

function doubtOf(ticket: Ticket, latest: number): Doubt['reason'] | null {
  const { externalId } = ticket;
  if (externalId === '' || cleaned(externalId, LONGEST_ID) !== externalId)
    return refusalText('TICKET_WITHOUT_ID');
  const happened = [
    ticket.openedAt,
    ticket.firstResponseAt,
    ticket.escalatedAt,
    ticket.firstResolvedAt,
    ticket.resolvedAt,
    ...Object.values(ticket.past ?? {}).flatMap((periods) =>
      periods.flatMap(({ from, until }) => [from, until]),
    ),
  ].filter((at) => at !== undefined && at !== null);
  if (![...happened, ticket.changedAt].every((at) => at >= 0 && at < LAST))
    return refusalText('TICKET_WITHOUT_TIME');
  return Math.max(...happened) > latest ? refusalText('TICKET_OF_FUTURE') : null;
}

/** Texts are cut to what is stored. */
function cut(ticket: Ticket): Ticket {
  const texts = {
    channel: cleaned(ticket.channel, LONGEST_TEXT),
    category: cleaned(ticket.category, LONGEST_TEXT),
    title: cleaned(ticket.title, LONGEST_TITLE),
    externalUrl: cleaned(ticket.externalUrl, LONGEST_URL),
    place: cleaned(ticket.place, LONGEST_TITLE),
  };
  const told = Object.entries(texts).filter(([, value]) => value !== undefined);
  return { ...ticket, ...Object.fromEntries(told) };
}

/** PostgreSQL stores neither NUL nor half characters. */
function cleaned(text: string | null | undefined, most: number): string | null | undefined {
  if (text === null || text === undefined) return text;
  return [...text.replaceAll('\0', '').toWellFormed().trim()].slice(0, most).join('').trim() || null;
}
