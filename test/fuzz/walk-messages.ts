import { waitFor } from '../support/app.js';
import type { Call } from './call.js';

/** A message that was not sent, because there is no mail server. */
export async function walkMessages(
  call: Call,
  lookAt: (kind: string, id: string) => Promise<void>,
): Promise<void> {
  const kept = async (): Promise<string | undefined> => {
    const { items } = await call('GET /messages', '', undefined, 'admin', ['status=kept']);
    return (items as { id: string }[])[0]?.id;
  };
  await waitFor(async () => (await kept()) !== undefined);
  const message = (await kept())!;
  await lookAt('messages', message);
  await call('POST /messages/{id}/retry', message);
}
