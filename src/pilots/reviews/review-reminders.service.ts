import { Injectable } from '@nestjs/common';
import { SettingsService } from '../../coverage/settings.service.js';
import { addDays, localDateOf } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { ReviewRemindersRepository } from './review-reminders.repository.js';

/** The facts of a reminder. */
export interface ReviewActionFacts {
  pilotName: string;
  text: string;
  dueOn: string;
}

const MORNING = '08:00';
const LATE_DAYS = 7;
/** After an outage, a reminder is still sent within so many days. */
const CAUGHT_UP_DAYS = 6;

/**
 * Reminds the owner of an action on the day when it is due, and once more a week later. Mornings are those of
 * the institution. The key of a message contains the date, so a moved date reminds again, and nothing is sent
 * twice.
 */
@Injectable()
export class ReviewRemindersService {
  constructor(
    private readonly reminders: ReviewRemindersRepository,
    private readonly settings: SettingsService,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async sendDue(): Promise<void> {
    const { timeZone } = await this.settings.get();
    const now = this.clock.now();
    const today = localDateOf(now, timeZone);
    const isMorning = now >= instantOf(today, MORNING, timeZone, 'first');
    const latest = isMorning ? today : addDays(today, -1);
    await this.send('due', latest);
    await this.send('late', addDays(latest, -LATE_DAYS));
  }

  private send(kind: 'due' | 'late', latest: string): Promise<void> {
    return this.database.transaction(async () => {
      const due = await this.reminders.findDue(kind, addDays(latest, -CAUGHT_UP_DAYS), latest);
      await this.outbox.put(
        due.map(({ id, ownerId, pilotName, text, dueOn }) => ({
          key: `review-action/${id}/${kind}/${dueOn}`,
          userId: ownerId,
          kind: `review-action-${kind}`,
          facts: { pilotName, text, dueOn } satisfies ReviewActionFacts,
        })),
      );
    });
  }
}
