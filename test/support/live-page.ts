import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { waitFor } from './app.js';
import type { HttpClient } from './http-client.js';

export interface LiveEvent {
  id: string | undefined;
  event: string | undefined;
  data: string | undefined;
}

/** A page that receives live events. */
export interface LivePage {
  /** The events received so far. */
  events: LiveEvent[];
  /** The data of the `changed` events among them. */
  told(): string;
  close(): void;
  ended: Promise<unknown>;
}

/** Opens a page on its own connection. It does not use fetch, because fetch connects again after a cut. */
export async function openLivePage(client: HttpClient, lastEventId?: string): Promise<LivePage> {
  const request = get(`${client.baseUrl}/api/v1/events`, {
    agent: false,
    headers: { ...client.headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.headers['content-type']).toBe('text/event-stream');
  const events: LiveEvent[] = [];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.event) events.push({ id: fields.id, event: fields.event, data: fields.data });
    }
  });
  // A cut connection counts as ended, too.
  response.on('error', () => undefined);
  const ended = new Promise((resolve) => response.once('close', resolve));
  await waitFor(() => Promise.resolve(events.length > 0));
  const told = (): string =>
    events
      .filter(({ event }) => event === 'changed')
      .map(({ data }) => data)
      .join(' ');
  return { events, told, close: () => request.destroy(), ended };
}
