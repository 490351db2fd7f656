import { Injectable } from '@nestjs/common';
import type { CreateUserDto, InvitationDto, InvitedUser } from '../access/access.dto.js';
import { locationFilter, requireOwnLocation, type Caller } from '../access/caller.js';
import { canManagePerson, canReadReasons, canSeePerson } from '../access/person-visibility.js';
import { requireFreshSignIn } from '../access/fresh-sign-in.js';
import { normalizeEmail, UsersService } from '../access/users.service.js';
import { forbidden, invalid, notFound, refusal, type DomainError } from '../domain/errors.js';
import { refusalText } from '../domain/refusals/refusal-text.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import type { CreateOperatorDto, InvitedOperatorDto, OperatorDto, UpdateOperatorDto } from './people.dto.js';
import { OperatorsRepository } from './operators.repository.js';
import { PositionsService } from './positions.service.js';

@Injectable()
export class OperatorsService {
  constructor(
    private readonly operators: OperatorsRepository,
    private readonly positions: PositionsService,
    private readonly users: UsersService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<OperatorDto>> {
    const page = pageRequest(query);
    const isOperator = caller.role === 'operator';
    const selection = {
      visible: isOperator ? null : locationFilter(caller),
      only: isOperator ? caller.operatorId : null,
    };
    return toPage(
      await this.operators.list(selection, page),
      page,
      (row) => [row.id],
      (row) => toDto(caller, row),
    );
  }

  /** An operator the caller may see: themselves, or one at a location of the caller's. */
  async get(caller: Caller, id: string): Promise<OperatorDto> {
    const operator = await this.operators.find(id);
    if (!operator || !canSeePerson(caller, operator)) throw notFound('operator');
    return toDto(caller, operator);
  }

  create(caller: Caller, body: CreateOperatorDto): Promise<InvitedOperatorDto> {
    requireOwnLocations(caller, body.locationIds);
    if (body.capIsBinding && !(caller.kind === 'user' && caller.role === 'admin'))
      throw forbidden('BINDING_CAP');
    return this.database.transaction(async () => {
      const { name, displayName, email, locationIds = [] } = body;
      const shown = displayName === undefined ? {} : { displayName };
      const user = await this.users.create(
        { name, ...shown, email, role: 'operator', locationIds },
        // An API key gets no links: with them it could open accounts that outlive the key.
        { withInvitation: caller.kind === 'user' },
      );
      const id = newId();
      const { weeklyHourCap = null, capIsBinding = false, otherWeeklyHours = 0, employeeId = null } = body;
      const terms = { weeklyHourCap, capIsBinding, otherWeeklyHours, employeeId, capReason: null };
      await this.operators.insert({ id, userId: user.id, ...terms });
      const positionIds = await this.positions.resolveAll(body.positionIds ?? [undefined]);
      await this.operators.setPositions(id, positionIds, this.clock.date());
      await this.record('operator.created', id, { ...terms, positionIds });
      return { ...(await this.get(caller, id)), ...invitationOf(user) };
    });
  }

  /** Creates a user of any role; an operator also gets an operator record. */
  async createUser(caller: Caller, body: CreateUserDto): Promise<InvitedUser> {
    if (body.role !== 'operator') return this.users.create(body);
    const { role: _role, ...operatorBody } = body;
    const operator = await this.create(caller, operatorBody);
    return { ...(await this.users.get(operator.userId)), ...invitationOf(operator) };
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateOperatorDto,
    precondition: Precondition,
  ): Promise<OperatorDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(caller, id);
      requireMatch(precondition, before.version);
      requireWholePerson(caller, before, change);
      this.requireAddressChange(caller, before, change);
      const capReason = bindingCapReason(caller, before, change);
      if (change.locationIds) requireOwnChange(caller, before.locationIds, change.locationIds);
      const { name, displayName, email, locationIds, positionIds, capReason: _why, ...rest } = change;
      if (name !== undefined || displayName !== undefined || email !== undefined || locationIds) {
        await this.users.update(
          before.userId,
          {
            ...(name !== undefined && { name }),
            ...(displayName !== undefined && { displayName }),
            ...(email !== undefined && { email }),
            ...(locationIds && { locationIds }),
          },
          null,
        );
      }
      await this.operators.update({ ...before, ...rest, capReason: capReason ?? before.capReason });
      if (positionIds)
        await this.operators.setPositions(
          id,
          await this.positions.resolveAll(positionIds),
          this.clock.date(),
        );
      await this.record('operator.updated', id, change);
      return this.get(caller, id);
    });
  }

  /**
   * From this date on the operator no longer works; null undoes it. The scheduling module frees their shifts
   * around this call.
   */
  setDeactivation(
    caller: Caller,
    id: string,
    on: string | null,
    reason: string | null,
  ): Promise<OperatorDto> {
    return this.database.transaction(async () => {
      const { locationIds } = await this.lock(caller, id);
      requireOwnLocations(caller, locationIds);
      await this.operators.setDeactivation(id, on, reason);
      await this.record(on === null ? 'operator.reactivated' : 'operator.deactivated', id, { on, reason });
      return this.get(caller, id);
    });
  }

  /**
   * A new link for an operator who has not accepted yet. Once they have a password, their supervisor gets no
   * access to their account.
   */
  invite(caller: Caller, id: string): Promise<InvitationDto> {
    return this.database.transaction(async () => {
      const operator = await this.lock(caller, id);
      if (!canManagePerson(caller, operator)) throw notAllLocations();
      return this.users.invite(operator.userId, { onlyNew: true });
    });
  }

  /** Only for an operator without history; others are deactivated instead. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const operator = await this.lock(caller, id);
      if (!canManagePerson(caller, operator)) throw notAllLocations();
      requireMatch(precondition, operator.version);
      await this.operators.remove(id);
      await this.users.remove(operator.userId, null);
      await this.record('operator.deleted', id);
    });
  }

  /** An operator the caller may see, locked until the transaction ends. */
  async lock(caller: Caller, id: string): Promise<OperatorDto> {
    const operator = await this.operators.lock(id);
    if (!operator || !canSeePerson(caller, operator)) throw notFound('operator');
    return operator;
  }

  /**
   * Locks an operator until the transaction ends, without a check of rights; false when they do not exist.
   */
  async hold(id: string): Promise<boolean> {
    return (await this.operators.lock(id)) !== null;
  }

  /** Whoever sets the address of an account in use decides who gets the link for a new password. */
  private requireAddressChange(caller: Caller, before: OperatorDto, { email }: UpdateOperatorDto): void {
    if (email === undefined || !before.active || normalizeEmail(email) === before.email) return;
    if (caller.kind !== 'user' || caller.role !== 'admin') throw forbidden('ADDRESS_IN_USE');
    requireFreshSignIn(caller, this.clock.now());
  }

  private record(action: AuditAction<'operator'>, entityId: string, details: object = {}): Promise<void> {
    return this.audit.record({ action, entity: 'operator', entityId, details });
  }
}

