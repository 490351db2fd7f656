import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Caller, Role } from '../../access/caller.js';
import { requestContext } from '../../platform/request-context.js';
import { LAB_KEYS, type Lab } from '../plan/labs.js';
import type { StaffKey } from '../plan/people.js';

/** Something that happens in the term, at its instant. */
export interface ScheduledAction {
  at: number;
  run(): Promise<void>;
}

/** The app as it fills: its services, and who and what is there so far. */
export class FillContext {
  admin: Caller;
  readonly staff = new Map<StaffKey, Caller>();
  readonly operators: Caller[] = [];
  readonly locationIds = new Map<Lab, string>();

  constructor(private readonly app: INestApplicationContext) {}

  service<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  /** Does something as somebody, whom the audit trail will name. */
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

/** A session's caller, without the session. */
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
