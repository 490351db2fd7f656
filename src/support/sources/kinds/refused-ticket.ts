import { failed, type SourceAnswer } from '../source-http.js';
import type { SourceError } from '../ticket-source.js';

/** Statuses with which systems tell why they do not take a ticket. */
export const REFUSING = [400, 409, 422];
const LONGEST = 300;

/** That a system does not take a ticket, in its own words. */
export function refusedTicket({ status, text }: Pick<SourceAnswer, 'status' | 'text'>): SourceError {
  const told = wordsOf(text);
  if (told !== '') return failed('settings', 'TICKET_REFUSED', { told });
  return status === 403
    ? failed('auth', 'SOURCE_REFUSED', { status })
    : failed('settings', 'SOURCE_ANSWER.status', { status });
}

/** All texts of an answer in JSON: systems name them `message`, `errors`, `error` and otherwise. */
function wordsOf(text: string): string {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  try {
    collect(JSON.parse(text));
  } catch {
    return '';
  }
  return found.join(' ').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
}
