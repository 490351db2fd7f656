import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, notFound, type DomainError } from '../domain/errors.js';
import { displayNameOf } from '../domain/display-name.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { requestContext } from '../platform/request-context.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { boundariesOf, type Caller, type Role } from './caller.js';
import { InvitationsService } from './invitations.service.js';
import { hashPassword } from './passwords.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import type { InvitationDto, InvitedUser, UserDto } from './access.dto.js';

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsService,
    private readonly resets: PasswordResetsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(query: PageQuery): Promise<Page<UserDto>> {
    const page = pageRequest(query);
    return toPage(await this.users.list(page), page, (row) => [row.id], toUserDto);
  }

  async get(id: string): Promise<UserDto> {
    return toUserDto(await this.getRow(id));
  }

  /**
   * A person as the caller of what is read for them without a session, such as their calendar, with their rights of now. Null when
   * they may not sign in any more.
   */
  async callerOf(id: string): Promise<Caller | null> {
    const user = await this.users.findActive(id, this.clock.date());
    if (!user) return null;
    const { role, operatorId, locationIds } = user;
    return {
      kind: 'user',
      id,
      sessionId: null,
      role,
      scopes: null,
      operatorId,
      locationIds: boundariesOf(role, locationIds),
    };
  }

  /** Creates a user, with an invitation unless told otherwise. Joins the caller's transaction. */
  create(
    user: {
      email: string;
      name: string;
      displayName?: string;
      role: Role;
      locationIds?: readonly string[];
    },
    { withInvitation = true } = {},
  ): Promise<InvitedUser> {
    requireLocations(user.role, user.locationIds ?? []);
    return this.database.transaction(async () => {
      const id = newId();
      const email = normalizeEmail(user.email);
      const { displayName = displayNameOf(user.name) } = user;
      const createdAt = this.clock.date();
      await this.users.insert({ ...user, id, email, displayName, passwordHash: null, createdAt });
      await this.users.setLocations(id, user.locationIds ?? []);
      const invitation = withInvitation ? await this.invitations.issue({ id, passwordHash: null }) : {};
      const { role, name, locationIds = [] } = user;
      await this.audit.record({
        action: 'user.created',
        entity: 'user',
        entityId: id,
        details: { role, name, locationIds },
      });
      return { ...(await this.get(id)), ...invitation };
    });
  }

  update(
    id: string,
    change: {
      name?: string;
      displayName?: string;
      email?: string;
      role?: Role;
      locationIds?: readonly string[];
    },
    precondition: Precondition,
  ): Promise<UserDto> {
    return this.database.transaction(async () => {
      const { user, admins } = await this.lockAmongAdmins(id);
      requireMatch(precondition, user.version);
      const role = change.role ?? user.role;
      if (role !== user.role && (role === 'operator' || user.role === 'operator')) {
        throw conflict('ROLE_FIXED');
      }
      if (role !== 'admin') refuseLastAdmin(id, admins);
      if (role !== user.role) refuseOwnRole(id);
      if (change.locationIds || role !== user.role)
        requireLocations(role, change.locationIds ?? user.locationIds);
      if (user.role === 'admin' && role !== 'admin') await this.endKeysOf(user, admins);
      const email = change.email === undefined ? user.email : normalizeEmail(change.email);
      const name = change.name ?? user.name;
      await this.users.update(id, { name, displayName: shownAfter(user, change), email, role });
      if (email !== user.email) {
        await this.tellOldAddress(user, email);
        // A link that was sent to the old address would still set the password.
        await this.invitations.withdraw(id);
        await this.resets.removeOf(id);
      }
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
        throw conflict('IS_OPERATOR');
      }
      refuseLastAdmin(id, admins);
      await this.endKeysOf(user, admins);
      await this.users.remove(id, this.clock.date());
      await this.audit.record({ action: 'user.removed', entity: 'user', entityId: id });
    });
  }

  /**
   * Invites a user again. A user with a password could set a new one with it, so `onlyNew` refuses those
   * users.
   */
  invite(id: string, { onlyNew = false } = {}): Promise<InvitationDto> {
    return this.database.transaction(async () => {
      const user = await this.lockRow(id);
      if (onlyNew && user.passwordHash !== null) throw alreadyAccepted(user.name);
      const invitation = await this.invitations.issue(user);
      await this.audit.record({ action: 'user.invited', entity: 'user', entityId: id });
      return invitation;
    });
  }

  /** Creates the admin that the environment names, when the database has no users. */
  async createFirstAdminFromEnvironment(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    if (adminEmail === null || adminPassword === null) return;
    await this.createFirstAdmin({ email: adminEmail, name: 'Administrator', password: adminPassword });
  }

  /** Returns null when there is a user. */
  async createFirstAdmin(admin: { email: string; name: string; password: string }): Promise<UserDto | null> {
    const passwordHash = await hashPassword(admin.password);
    return this.database.transaction(async () => {
      if (!(await this.users.lockWhileEmpty())) return null;
      const id = newId();
      const { name } = admin;
      const email = normalizeEmail(admin.email);
      requestContext.actAs({ kind: 'user', id });
      const displayName = displayNameOf(name);
      const createdAt = this.clock.date();
      await this.users.insert({ id, email, name, displayName, role: 'admin', passwordHash, createdAt });
      await this.audit.record({ action: 'user.first-admin', entity: 'user', entityId: id });
      return this.get(id);
    });
  }

  isAnybodyThere(): Promise<boolean> {
    return this.users.isAnybodyThere();
  }

  /**
   * API keys end with the admin who is responsible for them; the other admins are told which ones. Keys that
   * were handed over before stay.
   */
  private async endKeysOf({ id, name }: UserRow, admins: readonly string[]): Promise<void> {
    const ended = await this.apiKeys.revokeAllOf(id, this.clock.date());
    if (ended.length === 0) return;
    for (const key of ended)
      await this.audit.record({ action: 'api-key.revoked', entity: 'api-key', entityId: key.id });
    const facts = { ownerName: name, names: ended.map((key) => key.name) };
    await this.outbox.put(
      admins
        .filter((admin) => admin !== id)
        .map((userId) => ({
          key: `api-keys-ended ${id} ${userId} ${ended[0]!.id}`,
          userId,
          kind: 'api-keys-ended',
          facts,
        })),
    );
  }

  /** Tells the old address, so that nobody can change a person's address without their knowledge. */
  private tellOldAddress({ id, email, version }: UserRow, newEmail: string): Promise<void> {
    return this.outbox.put([
      {
        key: `address-changed ${id} ${version}`,
        userId: id,
        kind: 'address-changed',
        facts: { newEmail },
        toAddress: email,
      },
    ]);
  }

  private async getRow(id: string): Promise<UserRow> {
    const user = await this.users.find(id);
    if (!user) throw notFound('user');
    return user;
  }

  /** Locks in the one order: the operator that the user may be, the admins, the user's own row. */
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

