import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../platform/config/config.js';
import { DeliveryError, type Channel, type ChannelMessage } from './channel.js';

const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 20_000;

/**
 * Sends messages to the mail server of SMTP_URL, over one connection that stays open while there are
 * messages.
 */
@Injectable()
export class EmailChannel implements Channel, OnApplicationShutdown {
  private readonly transport: ReturnType<typeof transportTo> | null;
  private readonly from: string;

  constructor(config: Config) {
    this.transport = config.smtpUrl === null ? null : transportTo(config.smtpUrl);
    this.from = config.mailFrom ?? '';
  }

  get isSetUp(): boolean {
    return this.transport !== null;
  }

  async send({ id, to, subject, body }: ChannelMessage): Promise<void> {
    const domain = /@([^\s>]+)/.exec(this.from)?.[1] ?? 'localhost';
    try {
      await this.transport!.sendMail({
        from: this.from,
        to,
        subject,
        text: body,
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw asNotDelivered(error as SmtpError);
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

export const transportTo = (url: string) =>
  createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    socketTimeout: ANSWER_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

/**
 * EENVELOPE or EMESSAGE mean that the server refuses this message. All other errors, including a refused
 * sender, concern all messages.
 */
function asNotDelivered(error: SmtpError): DeliveryError {
  const isAboutLetter =
    (error.code === 'EENVELOPE' && error.command !== 'MAIL FROM') || error.code === 'EMESSAGE';
  const isFinal = isAboutLetter && (error.responseCode ?? 500) >= 500;
  const kind = isFinal ? 'refused' : isAboutLetter ? 'postponed' : 'unreachable';
  return new DeliveryError(kind, error.message, { cause: error });
}
