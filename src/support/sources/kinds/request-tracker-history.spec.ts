import type { RtChange, RtTicket } from './request-tracker-api.js';
import { pastOf, stateWhenResolved } from './request-tracker-history.js';

const MINUTE = 60_000;
const status = (Created: string, OldValue: string, NewValue: string): RtChange =>
  ({ Field: 'Status', Created, OldValue, NewValue }) as RtChange;
const ticket = (fields: object): RtTicket =>
  ({
    id: 7,
    Queue: { id: '3', Name: 'Library Desk' },
    Created: '2026-10-26T15:00:00Z',
    LastUpdated: '2026-10-26T16:00:00Z',
    ...fields,
  }) as RtTicket;

describe('a ticket with statuses of its queue’s own', () => {
  const RESOLVED = '2026-10-26T15:30:00Z';
  // Who answers and resolves in one form takes it up in the same second.
  const changes = [status(RESOLVED, 'new', 'in progress'), status(RESOLVED, 'in progress', 'done')];

  it('was resolved by the last of the changes of that second', () => {
    expect(stateWhenResolved(ticket({ Status: 'done', Resolved: RESOLVED }), changes)).toEqual({
      queue: '3',
      status: 'done',
    });
  });

  it('that is taken up again is not resolved', () => {
    const again = ticket({ Status: 'in progress', Resolved: RESOLVED });
    const reopened = [...changes, status('2026-10-26T15:40:00Z', 'done', 'in progress')];
    const done = stateWhenResolved(again, reopened)!;
    const { resolved } = pastOf(again, reopened, {
      isWaiting: () => false,
      isDone: (state) => state.status === done.status,
      isOfCampusIt: () => false,
    });
    const from = Date.parse(RESOLVED);
    expect(resolved).toEqual([{ from, until: from + 10 * MINUTE }]);
  });

  it('has no such status where its history does not tell the resolution', () => {
    expect(stateWhenResolved(ticket({ Status: 'done', Resolved: RESOLVED }), [])).toBeNull();
    expect(stateWhenResolved(ticket({ Status: 'new', Resolved: null }), changes)).toBeNull();
  });
});
