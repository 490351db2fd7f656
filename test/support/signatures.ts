import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** The headers of a signed text. */
export function signatureOf(
  text: string,
  { secret, at, id = `msg_${randomUUID()}` }: { secret: string; at: number; id?: string | undefined },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), text),
  };
}
