import type { Call } from './call.js';

/** Stores wishes; approves, rejects and cancels time off. */
export async function walkTimeOff(call: Call, operatorId: string): Promise<void> {
  const ask = async (day: number): Promise<string> => {
    const span = { startsAt: `2027-01-${day}T08:00:00Z`, endsAt: `2027-01-${day}T20:00:00Z` };
    const { id } = await call('POST /operators/{id}/time-off-requests', operatorId, {
      ...span,
      reason: 'rest',
    });
    return id as string;
  };
  await call('PUT /operators/{id}/weekly-wishes', operatorId, { wishes: [] });
  const first = await ask(11);
  await call('GET /time-off-requests/{id}', first);
  await call('GET /time-off-requests');
  await call('POST /time-off-requests/{id}/approve', first, { freeSeats: true });
  await call('POST /time-off-requests/{id}/cancel', first);
  await call('POST /time-off-requests/{id}/reject', await ask(12), { reason: 'exams' });
}
