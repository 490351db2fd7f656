import { Injectable } from '@nestjs/common';
import { HOUR } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { RemindersRepository } from './reminders.repository.js';

const HOURS_AHEAD = 24;

/** Reminds people of their shifts a day before. When a shift is moved later, they get another reminder. */
@Injectable()
export class RemindersService {
  constructor(
    private readonly reminders: RemindersRepository,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async sendDue(): Promise<void> {
    const now = this.clock.now();
    for (;;) {
      const count = await this.database.transaction(async () => {
        const due = await this.reminders.findDue(
          new Date(now),
          new Date(now + HOURS_AHEAD * HOUR),
          HOURS_AHEAD,
        );
        await this.outbox.put(
          due.map(({ claimId, userId, shift }) => ({
            key: `shift-reminder/${claimId}/${Date.parse(shift.startsAt) / 1000}`,
            userId,
            kind: 'shift-reminder',
            facts: { shift },
          })),
        );
        return due.length;
      });
      if (count < 1000) return;
    }
  }
}
