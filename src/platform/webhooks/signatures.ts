import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { MINUTE, SECOND } from '../../domain/interval.js';

/** How far the clocks of sender and receiver may be apart. A copied message is of no use afterwards. */
const TOLERANCE = 5 * MINUTE;

const PREFIX = 'whsec_';

/** A message with the headers of Standard Webhooks 1.0. */
export interface SignedMessage {
  id: string;
  /** When it was sent, in the sender's clock. Epoch milliseconds, in whole seconds. */
  sentAt: number;
  /** Each with its version in front: `v1,…`. */
  signatures: readonly string[];
  body: string;
}

/** A new secret as senders expect it: 256 bits behind `whsec_`. */
export const newSigningSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

/** The key in a secret. */
export const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** Whether it was signed with one of the secrets. */
export const isSigned = (
  { id, sentAt, signatures, body }: SignedMessage,
  secrets: readonly string[],
): boolean =>
  secrets
    .map(
      (secret) =>
        `v1,${createHmac('sha256', keyOf(secret))
          .update(`${id}.${sentAt / SECOND}.${body}`)
          .digest('base64')}`,
    )
    .some((expected) => signatures.some((given) => isEqual(given, expected)));

export const isTimely = ({ sentAt }: SignedMessage, now: number): boolean =>
  Math.abs(now - sentAt) <= TOLERANCE;

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
