import { DateTime } from 'luxon';

/** What a query may ask about a ticket. Dates are instants in epoch milliseconds. */
export interface QueriedTicket {
  id: number;
  queue: string;
  queueId: number;
  subject: string;
  status: string;
  isInactive: boolean;
  created: number;
  lastUpdated: number;
}

export type TicketFilter = (ticket: QueriedTicket) => boolean;

const TOKEN = /\s*(?:(\(|\))|'((?:[^'\\]|\\.)*)'|(>=|<=|!=|=|>|<|LIKE\b)|([A-Za-z]+)|(\d+))/gy;

interface Token {
  kind: 'bracket' | 'text' | 'operator' | 'word' | 'number';
  text: string;
}

/** The part of TicketSQL that Afterhours uses. Throws for anything else. `zone`: that of the user who asks. */
export function parseTicketSql(query: string, zone: string): TicketFilter {
  const tokens = tokensOf(query);
  let at = 0;
  const take = (kind: Token['kind'], text?: string): Token | null => {
    const token = tokens[at];
    if (token?.kind !== kind || (text !== undefined && token.text.toUpperCase() !== text)) return null;
    at++;
    return token;
  };
  const need = (kinds: Token['kind'][]): string => {
    const token = kinds.map((kind) => take(kind)).find((found) => found !== null);
    if (!token) throw new Error(`Wrong query, expecting a ${kinds.join(' or ')} in '${query}'`);
    return token.text;
  };
  const condition = (): TicketFilter => {
    if (take('bracket', '(')) {
      const inner = anyOf();
      if (!take('bracket', ')')) throw new Error(`Wrong query, expecting a CLOSE_PAREN in '${query}'`);
      return inner;
    }
    const [field, operator, value] = [need(['word']), need(['operator']), need(['text', 'number'])];
    return compared(field, operator, value, zone);
  };
  const chain = (word: string, part: () => TicketFilter, join: 'every' | 'some') => (): TicketFilter => {
    const parts = [part()];
    while (take('word', word)) parts.push(part());
    return (ticket) => parts[join]((one) => one(ticket));
  };
  const allOf = chain('AND', condition, 'every');
  const anyOf = chain('OR', allOf, 'some');
  const filter = anyOf();
  if (at < tokens.length) throw new Error(`Wrong query, expecting an AGGREGATOR in '${query}'`);
  return filter;
}

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < query.trimEnd().length) {
    const found = TOKEN.exec(query);
    if (!found) throw new Error(`Wrong query in '${query}'`);
    const [, bracket, text, operator, word, number] = found;
    if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'number', text: number! });
  }
  return tokens;
}

function compared(field: string, operator: string, value: string, zone: string): TicketFilter {
  switch (field) {
    case 'Queue':
      return equality(
        operator,
        ({ queue, queueId }) => queue.toLowerCase() === value.toLowerCase() || String(queueId) === value,
      );
    case 'Status':
      return equality(operator, ({ status, isInactive }) =>
        value === '__Inactive__' ? isInactive : status === value,
      );
    case 'id':
      return ({ id }) => isOrdered(id, operator, Number(value));
    case 'Subject':
      if (operator !== 'LIKE') throw new Error(`Invalid operator ${operator}`);
      return ({ subject }) => subject.toLowerCase().includes(value.toLowerCase());
    case 'Created':
      return ({ created }) => isOrdered(created, operator, dateOf(value, zone));
    case 'LastUpdated':
      return ({ lastUpdated }) => isOrdered(lastUpdated, operator, dateOf(value, zone));
    default:
      throw new Error(`Unknown field: ${field}`);
  }
}

function equality(operator: string, is: TicketFilter): TicketFilter {
  if (operator !== '=' && operator !== '!=') throw new Error(`Invalid operator ${operator}`);
  return (ticket) => is(ticket) === (operator === '=');
}

/** Not a number, for every form but one: such a date is equal to none, and neither before nor after any. */
const dateOf = (text: string, zone: string): number =>
  DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone }).toMillis();

function isOrdered(value: number, operator: string, limit: number): boolean {
  switch (operator) {
    case '=':
      return value === limit;
    case '!=':
      return value !== limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    default:
      return value <= limit;
  }
}
