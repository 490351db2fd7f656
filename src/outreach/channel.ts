/** A message as it leaves. */
export interface ChannelMessage {
  /** The same for every attempt, so that a channel can recognize one it has had. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  body: string;
}

/** A way to reach people. `send` throws DeliveryError. */
export interface Channel {
  send(letter: ChannelMessage): Promise<void>;
}

/** Why a letter was not taken: never will be, not now, or nothing is being taken at all. */
export class DeliveryError extends Error {
  constructor(
    readonly kind: 'refused' | 'postponed' | 'unreachable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
