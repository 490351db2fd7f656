import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { inZone } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import type { OwnSessionDto } from './access.dto.js';
import type { Caller } from './caller.js';
import { PasswordsService, wrongPassword } from './passwords.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

/** Lists and ends the caller's own sessions. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<OwnSessionDto>> {
    const page = pageRequest(query);
    const rows = await this.sessions.listOf(caller.id, this.clock.date(), page);
    return toPage(
      rows,
      page,
      (row) => [row.id],
      ({ id, createdAt, seenAt, endsAt, device, address }) => ({
        id,
        createdAt: inZone(createdAt, 'UTC'),
        lastSeenAt: inZone(seenAt, 'UTC'),
        endsAt: inZone(endsAt, 'UTC'),
        userAgent: device,
        address,
        current: id === caller.sessionId,
      }),
    );
  }

  end({ id: userId }: Caller, id: string): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.sessions.removeOwn(id, userId))) throw notFound('session');
      await this.audit.record({ action: 'session.ended', entity: 'user', entityId: userId });
    });
  }

  /** Checks the password again. */
  async confirm({ id, sessionId }: Caller, password: string): Promise<void> {
    const user = await this.users.find(id);
    if (!user || !(await this.passwords.isOf(user, password))) throw wrongPassword();
    await this.database.transaction(async () => {
      await this.sessions.confirm(sessionId!, this.clock.date());
      await this.audit.record({ action: 'session.confirmed', entity: 'user', entityId: id });
    });
  }
}
