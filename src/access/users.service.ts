import { Injectable } from '@nestjs/common';
import { conflict, forbidden, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone } from '../platform/http/fields.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { requestContext } from '../platform/request-context.js';
import type { Role } from './caller.js';
import { InvitationsService } from './invitations.service.js';
import { hashPassword } from './passwords.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import type { InvitedUser, UserDto } from './access.dto.js';

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(query: PageQuery): Promise<Page<UserDto>> {
    const page = pageRequest(query);
    return toPage(await this.users.list(page), page, (row) => [row.id], presentUser);
  }

  async get(id: string): Promise<UserDto> {
    return presentUser(await this.getRow(id));
  }

  /** Creates a user with an invitation; joins the caller's transaction. */
  create(user: {
    email: string;
    name: string;
    role: Role;
    locationIds?: readonly string[];
  }): Promise<InvitedUser> {
    return this.database.transaction(async () => {
      const id = newId();
      const email = normalizeEmail(user.email);
      await this.users.insert({ ...user, id, email, passwordHash: null, createdAt: this.clock.date() });
      await this.users.setLocations(id, user.locationIds ?? []);
      const invitationUrl = await this.invitations.issue(id);
      const { role, name, locationIds = [] } = user;
      await this.audit.record({
        action: 'user.created',
        entity: 'user',
        entityId: id,
        details: { role, name, locationIds },
      });
      return { ...(await this.get(id)), invitationUrl };
    });
  }

  update(
    id: string,
    change: { name?: string; email?: string; role?: Role; locationIds?: readonly string[] },
    precondition: Precondition,
  ): Promise<UserDto> {
    return this.database.transaction(async () => {
      const { user, admins } = await this.lockAmongAdmins(id);
      requireMatch(precondition, user.version);
      const role = change.role ?? user.role;
      if (role !== user.role && (role === 'operator' || user.role === 'operator')) {
        throw conflict('ROLE_FIXED', 'An operator stays an operator. Make another account for another role.');
      }
      if (role !== 'admin') refuseLastAdmin(id, admins);
      await this.users.update(id, {
        name: change.name ?? user.name,
        email: change.email === undefined ? user.email : normalizeEmail(change.email),
        role,
      });
      if (change.locationIds) await this.users.setLocations(id, change.locationIds);
      await this.audit.record({ action: 'user.updated', entity: 'user', entityId: id, details: change });
      return this.get(id);
    });
  }

  remove(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const { user, admins } = await this.lockAmongAdmins(id);
      requireMatch(precondition, user.version);
      if (user.operatorId !== null) {
        throw conflict(
          'IS_OPERATOR',
          'This account is an operator. Deactivate or delete her under operators.',
        );
      }
      refuseLastAdmin(id, admins);
      await this.users.remove(id, this.clock.date());
      await this.audit.record({ action: 'user.removed', entity: 'user', entityId: id });
    });
  }

  invite(id: string): Promise<{ invitationUrl: string }> {
    return this.database.transaction(async () => {
      await this.lockRow(id);
      const invitationUrl = await this.invitations.issue(id);
      await this.audit.record({ action: 'user.invited', entity: 'user', entityId: id });
      return { invitationUrl };
    });
  }

  /** The admin the environment names, on a database that has nobody yet. */
  async createFirstAdminFromEnvironment(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    if (adminEmail === null || adminPassword === null) return;
    await this.createFirstAdmin({ email: adminEmail, name: 'Administrator', password: adminPassword });
  }

  /** Null when somebody is there already. */
  async createFirstAdmin(admin: { email: string; name: string; password: string }): Promise<UserDto | null> {
    const passwordHash = await hashPassword(admin.password);
    return this.database.transaction(async () => {
      if (!(await this.users.lockWhileEmpty())) return null;
      const id = newId();
      const { name } = admin;
      const email = normalizeEmail(admin.email);
      requestContext.actAs({ kind: 'user', id });
      await this.users.insert({ id, email, name, role: 'admin', passwordHash, createdAt: this.clock.date() });
      await this.audit.record({ action: 'user.first-admin', entity: 'user', entityId: id });
      return this.get(id);
    });
  }

  isAnybodyThere(): Promise<boolean> {
    return this.users.isAnybodyThere();
  }

  async setUpFirstAdmin(admin: { email: string; name: string; password: string }): Promise<UserDto> {
    const user = await this.createFirstAdmin(admin);
    if (!user) throw forbidden('The first admin is there already. Ask for an invitation.', 'ALREADY_SET_UP');
    return user;
  }

  private async getRow(id: string): Promise<UserRow> {
    const user = await this.users.find(id);
    if (!user) throw notFound('user');
    return user;
  }

  /** Held in the one order: the operator she may be, the admins, her own row. */
  private async lockAmongAdmins(id: string): Promise<{ user: UserRow; admins: string[] }> {
    await this.users.lockOperator(id);
    const admins = await this.users.lockAdmins();
    return { user: await this.lockRow(id), admins };
  }

  private async lockRow(id: string): Promise<UserRow> {
    const user = await this.users.lock(id);
    if (!user) throw notFound('user');
    return user;
  }
}

export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

export const presentUser = ({
  id,
  email,
  name,
  role,
  locationIds,
  operatorId,
  createdAt,
  version,
  passwordHash,
}: UserRow): UserDto => ({
  id,
  email,
  name,
  role,
  locationIds,
  operatorId,
  active: passwordHash !== null,
  createdAt: inZone(createdAt, 'UTC'),
  version,
});

function refuseLastAdmin(id: string, admins: readonly string[]): void {
  if (admins.length === 1 && admins[0] === id) {
    throw conflict('LAST_ADMIN', 'This is the last admin. Make another one first.');
  }
}
