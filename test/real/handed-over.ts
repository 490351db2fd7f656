import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../faults/wait-until.js';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import type { Random } from '../support/random.js';
import type { CollectingProduct } from './collecting-product.js';

const HANDED_OVER = 6;
const KILLED = 3;
/** In which a ticket of a real system is opened. */
const WITHIN_MILLISECONDS = 1_500;

export interface HandedOver {
  requestId: string;
  reference: string;
  externalId: string;
}

/**
 * Requests that are escalated at a location, each with its ticket in the real system. The server is killed several times while
 * it opens them, and then tries all again at once.
 */
export async function handedOver(
  app: CollectingProduct,
  chance: Random,
  { settings, locationId }: { settings: object; locationId: string },
): Promise<HandedOver[]> {
  const source = `/support-sources/${app.sourceId}`;
  succeeded(await app.admin.patch(source, { settings }));
  succeeded(await app.admin.patch(`${source}/escalations`, { locationIds: [locationId] }));
  const ids: string[] = [];
  for (let number = 1; number <= HANDED_OVER; number++) {
    const openedAt = new Date().toISOString();
    const asked = { locationId, openedAt, title: `Wall socket ${number} is “dead” – ½ of row B` };
    const { id } = succeeded(await app.admin.post('/support-requests', asked));
    succeeded(
      await app.admin.post(`/support-requests/${id}/escalate`, { text: 'No link.\nTried two cables.' }),
    );
    ids.push(id as string);
  }
  const ticketOf = async (id: string): Promise<Answer['body']> =>
    succeeded(await app.admin.get(`/support-requests/${id}/ticket`)).ticket;
  const askForAll = async (): Promise<void> => {
    for (const id of ids)
      if ((await ticketOf(id)).state === 'waiting') await app.admin.post(`/support-requests/${id}/ticket`);
  };
  for (let time = 0; time < KILLED; time++) {
    await askForAll();
    await sleep(chance.upTo(WITHIN_MILLISECONDS));
    await app.kill();
  }
  const found: HandedOver[] = [];
  for (const requestId of ids)
    await until(
      'all tickets are open',
      async () => {
        const { state, reference, externalId } = await ticketOf(requestId);
        if (state === 'open') return found.push({ requestId, reference, externalId });
        await askForAll();
        await sleep(1_000);
        return 0;
      },
      180,
    );
  return found;
}

/** A request is given back here; `notesOf` reads, from the real system's own database, what was written into its ticket since. */
export async function toldOfReturn(
  app: CollectingProduct,
  { requestId }: HandedOver,
  notesOf: () => Promise<string[]>,
): Promise<string> {
  succeeded(
    await app.admin.post(`/support-requests/${requestId}/return`, { text: 'It was the “cable” – ½ m.' }),
  );
  const told: string[] = [];
  await until(
    'its ticket was told',
    async () => {
      told.push(...(await notesOf()));
      if (told.length === 0) await sleep(1_000);
      return told.length;
    },
    180,
  );
  return told.join('\n---\n');
}

export const requestOf = async (app: CollectingProduct, { requestId }: HandedOver): Promise<Answer['body']> =>
  succeeded(await app.admin.get(`/support-requests/${requestId}`));
