import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../platform/http/paging.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { OUTBOX_QUEUE } from '../platform/outbox/outbox.js';
import { MessagesRepository, type MessageRow } from './messages.repository.js';
import type { MessageDto, MessageQuery } from './outreach.dto.js';

/** Shows the outbox to admins. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(query: MessageQuery): Promise<Page<MessageDto>> {
    const page = pageRequest(query);
    const selection = { status: query.status ?? null, userId: query.userId ?? null };
    return toPage(await this.messages.list(selection, page), page, (row) => [row.id], toDto);
  }

  async get(id: string): Promise<MessageDto> {
    const message = await this.messages.find(id);
    if (!message) throw notFound('message');
    return toDto(message);
  }

  retry(id: string): Promise<MessageDto> {
    return this.database.transaction(async () => {
      const message = await this.messages.find(id, { lock: true });
      if (!message) throw notFound('message');
      if (message.status !== 'failed' && message.status !== 'kept')
        throw conflict('MESSAGE_STATUS', { status: message.status });
      await this.messages.retry(id, this.clock.date());
      await this.audit.record({ action: 'message.retried', entity: 'message', entityId: id });
      await this.jobs.enqueue(OUTBOX_QUEUE, {});
      return this.get(id);
    });
  }
}

const toDto = ({ nextAttemptAt, createdAt, sentAt, ...message }: MessageRow): MessageDto => ({
  ...message,
  nextAttemptAt: inZoneOrNull(nextAttemptAt, 'UTC'),
  createdAt: inZone(createdAt, 'UTC'),
  sentAt: inZoneOrNull(sentAt, 'UTC'),
});
