/** A message that is ready to be sent. */
export interface ChannelMessage {
  /** The same for all attempts, so that a channel can recognize a message it already has. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  body: string;
}

/** A way to send messages to people. `send` throws DeliveryError. */
export interface Channel {
  send(letter: ChannelMessage): Promise<void>;
}

/**
 * Why a message was not accepted. `refused`: never will be. `postponed`: not now. `unreachable`: no message
 * is accepted now.
 */
export class DeliveryError extends Error {
  constructor(
    readonly kind: 'refused' | 'postponed' | 'unreachable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
