import { Injectable } from '@nestjs/common';
import { localDateOf } from '../../domain/local-date.js';
import { Outbox, type OutgoingMessage } from '../../platform/outbox/outbox.js';
import { requestContext } from '../../platform/request-context.js';
import type { MessageShift, SchedulingMessages } from './message-facts.js';
import { NotificationsRepository } from './notifications.repository.js';
import type { ShiftRow } from '../roster/shifts.repository.js';

type Decision = SchedulingMessages['claims-decided']['decisions'][number];

/**
 * Writes messages to people about changes of their shifts, in the transaction of the change. Nobody gets a
 * message about what they did themselves.
 */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly repository: NotificationsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Each operator gets one message about all their claims. */
  async claimsDecided(claimIds: readonly string[]): Promise<void> {
    const claims = await this.repository.findClaims(claimIds);
    const messages = [...Map.groupBy(claims, (claim) => claim.userId)].map(([userId, own]) =>
      message('claims-decided', userId, `${own[0]!.claimId}.${own[0]!.version}`, {
        decisions: own.map(({ shift, status, reason }) => ({
          shift,
          status: status as Decision['status'],
          reason,
        })),
      }),
    );
    await this.put(messages);
  }

  async shiftChanged(before: MessageShift, version: number, operatorIds: readonly string[]): Promise<void> {
    if (operatorIds.length === 0) return;
    const after = await this.repository.findShift(before.shiftId);
    const users = await this.repository.findUserIds(operatorIds);
    await this.put(
      [...users.values()].map((userId) =>
        message('shift-changed', userId, `${before.shiftId}.${version}`, { before, after }),
      ),
    );
  }

  shift(id: string): Promise<MessageShift> {
    return this.repository.findShift(id);
  }

  /** Operators who might work a shift: they work at its location and hold its position. */
  async operatorsFor({
    locationId,
    positionId,
    startsAt,
    timeZone,
  }: Pick<ShiftRow, 'locationId' | 'positionId' | 'startsAt' | 'timeZone'>): Promise<
    { operatorId: string; name: string }[]
  > {
    const date = localDateOf(startsAt.getTime(), timeZone);
    return this.repository.findOperatorsAt(locationId, positionId, date);
  }

  /** For all operators at the location. */
  async schedulePublished(
    schedule: { id: string; locationId: string; startsOn: string; version: number },
    facts: SchedulingMessages['schedule-published'],
  ): Promise<void> {
    const operators = await this.repository.findOperatorsAt(schedule.locationId, null, schedule.startsOn);
    await this.put(
      operators.map(({ userId }) =>
        message('schedule-published', userId, `${schedule.id}.${schedule.version}`, facts),
      ),
    );
  }

  /** For the other side of the swap. */
  async swap(kind: 'swap-offered' | 'swap-accepted' | 'swap-declined', id: string): Promise<void> {
    const swap = await this.repository.findSwap(id);
    const isOffer = kind === 'swap-offered';
    const { offered, wanted, reason } = swap;
    await this.to([isOffer ? swap.toOperatorId : swap.fromOperatorId], kind, `${id}.${swap.version}`, {
      colleague: isOffer ? swap.fromDisplayName : swap.toDisplayName,
      offered,
      wanted,
      reason,
    });
  }

  /** For both sides of a swap that neither of them declined. */
  async swapEnded(id: string): Promise<void> {
    const { fromOperatorId, toOperatorId, offered, reason, version } = await this.repository.findSwap(id);
    const facts = { shift: offered, reason };
    await this.to([fromOperatorId, toOperatorId], 'swap-ended', `${id}.${version}`, facts);
  }

  async to<Kind extends keyof SchedulingMessages>(
    operatorIds: readonly string[],
    kind: Kind,
    about: string,
    facts: SchedulingMessages[Kind],
  ): Promise<void> {
    const users = await this.repository.findUserIds(operatorIds);
    await this.put([...users.values()].map((userId) => message(kind, userId, about, facts)));
  }

  private put(messages: readonly OutgoingMessage[]): Promise<void> {
    const actor = requestContext.get()?.actor;
    return this.outbox.put(messages.filter(({ userId }) => !(actor?.kind === 'user' && actor.id === userId)));
  }
}

const message = <Kind extends keyof SchedulingMessages>(
  kind: Kind,
  userId: string,
  about: string,
  facts: SchedulingMessages[Kind],
): OutgoingMessage => ({ key: `${kind}/${about}/${userId}`, userId, kind, facts });