/** A display name that was made from the old name follows the new name; one that the user chose stays. */
function shownAfter(user: UserRow, { name, displayName }: { name?: string; displayName?: string }): string {
  if (displayName !== undefined) return displayName;
  const isMade = user.displayName === displayNameOf(user.name);
  return name !== undefined && isMade ? displayNameOf(name) : user.displayName;
}

export const toUserDto = ({
  id,
  email,
  name,
  displayName,
  role,
  locationIds,
  operatorId,
  createdAt,
  version,
  passwordHash,
  invitation,
}: UserRow): UserDto => ({
  id,
  email,
  name,
  displayName,
  role,
  locationIds,
  operatorId,
  active: passwordHash !== null,
  invitation,
  createdAt: inZone(createdAt, 'UTC'),
  version,
});

const alreadyAccepted = (name: string): DomainError => conflict('ALREADY_ACCEPTED', { name });

/** Without a location, users of these roles could see and do nothing. */
function requireLocations(role: Role, locationIds: readonly string[]): void {
  if (locationIds.length > 0) return;
  if (role === 'supervisor') throw invalid('locationIds', 'LOCATION_NEEDED');
  if (role === 'analyst') throw invalid('locationIds', 'LOCATION_NEEDED.analyst');
}

/**
 * Users who could raise their own role would need no admin; an admin who lowers their own role by mistake
 * could not undo it.
 */
function refuseOwnRole(id: string): void {
  if (requestContext.get()?.actor.id === id) throw forbidden('OWN_ROLE');
}

function refuseLastAdmin(id: string, admins: readonly string[]): void {
  if (admins.length === 1 && admins[0] === id) {
    throw conflict('LAST_ADMIN');
  }
}
