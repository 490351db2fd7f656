import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Caller, Role } from '../../access/caller.js';
import { requestContext } from '../../platform/request-context.js';
import { LAB_KEYS, type Lab } from '../plan/labs.js';
import type { StaffKey } from '../plan/people.js';

/** An action of the demo, and the instant at which it happens. */
export interface ScheduledAction {
  at: number;
  run(): Promise<void>;
}

/** The app while it is filled: its services, and the people and locations created so far. */
export class FillContext {
  admin: Caller;
  readonly staff = new Map<StaffKey, Caller>();
  readonly operators: Caller[] = [];
  readonly locationIds = new Map<Lab, string>();

  constructor(private readonly app: INestApplicationContext) {}

  service<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  /** Runs work as a user; the audit trail names that user. */
  as<T>(caller: Caller, work: (caller: Caller) => Promise<T>): Promise<T> {
    const actor = { kind: caller.kind, id: caller.id };
    return requestContext.run({ requestId: 'demo', actor }, () => work(caller));
  }

  locationId(lab: Lab): string {
    return this.locationIds.get(lab)!;
  }

  idsOf(labs: readonly Lab[]): string[] {
    return LAB_KEYS.filter((lab) => labs.includes(lab)).map((lab) => this.locationId(lab));
  }

  member(key: StaffKey): Caller {
    return this.staff.get(key)!;
  }
}

/** The caller of a user's session, without a session. */
export const callerOf = (user: {
  id: string;
  role: Role;
  operatorId: string | null;
  locationIds: readonly string[];
}): Caller => ({
  kind: 'user',
  id: user.id,
  sessionId: null,
  role: user.role,
  scopes: null,
  operatorId: user.operatorId,
  locationIds: user.role === 'admin' ? 'all' : user.locationIds,
});
