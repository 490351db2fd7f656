import { Injectable } from '@nestjs/common';
import type { CreateUserDto, InvitedUser } from '../access/access.dto.js';
import { locationFilter, requireOwn, sees, type Caller } from '../access/caller.js';
import { UsersService } from '../access/users.service.js';
import { forbidden, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
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
      (row) => row,
    );
  }

  /** An operator the caller may see: herself, or one of the caller's locations. */
  async get(caller: Caller, id: string): Promise<OperatorDto> {
    const operator = await this.operators.find(id);
    if (!operator || !seesOperator(caller, operator)) throw notFound('operator');
    return operator;
  }

  create(caller: Caller, body: CreateOperatorDto): Promise<InvitedOperatorDto> {
    requireOwnLocations(caller, body.locationIds);
    return this.database.transaction(async () => {
      const { name, email, locationIds = [] } = body;
      const user = await this.users.create({ name, email, role: 'operator', locationIds });
      const id = newId();
      const { weeklyHourCap = null, capIsBinding = false, otherWeeklyHours = 0, employeeId = null } = body;
      const terms = { weeklyHourCap, capIsBinding, otherWeeklyHours, employeeId };
      await this.operators.insert({ id, userId: user.id, ...terms });
      const positionIds = await this.positions.resolveAll(body.positionIds ?? [undefined]);
      await this.operators.setPositions(id, positionIds, this.clock.date());
      await this.record('operator.created', id, { ...terms, positionIds });
      return { ...(await this.get(caller, id)), invitationUrl: user.invitationUrl };
    });
  }

  /** A user of any role; an operator among them becomes one in full. */
  async createUser(caller: Caller, body: CreateUserDto): Promise<InvitedUser> {
    if (body.role !== 'operator') return this.users.create(body);
    const { name, email, locationIds } = body;
    const operator = await this.create(caller, { name, email, ...(locationIds && { locationIds }) });
    return { ...(await this.users.get(operator.userId)), invitationUrl: operator.invitationUrl };
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
      if (change.locationIds) requireOwnChange(caller, before.locationIds, change.locationIds);
      const { name, email, locationIds, positionIds, ...rest } = change;
      if (name !== undefined || email !== undefined || locationIds) {
        await this.users.update(
          before.userId,
          {
            ...(name !== undefined && { name }),
            ...(email !== undefined && { email }),
            ...(locationIds && { locationIds }),
          },
          null,
        );
      }
      await this.operators.update({ ...before, ...rest });
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

  /** From the date on she works no more; null takes it back. Her shifts are freed by scheduling, around this. */
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

  /** Only one without history; whoever has worked is deactivated instead. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const operator = await this.lock(caller, id);
      requireMatch(precondition, operator.version);
      await this.operators.remove(id);
      await this.users.remove(operator.userId, null);
      await this.record('operator.deleted', id);
    });
  }

  /** One the caller may see, held until the transaction ends. */
  async lock(caller: Caller, id: string): Promise<OperatorDto> {
    const operator = await this.operators.lock(id);
    if (!operator || !seesOperator(caller, operator)) throw notFound('operator');
    return operator;
  }

  /** Whoever asks: held until the transaction ends, if she is there. */
  async hold(id: string): Promise<boolean> {
    return (await this.operators.lock(id)) !== null;
  }

  private record(action: string, entityId: string, details: object = {}): Promise<void> {
    return this.audit.record({ action, entity: 'operator', entityId, details });
  }
}

const seesOperator = (caller: Caller, operator: Pick<OperatorDto, 'id' | 'locationIds'>): boolean =>
  caller.role === 'operator'
    ? caller.operatorId === operator.id
    : operator.locationIds.length === 0 || operator.locationIds.some((id) => sees(caller, id));

/** A supervisor binds operators to locations of her own; without any they would be everyone's. */
function requireOwnLocations(caller: Caller, locationIds: readonly string[] = []): void {
  if (caller.locationIds === 'all') return;
  if (locationIds.length === 0) {
    throw forbidden('Name the locations this operator works at; they must be yours.', 'FOREIGN_LOCATION');
  }
  for (const id of locationIds) requireOwn(caller, id);
}

/** She adds and takes away her own locations alone; others' stay, and so does 'everywhere'. */
function requireOwnChange(caller: Caller, before: readonly string[], after: readonly string[]): void {
  const changed = [
    ...before.filter((id) => !after.includes(id)),
    ...after.filter((id) => !before.includes(id)),
  ];
  if (changed.length > 0 && (before.length === 0 || after.length === 0)) requireOwnLocations(caller);
  for (const id of changed) requireOwn(caller, id);
}
