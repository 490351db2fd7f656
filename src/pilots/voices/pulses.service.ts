import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { addDays, localDateOf } from '../../domain/local-date.js';
import { closingOf, monthToAsk } from '../../domain/pilots/pulse-months.js';
import { CANNOT_SAY } from '../../domain/pilots/voices.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { digestOf, newId, newSecret } from '../../platform/ids.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { PulseAnswersDto, PulseDto } from './pulses.dto.js';
import { PulsesRepository, type AskingPlace } from './pulses.repository.js';

/** The facts of the message that carries a person's link. */
export interface PulseFacts {
  invitationId: string;
  pilotName: string;
  month: string;
  expiresAt: string;
  timeZone: string;
}

/** How long after its end a link still says that it is over. */
const KEPT_DAYS = 30;

/** Asks the people of a pilot's locations three questions a month, and counts what they answer. */
@Injectable()
export class PulsesService {
  constructor(
    private readonly pulses: PulsesRepository,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Invites whoever was not invited yet. Each person has one invitation per pilot and month, so this may stop
   * anywhere and run again. Without a mail server nobody is asked, because nobody else may have a person's link.
   */
  async sendDue(): Promise<void> {
    if (this.config.smtpUrl === null) return;
    const today = localDateOf(this.clock.now(), 'utc');
    for (const place of await this.pulses.findAsking(addDays(today, -1), addDays(today, 1))) {
      const month = monthToAsk(place, this.clock.now(), place.timeZone);
      if (month !== null) await this.database.transaction(() => this.inviteAt(place, month));
    }
  }

  /**
   * Makes a new link for each attempt to send it, so that the outbox never stores one. Null once the
   * invitation was answered or is over.
   */
  async linkToSend({ invitationId }: PulseFacts): Promise<string | null> {
    const { secret, digest } = newSecret();
    const isOpen = await this.pulses.addLink(invitationId, digest, this.clock.date());
    return isOpen ? `${this.config.baseUrl}/pulses/${secret}` : null;
  }

  async get(token: string): Promise<PulseDto> {
    const linked = await this.pulses.findLinked(digestOf(token));
    if (!linked) throw notFound('link');
    const { pilotName, month, group, isAnswered, expiresAt } = linked;
    const state = isAnswered ? 'answered' : this.clock.date() < expiresAt ? 'open' : 'over';
    return { pilotName, month, group, state };
  }

  /**
   * Counts a person's answers, once. The trail has no entry of it: its time would tell who gave the latest
   * answer.
   */
  answer(token: string, { wouldTakeOn, knowsOther, fastHelp }: PulseAnswersDto): Promise<void> {
    return this.database.transaction(async () => {
      const linked = await this.pulses.findLinked(digestOf(token));
      if (!linked || !(await this.pulses.holdPilot(linked.pilotId))) throw notFound('link');
      if (!(await this.pulses.take(linked.invitationId, this.clock.date())))
        throw conflict(linked.expiresAt <= this.clock.date() ? 'PULSE_OVER' : 'PULSE_ANSWERED');
      await this.pulses.count(linked, {
        wouldTakeOn: wouldTakeOn ?? CANNOT_SAY,
        knowsOther: knowsOther ?? CANNOT_SAY,
        fastHelp: fastHelp ?? CANNOT_SAY,
      });
    });
  }

  async removeOld(): Promise<void> {
    await this.pulses.removeOld(new Date(this.clock.now() - KEPT_DAYS * DAY));
  }

  private async inviteAt(place: AskingPlace, month: string): Promise<void> {
    const { pilotId, pilotName, timeZone } = place;
    if (!(await this.pulses.holdPilot(pilotId))) return;
    const expiresAt = new Date(closingOf(month, timeZone));
    const people = await this.pulses.findUninvited(place, month, localDateOf(this.clock.now(), timeZone));
    const invited = await this.pulses.invite(
      people.map((person) => ({ ...person, id: newId(), pilotId, month, expiresAt })),
    );
    await this.outbox.put(
      invited.map(({ id, userId }) => ({
        key: `pulse/${pilotId}/${month}/${userId}`,
        userId,
        kind: 'pulse',
        facts: {
          invitationId: id,
          pilotName,
          month,
          expiresAt: expiresAt.toISOString(),
          timeZone,
        } satisfies PulseFacts,
      })),
    );
  }
}
