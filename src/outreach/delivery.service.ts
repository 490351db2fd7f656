import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { InvitationsService } from '../access/invitations.service.js';
import {
  PASSWORD_RESET,
  PasswordResetsService,
  type PasswordResetFacts,
} from '../access/password-resets.service.js';
import { DAY } from '../domain/interval.js';
import { PulsesService } from '../pilots/voices/pulses.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { OUTBOX_QUEUE } from '../platform/outbox/outbox.js';
import { DeliveryError } from './channel.js';
import { EmailChannel } from './email-channel.js';
import { MessagesRepository, type DueMessage } from './messages.repository.js';
import { LINK_LEFT_OUT, textOf, type MessageFacts } from './message-texts.js';
import { RemindersService, type ReminderFacts } from './reminders.service.js';

/** Minutes between attempts; about two days in all. */
const RETRY_AFTER_MINUTES = [5, 10, 30, 60, 180, 360, 720, 1440];
/** Few enough that even the slowest attempts all finish before another server takes the messages over. */
const AT_ONCE = 3;
const KEPT_DAYS = 90;

/** Sends the messages in the outbox. */
@Injectable()
export class DeliveryService implements OnModuleInit {
  private readonly logger = new Logger('Delivery');

  constructor(
    private readonly messages: MessagesRepository,
    private readonly email: EmailChannel,
    private readonly invitations: InvitationsService,
    private readonly resets: PasswordResetsService,
    private readonly pulses: PulsesService,
    private readonly reminders: RemindersService,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: OUTBOX_QUEUE,
      options: { retryLimit: 2, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 1000,
      handle: (_jobs, signal) => this.deliverDue(signal),
    });
  }

  @Cron('* * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(OUTBOX_QUEUE, 60);
  }

  async removeOld(): Promise<void> {
    await this.messages.removeBefore(new Date(this.clock.now() - KEPT_DAYS * DAY));
  }

  private async deliverDue(signal: AbortSignal): Promise<void> {
    let isReachable = true;
    while (isReachable && !signal.aborted) {
      const due = await this.messages.takeDue(this.clock.date(), AT_ONCE, RETRY_AFTER_MINUTES);
      if (due.length === 0) return;
      for (const message of due) {
        isReachable = await this.deliver(message);
        if (!isReachable) break;
      }
    }
  }

  /** Returns false when other messages would fail now, too. */
  private async deliver(message: DueMessage): Promise<boolean> {
    const { id, kind, facts, attempts, name, email } = message;
    const { baseUrl } = this.config;
    const link = this.linkOf(message);
    const wording = { address: email, ...textOf(kind, facts, link ? LINK_LEFT_OUT : baseUrl) };
    const problem = await this.whyOver(message);
    const finish = (status: 'sent' | 'failed' | 'kept', problem: string | null): Promise<void> =>
      this.messages.finish(id, status, wording, this.clock.date(), problem);
    if (email === null) {
      await finish('failed', 'This account was removed.');
      return true;
    }
    if (problem !== null) {
      await finish('failed', problem);
      return true;
    }
    if (!this.email.isSetUp) {
      await finish('kept', 'No mail server is set up.');
      return true;
    }
    const goOnAt = link ? await link.make() : baseUrl;
    if (goOnAt === null) {
      await finish('failed', link!.whenOver);
      return true;
    }
    try {
      await this.email.send({ id, to: { name, address: email }, ...textOf(kind, facts, goOnAt) });
      await finish('sent', null);
      return true;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      this.logger.warn({ message: id, attempts, problem: error.message }, 'a message was not delivered');
      const isOver = error.kind === 'refused' || attempts > RETRY_AFTER_MINUTES.length;
      if (isOver) await finish('failed', error.message);
      else await this.messages.postpone(id, wording, error.message);
      return error.kind !== 'unreachable';
    }
  }

  /** Why a message is not sent any more; null when it is. */
  private async whyOver({ kind, facts }: DueMessage): Promise<string | null> {
    if (kind !== 'shift-reminder' || (await this.reminders.isDue(facts as ReminderFacts))) return null;
    return 'The shift was given up, moved or cancelled, or it has begun.';
  }

  /**
   * The secret link that a message carries, if any. It is made for each attempt and left out of the stored
   * message.
   */
  private linkOf({ kind, facts, userId }: DueMessage): OwnLink | null {
    switch (kind) {
      case 'invitation':
        return {
          make: () => this.invitations.linkToSend((facts as MessageFacts['invitation']).invitationId),
          whenOver: 'This invitation was used or withdrawn, a newer one took its place, or it ran out.',
        };
      case PASSWORD_RESET:
        return {
          make: () => this.resets.issue(userId, facts as PasswordResetFacts),
          whenOver: 'It was asked for more than half an hour ago, or the account is not in use any more.',
        };
      case 'pulse':
        return {
          make: () => this.pulses.linkToSend(facts as MessageFacts['pulse']),
          whenOver: 'This month was answered, or its time is over.',
        };
      default:
        return null;
    }
  }
}

interface OwnLink {
  /** Null when the link is no longer needed. */
  make(this: void): Promise<string | null>;
  whenOver: string;
}