const invitationOf = ({ invitationUrl, isMailed }: Partial<InvitationDto>): Partial<InvitationDto> =>
  invitationUrl === undefined ? {} : { invitationUrl, isMailed: isMailed === true };

/** The fields of a person that hold at all their locations. */
const EVERYWHERE = [
  'name',
  'displayName',
  'email',
  'weeklyHourCap',
  'otherWeeklyHours',
  'employeeId',
] as const;

function requireWholePerson(caller: Caller, operator: OperatorDto, change: UpdateOperatorDto): void {
  if (canManagePerson(caller, operator)) return;
  const changed = EVERYWHERE.find((name) => change[name] !== undefined && change[name] !== operator[name]);
  if (changed) throw notAllLocations(changed);
}

const notAllLocations = (field?: string): DomainError =>
  refusal('forbidden', [{ ...refusalText('NOT_ALL_LOCATIONS'), ...(field !== undefined && { field }) }]);

const toDto = (caller: Caller, operator: OperatorDto): OperatorDto => ({
  ...operator,
  capReason: caller.kind === 'user' && caller.role === 'admin' ? operator.capReason : null,
  deactivationReason: canReadReasons(caller, operator.id) ? operator.deactivationReason : null,
});

/**
 * A binding cap often comes from a visa, so only an admin changes it, or whether it binds, and must say why.
 * Null when it does not change.
 */
function bindingCapReason(caller: Caller, before: OperatorDto, change: UpdateOperatorDto): string | null {
  const { capIsBinding = before.capIsBinding, weeklyHourCap = before.weeklyHourCap } = change;
  const isChanged =
    capIsBinding !== before.capIsBinding || (before.capIsBinding && weeklyHourCap !== before.weeklyHourCap);
  if (!isChanged) return null;
  if (caller.kind !== 'user' || caller.role !== 'admin') throw forbidden('BINDING_CAP');
  if (!change.capReason) throw invalid('capReason', 'REASON_NEEDED');
  return change.capReason;
}

/**
 * A supervisor must give operators at least one of the supervisor's own locations; without any the operators
 * would work everywhere.
 */
function requireOwnLocations(caller: Caller, locationIds: readonly string[] = []): void {
  if (caller.locationIds === 'all') return;
  if (locationIds.length === 0) {
    throw forbidden('FOREIGN_LOCATION.operator');
  }
  for (const id of locationIds) requireOwnLocation(caller, id);
}

/**
 * A supervisor may only add and remove their own locations. Other locations stay, and so does "everywhere".
 */
function requireOwnChange(caller: Caller, before: readonly string[], after: readonly string[]): void {
  const changed = [
    ...before.filter((id) => !after.includes(id)),
    ...after.filter((id) => !before.includes(id)),
  ];
  if (changed.length > 0 && (before.length === 0 || after.length === 0)) requireOwnLocations(caller);
  for (const id of changed) requireOwnLocation(caller, id);
}
