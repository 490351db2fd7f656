import { Injectable } from '@nestjs/common';
import { HOUR } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { MessageShift } from '../scheduling/notifications/message-facts.js';
import { RemindersRepository } from './reminders.repository.js';

/**
 * The reminders of a shift: each is for whoever was approved before it was due. A day before, until two hours before; then two hours before,
 * so that nobody gets both at once after the server was away.
 */
const REMINDERS = [
  { hoursAhead: 24, untilHoursAhead: 2, suffix: '' },
  { hoursAhead: 2, untilHoursAhead: 0, suffix: '/2' },
] as const;
const AT_ONCE = 1000;

export interface ReminderFacts {
  claimId: string;
  hoursAhead: number;
  shift: MessageShift;
}

/** Reminds people of their shifts, by elapsed hours. When a shift is moved later, they get new reminders. */
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
    for (const reminder of REMINDERS)
      while ((await this.database.transaction(() => this.putDue(reminder, now))) === AT_ONCE);
  }

  /** Whether a reminder is still true when it is sent. One that an earlier version has put does not name its claim, and is sent. */
  async isDue({ claimId, shift }: Partial<ReminderFacts> & Pick<ReminderFacts, 'shift'>): Promise<boolean> {
    return (
      claimId === undefined || this.reminders.isAhead(claimId, new Date(shift.startsAt), this.clock.date())
    );
  }

  private async putDue(
    { hoursAhead, untilHoursAhead, suffix }: (typeof REMINDERS)[number],
    now: number,
  ): Promise<number> {
    const [from, to] = [new Date(now + untilHoursAhead * HOUR), new Date(now + hoursAhead * HOUR)];
    const due = await this.reminders.findDue(from, to, hoursAhead, suffix);
    await this.outbox.put(
      due.map(({ claimId, userId, shift }) => ({
        key: `shift-reminder/${claimId}/${Date.parse(shift.startsAt) / 1000}${suffix}`,
        userId,
        kind: 'shift-reminder',
        facts: { claimId, hoursAhead, shift } satisfies ReminderFacts,
      })),
    );
    return due.length;
  }
}
