import { StoppedClock } from '../../platform/clock/clock.js';
import type { Database } from '../../platform/database/database.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import { EligibilityRepository } from './eligibility.repository.js';
import { EligibilityService } from './eligibility.service.js';
import { OperatorFactsRepository } from './operator-facts.repository.js';

/** An operator who would work a colleague's shift, and the claim of their own that they would give up for it. */
export interface Taker {
  operatorId: string;
  shiftId: string;
  givingUp: string | null;
}

/** Answers who could work whose shift, without changing anything. Used in a worker thread. */
export class ChangingHands {
  private readonly operators: OperatorFactsRepository;
  private readonly shifts: ShiftsRepository;
  private readonly eligibility: EligibilityService;

  constructor(database: Database, now: number) {
    this.operators = new OperatorFactsRepository(database);
    this.shifts = new ShiftsRepository(database);
    this.eligibility = new EligibilityService(new EligibilityRepository(database), new StoppedClock(now));
  }

  /**
   * Whether each taker would break no rule. Drafts are judged as if they were published, because a supervisor
   * plans them in the same way. Three statements for any number of takers.
   */
  async possible(takers: readonly Taker[]): Promise<boolean[]> {
    const shifts = await this.shifts.findAll([...new Set(takers.map(({ shiftId }) => shiftId))]);
    const operators = await this.operators.find([...new Set(takers.map(({ operatorId }) => operatorId))]);
    const shiftOf = new Map(shifts.map((shift) => [shift.id, shift]));
    const operatorOf = new Map(operators.map((operator) => [operator.id, operator]));
    const violations = await this.eligibility.violationsOfPairs(
      takers.map(({ operatorId, shiftId, givingUp }) => ({
        operator: operatorOf.get(operatorId)!,
        shift: {
          ...shiftOf.get(shiftId)!,
          status: 'published' as const,
          claimableFrom: null,
          seatsTaken: 0,
        },
        givingUp,
      })),
      'relief',
    );
    return violations.map((reasons) => reasons.length === 0);
  }
}
